package io.countersign.topology;

import java.util.Optional;

/// The second key under which each record of the policy and the identity topic is published.
/// Compaction leaves the last record of a key, good or bad: where a bad one came last, the copy
/// under the other key is the last good one that a restart finds. It is signed like the record
/// itself, and verified like it.
public final class KeptCopy {
    private static final String PREFIX = "kept/";

    private KeptCopy() {}

    /// @param key of a record on the policy or the identity topic
    /// @return the key of its copy
    public static String keyOf(String key) {
        return PREFIX + key;
    }

    /// @param key of a record, copy or not
    /// @return the key of the record of which this is the copy; empty where it is none
    public static Optional<String> original(String key) {
        return key.startsWith(PREFIX)
                ? Optional.of(key.substring(PREFIX.length()))
                : Optional.empty();
    }
}
