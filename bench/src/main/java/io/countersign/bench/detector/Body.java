package io.countersign.bench.detector;

/// What the documents of one measurement are.
public enum Body {
    /// Evaluation texts and the four generated kinds, one after the other.
    MIXED(Kind.TYPICAL),
    /// The evaluation texts alone: prose. Without a folder of them, generated notes.
    PROSE(Kind.TYPICAL),
    JSON(Kind.TYPICAL),
    HL7(Kind.TYPICAL),
    FORM(Kind.TYPICAL),
    LOG(Kind.TYPICAL),
    /// The prose in lower case, digits taken out.
    LOWER_CASE(Kind.EASY),
    BASE64(Kind.EASY),
    ALL_DIGITS(Kind.HOSTILE),
    ALL_AT(Kind.HOSTILE),
    LETTERS_64K(Kind.HOSTILE),
    NESTED_BRACKETS(Kind.HOSTILE),
    /// Numbers that are one digit short of an identifier, or one too long, or fail the check digit.
    NEAR_MISSES(Kind.HOSTILE),
    /// Capitalised words that are nearly names.
    NEAR_NAMES(Kind.HOSTILE);

    enum Kind {
        TYPICAL,
        EASY,
        HOSTILE
    }

    private final Kind kind;

    Body(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
