package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.NoteSignature;
import io.countersign.audit.note.SignedNote;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.ledger.storage.ObjectDiffersException;
import io.countersign.ledger.storage.StagingBundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A line that a witness gave to a kept checkpoint is never lost to a note that lacks it, whoever
/// writes last.
class CosignaturesStayTest {
    private static final NoteSignature COSIGNATURE =
            new NoteSignature("witness.example.org", 7, new byte[72]);

    @TempDir Path folder;
    private final Workbench bench = new Workbench();
    private Path kept = Path.of("");
    private byte[] plain = new byte[0];
    private long size;

    @BeforeEach
    void aKeptCheckpoint() throws Exception {
        bench.signsHourlyWithMlDsa44();
        bench.topic.write(0, 3);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            size = bench.sealOnce(storage).size().value();
        }
        kept = folder.resolve("log.checkpoints/" + size + ".checkpoint");
        plain = Files.readAllBytes(kept);
    }

    /// The sealer died after the checkpoint was public and before it tidied up; witnesses cosigned
    /// what was public; then the sealer completes its seal.
    @Test
    void aSealThatIsCompletedLateKeepsThem() throws Exception {
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            byte[] cosigned = cosigned();
            storage.keepCheckpoint(size, SignedBeside.keeping(SignedNote.parse(cosigned)));
            Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(plain).text());
            String name = StagingBundle.nameOf(checkpoint.size(), checkpoint.root());
            storage.putStaging(name, new StagingBundle(name, List.of()).encode());
            bench.sealOnce(storage);
            assertThat(storage.stagings()).isEmpty();
            assertThat(Files.readAllBytes(kept)).isEqualTo(cosigned);
        }
    }

    @Test
    void theLinesOfBothAreThereInEitherOrder() throws Exception {
        byte[] cosigned = cosigned();
        Files.write(kept, cosigned);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            storage.keepCheckpoint(size, SignedBeside.keeping(SignedNote.parse(plain)));
            assertThat(Files.readAllBytes(kept)).isEqualTo(cosigned);
            Files.write(kept, plain);
            storage.keepCheckpoint(size, SignedBeside.keeping(SignedNote.parse(cosigned)));
            assertThat(Files.readAllBytes(kept)).isEqualTo(cosigned);
        }
    }

    @Test
    void theNewestWitnessedCheckpointStays() throws Exception {
        Path witnessed = folder.resolve("log.witnessed");
        SignedNote small = note(5);
        SignedNote large = note(9);
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            storage.putWitnessed(SignedBeside.newest(small.with(List.of(COSIGNATURE))));
            storage.putWitnessed(SignedBeside.newest(large));
            storage.putWitnessed(SignedBeside.newest(small));
            assertThat(Files.readAllBytes(witnessed)).isEqualTo(large.encode());
            storage.putWitnessed(SignedBeside.newest(large.with(List.of(COSIGNATURE))));
            storage.putWitnessed(SignedBeside.newest(large));
            assertThat(Files.readAllBytes(witnessed))
                    .isEqualTo(large.with(List.of(COSIGNATURE)).encode());
        }
    }

    @Test
    void whatContradictsIsNeitherReplacedNorJoined() throws Exception {
        byte[] garbage = "no checkpoint".getBytes(StandardCharsets.UTF_8);
        byte[] other = note(size).encode();
        try (DirectoryLogStorage storage = DirectoryLogStorage.open(folder)) {
            for (byte[] there : List.of(garbage, other)) {
                Files.write(kept, there);
                SignedNote next = SignedNote.parse(plain);
                assertThatThrownBy(() -> storage.keepCheckpoint(size, SignedBeside.keeping(next)))
                        .isInstanceOf(ObjectDiffersException.class);
                assertThat(Files.readAllBytes(kept)).isEqualTo(there);
            }
        }
    }

    private byte[] cosigned() throws Exception {
        return SignedNote.parse(plain).with(List.of(COSIGNATURE)).encode();
    }

    private SignedNote note(long of) {
        return SignedNote.sign(
                new Checkpoint(
                                Workbench.ORIGIN,
                                new TreeSize(of),
                                Sha256.of(Long.toString(of).getBytes(StandardCharsets.UTF_8)))
                        .text(),
                List.of(bench.signer));
    }
}
