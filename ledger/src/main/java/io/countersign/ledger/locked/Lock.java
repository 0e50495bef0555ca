package io.countersign.ledger.locked;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What is asked of a store for one object.
///
/// @param until nobody may delete it before; a whole second
/// @param held a legal hold keeps it besides
public record Lock(LockMode mode, Instant until, boolean held) {
    public Lock {
        until = until.truncatedTo(ChronoUnit.SECONDS);
    }
}
