package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.keys.KeyRing;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Directories;
import io.countersign.app.role.Policies;
import io.countersign.app.role.Role;
import io.countersign.app.role.StreamsRoles;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.IdentityStint;
import io.countersign.schemas.PolicyPeriod;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerializer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A bad record came last on the policy and on the identity topic, the broker's cleaner has taken
/// the good one before it, and then the cluster starts: the last good policy and directory are
/// found, and the bad records are incidents.
class LastGoodSurvivesCompactionTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String POLICY = "policy";
    private static final String PEOPLE = "people/0";

    @TempDir Path folder;

    @Test
    @Timeout(300)
    void aClusterThatStartsAfterCompactionHasThem() throws Exception {
        try (CrashSite site = CrashSite.open(folder, 1);
                Admin admin = Admin.create(site.deployment().client());
                Producer<byte[], byte[]> producer = site.deployment().producer()) {
            Deployment deployment = site.deployment();
            Directories.publish(deployment, producer, List.of(people()));
            String good = ((Policies.Current.Published) Policies.current(deployment)).sha256();
            cleanEagerly(admin);
            put(producer, Topics.POLICY, POLICY, byAStranger(deployment));
            put(producer, Topics.IDENTITY, PEOPLE, "torn".getBytes(StandardCharsets.UTF_8));
            awaitCleaned(deployment, producer, Topics.POLICY, POLICY);
            awaitCleaned(deployment, producer, Topics.IDENTITY, PEOPLE);

            // Its ticks make the audit role look for faults.
            site.run("ledger", "sealer");
            try (Role audit =
                    StreamsRoles.audit(
                            deployment, Policies.verifier(deployment), InstantSource.system())) {
                audit.start();
                send(deployment, producer);
                List<AuditEntry> entries =
                        Awaitility.await()
                                .atMost(LIMIT)
                                .until(
                                        () -> CommittedRecords.entries(deployment),
                                        found ->
                                                found.stream()
                                                                .anyMatch(one ->
                                                                        one.getEvent().isPresent())
                                                        && incidents(found).size() >= 2);
                EventEntry event =
                        entries.stream()
                                .flatMap(entry -> entry.getEvent().stream())
                                .findFirst()
                                .orElseThrow();
                assertThat(HexFormat.of().formatHex(event.getPolicy().bytes())).isEqualTo(good);
                assertThat(event.getPerson().orElseThrow().getId()).contains("e-4711");
                assertThat(incidents(entries))
                        .containsExactlyInAnyOrder(
                                "POLICY_NO_TRUSTED_SIGNATURE", "IDENTITY_UNREADABLE");
            }
        }
    }

    private static List<String> incidents(List<AuditEntry> entries) {
        return entries.stream()
                .flatMap(entry -> entry.getIncident().stream())
                .map(incident -> incident.getCode())
                .toList();
    }

    private static IdentityPart people() {
        return IdentityPart.newBuilder()
                .setKey(PEOPLE)
                .setLoadedMillis(1_000)
                .setRules(null)
                .setStints(
                        List.of(
                                IdentityStint.newBuilder()
                                        .setPerson("e-4711")
                                        .setSpellings(List.of("r.quill"))
                                        .setDepartment("Oncology")
                                        .setRole("nurse")
                                        .setPeriod(new PolicyPeriod(null, null))
                                        .build()))
                .setLeases(List.of())
                .build();
    }

    private static void send(Deployment deployment, Producer<byte[], byte[]> producer)
            throws Exception {
        new RawRecords(
                        producer,
                        1,
                        KeyRing.of(deployment.configuration()).tokenKeys(),
                        deployment.schemas(),
                        InstantSource.system())
                .send(
                        "plain-json",
                        "test",
                        0,
                        "{\"user\":\"r.quill\",\"host\":\"chat.deepseek.com\",\"prompt\":\"Good morning\"}"
                                .getBytes(StandardCharsets.UTF_8))
                .get();
    }

    /// Such settings make the cleaner do at once what it does after a week.
    private static void cleanEagerly(Admin admin) throws Exception {
        for (String topic : List.of(Topics.POLICY, Topics.IDENTITY)) {
            set(
                    admin,
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    Map.of("segment.ms", "1", "min.cleanable.dirty.ratio", "0.001"));
        }
        set(
                admin,
                new ConfigResource(ConfigResource.Type.BROKER, ""),
                Map.of("log.cleaner.backoff.ms", "500"));
    }

    private static void set(Admin admin, ConfigResource of, Map<String, String> settings)
            throws Exception {
        admin.incrementalAlterConfigs(
                        Map.of(
                                of,
                                settings.entrySet().stream()
                                        .map(one ->
                                                new AlterConfigOp(
                                                        new ConfigEntry(
                                                                one.getKey(), one.getValue()),
                                                        AlterConfigOp.OpType.SET))
                                        .toList()))
                .all()
                .get();
    }

    /// A record of another key rolls the segment: the cleaner leaves the one that is written to.
    private static void awaitCleaned(
            Deployment deployment, Producer<byte[], byte[]> producer, String topic, String key) {
        Awaitility.await("one record of " + key)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    put(producer, topic, "kept/roll", new byte[] {0});
                    assertThat(keys(deployment, topic)).containsOnlyOnce(key);
                });
    }

    private static List<String> keys(Deployment deployment, String topic) {
        return CommittedRecords.of(deployment, topic).stream()
                .map(ConsumerRecord::key)
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] byAStranger(Deployment deployment) throws Exception {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 3);
        return Objects.requireNonNull(
                new AvroSerializer<>(SignedPolicy.class, deployment.schemas())
                        .serialize(
                                Topics.POLICY,
                                PolicyNote.sign(
                                        PolicyYaml.demo(),
                                        List.of(
                                                new Ed25519NoteSigner(
                                                        "example.org/stranger", seed)))));
    }

    private static void put(
            Producer<byte[], byte[]> producer, String topic, String key, byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }
}
