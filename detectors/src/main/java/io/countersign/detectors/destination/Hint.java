package io.countersign.detectors.destination;

import java.util.Objects;

/// Something in the record that tells which account a request ran under, as the source asserted it.
///
/// @param kind the name of an account hint kind of the event, such as `ORG_ID`; an unknown kind is
///   ignored
/// @param value any text
public record Hint(String kind, String value) {
    public Hint {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(value, "value");
    }

    /// Redacted: a source may have written anything.
    @Override
    public String toString() {
        return "Hint[" + kind + "]";
    }
}
