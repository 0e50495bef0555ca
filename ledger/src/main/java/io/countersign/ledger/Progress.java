package io.countersign.ledger;

import io.countersign.audit.merkle.TreeSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// How far the log is.
///
/// @param size leaves in the published tree
/// @param seal number of the last seal, from 0; -1 before the first
/// @param sealedAt its time; [Instant#EPOCH] before the first
/// @param leaves of that seal, its own included
/// @param lag entries that are committed and not read yet, as far as is known
/// @param took from the first write of that seal to its last: what the storage and the signer need
public record Progress(
        TreeSize size, long seal, Instant sealedAt, long leaves, long lag, Duration took) {
    public Progress {
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(sealedAt, "sealedAt");
        Objects.requireNonNull(took, "took");
    }
}
