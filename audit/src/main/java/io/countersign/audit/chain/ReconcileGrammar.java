package io.countersign.audit.chain;

import io.countersign.schemas.ReconcileDifference;
import io.countersign.schemas.ReconcileEntry;
import io.countersign.schemas.ReconciledAlerts;
import io.countersign.schemas.ReconciledChain;

/// The form of what a sink delivered, held against the log. [EntryGrammar] has the grammars of
/// single fields.
final class ReconcileGrammar {
    private ReconcileGrammar() {}

    static void reconcile(Faults faults, ReconcileEntry reconcile) {
        faults.check("reconcile.reconcileId", reconcile.getReconcileId(), EntryGrammar::id);
        faults.check("reconcile.sink", reconcile.getSink(), EntryGrammar::id);
        faults.check("reconcile.type", reconcile.getType(), EntryGrammar::id);
        faults.require("reconcile.foreign", reconcile.getForeign() >= 0);
        for (ReconciledChain part : reconcile.getChains()) {
            faults.check("reconcile.chains.chain", part.getChain(), EntryGrammar::chain);
            faults.require("reconcile.chains.range", part.getFromSeq() >= 0);
            faults.require(
                    "reconcile.chains.counts",
                    addUp(
                            part.getToSeq() - part.getFromSeq(),
                            part.getNotSelected(),
                            part.getAcknowledged(),
                            part.getDeadLettered(),
                            part.getPending(),
                            part.getNotOnTopic()));
            faults.require(
                    "reconcile.chains.leaves",
                    part.getFromLeaf().isPresent() == part.getToLeaf().isPresent()
                            && part.getFromLeaf().orElse(0L) >= 0
                            && part.getToLeaf().orElse(0L) >= part.getFromLeaf().orElse(0L));
            part.getLog()
                    .ifPresent(
                            log -> faults.check("reconcile.chains.log", log, EntryGrammar::origin));
            for (ReconcileDifference difference : part.getDifferences()) {
                faults.check(
                        "reconcile.chains.differences.code",
                        difference.getCode(),
                        EntryGrammar::code);
                faults.require(
                        "reconcile.chains.differences.seq",
                        difference.getSeq() >= part.getFromSeq()
                                && difference.getSeq() < part.getToSeq());
            }
        }
        for (ReconciledAlerts part : reconcile.getAlerts()) {
            faults.require(
                    "reconcile.alerts.range",
                    part.getPartition() >= 0
                            && part.getFromOffset() >= 0
                            && part.getToOffset() >= part.getFromOffset());
            faults.require(
                    "reconcile.alerts.counts",
                    part.getNotSelected() >= 0
                            && part.getAcknowledged() >= 0
                            && part.getDeadLettered() >= 0
                            && part.getPending() >= 0);
        }
    }

    /// Without overflow: each summand may be anything.
    private static boolean addUp(long total, long... counts) {
        long left = total;
        for (long count : counts) {
            if (count < 0 || count > left) {
                return false;
            }
            left -= count;
        }
        return left == 0;
    }
}
