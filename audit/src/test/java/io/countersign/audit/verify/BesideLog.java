package io.countersign.audit.verify;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MlDsa44CheckpointSigner;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.audit.witness.WitnessPolicy;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.KeyEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A log with a key of ML-DSA-44 in force and a witness, and what lies beside it: the first
/// checkpoint of the hour, kept, and the last one, cosigned.
final class BesideLog {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochMilli(LogFixture.START_MILLIS));
    private static final MlDsa44CheckpointSigner ML_DSA =
            new MlDsa44CheckpointSigner(LogFixture.ORIGIN, LogFixture.filled(32, 7), CLOCK);
    private static final MlDsa44CheckpointSigner WITNESS =
            new MlDsa44CheckpointSigner("witness.example.org/w", LogFixture.filled(32, 9), CLOCK);
    private static final VerifierKeys KEYS =
            new VerifierKeys(List.of(LogFixture.SIGNER.verifierKey(), ML_DSA.verifierKey()));
    private static final WitnessPolicy POLICY =
            WitnessPolicy.ofQuorum(List.of(), Map.of("w", WITNESS.verifierKey()), 1);

    private final TamperedLog log;
    private final List<byte[]> leaves;
    private final Path kept;
    private Optional<SignedNote> witnessed;

    private BesideLog(TamperedLog log, List<byte[]> leaves, Path kept) throws IOException {
        this.log = log;
        this.leaves = leaves;
        this.kept = kept;
        this.witnessed = Optional.of(signed(leaves, leaves.size(), LogFixture.SIGNER, WITNESS));
    }

    static BesideLog of(TamperedLog log) throws IOException {
        List<LogFixture.Step> steps = new ArrayList<>();
        for (LogFixture.Step step : TamperedLog.steps()) {
            boolean isSeal = step.part().isEmpty();
            if (steps.size() == 2) {
                steps.add(key());
            }
            steps.add(
                    isSeal
                            ? step.sealing(seal -> seal.setVkeys(new Hash(KEYS.hash().bytes())))
                            : step);
        }
        List<byte[]> leaves = LogFixture.leaves(steps);
        log.sign(leaves, LogFixture.SIGNER);
        Path kept = Files.createDirectories(log.directory.resolveSibling("log.checkpoints"));
        BesideLog made = new BesideLog(log, leaves, kept);
        made.keep(made.firstSeal(), leaves);
        return made;
    }

    private static LogFixture.Step key() {
        return LogFixture.Step.of(
                LogFixture.LEDGER,
                LogFixture.START_MILLIS,
                b ->
                        b.setKind(EntryKind.KEY)
                                .setKey(
                                        new KeyEntry(
                                                ML_DSA.verifierKey().vkey(),
                                                "ADDED",
                                                List.of(),
                                                null)));
    }

    private int firstSeal() {
        return sealBehind(0);
    }

    /// The number of leaves up to the next seal.
    private int sealBehind(int size) {
        EntryCodec codec = new EntryCodec();
        int next = size;
        while (codec.entry(leaves.get(next)).getSeal().isEmpty()) {
            next++;
        }
        return next + 1;
    }

    private static SignedNote signed(List<byte[]> leaves, int size, NoteSigner... signers) {
        TreeHasher hasher = new TreeHasher();
        Sha256 root =
                TreeEdge.empty()
                        .append(
                                leaves.subList(0, size).stream()
                                        .map(bytes -> new Leaf(bytes, hasher))
                                        .toList())
                        .root();
        return SignedNote.sign(
                new Checkpoint(LogFixture.ORIGIN, new TreeSize(size), root).text(),
                List.of(signers));
    }

    private void keep(int size, List<byte[]> of) throws IOException {
        Files.write(file(size), signed(of, size, LogFixture.SIGNER, ML_DSA).encode());
    }

    private Path file(int size) {
        return kept.resolve(size + ".checkpoint");
    }

    BesideLog withoutKept() throws IOException {
        Files.delete(file(firstSeal()));
        return this;
    }

    BesideLog withoutMlDsaLine() throws IOException {
        Files.write(file(firstSeal()), signed(leaves, firstSeal(), LogFixture.SIGNER).encode());
        return this;
    }

    BesideLog withAlteredMlDsaLine() throws IOException {
        String note = Files.readString(file(firstSeal()));
        int at = note.length() - 200;
        Files.writeString(
                file(firstSeal()),
                note.substring(0, at)
                        + (note.charAt(at) == 'A' ? 'B' : 'A')
                        + note.substring(at + 1));
        return this;
    }

    BesideLog withKeptOfAnotherPast() throws IOException {
        keep(firstSeal(), another());
        return this;
    }

    /// The same length, and one entry of the first batch another.
    private List<byte[]> another() {
        List<byte[]> another = new ArrayList<>(leaves);
        byte[] changed = another.get(20).clone();
        changed[LogFixture.freeByte(changed)] ^= 1;
        another.set(20, changed);
        return another;
    }

    BesideLog keptAtTheEnd() throws IOException {
        keep(leaves.size(), leaves);
        witnessed = Optional.of(signed(leaves, firstSeal(), LogFixture.SIGNER, WITNESS));
        return this;
    }

    BesideLog rolledBack() throws IOException {
        log.sign(leaves.subList(0, sealBehind(firstSeal())), LogFixture.SIGNER);
        return this;
    }

    BesideLog withoutWitnessed() {
        witnessed = Optional.empty();
        return this;
    }

    BesideLog withoutCosignature() {
        witnessed = Optional.of(signed(leaves, leaves.size(), LogFixture.SIGNER));
        return this;
    }

    BesideLog withCosignatureOfAnotherTree() {
        SignedNote own = signed(leaves, leaves.size(), LogFixture.SIGNER);
        witnessed = Optional.of(own.with(signed(leaves, firstSeal(), WITNESS).signatures()));
        return this;
    }

    BesideLog witnessedOfAnotherPast() {
        witnessed = Optional.of(signed(another(), leaves.size(), LogFixture.SIGNER, WITNESS));
        return this;
    }

    Request request() throws IOException {
        return Request.trusting(KEYS)
                .withKeptCheckpoints(KeptCheckpoints.in(kept).orElseThrow())
                .withWitnesses(
                        new WitnessEvidence(
                                Optional.of(POLICY),
                                witnessed.map(note ->
                                        new WitnessEvidence.SignedCheckpoint(note.encode()))));
    }
}
