package io.countersign.audit.verify;

import io.countersign.audit.merkle.ConsistencyProof;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import java.util.Optional;

/// Holds the log against what was kept when it was verified before: it may have grown, and nothing
/// else.
final class RollbackMemory {
    private final Optional<RememberedRoot> memory;
    private final Findings findings;

    RollbackMemory(Optional<RememberedRoot> memory, Findings findings) {
        this.memory = memory;
        this.findings = findings;
    }

    void check(ClaimedCheckpoint claimed) {
        if (memory.isEmpty()) {
            findings.notChecked(
                    CheckCode.CHECKPOINT_MEMORY,
                    "This log was not verified before, or nobody kept the result.");
            return;
        }
        RememberedRoot before = memory.get();
        Checkpoint now = claimed.checkpoint();
        if (!before.origin().equals(now.origin()) || !claimed.mayBeUnder(before.key())) {
            findings.notChecked(
                    CheckCode.CHECKPOINT_MEMORY,
                    "What was kept is about another log or another key.");
        } else if (now.size().compareTo(before.size()) < 0) {
            findings.fault(
                    CheckCode.CHECKPOINT_MEMORY,
                    TilePath.CHECKPOINT,
                    "The log has "
                            + now.size().value()
                            + " entries and had "
                            + before.size().value()
                            + " when it was verified before: it was rolled back.");
        }
    }

    /// After each leaf.
    void passed(TreeWalk tree) {
        if (memory.isPresent()
                && memory.get().size().value() == tree.size()
                && !memory.get().root().equals(tree.root())) {
            pastWasExchanged(tree.size());
        }
    }

    /// Where only a part is read, a proof says what the reading would have said.
    void prove(Checkpoint claimed, LogTiles tiles) {
        memory.filter(before -> before.size().compareTo(claimed.size()) <= 0)
                .filter(before ->
                        !ConsistencyProof.generate(before.size(), claimed.size(), tiles)
                                .verify(before.root(), claimed.root())
                                .isValid())
                .ifPresent(before -> pastWasExchanged(before.size().value()));
    }

    /// The reading ended early.
    void endedAt(long size) {
        if (memory.filter(before -> before.size().value() > size).isPresent()) {
            findings.notChecked(
                    CheckCode.CHECKPOINT_MEMORY,
                    "The verification ended before the size that was verified before.");
        }
    }

    /// At the end of the log; an empty one has no leaf after which its root was compared.
    void finish(Checkpoint claimed) {
        if (claimed.size().equals(TreeSize.ZERO)) {
            memory.filter(before ->
                            before.size().equals(TreeSize.ZERO)
                                    && !before.root().equals(claimed.root()))
                    .ifPresent(_before ->
                            findings.fault(
                                    CheckCode.CHECKPOINT_MEMORY,
                                    TilePath.CHECKPOINT,
                                    "The empty log has another root than before."));
        }
    }

    private void pastWasExchanged(long size) {
        findings.fault(
                CheckCode.CHECKPOINT_MEMORY,
                "leaf " + (size - 1),
                "The first "
                        + size
                        + " entries are not those that were verified before: the log's past"
                        + " was exchanged.");
    }
}
