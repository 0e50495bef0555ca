package io.countersign.app.role;

import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import java.time.Instant;
import java.util.Optional;

/// Has an access chained before it happens: asks through the control topic and waits until the
/// entry is committed.
public final class AccessLog {
    /// Accesses concern no chain more than another.
    private static final int PARTITION = 0;

    private AccessLog() {}

    /// @return where the entry stands; empty where it did not come within 30 seconds
    public static Optional<EntryRef> chain(Deployment deployment, AccessEntry access, Instant now) {
        return ChainRequest.send(
                deployment,
                PARTITION,
                ControlRecord.newBuilder()
                        .setKind(ControlKind.ACCESS)
                        .setOrigin("access")
                        .setTimeMillis(now.toEpochMilli())
                        .setAccess(access)
                        .build(),
                entry ->
                        entry.getKind() == EntryKind.ACCESS
                                && entry.getAccess()
                                        .filter(found ->
                                                found.getAccessId().equals(access.getAccessId()))
                                        .isPresent());
    }
}
