package io.countersign.sources;

/// The bounds of every parser here. What passes one of them comes back as [Parsed.Rejected] or is
/// joined into fewer pieces; nothing is left out silently.
public final class Limits {
    /// The longest record: the broker's 10 MiB message limit and some room.
    public static final int MAX_RECORD_BYTES = 12 * 1024 * 1024;

    /// Nested JSON structures; a string that holds JSON again counts for itself.
    public static final int MAX_NESTING = 64;

    /// The longest field of a proxy record that is no prompt: URL, user, user agent.
    public static final int MAX_FIELD_BYTES = 64 * 1024;

    /// The longest key of a JSON object.
    public static final int MAX_NAME_CHARS = 4 * 1024;

    /// The longest number, in characters.
    public static final int MAX_NUMBER_CHARS = 400;

    /// The longest host name, as in RFC 1035.
    public static final int MAX_HOST_BYTES = 253;

    /// Texts of one event; further ones are joined into the last.
    public static final int MAX_CONTENTS = 4_096;

    /// Findings of the source that one event carries; the names of further ones stay joined in the
    /// last.
    public static final int MAX_SOURCE_FINDINGS = 256;

    /// How far [InputFormats#detect(byte\[\])] looks.
    static final int MAX_DETECT_BYTES = 256 * 1024;

    /// A syslog header is not looked for beyond this.
    static final int MAX_SYSLOG_HEADER_BYTES = 2_048;

    private Limits() {}
}
