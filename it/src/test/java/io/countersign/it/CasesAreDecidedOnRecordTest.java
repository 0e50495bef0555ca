package io.countersign.it;

import static io.countersign.it.CommandRun.answering;
import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.DecisionEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From two prompts to a decision that two persons signed: each step of a case is an entry, and
/// what was written in it is nowhere to be read but by who opens the case.
class CasesAreDecidedOnRecordTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ANA = "a.asked@hospital.example.org";
    private static final String WORDS = "letters about Dana Quill";

    private final Path folder;
    private final Path config;

    CasesAreDecidedOnRecordTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.config = folder.resolve("countersign.yaml");
        Files.writeString(
                config,
                """
                directory: %s
                partitions: 2
                ledger:
                  interval: 300ms
                """
                        .formatted(folder.resolve("data")));
    }

    @Test
    @Timeout(600)
    void aCaseIsOpenedFilledProposedDecidedAndClosed() throws Exception {
        Configuration configuration = ConfigurationFile.read(config).configuration();
        Instant begun = Instant.now();
        try (Installation installation =
                StartedInstallation.withoutSinks(configuration, PolicyYaml.demo())) {
            Deployment deployment = installation.deployment();
            ApproverPersons approvers = new ApproverPersons(folder);
            approvers.enrol(config, "E1001", "E1002");
            Prompts prompts = new Prompts(installation);
            prompts.send(ANA, Instant.now());
            prompts.send(ANA, Instant.now());
            archived("SELECT kind FROM entries WHERE kind IN ('EVENT', 'ALERT')", 3);

            assertThat(command(WORDS + "\n", "new", "2026-014"))
                    .startsWith("0 ")
                    .contains("step 0 (OPENED) is on record");
            assertThat(command("again\n", "new", "2026-014")).startsWith("2 ");
            assertThat(command("", "add", "2026-014", "person", "--is", ANA))
                    .startsWith("0 ")
                    .contains("2 events came to the case");
            assertThat(command("", "add", "2026-014", "person", "--is", ANA))
                    .contains("has all of them already");

            String status = command("", "status", "2026-014", "--zone", "UTC");
            assertThat(status)
                    .startsWith("0 ")
                    .contains(
                            WORDS,
                            "2 events, 2 of them left without cover",
                            "individuals: 1 at least, 3 at most",
                            "the first alert about it",
                            "45 CFR 164.404",
                            "45 CFR 164.408(c)",
                            "presumed a breach");
            assertThat(command("", "close", "2026-014"))
                    .startsWith("4 ")
                    .contains("is not decided");

            assertThat(
                            command(
                                    "it left for a service without an agreement\n",
                                    "propose",
                                    "2026-014",
                                    "BREACH",
                                    "--request",
                                    file("decide.txt")))
                    .startsWith("0 ")
                    .contains("step 2 (PROPOSAL)", "retention approve");
            assertThat(command("", "decide", "2026-014", "--approved", file("decide.txt")))
                    .startsWith("4 ")
                    .contains("nobody has signed it");
            approvers.approve(file("decide.txt"), "E1001");
            assertThat(command("", "decide", "2026-014", "--approved", file("decide.txt")))
                    .startsWith("4 ")
                    .contains("two different enrolled persons");
            approvers.approve(file("decide.txt"), "E1002");
            assertThat(command("", "decide", "2026-014", "--approved", file("decide.txt")))
                    .startsWith("0 ")
                    .contains("is decided");
            assertThat(command("", "decide", "2026-014", "--approved", file("decide.txt")))
                    .startsWith("4 ")
                    .contains("Nothing is proposed");

            lettersAreWritten(approvers);
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            assertThat(
                            command(
                                    "",
                                    "notice",
                                    "2026-014",
                                    "--to",
                                    "HHS",
                                    "--sent",
                                    today.plusDays(9).toString()))
                    .startsWith("2 ")
                    .contains("still to come");
            assertThat(command("", "notice", "2026-014", "--to", "HHS", "--sent", today.toString()))
                    .startsWith("0 ");
            assertThat(command("all was done\n", "close", "2026-014")).startsWith("0 ");
            assertThat(command("late\n", "note", "2026-014"))
                    .startsWith("4 ")
                    .contains("is closed");
            assertThat(command("", "timeline", "2026-014"))
                    .startsWith("0 ")
                    .contains("DECISION", "alert ", "event ", "CLOSED");

            assertThat(steps(deployment))
                    .containsExactly("OPENED", "ENTRIES", "PROPOSAL", "DECISION", "CLOSED");
            assertThat(reads(deployment)).isGreaterThanOrEqualTo(2);
            thePartOfTheLogIsReviewed(approvers, begun, Instant.now());
            ControlRecords.ask(deployment, 2, ControlKind.TALLY);
            Awaitility.await("the log verifies, the two signatures of the decision with it")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(run("verify", folder.resolve("data").toString(), "--json"))
                                    .startsWith("0 ")
                                    .contains("evidence.keys"));
            assertThat(inTheClear()).isEmpty();
            exported();
        }
    }

    /// A letter names its patient after two persons opened the vault for exactly this case.
    private void lettersAreWritten(ApproverPersons approvers) throws Exception {
        Path export =
                Files.writeString(
                        folder.resolve("patients.csv"),
                        "MRN,name,address,city,state\n5550142,\"Quill, Dana\",1 Elm St,Reno,NV\n");
        assertThat(run("vault", "load", export.toString(), "--config", config.toString()))
                .startsWith("0 ");
        assertThat(command("", "letter", "2026-014", "PATIENT", "--request", file("open.txt")))
                .startsWith("0 ");
        String[] letters = {
            "letter", "2026-014", "PATIENT", "--approved", file("open.txt"), "-o", file("letters")
        };
        approvers.approve(file("open.txt"), "E1001");
        assertThat(command("", letters)).startsWith("2 ").contains("--reason-file");
        letters = with(letters, "--reason-file", why());
        assertThat(command("", letters))
                .startsWith("4 ")
                .contains("two different enrolled persons");
        approvers.approve(file("open.txt"), "E1002");
        assertThat(command("", letters)).startsWith("0 ").contains("1 letter in");
        assertThat(folder.resolve("letters/letter-000001.txt"))
                .content()
                .contains("Dana Quill\n1 Elm St\nReno NV", "[hospital.actions]");
        letters[6] = file("again");
        assertThat(command("", letters)).startsWith("4 ").contains("used already");
    }

    /// Bound by a checkpoint, signed by one enrolled person, and verified with the log below.
    private void thePartOfTheLogIsReviewed(ApproverPersons approvers, Instant from, Instant to) {
        String week = file("week.txt");
        Awaitility.await("sealed")
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        review(
                                                "take",
                                                "--from",
                                                from.toString(),
                                                "--to",
                                                to.toString(),
                                                "-o",
                                                week))
                                .startsWith("0 ")
                                .contains(" EVENT", "are to be examined"));
        approvers.draw("E1009");
        String[] outcome = {"--outcome", "INCIDENT", "--found", "PHI_DISCLOSED"};
        assertThat(signed(week, approvers.keyOf("E1009"), outcome))
                .startsWith("4 ")
                .contains("not enrolled");
        assertThat(signed(week, approvers.keyOf("E1001"), "--outcome", "INCIDENT"))
                .startsWith("2 ");
        assertThat(signed(week, approvers.keyOf("E1001"), outcome))
                .startsWith("0 ")
                .contains("Signed by E1001 and chained");
        Awaitility.await("sealed")
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(review("list"))
                                .startsWith("0 ")
                                .contains("by E1001: INCIDENT PHI_DISCLOSED"));
        assertThat(review("due")).startsWith("0 ").contains("0 done, 0 open, 0 missed");
    }

    private String signed(String part, String key, String... outcome) {
        List<String> arguments = new ArrayList<>(List.of("sign", part, "--key", key));
        arguments.addAll(List.of(outcome));
        return review(arguments.toArray(String[]::new));
    }

    private String review(String... arguments) {
        List<String> all = new ArrayList<>(List.of("review"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        return run(all.toArray(String[]::new));
    }

    /// What leaves the house is AUTHENTIC and whole; what is not, CasesAreHandedOutWholeTest shows.
    private void exported() throws IOException {
        String zip = file("case.zip");
        assertThat(command("", "export", "2026-014", "-o", zip)).startsWith("0 ");
        String vkeys = folder.resolve("auditor.vkeys").toString();
        Files.copy(folder.resolve("data/log.vkeys"), Path.of(vkeys));
        assertThat(run("verify", zip, "--vkeys", vkeys))
                .startsWith("0 ")
                .contains("AUTHENTIC", "case       2026-014, 2 events, 6 steps");
        try (ZipFile files = new ZipFile(zip)) {
            assertThat(files.stream().map(ZipEntry::getName))
                    .contains("HOW-TO-VERIFY.txt", "report.pdf", "disclosures.csv", "proofs.zip");
            assertThat(text(files, "report.html"))
                    .contains("Case 2026-014", "164.404", "<svg", "Access made outside")
                    .doesNotContain("<script");
            assertThat(text(files, "events.csv").lines()).hasSize(3);
            assertThat(text(files, "steps.txt").lines()).hasSize(6);
            assertThat(files.stream().map(ZipEntry::getName))
                    .as("the policy by which they were judged")
                    .anyMatch(name -> name.matches("policies/[0-9a-f]{64}\\.policy"));
        }
        String complete = file("complete.zip");
        String yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        assertThat(
                        command(
                                "",
                                "export",
                                "2026-014",
                                "-o",
                                complete,
                                "--complete",
                                "person=" + ANA,
                                "--from",
                                yesterday,
                                "--to",
                                Instant.now().toString()))
                .startsWith("0 ");
        assertThat(run("verify", complete, "--vkeys", vkeys))
                .startsWith("0 ")
                .contains("there is no other event with person " + ANA);
    }

    private static String text(ZipFile zip, String name) throws IOException {
        return new String(
                zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String[] with(String[] words, String... more) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    private String why() {
        try {
            return Files.writeString(folder.resolve("why.txt"), "the letters to those affected\n")
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void archived(String sql, int rows) {
        Awaitility.await(sql)
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        run(
                                                "query",
                                                "--sql",
                                                sql,
                                                "--purpose",
                                                "AUDIT",
                                                "--reason-file",
                                                why(),
                                                "--config",
                                                config.toString()))
                                .contains(rows + " rows"));
    }

    /// Files of the case that hold the words of its first step.
    private List<Path> inTheClear() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data/cases"))) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("Quill")) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    private static List<String> steps(Deployment deployment) {
        return CommittedRecords.entries(deployment).stream()
                .flatMap(entry -> entry.getDecision().stream())
                .map(DecisionEntry::getAct)
                .toList();
    }

    private static long reads(Deployment deployment) {
        return CommittedRecords.entries(deployment).stream()
                .map(AuditEntry::getAccess)
                .flatMap(access -> access.stream())
                .filter(access -> access.getAction().equals("CASE_READ"))
                .count();
    }

    private String command(String typed, String... arguments) {
        List<String> all = new ArrayList<>(List.of("case"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", config.toString(), "--as", "p.officer"));
        return answering(typed, all.toArray(String[]::new));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
