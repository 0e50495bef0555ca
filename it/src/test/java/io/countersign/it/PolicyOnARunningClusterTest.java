package io.countersign.it;

import static io.countersign.it.CommandRun.answering;
import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyBundle;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A policy on a cluster that runs: its age is said with alerts and entries, its flows are a map, a
/// signed bundle replaces its catalogue without a restart, and what is unsigned or too large
/// replaces nothing and is an incident.
class PolicyOnARunningClusterTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final byte[] KEY = "policy".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Path config = Path.of("");
    private String directory = "";
    private long sent;

    @Test
    @Timeout(600)
    void isOldIsDrawnIsReplacedBySignedBundlesAloneAndOutlivesBadRecords() throws Exception {
        directory = folder.resolve("data").toString();
        config =
                Files.writeString(
                        folder.resolve("countersign.yaml"),
                        """
                        directory: %s
                        partitions: 1
                        ledger:
                          interval: 300ms
                        """
                                .formatted(directory));
        Configuration configuration = ConfigurationFile.read(config).configuration();
        try (Installation installation =
                StartedInstallation.withoutSinks(
                        configuration, withCatalogueOf("2026-05-01", PolicyYaml.demo()))) {
            EventEntry before = judged(installation);
            assertThat(before.getCoverage().getDetails())
                    .contains("stale=the catalogue is of 2026-05-01, more than 45 days before")
                    .anyMatch(detail -> detail.startsWith("trains_on_input="));
            ageAndRecipientAreSaidWithTheAlert();
            everyFlowIsInTheMap();
            aSignedBundleAloneReplacesTheCatalogue(installation, before);
            whatIsUnsignedOrTooLargeReplacesNothing(installation);
            assertThat(installation.failure()).isEmpty();
        }
        assertThat(run("policy", "map", demoRegister(), "--dir", directory))
                .as("from what the stopped installation left")
                .startsWith("1 ")
                .contains("Oncology", "DeepSeek");
    }

    private void ageAndRecipientAreSaidWithTheAlert() {
        Awaitility.await("an alert")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(run("alert", "list", "--dir", directory))
                                .contains("PHI_DISCLOSED"));
        String list = run("alert", "list", "--dir", directory);
        assertThat(list).contains("The catalogue is of 2026-05-01, more than 45 days old");
        String id =
                list.lines()
                        .filter(line -> line.contains("PHI_DISCLOSED"))
                        .map(line -> line.replaceFirst("^\\d ", "").substring(0, 32))
                        .findFirst()
                        .orElseThrow();
        assertThat(run("alert", "show", id, "--dir", directory))
                .contains("recipient", "trains on input: ")
                .contains("old       the catalogue is of 2026-05-01, more than 45 days before")
                .contains("The catalogue is of 2026-05-01, more than 45 days old");
        assertThat(run("alert", "show", id, "--json", "--dir", directory))
                .contains("\"recipient\":{\"trainsOnInput\":\"", "\"howToGet\":")
                .contains("\"stale\":[\"the catalogue is of 2026-05-01");
    }

    private void everyFlowIsInTheMap() throws Exception {
        Path svg = folder.resolve("flows.svg");
        assertThat(run("policy", "map", "--dir", directory, "--svg", svg.toString()))
                .startsWith("1 ")
                .contains("The weakest link is DeepSeek: Oncology to DeepSeek", "1 with PHI")
                .contains("NOT COVERED  no row of the register", "countersign why audit.entry.v1/")
                .contains("row claude-enterprise, plan enterprise, BAA signed 2026-01-15")
                .contains("declared and observed", "more than 45 days old");
        assertThat(Files.readString(svg)).startsWith("<svg").contains("Oncology", "DeepSeek");
        assertThat(run("policy", "map", "--config", config.toString(), "--json"))
                .contains("\"observed\":true", "\"phi\":1");
    }

    private void aSignedBundleAloneReplacesTheCatalogue(
            Installation installation, EventEntry before) throws Exception {
        Ed25519NoteSigner vendor = signer(1);
        Path vkeys = Files.writeString(folder.resolve("vendor.vkeys"), vendor.verifierKey() + "\n");
        PolicyDocument all = PolicyYaml.withoutRegister();
        PolicyDocument catalogue =
                new PolicyDocument(
                        all.getVersion(),
                        "2026-11-26",
                        all.getServices().stream()
                                .filter(one ->
                                        !before.getDestination()
                                                .getService()
                                                .equals(Optional.of(one.getId())))
                                .toList(),
                        null,
                        null,
                        null,
                        all.getWatched(),
                        List.of());
        Path strange =
                Files.write(
                        folder.resolve("strange.bundle"), PolicyBundle.sign(catalogue, signer(2)));
        assertThat(update(strange, vkeys, "yes\n"))
                .startsWith("3 ")
                .contains("Not taken: strange.bundle: no signature by a key of --vkeys");
        Path older =
                Files.write(
                        folder.resolve("older.bundle"),
                        PolicyBundle.sign(withCatalogueOf("2026-04-01", catalogue), vendor));
        assertThat(update(older, vkeys, "yes\n")).startsWith("3 ").contains("older");
        Path bundle =
                Files.write(folder.resolve("new.bundle"), PolicyBundle.sign(catalogue, vendor));
        assertThat(update(bundle, vkeys, "no\n"))
                .startsWith("0 ")
                .contains("catalogue: 2026-05-01 becomes 2026-11-26")
                .contains("Not taken; the policy in force stays.");
        assertThat(judged(installation).getPolicy()).isEqualTo(before.getPolicy());

        assertThat(update(bundle, vkeys, "yes\n"))
                .startsWith("0 ")
                .contains("The catalogue of 2026-11-26 is in force from the next event on.");
        EventEntry after =
                Awaitility.await("a verdict by the new catalogue, without a restart")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(500))
                        .until(
                                () -> judged(installation),
                                event -> !event.getPolicy().equals(before.getPolicy()));
        assertThat(after.getDestination().getService())
                .isNotEqualTo(before.getDestination().getService());
        assertThat(after.getCoverage().getDetails()).noneMatch(one -> one.startsWith("stale="));
        assertThat(CommittedRecords.entries(installation.deployment()))
                .filteredOn(entry -> entry.getKind() == EntryKind.POLICY)
                .last()
                .satisfies(entry ->
                        assertThat(entry.getPolicy().orElseThrow().getSha256())
                                .isEqualTo(after.getPolicy()));
    }

    private void whatIsUnsignedOrTooLargeReplacesNothing(Installation installation)
            throws Exception {
        EventEntry before = judged(installation);
        AvroSerializer<SignedPolicy> records =
                new AvroSerializer<>(SignedPolicy.class, installation.deployment().schemas());
        SignedPolicy strange = PolicyNote.sign(PolicyYaml.demo(), List.of(signer(3)));
        SignedPolicy large =
                new SignedPolicy(
                        ByteBuffer.wrap(new byte[PolicyNote.MAX_BYTES + 1]),
                        strange.getSignatures());
        try (Producer<byte[], byte[]> producer = installation.deployment().producer()) {
            assertThatThrownBy(() -> put(producer, new byte[50_000_000]))
                    .as("no such record gets onto the topic")
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class);
            put(producer, records.serialize(Topics.POLICY, strange));
            isAnIncident(installation, before, "POLICY_NO_TRUSTED_SIGNATURE");
            put(producer, records.serialize(Topics.POLICY, large));
            isAnIncident(installation, before, "POLICY_TOO_LARGE");
        }
        assertThat(run("policy", "map", "--dir", directory))
                .startsWith("4 ")
                .contains(
                        "No policy that counts is on the policy topic",
                        "countersign policy publish");
    }

    private void isAnIncident(Installation installation, EventEntry before, String code) {
        Awaitility.await(code)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    assertThat(judged(installation).getPolicy())
                            .as("the last good policy stays")
                            .isEqualTo(before.getPolicy());
                    assertThat(CommittedRecords.entries(installation.deployment()))
                            .filteredOn(entry -> entry.getIncident().isPresent())
                            .extracting(entry -> entry.getIncident().orElseThrow().getCode())
                            .containsOnlyOnce(code);
                });
    }

    private static void put(Producer<byte[], byte[]> producer, byte @Nullable [] value)
            throws Exception {
        producer.send(new ProducerRecord<>(Topics.POLICY, KEY, value)).get();
    }

    private String update(Path bundle, Path vkeys, String answer) {
        return answering(
                answer,
                "policy",
                "update",
                bundle.toString(),
                "--vkeys",
                vkeys.toString(),
                "--config",
                config.toString());
    }

    private String demoRegister() throws Exception {
        return Files.writeString(
                        folder.resolve("baa.yaml"),
                        "policy: p\norganisation: {name: H}\ncomplete: true\n")
                .toString();
    }

    private static PolicyDocument withCatalogueOf(String day, PolicyDocument policy) {
        return new PolicyDocument(
                policy.getVersion(),
                day,
                policy.getServices(),
                policy.getRegister().orElse(null),
                policy.getPatientIndex().orElse(null),
                policy.getAlerting().orElse(null),
                policy.getWatched(),
                policy.getUpstreamDlp());
    }

    private static Ed25519NoteSigner signer(int fill) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) fill);
        return new Ed25519NoteSigner("example.org/catalogue", seed);
    }

    /// Sends one prompt with PHI to a service without a row, and waits for its entry.
    private EventEntry judged(Installation installation) throws Exception {
        byte[] prompt =
                ("{\"user\":\"t.abara@hospital.example.org\",\"department\":\"Oncology\","
                                + "\"host\":\"chat.deepseek.com\",\"prompt\":"
                                + "\"Patient Ada Quill, MRN 00917452, DOB 03/14/1950, type 2 diabetes, visit "
                                + sent
                                + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
        sent++;
        installation.intake().records().send("plain-json", "test", sent - 1, prompt).get();
        return Awaitility.await("entry " + sent)
                .atMost(LIMIT)
                .until(() -> events(installation), events -> events.size() == sent)
                .getLast();
    }

    private static List<EventEntry> events(Installation installation) {
        return CommittedRecords.entries(installation.deployment()).stream()
                .flatMap(entry -> entry.getEvent().stream())
                .toList();
    }
}
