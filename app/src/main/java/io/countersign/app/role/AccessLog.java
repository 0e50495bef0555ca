package io.countersign.app.role;

import io.countersign.audit.evidence.AccessReason;
import io.countersign.audit.evidence.Sealed;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Has an access chained before it happens: asks through the control topic and waits until the
/// entry is committed.
public final class AccessLog {
    /// Accesses concern no chain more than another.
    private static final int PARTITION = 0;

    private AccessLog() {}

    /// @param reason becomes evidence in one transaction with the entry; an entry without it, of an
    ///   audit role that is older, is not the one that is waited for
    /// @return where the entry stands; empty where it did not come within 30 seconds
    /// @throws IOException where the reason cannot be sealed; nothing was asked for then
    public static Optional<EntryRef> chain(
            Deployment deployment, AccessEntry access, ReasonText reason, Instant now)
            throws IOException {
        Optional<Sealed> sealed =
                reason.sealed(deployment.configuration(), access.getAccessId(), now);
        AccessEntry asked = sealed.map(one -> AccessReason.with(one.ref(), access)).orElse(access);
        return ChainRequest.send(
                deployment,
                PARTITION,
                ControlRecord.newBuilder()
                        .setKind(ControlKind.ACCESS)
                        .setOrigin("access")
                        .setTimeMillis(now.toEpochMilli())
                        .setAccess(asked)
                        .setReason(sealed.map(Sealed::envelope).orElse(null))
                        .build(),
                entry ->
                        entry.getKind() == EntryKind.ACCESS
                                && entry.getAccess()
                                        .filter(found ->
                                                found.getAccessId().equals(access.getAccessId()))
                                        .filter(found ->
                                                found.getReason().isPresent() == reason.isGiven())
                                        .isPresent());
    }
}
