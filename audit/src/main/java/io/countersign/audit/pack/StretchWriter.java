package io.countersign.audit.pack;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.pack.PackWriter.UnfitSelectionException;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.TlogProof;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/// Writes all leaves of a log from one seal to another, and the two proofs that bound them
/// ([StretchCheck]).
public final class StretchWriter {
    /// More are a part of a log to be handed out.
    public static final long MAX_LEAVES = 1_000_000;

    private final EntryReader reader;
    private final Selection.Sealed selection;

    private StretchWriter(EntryReader reader, Selection.Sealed selection) {
        this.reader = reader;
        this.selection = selection;
    }

    /// Of all that was sealed from one time until before another, with the seals around it.
    public static StretchWriter of(EntryReader reader, Instant since, Instant until)
            throws IOException, UnfitSelectionException {
        long from = Math.max(0, reader.sealedBefore(since).value() - 1);
        long to = reader.sealedUntil(until).value() - 1;
        if (to - from + 1 > MAX_LEAVES) {
            throw new UnfitSelectionException(
                    "Between these seals lie %,d entries, and at most %,d are handed out with a case: take a shorter time"
                            .formatted(to - from + 1, MAX_LEAVES));
        }
        return new StretchWriter(
                reader, new Selection.Sealed(from, to, since.toEpochMilli(), until.toEpochMilli()));
    }

    /// What is written.
    public Selection.Sealed selection() {
        return selection;
    }

    /// Takes a leaf before it is written.
    @FunctionalInterface
    public interface LeafVisitor {
        void leaf(Leaf leaf) throws IOException;
    }

    /// The leaves, each behind its length in two bytes, as in an entry bundle.
    ///
    /// @throws DamagedLogException where they are not all that the log has between the seals; what
    ///   was written counts for nothing then
    public void leaves(OutputStream out, LeafVisitor visitor, Progress progress)
            throws IOException {
        try {
            StretchCheck check =
                    StretchCheck.of(
                            first(),
                            last(),
                            selection.sinceMillis(),
                            selection.untilMillis(),
                            new VerifierKeys(List.of(reader.signedBy())));
            leaves(out, visitor, check, progress);
            check.end();
        } catch (MalformedPackException notWhole) {
            throw new DamagedLogException(
                    LogFault.HASH_MISMATCH,
                    TilePath.CHECKPOINT,
                    "does not cover what lies between two seals: " + notWhole.getMessage());
        }
    }

    private void leaves(
            OutputStream out, LeafVisitor visitor, StretchCheck check, Progress progress)
            throws IOException, MalformedPackException {
        long count = selection.to() - selection.from() + 1;
        for (long index = selection.from(); index <= selection.to(); index++) {
            Leaf leaf = reader.unproven(new LeafIndex(index));
            check.add(leaf);
            visitor.leaf(leaf);
            int length = leaf.bytes().length;
            out.write(length >>> Byte.SIZE);
            out.write(length);
            out.write(leaf.bytes());
            progress.goesOn(index - selection.from() + 1, count);
        }
    }

    /// The proof of the first leaf.
    public byte[] first() throws IOException {
        return proof(selection.from());
    }

    /// The proof of the last leaf.
    public byte[] last() throws IOException {
        return proof(selection.to());
    }

    private byte[] proof(long index) throws IOException {
        TlogProof proven = reader.proven(new LeafIndex(index));
        return new TlogProof(proven.index(), proven.path(), proven.checkpoint()).encode();
    }
}
