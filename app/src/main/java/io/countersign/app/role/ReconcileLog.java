package io.countersign.app.role;

import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.ReconcileEntry;
import java.time.Instant;
import java.util.Optional;

/// Has a reconciliation chained.
public final class ReconcileLog {
    /// A statement speaks of all chains.
    private static final int PARTITION = 0;

    private ReconcileLog() {}

    /// @return where the entry stands; empty where it did not come within 30 seconds
    public static Optional<EntryRef> chain(
            Deployment deployment, ReconcileEntry reconcile, Instant now) {
        return ChainRequest.send(
                deployment,
                PARTITION,
                ControlRecord.newBuilder()
                        .setKind(ControlKind.RECONCILE)
                        .setOrigin("reconcile")
                        .setTimeMillis(now.toEpochMilli())
                        .setReconcile(reconcile)
                        .build(),
                entry ->
                        entry.getKind() == EntryKind.RECONCILE
                                && entry.getReconcile().filter(reconcile::equals).isPresent());
    }
}
