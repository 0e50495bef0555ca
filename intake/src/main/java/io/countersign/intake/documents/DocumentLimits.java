package io.countersign.intake.documents;

import java.time.Duration;

/// What opening one document may cost.
///
/// @param processes that open documents, one at a time in each
/// @param time for one document; after it its process is killed (its memory is the business of
///   whoever starts it)
public record DocumentLimits(int processes, Duration time) {
    public static final int MAX_PROCESSES = 64;

    /// Of one document as it came.
    public static final int MAX_INPUT_BYTES = 64 * 1024 * 1024;

    /// Of all that is unpacked of one document.
    static final long MAX_UNPACKED_BYTES = 256L * 1024 * 1024;

    /// Of all texts of one document.
    static final int MAX_TEXT_CHARS = 4 * 1024 * 1024;

    /// Archives within archives.
    static final int MAX_NESTING = 3;

    /// Files of one document, those within its archives included.
    static final int MAX_FILES = 1_000;

    /// Elements within elements.
    static final int MAX_XML_DEPTH = 1_000;

    /// Of a file's name in an archive; the rest is cut.
    static final int MAX_NAME_CHARS = 1_024;

    public DocumentLimits {
        if (processes < 1 || processes > MAX_PROCESSES || time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(
                    "from 1 to " + MAX_PROCESSES + " processes, and some time");
        }
    }
}
