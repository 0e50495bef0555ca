package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.Check;
import io.countersign.audit.verify.CheckCode;
import io.countersign.audit.verify.CheckVerdict;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.KeptCheckpoints;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.ledger.storage.DirectoryLogStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HourlyCheckpointsBearMlDsaTest {
    @TempDir Path folder;
    private final Workbench bench = new Workbench();
    private Path kept;

    /// Seals of 12:00:01, 12:20:01, 13:00:01, 13:20:01 and 15:00:02, the last after a restart.
    @BeforeEach
    void seals() throws Exception {
        kept = folder.resolve("log.checkpoints");
        bench.signsHourlyWithMlDsa44();
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            try (Sealer sealer = bench.load(storage)) {
                bench.readAndSeal(sealer);
                for (String time : List.of("12:20:00", "13:00:00", "13:20:00")) {
                    bench.now = Instant.parse("2026-11-26T" + time + "Z");
                    bench.topic.write(0, 3);
                    bench.readAndSeal(sealer);
                }
            }
            bench.now = bench.now.plus(Duration.ofMinutes(100));
            bench.sealOnce(storage);
        }
    }

    @Test
    void theFirstOfEachHourBearsBothSignaturesAndIsKept() throws Exception {
        WholeLog log = WholeLog.verified(folder);
        assertThat(types(Files.readAllBytes(folder.resolve("log/checkpoint"))))
                .containsExactly(KeyType.ED25519, KeyType.ML_DSA_44_COSIGNATURE);
        assertThat(files()).hasSize(3).contains(kept.resolve(log.entries.size() + ".checkpoint"));
        for (Path file : files()) {
            assertThat(types(Files.readAllBytes(file)))
                    .containsExactly(KeyType.ED25519, KeyType.ML_DSA_44_COSIGNATURE);
        }
        Report report = report();
        assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        assertThat(report.check(CheckCode.CHECKPOINT_KEPT).verdict())
                .isEqualTo(CheckVerdict.PASSED);
        assertThat(report.check(CheckCode.CHECKPOINT_KEPT).sentence())
                .startsWith("3 checkpoints, 3 of them with ML-DSA-44.");
    }

    @Test
    void aRemovedOneIsMissed() throws Exception {
        Files.delete(files().getFirst());
        assertRefused("was not kept");
    }

    @Test
    void oneWithoutItsMlDsaLineIsRefused() throws Exception {
        Path first = files().getFirst();
        List<String> lines = Files.readAllLines(first);
        Files.writeString(first, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        assertRefused("bears no signature of the ML-DSA-44 key");
    }

    @Test
    void oneWhoseMlDsaLineIsChangedIsRefused() throws Exception {
        Path first = files().getFirst();
        String note = Files.readString(first);
        int at = note.length() - 1_000;
        char other = note.charAt(at) == 'A' ? 'B' : 'A';
        Files.writeString(first, note.substring(0, at) + other + note.substring(at + 1));
        assertRefused("not signed with the keys in force");
    }

    @Test
    void oneOfASizeThatTheLogNeverHadIsRefused() throws Exception {
        Files.copy(files().getFirst(), kept.resolve("2.checkpoint"));
        assertRefused("at which the log holds no seal");
    }

    @Test
    void aLogThatWasRolledBackContradictsWhatIsKept() throws Exception {
        Files.copy(
                files().getFirst(),
                folder.resolve("log/checkpoint"),
                StandardCopyOption.REPLACE_EXISTING);
        assertRefused("the log was cut");
    }

    private void assertRefused(String words) throws Exception {
        Check check = report().check(CheckCode.CHECKPOINT_KEPT);
        assertThat(check.verdict()).isEqualTo(CheckVerdict.FAILED);
        assertThat(check.sentence()).contains(words);
    }

    /// Verified with the Ed25519 key alone, as an auditor may have it: the log vouches for the
    /// other.
    private Report report() throws Exception {
        return LogVerifier.verify(
                new DirectoryTileSource(folder.resolve("log")),
                Request.trusting(new VerifierKeys(List.of(bench.signer.verifierKey())))
                        .withKeptCheckpoints(KeptCheckpoints.in(kept).orElseThrow()),
                (_, _) -> true);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(kept)) {
            return files.sorted(
                            Comparator.comparing(
                                            (Path file) -> file.getFileName().toString().length())
                                    .thenComparing(Path::toString))
                    .toList();
        }
    }

    private List<KeyType> types(byte[] note) throws Exception {
        List<VerifierKey> keys = bench.settings.verifierKeys();
        return SignedNote.parse(note).signatures().stream()
                .flatMap(line -> keys.stream().filter(line::isBy))
                .map(key ->
                        key.is(KeyType.ED25519) ? KeyType.ED25519 : KeyType.ML_DSA_44_COSIGNATURE)
                .toList();
    }
}
