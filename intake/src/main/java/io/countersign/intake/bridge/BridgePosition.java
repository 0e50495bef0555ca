package io.countersign.intake.bridge;

import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;

/// How far one foreign partition is read, and how far its own sequence has come.
///
/// Bytes, big endian: u8 version 1; 16 bytes topic id; u64 next foreign offset; u64 next source
/// sequence number. The topic id tells a topic that was deleted and made again from one that
/// shrank.
///
/// @param topicId the foreign topic's
/// @param nextOffset of the foreign record that is read next
/// @param nextSeq the source sequence number of the next record of ours; dense, whatever the
///   offsets do
record BridgePosition(Uuid topicId, long nextOffset, long nextSeq) {
    private static final byte VERSION = 1;
    static final int BYTES = 1 + 4 * Long.BYTES;

    BridgePosition {
        if (nextOffset < 0 || nextSeq < 0) {
            throw new IllegalArgumentException("offsets and sequence numbers are not negative");
        }
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(topicId.getMostSignificantBits())
                .putLong(topicId.getLeastSignificantBits())
                .putLong(nextOffset)
                .putLong(nextSeq)
                .array();
    }

    /// @throws IllegalArgumentException for what this release did not write: to guess would be to
    ///   lose records or to double them
    static BridgePosition of(byte[] bytes) {
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            throw new IllegalArgumentException(
                    "no position of a bridge, or one of a later release");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        return new BridgePosition(new Uuid(in.getLong(), in.getLong()), in.getLong(), in.getLong());
    }

    BridgePosition at(long offset, long seq) {
        return new BridgePosition(topicId, offset, seq);
    }
}
