package io.countersign.audit.pack;

import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.merkle.InclusionProof;
import io.countersign.audit.merkle.RunningRoot;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.verify.TlogProof;
import java.util.Arrays;
import java.util.Optional;

/// That a row of leaves is all that a log has from one seal to another (`docs/spec/proof.md`).
///
/// Two proofs bound it. The hashes on the left of the first are what the log is before its first
/// leaf; with the leaves that follow they must become the hashes on the left of the last. So a leaf
/// that was left out, put in or changed is seen, with two proofs instead of one for each leaf.
///
/// Leaves come one by one, in order; nothing is kept of them. For one thread.
public final class StretchCheck {
    private final TlogProof first;
    private final TlogProof last;
    private final OpenedCheckpoint opened;
    private final Selection.Sealed selection;
    private final Completeness complete;
    private final RunningRoot running;
    private long next;

    private StretchCheck(
            TlogProof first,
            TlogProof last,
            OpenedCheckpoint opened,
            Selection.Sealed selection,
            RunningRoot running) {
        this.first = first;
        this.last = last;
        this.opened = opened;
        this.selection = selection;
        this.complete = Completeness.of(selection, opened.checkpoint().size().value());
        this.running = running;
        this.next = selection.from();
    }

    /// Opens the two proofs.
    ///
    /// @param sinceMillis what was sealed since then is claimed to be among the leaves
    /// @param untilMillis what was sealed before
    /// @param keys that the reader trusts
    /// @throws MalformedPackException with a sentence, where they bound no stretch of a log whose
    ///   key is trusted
    public static StretchCheck of(
            byte[] first, byte[] last, long sinceMillis, long untilMillis, VerifierKeys keys)
            throws MalformedPackException {
        try {
            TlogProof from = TlogProof.parse(first);
            TlogProof to = TlogProof.parse(last);
            if (!Arrays.equals(from.checkpoint().encode(), to.checkpoint().encode())
                    || from.index().value() > to.index().value()
                    || from.entry().isPresent()
                    || to.entry().isPresent()) {
                throw new MalformedPackException(
                        "The two proofs bound no stretch of one log at one checkpoint.");
            }
            OpenedCheckpoint opened = OpenedCheckpoint.open(from.checkpoint(), keys.verifiers());
            return new StretchCheck(
                    from,
                    to,
                    opened,
                    new Selection.Sealed(
                            from.index().value(), to.index().value(), sinceMillis, untilMillis),
                    RunningRoot.before(from.inclusionIn(opened.checkpoint())));
        } catch (MalformedNoteException e) {
            throw new MalformedPackException(
                    "The keys that you trust do not vouch for the stretch: "
                            + e.getMessage()
                            + ".");
        } catch (IllegalArgumentException _unfit) {
            throw new MalformedPackException(
                    "The two proofs bound no stretch of one log at one checkpoint.");
        }
    }

    /// Takes the next leaf.
    ///
    /// @throws MalformedPackException with a sentence, where it shows that the stretch is not whole
    public void add(Leaf leaf) throws MalformedPackException {
        if (next > selection.to()) {
            throw notTheLogs();
        }
        if (next == selection.from()) {
            requireProven(first, leaf);
        }
        if (next == selection.to()) {
            requireProven(last, leaf);
            InclusionProof proof = last.inclusionIn(opened.checkpoint());
            if (!running.subtrees().equals(proof.left())) {
                throw notTheLogs();
            }
        }
        try {
            Optional<String> fault =
                    complete.next(PackedEntry.of(next, leaf), EntryHead.ofAnyVersion(leaf.bytes()));
            if (fault.isPresent()) {
                throw new MalformedPackException(fault.get());
            }
        } catch (IllegalArgumentException _noEntry) {
            throw notTheLogs();
        }
        running.add(leaf.hash());
        next++;
    }

    private void requireProven(TlogProof proof, Leaf leaf) throws MalformedPackException {
        if (!proof.inclusionIn(opened.checkpoint())
                .verify(leaf.hash(), opened.checkpoint().root())
                .isValid()) {
            throw notTheLogs();
        }
    }

    /// After the last leaf: from here on the stretch is proven to be whole.
    public void end() throws MalformedPackException {
        if (next <= selection.to()) {
            throw notTheLogs();
        }
    }

    /// What the stretch is said to be.
    public Selection.Sealed selection() {
        return selection;
    }

    /// The log of the stretch.
    public OpenedCheckpoint opened() {
        return opened;
    }

    private static MalformedPackException notTheLogs() {
        return new MalformedPackException(
                "The entries between the seals are not the log's: one was left out, put in or changed.");
    }
}
