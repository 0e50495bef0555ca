package io.countersign.detectors;

/// How sure a finding is. The one scale of this product for likelihood and confidence.
public enum Likelihood {
    /// A shape without support, or support without the shape.
    POSSIBLE,
    /// Shape and some context.
    LIKELY,
    /// Shape and its own context word, or a shape that nothing else has.
    VERY_LIKELY,
    /// Shape, check digit and context agree, or the value is known.
    CERTAIN;

    /// The next lower likelihood; POSSIBLE stays what it is.
    public Likelihood lower() {
        return switch (this) {
            case POSSIBLE, LIKELY -> POSSIBLE;
            case VERY_LIKELY -> LIKELY;
            case CERTAIN -> VERY_LIKELY;
        };
    }

    /// Whether this is as sure as `other` or surer.
    public boolean atLeast(Likelihood other) {
        return compareTo(other) >= 0;
    }
}
