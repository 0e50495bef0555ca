package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceOpener;
import io.countersign.audit.evidence.HoldSealer;
import io.countersign.audit.evidence.Opening;
import io.countersign.audit.evidence.Opening.Opened;
import io.countersign.audit.evidence.Opening.Reason;
import io.countersign.audit.evidence.Opening.Refused;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Keys of evidence over their whole life, on a real broker: drawn ahead and announced, tried,
/// held, shredded by two persons after six years, and never otherwise.
class EvidenceGoesOnRecordOnlyTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String OLD = "kek-2020q1";
    private static final Instant LONG_AGO = Instant.parse("2020-02-03T10:00:00Z");

    private final Path folder;
    private final Path config;
    private final Path keys;
    private final ApproverPersons approvers;
    private long sent;

    EvidenceGoesOnRecordOnlyTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.config = folder.resolve("countersign.yaml");
        this.keys = folder.resolve("data/keys/evidence");
        this.approvers = new ApproverPersons(folder);
        Files.writeString(
                config,
                """
                directory: %s
                partitions: 1
                ledger:
                  interval: 300ms
                """
                        .formatted(folder.resolve("data")));
    }

    @Test
    @Timeout(600)
    void aQuarterGoesByTwoPersonsAndWhatIsHeldStays() throws Exception {
        Configuration configuration = ConfigurationFile.read(config).configuration();
        try (Installation installation =
                StartedInstallation.withoutSinks(configuration, PolicyYaml.demo())) {
            Deployment deployment = installation.deployment();
            approvers.enrol(config, "E1001", "E1002");
            for (int i = 0; i < 3; i++) {
                litellm(installation, LONG_AGO.plusSeconds(i));
            }
            litellm(installation, Instant.now());
            Awaitility.await("the old quarter's key is announced, and the log is sealed so far")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(run("retention", "plan", "--json"))
                                    .startsWith("0 ")
                                    .contains(
                                            "{\"kid\":\"kek-2020q1\",\"records\":3,\"held\":0,\"due\":\"2026-04-01T00:00:00Z\",\"state\":\"DUE\",\"destroys\":3}"));
            Awaitility.await("announced")
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(keks(deployment, OLD)).containsExactly("ANNOUNCED"));

            List<AuditEntry> old = old(deployment);
            String first = old.getFirst().getChain() + ":" + old.getFirst().getSeq();
            assertThat(
                            run(
                                    "retention",
                                    "hold",
                                    "case-17",
                                    "--reason",
                                    "LITIGATION",
                                    "--entry",
                                    first))
                    .startsWith("0 ")
                    .contains("case-17 holds 1 records");

            theVaultOpensOnce(deployment, first);
            notWithoutTwo();
            Path current = keys.resolve(EvidenceKeys.kid(Instant.now()));
            assertThat(
                            run(
                                    "retention",
                                    "shred",
                                    String.valueOf(current.getFileName()),
                                    "--request",
                                    file("now.txt")))
                    .startsWith("4 ")
                    .contains("may be shredded from");

            byte[] key = Files.readAllBytes(keys.resolve(OLD));
            assertThat(run("retention", "shred", OLD, "--request", file("shred.txt")))
                    .startsWith("0 ");
            approvers.approve(file("shred.txt"), "E1001");
            approvers.approve(file("shred.txt"), "E1002");
            assertThat(run("retention", "shred", OLD, "--approved", file("shred.txt")))
                    .startsWith("0 ")
                    .contains(OLD + " was shredded");
            assertThat(keys.resolve(OLD)).doesNotExist();
            assertThat(run("retention", "plan")).startsWith("0 ").contains("shredded");

            KeyRing ring = KeyRing.of(configuration);
            assertThat(open(deployment, ring, old.get(1))).isEqualTo(new Refused(Reason.NO_KEY));
            assertThat(openHeld(deployment, ring, old.getFirst())).isInstanceOf(Opened.class);

            // What comes late for that quarter is sealed under the next one.
            litellm(installation, LONG_AGO.plusSeconds(60));
            Awaitility.await("judged")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(
                                            CommittedRecords.entries(deployment).stream()
                                                    .flatMap(entry -> entry.getEvent().stream())
                                                    .flatMap(event -> event.getEvidence().stream())
                                                    .map(EvidenceRef::getKid))
                                    .contains("kek-2020q2"));

            // A crash after the entry was sealed and before the key went: the next run completes
            // it.
            Files.delete(keys.resolve(OLD + ".shredded"));
            Files.write(keys.resolve(OLD), key);
            Files.setPosixFilePermissions(
                    keys.resolve(OLD), PosixFilePermissions.fromString("rw-------"));
            assertThat(run("retention", "plan")).startsWith("1 ").contains("was cut off");
            assertThat(run("retention", "release", "case-17", "--request", file("release.txt")))
                    .startsWith("0 ")
                    .contains("completed " + OLD);
            assertThat(keys.resolve(OLD)).doesNotExist();

            approvers.approve(file("release.txt"), "E1001");
            approvers.approve(file("release.txt"), "E1002");
            assertThat(run("retention", "release", "case-17", "--approved", file("release.txt")))
                    .startsWith("0 ")
                    .contains("case-17 was released");
            assertThat(keys.resolve("holds/case-17.key")).doesNotExist();
            assertThat(
                            run(
                                    "retention",
                                    "hold",
                                    "case-17",
                                    "--reason",
                                    "LITIGATION",
                                    "--entry",
                                    first))
                    .startsWith("4 ")
                    .contains("has a hold case-17 already");

            ControlRecords.ask(deployment, 1, ControlKind.TALLY);
            Awaitility.await("the log says all of it, and verifies")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(
                                            CommandRun.run(
                                                    "verify",
                                                    folder.resolve("data").toString(),
                                                    "--json"))
                                    .startsWith("0 ")
                                    .contains("evidence.keys"));
            assertThat(
                            CommittedRecords.entries(deployment).stream()
                                    .map(AuditEntry::getKind)
                                    .filter(kind ->
                                            kind == EntryKind.HOLD || kind == EntryKind.SHRED))
                    .containsExactly(EntryKind.HOLD, EntryKind.SHRED, EntryKind.HOLD);
        }
    }

    @Test
    @Timeout(300)
    void aKeyThatDisappearsIsAnIncident() throws Exception {
        Configuration configuration = ConfigurationFile.read(config).configuration();
        try (Installation installation =
                StartedInstallation.withoutSinks(configuration, PolicyYaml.demo())) {
            Deployment deployment = installation.deployment();
            litellm(installation, LONG_AGO);
            Awaitility.await("announced")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(keks(deployment, OLD)).contains("ANNOUNCED"));
            Path copy = folder.resolve("copy");
            Files.move(keys.resolve(OLD), copy);
            Awaitility.await("missed")
                    .atMost(LIMIT)
                    .untilAsserted(() -> {
                        assertThat(keks(deployment, OLD)).contains("MISSING");
                        assertThat(
                                        CommittedRecords.entries(deployment).stream()
                                                .flatMap(entry -> entry.getIncident().stream())
                                                .map(incident -> incident.getCode()))
                                .contains("EVIDENCE_KEY_MISSING");
                    });
            assertThat(run("retention", "plan")).startsWith("1 ").contains("restore it");
            Files.move(copy, keys.resolve(OLD));
            Awaitility.await("opened again")
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(keks(deployment, OLD)).last().isEqualTo("OPENED"));
        }
    }

    /// Names are shown after two persons agreed to these subjects and this purpose, and after the
    /// log says so; once.
    private void theVaultOpensOnce(Deployment deployment, String entry) throws Exception {
        Path export =
                Files.writeString(
                        folder.resolve("patients.csv"),
                        "MRN,name,address,city,state\n5550142,\"Quill, Dana\",1 Elm St,Reno,NV\n");
        assertThat(run("vault", "load", export.toString())).startsWith("0 ");
        Path letters = folder.resolve("letters.csv");
        String[] asked = {"vault", "open", "--entry", entry, "--purpose", "BREACH_NOTICE"};
        assertThat(run(with(asked, "--request", file("open.txt"))))
                .startsWith("0 ")
                .contains("1 subjects, 1 patients, NV: 1")
                .doesNotContain("Quill", "Elm");
        String[] unreasoned =
                with(asked, "--approved", file("open.txt"), "--output", letters.toString());
        assertThat(run(unreasoned)).startsWith("2 ").contains("--reason-file");
        Path why =
                Files.writeString(folder.resolve("why.txt"), "letters to Dana Quill and others\n");
        String[] opening = with(unreasoned, "--reason-file", why.toString());
        assertThat(run(opening)).startsWith("4 ").contains("nobody has signed it");
        approvers.approve(file("open.txt"), "E1001");
        assertThat(run(opening)).startsWith("4 ").contains("two different enrolled persons");
        approvers.approve(file("open.txt"), "E1002");
        String[] forMore = opening.clone();
        forMore[5] = "TREATMENT";
        assertThat(run(forMore)).startsWith("4 ").contains("made for something else");
        assertThat(letters).doesNotExist();
        assertThat(accesses(deployment)).isEmpty();

        assertThat(run(opening)).startsWith("0 ").contains("1 patients shown");
        assertThat(letters).content().contains("5550142,Quill,Dana,1 Elm St,Reno,NV,,");
        assertThat(Files.getPosixFilePermissions(letters))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(accesses(deployment))
                .singleElement()
                .satisfies(access -> {
                    assertThat(access.getAction()).isEqualTo("OPEN_VAULT");
                    assertThat(access.getPurpose()).isEqualTo("BREACH_NOTICE");
                    assertThat(access.getApproval().orElseThrow().getVkeys()).hasSize(2);
                    assertThat(access.getReason()).isPresent();
                });
        Files.delete(letters);
        assertThat(run(opening)).startsWith("4 ").contains("used already");
        assertThat(letters).doesNotExist();
        assertThat(accesses(deployment)).hasSize(1);
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static List<AccessEntry> accesses(Deployment deployment) {
        return CommittedRecords.entries(deployment).stream()
                .flatMap(entry -> entry.getAccess().stream())
                .toList();
    }

    /// One person, the same person twice, a stranger, an expired or reused request: refused.
    private void notWithoutTwo() throws Exception {
        assertThat(run("retention", "shred", OLD, "--request", file("lonely.txt")))
                .startsWith("0 ");
        assertThat(run("retention", "shred", OLD, "--approved", file("lonely.txt")))
                .startsWith("4 ")
                .contains("nobody has signed it");
        approvers.approve(file("lonely.txt"), "E1001");
        approvers.approve(file("lonely.txt"), "E1001");
        assertThat(run("retention", "shred", OLD, "--approved", file("lonely.txt")))
                .startsWith("4 ")
                .contains("two different enrolled persons");
        approvers.draw("E6666");
        approvers.approve(file("lonely.txt"), "E6666");
        assertThat(run("retention", "shred", OLD, "--approved", file("lonely.txt")))
                .startsWith("4 ")
                .contains("two different enrolled persons");
        assertThat(keys.resolve(OLD)).exists();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        return CommandRun.run(all.toArray(String[]::new));
    }

    private static List<String> keks(Deployment deployment, String kid) {
        return CommittedRecords.entries(deployment).stream()
                .flatMap(entry -> entry.getKek().stream())
                .filter(kek -> kek.getKid().equals(kid))
                .map(kek -> kek.getChange())
                .toList();
    }

    private static List<AuditEntry> old(Deployment deployment) {
        return CommittedRecords.entries(deployment).stream()
                .filter(entry ->
                        entry.getEvent()
                                .flatMap(event -> event.getEvidence())
                                .filter(ref -> ref.getKid().equals(OLD))
                                .isPresent())
                .toList();
    }

    private static EvidenceRef ref(AuditEntry entry) {
        return entry.getEvent().orElseThrow().getEvidence().orElseThrow();
    }

    private static EvidenceEnvelope envelope(Deployment deployment, AuditEntry entry) {
        AvroDecoder<EvidenceEnvelope> decoder =
                new AvroDecoder<>(EvidenceEnvelope.class, deployment.schemas());
        return CommittedRecords.of(deployment, Topics.EVIDENCE).stream()
                .map(record -> decoder.framed(record.value()))
                .filter(one ->
                        one.getChain().equals(entry.getChain()) && one.getSeq() == entry.getSeq())
                .findFirst()
                .orElseThrow();
    }

    private static Opening open(Deployment deployment, KeyRing ring, AuditEntry entry)
            throws IOException {
        return new EvidenceOpener(ring.evidenceKeys())
                .open(entry.getChain(), entry.getSeq(), ref(entry), envelope(deployment, entry));
    }

    private static Opening openHeld(Deployment deployment, KeyRing ring, AuditEntry entry)
            throws IOException {
        return new HoldSealer("case-17", ring.holds().existingKey("case-17"), new SecureRandom())
                .open(
                        entry.getChain(),
                        entry.getSeq(),
                        ref(entry),
                        envelope(deployment, entry),
                        ring.holds().read("case-17").orElseThrow().keys().getFirst());
    }

    private void litellm(Installation installation, Instant time) throws Exception {
        double seconds = time.toEpochMilli() / 1000.0;
        String line =
                """
                {"id":"call-%d","call_type":"acompletion","status":"success","startTime":%.3f,"endTime":%.3f,\
                "model":"deepseek-chat","custom_llm_provider":"deepseek","api_base":"https://api.deepseek.com/v1",\
                "messages":[{"role":"user","content":"Letter for Dana Quill, MRN 5550142, born 03/04/1961, admitted \
                with type 2 diabetes, metformin 500 mg, %d"}],"response":{"choices":[]},\
                "metadata":{"user_api_key_user_id":"jokafor"}}\
                """
                        .formatted(sent, seconds, seconds, sent);
        installation
                .intake()
                .records()
                .send("litellm", "source-1", sent++, line.getBytes(StandardCharsets.UTF_8))
                .get();
    }
}
