package io.countersign.sinks.siem.delivery;

import io.countersign.sinks.siem.LogPosition;

/// One encoded event on its way to a receiver.
public final class OutboundEvent {
    private final RecordAt at;
    private final String eventId;
    private final LogPosition position;
    private final long timeMillis;
    private final byte[] payload;
    private final Watermarks.Mark mark;

    OutboundEvent(
            RecordAt at,
            String eventId,
            LogPosition position,
            long timeMillis,
            byte[] payload,
            Watermarks.Mark mark) {
        this.at = at;
        this.eventId = eventId;
        this.position = position;
        this.timeMillis = timeMillis;
        this.payload = payload;
        this.mark = mark;
    }

    /// An event that came from no record: what a health check or a test command sends.
    public static OutboundEvent unrecorded(
            String eventId, LogPosition position, long timeMillis, byte[] payload) {
        return new OutboundEvent(
                new RecordAt(new org.apache.kafka.common.TopicPartition("none", 0), 0),
                eventId,
                position,
                timeMillis,
                payload,
                new Watermarks.Mark(0, 0));
    }

    /// Where its record lies on Kafka.
    public RecordAt at() {
        return at;
    }

    /// The same at every delivery.
    public String eventId() {
        return eventId;
    }

    /// Where it, or what caused it, lies in the log.
    public LogPosition position() {
        return position;
    }

    /// When it happened, milliseconds since 1970.
    public long timeMillis() {
        return timeMillis;
    }

    /// What the encoder wrote. Not copied: nobody writes into it.
    public byte[] payload() {
        return payload;
    }

    /// Bytes of the payload.
    public int size() {
        return payload.length;
    }

    Watermarks.Mark mark() {
        return mark;
    }

    /// Redacted.
    @Override
    public String toString() {
        return "OutboundEvent[" + eventId + ", " + payload.length + " bytes]";
    }
}
