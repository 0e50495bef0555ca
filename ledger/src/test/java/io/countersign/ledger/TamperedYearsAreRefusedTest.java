package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.Growth;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TileObject;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.audit.verify.Check;
import io.countersign.audit.verify.CheckCode;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.Report;
import io.countersign.ledger.storage.DirectoryLogStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs of three years as sealers made them, and somebody who has their files, and mostly their
/// key.
class TamperedYearsAreRefusedTest {
    @TempDir Path folder;
    private final Workbench bench = new Workbench();

    @BeforeEach
    void threeYears() throws Exception {
        years(bench, folder, 5);
    }

    private static void years(Workbench bench, Path folder, int entries) throws Exception {
        bench.now = Instant.parse("2026-06-01T00:00:00Z");
        for (String next : List.of("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z", "")) {
            seal(bench, folder, entries);
            if (!next.isEmpty()) {
                bench.now = Instant.parse(next);
                seal(bench, folder, entries);
            }
        }
    }

    private static void seal(Workbench bench, Path folder, int entries) throws Exception {
        bench.topic.write(0, entries);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            bench.sealOnce(storage);
        }
    }

    @Test
    void untouchedTheyPass() throws Exception {
        LogsOfYears.verified(new LogUnderTest.InDirectory(folder), 2027, 2028);
    }

    @Test
    void aYearThatIsLeftOut() throws Exception {
        List<Report> reports = read(2028);
        assertThat(succession(reports.getLast()).sentence()).endsWith("a log is missing.");
    }

    @Test
    void anotherPastUnderTheSameKey() throws Exception {
        Workbench other = new Workbench(bench.signer);
        Path elsewhere = folder.resolve("elsewhere");
        years(other, elsewhere, 7);
        store(
                LogsOfYears.read(new LogUnderTest.InDirectory(elsewhere), Optional.empty())
                        .leaves
                        .getFirst());
        List<Report> reports = read(2027, 2028);
        assertThat(reports.getFirst().failed()).as("the other past by itself is a log").isEmpty();
        assertThat(succession(reports.get(1)).sentence()).contains("had another past");
    }

    @Test
    void entriesAfterTheEnd() throws Exception {
        List<byte[]> leaves = new ArrayList<>(leaves());
        leaves.add(leaves.get(leaves.size() - 2));
        store(leaves);
        assertThat(succession(read(2027, 2028).getFirst()).sentence())
                .isEqualTo("This entry follows the last seal of the log.");
    }

    @Test
    void anEndThatIsCutOff() throws Exception {
        List<byte[]> leaves = leaves();
        // The first of its two batches: genesis, schema, key, five entries, seal.
        store(leaves.subList(0, 3 + 5 + 1));
        List<Report> reports = read(2027, 2028);
        assertThat(reports.getFirst().failed()).isEmpty();
        assertThat(succession(reports.get(1)).examples())
                .extracting(Check.Fault::sentence)
                .contains("The log before this one has not ended: its last seal is missing.");
    }

    @Test
    void theSecondVerifierReadsThemTooAndMissesTheYear() throws Exception {
        List<Path> logs =
                List.of(
                        folder.resolve("log"),
                        folder.resolve("2027/log"),
                        folder.resolve("2028/log"));
        Path vkeys = folder.resolve("all.vkeys");
        for (Path log : logs) {
            Files.writeString(
                    vkeys,
                    Files.readString(log.resolveSibling("log.vkeys")),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        assertThat(secondVerifier(logs, vkeys)).startsWith("0 verified ").contains("5 seals");
        assertThat(secondVerifier(List.of(logs.getFirst(), logs.getLast()), vkeys))
                .startsWith("1 ")
                .contains("log.succession at leaf 0: ");
    }

    /// Its exit code and what it says; skips the test where there is no Python.
    private static String secondVerifier(List<Path> logs, Path vkeys) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder(
                                    "python3",
                                    Path.of("..", "docs", "spec", "verify.py").toString(),
                                    "log",
                                    logs.stream()
                                            .map(Path::toString)
                                            .collect(Collectors.joining(",")),
                                    vkeys.toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            if (System.getenv().getOrDefault("COUNTERSIGN_REQUIRES", "").contains("python3")) {
                throw e;
            }
            return Assumptions.abort("python3 is not there: docs/spec/verify.py was not run");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }

    private List<Report> read(int... years) throws Exception {
        return LogsOfYears.read(new LogUnderTest.InDirectory(folder), Optional.empty(), years)
                .reports;
    }

    private List<byte[]> leaves() throws Exception {
        return LogsOfYears.read(new LogUnderTest.InDirectory(folder), Optional.empty())
                .leaves
                .getFirst();
    }

    private static Check succession(Report report) {
        assertThat(report.conclusion()).isEqualTo(Conclusion.FAILED);
        assertThat(report.failed()).extracting(Check::code).contains(CheckCode.LOG_SUCCESSION);
        return report.check(CheckCode.LOG_SUCCESSION);
    }

    /// The first log anew, signed with its key.
    private void store(List<byte[]> leaves) throws IOException {
        TreeHasher hasher = new TreeHasher();
        Growth growth =
                TreeEdge.empty()
                        .append(leaves.stream().map(bytes -> new Leaf(bytes, hasher)).toList());
        Path log = folder.resolve("log");
        for (TileObject object : growth.objects()) {
            Path file = log.resolve(object.path().path());
            Files.createDirectories(file.getParent());
            Files.write(file, object.bytes());
        }
        Ed25519NoteSigner signer = bench.signer;
        Files.write(
                log.resolve("checkpoint"),
                SignedNote.sign(
                                new Checkpoint(
                                                Workbench.ORIGIN,
                                                growth.edge().size(),
                                                growth.root())
                                        .text(),
                                List.of(signer))
                        .encode());
    }
}
