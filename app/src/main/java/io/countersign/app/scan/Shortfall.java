package io.countersign.app.scan;

/// Why a text that came out of an input is not all that the input holds.
public enum Shortfall {
    /// Nothing is known to be missing.
    NONE,
    /// Reading or unpacking failed before the end.
    READ_FAILED,
    /// It unpacks to far more than it is: [ExpansionLimit].
    EXPANSION_LIMIT,
    /// Archives within archives deeper than [InputTexts#MAX_NESTING].
    NESTING_LIMIT,
    /// Some bytes are no characters of the charset; U+FFFD stands in their place.
    INVALID_CHARACTERS,
    /// A part of an office document: its text is read as the file's XML spells it, where a value
    /// may be spread over several elements and is then not seen.
    OFFICE_DOCUMENT
}
