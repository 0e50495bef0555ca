package io.countersign.it;

import static io.countersign.it.CommandRun.answering;
import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From a prompt over the sealed log and its archive to an answer, and to the access entry that
/// tells of the question and not of whom it was about.
class QuestionsAreChainedFirstTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ANA = "a.asked@hospital.example.org";
    private static final String BEN = "b.other@hospital.example.org";

    @TempDir Path folder;

    private Path directory = Path.of("");

    @Test
    @Timeout(600)
    void nothingIsAnsweredThatTheLogDoesNotKnowOf() throws Exception {
        directory = folder.resolve("data");
        Path config = folder.resolve("countersign.yaml");
        Files.writeString(
                config,
                """
                directory: %s
                partitions: 2
                ledger:
                  interval: 300ms
                archive:
                  commit-every: 1s
                """
                        .formatted(directory));
        Files.writeString(folder.resolve("why.txt"), "the privacy officer's own questions\n");
        Configuration configuration = ConfigurationFile.read(config).configuration();
        try (Installation installation =
                StartedInstallation.withArchive(configuration, PolicyYaml.demo())) {
            Prompts prompts = new Prompts(installation);
            prompts.send(ANA, Instant.now());
            prompts.send(ANA, Instant.now());
            prompts.send(BEN, Instant.now());
            Awaitility.await("three events, wherever they are by now")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(query("timeline")).contains("3 rows"));
            assertThat(query("timeline"))
                    .contains("complete up to 2", "checkpoint " + configuration.ledger().origin());

            assertThat(query("person", "--is", ANA))
                    .startsWith("0 ")
                    .contains("2 rows", "deepseek", "VIOLATION", "access entry audit.entry.v1/0@1:")
                    .doesNotContain(BEN);
            assertThat(query("person", "--is", ANA, "--json"))
                    .contains("\"disposition\":\"VIOLATION\"");
            String token =
                    query("--sql", "SELECT token FROM subjects WHERE subject_type = 'MRN'", "--csv")
                            .lines()
                            .filter(line -> line.matches("[0-9a-f]{64}"))
                            .findFirst()
                            .orElseThrow();
            assertThat(queryTyping(token + "\n", "who-else")).contains("2 rows", ANA, BEN);
            assertThat(query("subject", "--is", token))
                    .startsWith("2 ")
                    .contains("others see a command line");
            assertThat(query("--sql", "COPY events TO '/tmp/out.csv'"))
                    .startsWith("4 ")
                    .contains("Only SELECT");

            assertThat(query("--sql", "SELECT person, purpose, count FROM access", "--csv"))
                    .as("what was asked a moment ago")
                    .contains(",AUDIT,2");
            Awaitility.await("the same without what came since")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(query("timeline", "--archived-only"))
                                    .contains("3 rows", "of the archive alone"));
            reasonsAreEvidence();
            List<String> log = whatWasAsked();
            assertThat(log).anySatisfy(line -> assertThat(line).contains("who IN (?::VARCHAR)"));
            assertThat(log).noneSatisfy(line -> assertThat(line).contains(ANA));
            reportsCountTheSame();
            assertThat(run("archive", "status", directory.toString()))
                    .startsWith("0 ")
                    .contains("newest", "six years end on");
            assertThat(run("archive", "compact", directory.toString())).startsWith("0 ");
            assertThat(query("timeline")).contains("3 rows");
        }
        assertThat(run("archive", "verify", directory.toString()))
                .startsWith("0 ")
                .contains("The archive is what the log says");

        assertThat(query("timeline"))
                .as("nobody is there who would chain it")
                .startsWith("4 ")
                .contains("does not run")
                .doesNotContain(ANA);
    }

    /// Who asked what is for all who read the log; why is for whoever leaves an entry too.
    private void reasonsAreEvidence() throws Exception {
        assertThat(run("query", "timeline", "--purpose", "AUDIT", "--dir", directory.toString()))
                .startsWith("2 ")
                .contains("a reason is needed", "--reason-file");
        Path why =
                Files.writeString(
                        folder.resolve("mine.txt"), "Dana Quill called\nand \u001B[2Jasked\n");
        assertThat(
                        run(
                                "query",
                                "timeline",
                                "--purpose",
                                "BREACH_REVIEW",
                                "--as",
                                "i.gator",
                                "--reason-file",
                                why.toString(),
                                "--dir",
                                directory.toString()))
                .startsWith("0 ")
                .doesNotContain("Quill");
        String[] all = {"access", "list", "--person", "i.gator", "--dir", directory.toString()};
        Awaitility.await("the entry is sealed")
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(run(all)).contains("BREACH_REVIEW", "reason given"));
        assertThat(run(all)).doesNotContain("Quill", "mine.txt");
        String entry = run(all).lines().findFirst().orElseThrow().replaceAll(".*entry ", "");
        assertThat(run("access", "show", entry, "--dir", directory.toString()))
                .startsWith("0 ")
                .doesNotContain("Quill");
        assertThat(reading(entry)).startsWith("2 ").contains("a reason is needed for");
        assertThat(reading(entry, "--reason-file", folder.resolve("why.txt").toString()))
                .startsWith("0 ")
                .contains("Dana Quill called\n", "access entry audit.entry.v1/0@1:")
                .doesNotContain("\u001B");
        assertThat(
                        query(
                                "--sql",
                                "SELECT reason_given, action FROM access WHERE action = 'READ_REASON'",
                                "--csv"))
                .as("whoever read it is on record")
                .contains("true,READ_REASON");
    }

    private String reading(String entry, String... more) {
        List<String> all = new ArrayList<>(List.of("access", "show", entry, "--reason"));
        all.addAll(List.of("--purpose", "AUDIT", "--dir", directory.toString()));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private void reportsCountTheSame() throws Exception {
        String month = YearMonth.now(ZoneOffset.UTC).toString();
        assertThat(report("monthly", "--month", month, "--zone", "UTC"))
                .startsWith("0 ")
                .contains("access entry audit.entry.v1/0@1:");
        String html = Files.readString(folder.resolve("monthly/report.html"));
        assertThat(html)
                .contains("Disclosures of PHI", "deepseek", "<svg", "Advice per workload")
                .containsPattern("[0-9]+ entries of [^<]*, root [0-9a-f]{64}");
        assertThat(Files.readString(folder.resolve("monthly/04-disclosures-by-service.csv")))
                .startsWith("Service,Events,Covered")
                .containsPattern("(?m)^deepseek[^,]*,3,0,3,0,2,");
        try (PDDocument pdf = Loader.loadPDF(folder.resolve("monthly/report.pdf").toFile())) {
            assertThat(new PDFTextStripper().getText(pdf))
                    .contains("Privacy report, " + month, "deepseek");
        }
        assertThat(report("monthly", "--month", month)).startsWith("4 ").contains("already");
        assertThat(report("inventory", "--zone", "UTC")).startsWith("0 ");
        assertThat(Files.readString(folder.resolve("inventory/report.html")))
                .contains("deepseek", "claude-enterprise");
        assertThat(report("yearly", "--year", month.substring(0, 4))).startsWith("0 ");
        assertThat(Files.readString(folder.resolve("yearly/report.html")))
                .contains("0 cases were discovered", "AUDIT");
    }

    private String report(String kind, String... arguments) {
        List<String> all = new ArrayList<>(List.of("report", kind));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--dir", directory.toString(), "-o", folder.resolve(kind).toString()));
        return run(all.toArray(String[]::new));
    }

    private List<String> whatWasAsked() {
        return query("--sql", "SELECT DISTINCT query FROM access", "--csv").lines().toList();
    }

    private String query(String... arguments) {
        return queryTyping("", arguments);
    }

    private String queryTyping(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of("query"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--purpose", "AUDIT", "--dir", directory.toString()));
        all.addAll(List.of("--reason-file", folder.resolve("why.txt").toString()));
        return answering(input, all.toArray(String[]::new));
    }
}
