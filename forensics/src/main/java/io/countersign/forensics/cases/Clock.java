package io.countersign.forensics.cases;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/// A notice that the law may ask for, and the day by which.
///
/// @param recipient whom it goes to
/// @param jurisdiction the state that it is about; empty where it is about none
/// @param due whether it has to be given, if the case is a breach
/// @param lastDay the outer bound of "without unreasonable delay"; empty where nobody knows it
/// @param rule the rule that asks for it
/// @param reason the numbers that decided, in one sentence
/// @param doubt what a person has to check before relying on it; empty where nothing is known
public record Clock(
        Recipient recipient,
        String jurisdiction,
        Due due,
        Optional<LocalDate> lastDay,
        String rule,
        String reason,
        String doubt) {
    /// Whom a notice goes to; the words of `notice` entries.
    public enum Recipient {
        INDIVIDUALS,
        MEDIA,
        HHS,
        STATE
    }

    /// Whether a notice has to be given, on what the log and the vault know.
    public enum Due {
        YES,
        NO,
        /// The count of individuals lies between two numbers, and the threshold between them.
        DEPENDS,
        /// No row says what this state asks for.
        UNKNOWN
    }

    public Clock {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(due, "due");
        Objects.requireNonNull(lastDay, "lastDay");
    }
}
