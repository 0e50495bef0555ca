package io.countersign.forensics.periodic;

import java.util.Objects;

/// The log when a report was made, and how much of it the answers hold.
///
/// @param newest its checkpoint, whose signature was checked
/// @param reach up to where the answers hold, in words
/// @param logs how many the installation has, one a year
/// @param kept checkpoints that are kept beside it
/// @param stamped time stamps that are kept beside it
/// @param witnessed whether there is a checkpoint that witnesses cosigned
public record LogState(
        Point newest, String reach, int logs, int kept, int stamped, boolean witnessed) {
    /// The first entries of a log.
    ///
    /// @param origin the log's name
    /// @param root over them, in hexadecimal digits
    public record Point(String origin, long size, String root) {
        public String words() {
            return size + " entries of " + origin + ", root " + root;
        }
    }

    public LogState {
        Objects.requireNonNull(newest, "newest");
        Objects.requireNonNull(reach, "reach");
    }
}
