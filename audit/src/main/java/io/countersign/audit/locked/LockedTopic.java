package io.countersign.audit.locked;

import java.util.regex.Pattern;

/// How far a partition of a topic is locked.
///
/// @param next every record below that offset lies in locked objects
public record LockedTopic(String topic, int partition, long next) {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    public LockedTopic {
        if (!TOPIC.matcher(topic).matches() || partition < 0 || next < 0) {
            throw new IllegalArgumentException("not a position in a topic");
        }
    }
}
