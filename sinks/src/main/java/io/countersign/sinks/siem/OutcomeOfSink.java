package io.countersign.sinks.siem;

import io.countersign.schemas.ReconcileEntry;
import io.countersign.schemas.ReconciledAlerts;
import io.countersign.schemas.ReconciledChain;

/// What a reconciliation found, in every format the same. Pure.
public enum OutcomeOfSink {
    /// All that was selected was acknowledged.
    PASS,
    /// Some of it is on its way.
    PENDING,
    /// Some of it the receiver will not get by itself: dead letters, or entries that are gone.
    FAIL;

    public static OutcomeOfSink of(ReconcileEntry reconcile) {
        long lost = 0;
        long pending = 0;
        for (ReconciledChain chain : reconcile.getChains()) {
            lost += chain.getDeadLettered() + chain.getNotOnTopic();
            pending += chain.getPending();
        }
        for (ReconciledAlerts alerts : reconcile.getAlerts()) {
            lost += alerts.getDeadLettered();
            pending += alerts.getPending();
        }
        if (lost > 0) {
            return FAIL;
        }
        return pending > 0 ? PENDING : PASS;
    }
}
