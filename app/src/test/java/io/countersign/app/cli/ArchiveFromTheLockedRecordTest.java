package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.DirectorySideFolder;
import io.countersign.ledger.locked.DirectoryLockedStore;
import io.countersign.ledger.locked.Keeper;
import io.countersign.ledger.locked.LockMode;
import io.countersign.ledger.locked.LockedStore;
import io.countersign.ledger.locked.LogToKeep;
import io.countersign.ledger.locked.RetentionRule;
import io.countersign.ledger.locked.ToKeep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Log and tables are gone: what was locked gives the tables again, row for row.
class ArchiveFromTheLockedRecordTest {
    /// 4 leaves at the beginning, 3 a batch.
    private static final int BATCHES = 180;

    @TempDir Path root;

    private Path site = Path.of("");
    private Path record = Path.of("");
    private Path vkeys = Path.of("");

    @BeforeEach
    void aLogThatIsLocked() throws Exception {
        site = root.resolve("site");
        record = root.resolve("record");
        SmallLog.store(site, SmallLog.signer(1), BATCHES, "roe");
        vkeys = Files.copy(site.resolve("log.vkeys"), root.resolve("auditor.vkeys"));
        SignedNote note = SignedNote.parse(Files.readAllBytes(site.resolve("log/checkpoint")));
        LogToKeep log =
                new LogToKeep(
                        "",
                        new DirectoryTileSource(site.resolve("log")),
                        note,
                        Checkpoint.parse(note.text()),
                        false,
                        Optional.of(Files.readAllBytes(vkeys)),
                        new DirectorySideFolder(site.resolve("log.checkpoints")),
                        new DirectorySideFolder(site.resolve("log.timestamps")));
        try (LockedStore store = DirectoryLockedStore.open(record)) {
            new Keeper(
                            store,
                            SmallLog.ORIGIN,
                            List.of(SmallLog.signer(1)),
                            List.of(NoteVerifier.of(SmallLog.signer(1).verifierKey())),
                            new RetentionRule(LockMode.COMPLIANCE, 6, Duration.ofDays(30)))
                    .pass(
                            new ToKeep(
                                    List.of(log),
                                    List.of(),
                                    List.of(),
                                    Optional.empty(),
                                    Optional.empty()),
                            Instant.now());
        }
    }

    @Test
    void isWhatTheLogGave() throws Exception {
        countersign("archive", "rebuild", site.toString()).exits(ExitCode.CLEAN);
        countersign("archive", "verify", site.toString(), "--locked", record.toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "The archive is what the log says",
                        "The locked record is what its manifest says",
                        "512 entries that give the signed roots; 32 entries lay in the log alone",
                        "A directory enforces no lock");

        Path made = root.resolve("made");
        countersign(
                        "archive",
                        "rebuild",
                        "--from",
                        record.toString(),
                        "--archive",
                        made.toString(),
                        "--vkeys",
                        vkeys.toString())
                .exits(ExitCode.CLEAN)
                .says("holds the log's 512 entries");
        // Row for row, by the log that is still there.
        countersign("archive", "verify", site.toString(), "--archive", made.toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "The archive is what the log says",
                        "21 entries of the log are not in the archive yet");

        delete(site);
        countersign(
                        "archive",
                        "verify",
                        "--locked",
                        record.toString(),
                        "--vkeys",
                        vkeys.toString(),
                        "--json")
                .exits(ExitCode.CLEAN)
                .says("\"entries\":512", "\"open_entries\":32", "\"enforced\":false");
        Path again = root.resolve("again");
        countersign(
                        "archive",
                        "rebuild",
                        "--from",
                        record.toString(),
                        "--archive",
                        again.toString())
                .exits(ExitCode.CLEAN)
                .says("512 entries");
    }

    @Test
    void aLogThatLostItsEndIsNamed() throws Exception {
        delete(site.resolve("log"));
        SmallLog.store(site, SmallLog.signer(1), BATCHES - 10, "roe");
        countersign("archive", "verify", site.toString(), "--locked", record.toString())
                .exits(ExitCode.FOUND)
                .says("LOG_SHORTER", "has 514 leaves, and had 544", "leaves 514 to 543 are lost");
        countersign("archive", "verify", "--locked", record.toString(), "--vkeys", otherKeys())
                .exits(ExitCode.FOUND)
                .says("NO_MANIFEST", "no page of a manifest that a trusted key signed");
        countersign(
                        "archive",
                        "rebuild",
                        "--from",
                        record.toString(),
                        "--archive",
                        root.resolve("x").toString(),
                        "--vkeys",
                        otherKeys())
                .exits(ExitCode.FAILED)
                .complains("Nothing in this record is signed by a key that you trust", "--vkeys");
        countersign("archive", "check", record.toString())
                .exits(ExitCode.FOUND)
                .complains("enforces nothing");
        assertThat(root.resolve("x")).doesNotExist();
    }

    private String otherKeys() throws Exception {
        Path other = root.resolve("other.vkeys");
        Files.writeString(other, SmallLog.signer(2).verifierKey().vkey() + "\n");
        return other.toString();
    }

    private static void delete(Path directory) throws Exception {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
