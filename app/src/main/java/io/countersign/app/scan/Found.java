package io.countersign.app.scan;

import io.countersign.detectors.Finding;
import java.util.Objects;

/// A finding with its place in the whole input.
///
/// @param finding what it is; its leaf and span belong to one window and say nothing here
/// @param line from 1
/// @param start in Unicode code points of the input, from 0
/// @param end in Unicode code points, exclusive
/// @param match its text, where that was asked for, else empty: this is PHI
record Found(Finding finding, long line, long start, long end, String match) {
    Found {
        Objects.requireNonNull(finding, "finding");
        Objects.requireNonNull(match, "match");
        if (line < 1 || start < 0 || end < start) {
            throw new IllegalArgumentException("no such place");
        }
    }

    /// The same in a text before which there is more.
    Found after(long lines, long codePoints) {
        return new Found(finding, line + lines, start + codePoints, end + codePoints, match);
    }

    @Override
    public String toString() {
        return "Found[" + finding.type().name() + " at " + start + "]";
    }
}
