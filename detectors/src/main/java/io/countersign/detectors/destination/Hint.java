package io.countersign.detectors.destination;

import java.util.Objects;

/// Something beside host and path that a record tells of a request: the account that it ran under,
/// the part of the product, who handled it on its way.
///
/// @param kind the name of an account hint kind of the event, such as `ORG_ID`; an unknown kind is
///   ignored
/// @param value any text
public record Hint(String kind, String value) {
    /// Names a part of the product that the request used, such as the value of an `anthropic-beta`
    /// header.
    public static final String FEATURE = "FEATURE";

    /// Names a service, by its id in the catalogue, that handled the request on its way, as the
    /// configuration of the source declares it.
    public static final String PROCESSOR = "PROCESSOR";

    /// Names the person, as the source spells it.
    public static final String PERSON = "PERSON";

    /// `http` where the record shows that nothing was encrypted.
    public static final String SCHEME = "SCHEME";

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
