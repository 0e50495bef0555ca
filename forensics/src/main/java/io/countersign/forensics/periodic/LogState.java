package io.countersign.forensics.periodic;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The log when a report was made, and how much of it the answers hold.
///
/// @param newest its checkpoint, whose signature was checked
/// @param answered the part of a log that the archive was made of; empty where it was written off
///   the entry topic
/// @param next for each chain the first number that the answers do not hold
/// @param logs how many the installation has, one a year
/// @param kept checkpoints that are kept beside it
/// @param stamped time stamps that are kept beside it
/// @param witnessed whether there is a checkpoint that witnesses cosigned
public record LogState(
        Point newest,
        Optional<Point> answered,
        Map<String, Long> next,
        int logs,
        int kept,
        int stamped,
        boolean witnessed) {
    /// The first entries of a log.
    ///
    /// @param origin the log's name
    /// @param root over them, in hexadecimal digits
    public record Point(String origin, long size, String root) {
        String words() {
            return size + " entries of " + origin + ", root " + root;
        }
    }

    public LogState {
        Objects.requireNonNull(newest, "newest");
        Objects.requireNonNull(answered, "answered");
        next = new TreeMap<>(next);
    }

    /// Up to where the answers hold.
    String reach() {
        return answered.map(Point::words)
                .orElseGet(() ->
                        "the entries below "
                                + String.join(
                                        ", ",
                                        next.entrySet().stream()
                                                .map(chain ->
                                                        chain.getKey() + ":" + chain.getValue())
                                                .toList()));
    }
}
