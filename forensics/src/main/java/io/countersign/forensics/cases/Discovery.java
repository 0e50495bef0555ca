package io.countersign.forensics.cases;

import java.time.Instant;
import java.util.Objects;

/// When a breach counts as discovered: the first day on which it is known, or would have been by
/// reasonable diligence, to anybody of the workforce but the wrongdoer (45 CFR 164.404(a)(2)).
///
/// An alert counts whether or not somebody opened it. Who holds that it was later says why, and
/// both stay visible.
///
/// @param at what the clocks run from
/// @param basis FIRST_ALERT, CASE_OPENED or STATED
/// @param byAlert when the first alert about one of the case's entries was raised, or else when the
///   case was opened
public record Discovery(Instant at, Basis basis, Instant byAlert) {
    /// Where the time is from.
    public enum Basis {
        /// The first alert about an entry of the case.
        FIRST_ALERT,
        /// There was no alert.
        CASE_OPENED,
        /// A person stated it, with a reason.
        STATED
    }

    public Discovery {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(byAlert, "byAlert");
    }
}
