package io.countersign.forensics.periodic;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/// A regular review of the log that was due (45 CFR 164.308(a)(1)(ii)(D)).
///
/// @param due the last day of it
/// @param what it had to look at, in words
/// @param done when it was signed; empty: it was missed, or is not due yet
/// @param by who signed; empty where nobody did
/// @param found its outcome, in words; empty where nobody did
public record PeriodicReview(
        LocalDate due, String what, Optional<Instant> done, String by, String found) {
    public PeriodicReview {
        Objects.requireNonNull(due, "due");
        Objects.requireNonNull(done, "done");
    }
}
