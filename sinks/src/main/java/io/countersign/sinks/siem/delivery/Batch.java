package io.countersign.sinks.siem.delivery;

import java.util.List;

/// Events that are sent together, in the order of the log.
///
/// @param number differs from that of every other batch of the same task
public record Batch(long number, List<OutboundEvent> events) {
    public Batch {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a batch has an event or more");
        }
        events = List.copyOf(events);
    }

    public int size() {
        return events.size();
    }

    /// Bytes of all payloads.
    public int bytes() {
        int bytes = 0;
        for (OutboundEvent event : events) {
            bytes += event.size();
        }
        return bytes;
    }
}
