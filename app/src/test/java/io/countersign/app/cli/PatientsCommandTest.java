package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.judge.LineJudge;
import io.countersign.app.patients.PatientIndexFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.patients.TokenKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Subject;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import io.countersign.topology.steps.Protect;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientsCommandTest {
    private static final String CSV =
            "\"MRN\",Last Name,First Name,DOB,Home Phone,E-mail,Notes\n"
                    + "00482913,Finch,\"Harold \"\"Hal\"\"\",04/12/1964,(212) 555-0142,hf@example.org,\"two\nlines\"\n"
                    + ",Nobody,Here,,,,\n";
    private static final String ADT =
            "MSH|^~\\&|ADT|H|A|B|20261126||ADT^A01|1|P|2.5\r"
                    + "PID|1||77001234^^^H^MR~9^^^X^AN||ROE^JANE^Q||19700102|F|||||(212)555-0150^PRN^PH^jane@example.org\r"
                    + "IN1|1|||||||||||||||||||||||||||||||||||1EG4-TE5-MK73\r";

    @TempDir Path directory;
    private Path config;

    @BeforeEach
    void site() throws Exception {
        config =
                Files.writeString(
                        directory.resolve("countersign.yaml"),
                        "directory: "
                                + directory.resolve("site")
                                + "\npatient-index: patients.index\n");
        countersign("keys", "generate", "--config", config.toString()).exits(ExitCode.CLEAN);
    }

    private Path export(String name, String text, Duration age) throws Exception {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Sentence.NOW.minus(age)));
        return file;
    }

    private PatientIndex index() throws Exception {
        return PatientIndexFile.open(
                directory.resolve("site/patients.index"), PatientIndexFile.keys(tokens()));
    }

    private TokenKeys tokens() throws Exception {
        return TokenKeys.load(directory.resolve("site/keys/tokens.key"));
    }

    @Test
    void bothFormatsAreLoadedAndWhatHasNoMrnIsCounted() throws Exception {
        countersign(
                        "patients",
                        "load",
                        "--config",
                        config.toString(),
                        export("p.csv", CSV, Duration.ofHours(3)).toString(),
                        export("adt.hl7", ADT, Duration.ofHours(1)).toString())
                .exits(ExitCode.REJECTED)
                .says("2 patients", Sentence.NOW.minus(Duration.ofHours(3)).toString())
                .complains("1 rows have no MRN")
                .saysNot("Finch", "482913");
        PatientIndex.Reader reader = index().reader();

        assertThat(reader.patientsOf(TokenKind.PHONE, "2125550142")).containsExactly(0);
        assertThat(reader.patientsOf(TokenKind.NAME_AND_BIRTH, "finch harold 1964-04-12"))
                .containsExactly(0);
        assertThat(reader.patientsOf(TokenKind.NAME_AND_BIRTH, "jane roe 1970-01-02"))
                .containsExactly(1);
        assertThat(reader.patientsOf(TokenKind.EMAIL, "jane@example.org")).containsExactly(1);
        assertThat(reader.patientsOf(TokenKind.MEMBER, "1EG4TE5MK73")).containsExactly(1);
        assertThat(reader.mrn(1)).isEqualTo("77001234");
        countersign("patients", "show", "--config", config.toString())
                .exits(ExitCode.CLEAN)
                .says("2 patients", "fresh");
        assertThat(Files.getPosixFilePermissions(directory.resolve("site/patients.index")))
                .hasSize(2);
    }

    @Test
    void anOldExportMakesAStaleIndex() throws Exception {
        countersign(
                        "patients",
                        "load",
                        "--config",
                        config.toString(),
                        export("adt.hl7", ADT, Duration.ofHours(49)).toString())
                .exits(ExitCode.CLEAN);
        countersign("patients", "show", "--config", config.toString())
                .exits(ExitCode.FOUND)
                .says("older than 48 hours");
    }

    @Test
    void whatIsNoExportIsRefused() throws Exception {
        countersign(
                        "patients",
                        "load",
                        "--config",
                        config.toString(),
                        export("x.csv", "a,b\n1,2\n", Duration.ZERO).toString())
                .exits(ExitCode.REJECTED)
                .complains("neither HL7 nor a CSV");
        assertThat(directory.resolve("site/patients.index")).doesNotExist();
    }

    /// However a text names the patient, the entry has the subject that an MRN gives in that year.
    @Test
    void theSubjectIsTheTokenOfThePatientsMrnInTheYearOfTheEvent() throws Exception {
        countersign(
                        "patients",
                        "load",
                        "--config",
                        config.toString(),
                        export("p.csv", CSV.substring(0, CSV.indexOf(",Nobody")), Duration.ZERO)
                                .toString())
                .exits(ExitCode.CLEAN);

        EventEntry byName = entry("Pt Harold Finch, DOB 04/12/1964, has asthma.", true);
        EventEntry byMrn = entry("Patient MRN 00482913 has asthma.", false);

        Subject expected = new Subject("MRN", tokens().token(2026, "MRN", "00482913"), true);
        assertThat(byName.getSubjects()).containsExactly(expected);
        assertThat(byName.getContent().getHints()).contains("INDEX_MATCH");
        assertThat(byName.getContent().getPatientIndex()).contains(new Hash(index().sha256()));
        assertThat(byMrn.getSubjects().getFirst().getToken()).isEqualTo(expected.getToken());
        assertThat(byMrn.getSubjects().getFirst().getInIndex()).isFalse();
        assertThat(entry("Pt Jane Roe, MRN 5550001, has asthma.", true).getContent().getHints())
                .contains("NO_INDEX_MATCH");
    }

    /// A number that no word explains is a finding where it is a patient's, and who the patient is
    /// stays unsaid without the long word.
    @Test
    void aScanKnowsThePatients() throws Exception {
        load(Duration.ofHours(3));
        Path ours = Files.writeString(directory.resolve("ours.txt"), "Finch, asthma, 00482913\n");
        Path others =
                Files.writeString(
                        directory.resolve("others.txt"), "Pt Jane Roe, MRN 5550001, has asthma.\n");
        String token =
                java.util.HexFormat.of().formatHex(tokens().token(2026, "MRN", "00482913").bytes());
        scan(ours, others)
                .exits(ExitCode.FOUND)
                .says("ours.txt: PHI", "1 of our patients (INDEX_MATCH)", "CERTAIN")
                .says("none of our patients (NO_INDEX_MATCH)")
                .saysNot("482913", token);
        scan(ours, others, Path.of("--json"))
                .says("\"index\":\"INDEX_MATCH\",\"patients\":1,\"bytes\"")
                .says("\"index\":\"NO_INDEX_MATCH\",\"patients\":0")
                .saysNot("482913", token);
        Path shown = Path.of("--show-subject-tokens-which-count-as-phi");
        scan(ours, shown).says("subject " + token).saysNot("482913");
        scan(ours, shown, Path.of("--json")).says("\"subjects\":[\"" + token + "\"]");
        countersign("scan", shown.toString(), ours.toString())
                .exits(ExitCode.USAGE)
                .complains("--patients");
    }

    /// The patient stands in the first window and the last: one patient of the whole.
    @Test
    void aLongTextNamesAPatientOnce() throws Exception {
        load(Duration.ofHours(3));
        String filler = "The committee talks of the new garage and its doors.\n".repeat(90_000);
        Path file =
                Files.writeString(
                        directory.resolve("long.txt"),
                        "MRN 00482913\n" + filler + "Harold Finch, DOB 04/12/1964, has asthma\n");
        scan(file, Path.of("--json"))
                .exits(ExitCode.FOUND)
                .says("\"index\":\"INDEX_MATCH\",\"patients\":1", "\"likelihood\":\"CERTAIN\"");
    }

    @Test
    void linesOfJsonSayWhatTheIndexSays() throws Exception {
        load(Duration.ofHours(3));
        Path file =
                Files.writeString(
                        directory.resolve("d.jsonl"),
                        "{\"id\":1,\"text\":\"MRN 00482913 asthma\"}\n{\"id\":2,\"text\":\"MRN 5550001 asthma\"}\n{\"id\":3,\"text\":\"fine\"}\n");
        scan(file, Path.of("--jsonl"))
                .says(
                        "\"likelihood\":\"CERTAIN\"}",
                        "\"index\":\"INDEX_MATCH\",\"patients\":1,\"phi\":true}")
                .says("\"index\":\"NO_INDEX_MATCH\",\"patients\":0,\"phi\":true}")
                .says("{\"id\":3,\"spans\":[],\"index\":\"\",\"patients\":0,\"phi\":false}");
    }

    /// A number that no word explains goes where it is a patient's, and comes back under the key.
    @Test
    void redactingKnowsThePatients() throws Exception {
        load(Duration.ofHours(3));
        String text = "Finch, asthma, 00482913\n";
        Path note = Files.writeString(directory.resolve("note.txt"), text);
        assertThat(countersign("scan", "--redact", note.toString()).out()).contains("00482913");
        assertThat(scan(Path.of("--redact"), note).out()).isEqualTo("Finch, asthma, [MRN]\n");
        Path stranger = Files.writeString(directory.resolve("other.txt"), "asthma, 00481111\n");
        assertThat(scan(Path.of("--redact"), stranger).out()).isEqualTo("asthma, 00481111\n");
        Path key = directory.resolve("surrogates.key");
        Sentence surrogates =
                scan(Path.of("--redact=surrogate"), Path.of("--key"), key, note)
                        .exits(ExitCode.CLEAN)
                        .complains("MRN 1")
                        .saysNot("482913");
        byte[] redacted = surrogates.out().getBytes(StandardCharsets.UTF_8);
        assertThat(RedactedFile.readSurrogates(key).restore(redacted).text())
                .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        scan(Path.of("--redact"), Path.of("--show-subject-tokens-which-count-as-phi"), note)
                .exits(ExitCode.USAGE)
                .complains("reports");
    }

    /// The first window and the last ask the index alike.
    @Test
    void aLongTextIsRedactedWithTheIndexToItsEnd() throws Exception {
        load(Duration.ofHours(3));
        String filler = "The committee talks of the new garage and its doors.\n".repeat(90_000);
        Path file =
                Files.writeString(
                        directory.resolve("long.txt"), "00482913\n" + filler + "00482913\n");
        Path out = directory.resolve("out.txt");
        scan(Path.of("--redact"), Path.of("--output"), out, file)
                .exits(ExitCode.CLEAN)
                .complains("MRN 2");
        assertThat(Files.readString(out)).isEqualTo("[MRN]\n" + filler + "[MRN]\n");
    }

    /// Absence from an old index tells nothing, and the scan says so.
    @Test
    void anIndexOlderThan48HoursSaysOnlyWhoIsAPatient() throws Exception {
        load(Duration.ofHours(49));
        Path others =
                Files.writeString(
                        directory.resolve("others.txt"), "Pt Jane Roe, MRN 5550001, has asthma.\n");
        scan(others)
                .exits(ExitCode.FOUND)
                .says("PATIENT_INDEX_STALE")
                .complains("older than 48 hours", "patients load")
                .saysNot("NO_INDEX_MATCH");
    }

    /// As the register's file names it: another index is refused by judge and not asked in the
    /// stream.
    @Test
    void anotherIndexThanThePolicyNamesIsNotAsked() throws Exception {
        load(Duration.ofHours(3));
        Path log = Files.writeString(directory.resolve("empty.log"), "");
        Path register = directory.resolve("baa.yaml");
        String text;
        try (InputStream demo =
                PatientsCommandTest.class.getResourceAsStream(
                        "/io/countersign/app/demo/baa.yaml")) {
            text =
                    new String(Objects.requireNonNull(demo).readAllBytes(), StandardCharsets.UTF_8)
                            + "\npatient_index: ";
        }
        for (String hex :
                List.of(
                        java.util.HexFormat.of().formatHex(index().sha256()),
                        "0".repeat(64),
                        "none")) {
            Files.writeString(register, text + "\"" + hex + "\"\n");
            Sentence judged =
                    countersign(
                            "judge",
                            "--patients",
                            config.toString(),
                            "--policy",
                            register.toString(),
                            log.toString());
            if (hex.equals("none")) {
                judged.exits(ExitCode.REJECTED).complains("no SHA-256");
            } else if (hex.startsWith("0000")) {
                judged.exits(ExitCode.USAGE)
                        .complains("The policy names another patient index", hex, "patient_index");
            } else {
                judged.exits(ExitCode.CLEAN);
            }
        }
        PolicyInForce other =
                new PolicyInForce(
                        new Hash(new byte[32]),
                        PolicyReader.read(PolicyYaml.demo()),
                        Optional.of(new Hash(new byte[32])));
        EventEntry entry = entry("Pt Harold Finch, DOB 04/12/1964, has asthma.", true, other);
        assertThat(entry.getContent().getPatientIndex()).isEmpty();
        assertThat(entry.getSubjects()).noneMatch(Subject::getInIndex);
        assertThat(other.faultOf(Optional.of(index())))
                .contains(PolicyInForce.INDEX_OF_ANOTHER_POLICY);
    }

    private void load(Duration age) throws Exception {
        countersign(
                        "patients",
                        "load",
                        "--config",
                        config.toString(),
                        export("p.csv", CSV.substring(0, CSV.indexOf(",Nobody")), age).toString())
                .exits(ExitCode.CLEAN);
    }

    private Sentence scan(Path... arguments) {
        List<String> command = new ArrayList<>(List.of("scan", "--patients", config.toString()));
        for (Path argument : arguments) {
            command.add(argument.toString());
        }
        return countersign(command.toArray(new String[0]));
    }

    private EventEntry entry(String prompt, boolean withIndex) throws Exception {
        return entry(
                prompt,
                withIndex,
                new PolicyInForce(new Hash(new byte[32]), PolicyReader.read(PolicyYaml.demo())));
    }

    private EventEntry entry(String prompt, boolean withIndex, PolicyInForce policy)
            throws Exception {
        String line =
                "{\"schemaType\":\"ModelInvocationLog\",\"schemaVersion\":\"1.0\",\"timestamp\":\"2026-11-26T11:31:12Z\",\"accountId\":\"123456789012\",\"region\":\"us-east-1\",\"requestId\":\"e0b7a9d4-6f12-4c83-9a5e-27d1f4c8b360\",\"operation\":\"Converse\",\"modelId\":\"us.example.model-a-v1:0\",\"identity\":{\"arn\":\"arn:aws:sts::123456789012:assumed-role/ClinicApp/j.okafor\"},\"input\":{\"inputContentType\":\"application/json\",\"inputBodyJson\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\""
                        + prompt
                        + "\"}]}]},\"inputTokenCount\":12},\"output\":{\"outputContentType\":\"application/json\",\"outputBodyJson\":{},\"outputTokenCount\":3}}";
        LineJudge judge =
                new LineJudge(
                        io.countersign.sources.InputFormats.builtIn(),
                        policy,
                        () -> Sentence.NOW,
                        withIndex ? Optional.of(index()) : Optional.empty());
        Passage passage = judge.judge(1, "auto", line.getBytes(StandardCharsets.UTF_8));
        assertThat(passage).isInstanceOf(Passage.Judged.class);
        Protect protect =
                new Protect(
                        tokens(),
                        new EvidenceSealer(
                                EvidenceKeys.open(
                                        directory.resolve("site/keys/evidence"),
                                        EvidenceKeys.Missing.CREATE,
                                        new SecureRandom()),
                                new SecureRandom()));
        return protect.protect((Passage.Judged) passage, "audit.entry.v1/0@1", 1).entry();
    }
}
