package io.countersign.ledger.locked;

import io.countersign.audit.merkle.Sha256;
import java.time.Instant;
import java.util.Optional;

/// An object as the store itself describes it when asked.
///
/// @param version the store's name for exactly these bytes; `-` where it keeps none
/// @param sha256 of the bytes as the store keeps it; empty where it does not say
/// @param mode empty: it is not locked
/// @param until empty: it is not locked
/// @param held a legal hold keeps it
public record LockedObject(
        String path,
        String version,
        long bytes,
        Optional<Sha256> sha256,
        Optional<LockMode> mode,
        Optional<Instant> until,
        boolean held) {
    /// Whether a date or a hold keeps it; what bears no lock at all is not for us to delete either.
    public boolean isKept(Instant now) {
        return held || until.filter(end -> end.isBefore(now)).isEmpty();
    }
}
