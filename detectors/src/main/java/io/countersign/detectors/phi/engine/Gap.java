package io.countersign.detectors.phi.engine;

/// What stands between two tokens, as a set of character classes. A gap of one dash and a gap of
/// two have the same set; [Tokens#gapLength] tells them apart.
public final class Gap {
    private Gap() {}

    public static final int SPACE = 1;
    public static final int NEWLINE = 1 << 1;
    public static final int COMMA = 1 << 2;
    public static final int STOP = 1 << 3;
    public static final int COLON = 1 << 4;
    public static final int SEMICOLON = 1 << 5;
    public static final int OPEN = 1 << 6;
    public static final int CLOSE = 1 << 7;
    public static final int SLASH = 1 << 8;
    public static final int AT = 1 << 9;
    public static final int DASH = 1 << 10;
    public static final int APOSTROPHE = 1 << 11;
    public static final int QUOTE = 1 << 12;
    public static final int BRACKET_OPEN = 1 << 13;
    public static final int BRACKET_CLOSE = 1 << 14;
    public static final int HASH = 1 << 15;
    public static final int UNDERSCORE = 1 << 16;

    /// Question or exclamation mark.
    public static final int MARK = 1 << 17;

    public static final int PLUS = 1 << 18;

    /// Tab, pipe: a column ends.
    public static final int COLUMN = 1 << 19;

    public static final int EQUALS = 1 << 20;
    public static final int CARET = 1 << 21;

    /// Anything else, symbols beyond ASCII and control characters among it.
    public static final int OTHER = 1 << 22;

    /// Start or end of the leaf.
    public static final int EDGE = 1 << 23;

    /// A sentence, line or cell ends, or may.
    public static final int SENTENCE_END = STOP | MARK | NEWLINE | COLUMN | SEMICOLON | EDGE;
}
