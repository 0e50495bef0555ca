package io.countersign.topology.steps;

import java.util.OptionalLong;

/// One record as a source sent it, with the place where it lies. [#toString()] gives the place
/// only.
///
/// @param topic input topic
/// @param partition its partition
/// @param offset its offset
/// @param appendMillis the broker's append time
/// @param format the `source-format` header, empty where the producer set none
/// @param sourceId the `source-id` header, empty where the producer set none
/// @param sourceSeq the `source-seq` header
/// @param authenticated intake knew the source: its `source-proof` header is right
/// @param history the `history` header: rules learn from it, and nobody is alerted
/// @param payload the bytes; not copied, nobody changes them
@SuppressWarnings("ArrayRecordComponent") // large; equality goes by the place
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long appendMillis,
        String format,
        String sourceId,
        OptionalLong sourceSeq,
        boolean authenticated,
        boolean history,
        byte[] payload) {
    /// Of a source that proved nothing, and no history.
    public RawRecord(
            String topic,
            int partition,
            long offset,
            long appendMillis,
            String format,
            String sourceId,
            OptionalLong sourceSeq,
            byte[] payload) {
        this(
                topic,
                partition,
                offset,
                appendMillis,
                format,
                sourceId,
                sourceSeq,
                false,
                false,
                payload);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawRecord that
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(offset) * 31 + partition;
    }

    @Override
    public String toString() {
        return "RawRecord[" + topic + "/" + partition + "@" + offset + "]";
    }
}
