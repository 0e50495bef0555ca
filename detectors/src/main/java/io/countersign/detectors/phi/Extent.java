package io.countersign.detectors.phi;

/// How far the texts were inspected. Not inspected is not clean.
public enum Extent {
    FULL,
    PARTIAL,
    NOT_INSPECTED;

    /// Why an inspection is not FULL.
    public enum Reason {
        /// It is FULL.
        NONE,
        /// More bytes than [PhiDetector#MAX_BYTES]; the rest was not looked at.
        SIZE_LIMIT,
        /// JSON within JSON deeper than the limit; what lies below was not looked at.
        DEPTH_LIMIT,
        /// More leaves or more findings than the limit.
        COUNT_LIMIT,
        /// A text that is no text: an image, an archive, an encoding other than UTF-8.
        BINARY,
        /// Some bytes are not UTF-8; the rest was inspected.
        INVALID_UTF8,
        /// A long run of Base64 or the like, which was not decoded.
        ENCODED
    }
}
