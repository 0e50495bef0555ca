package io.countersign.topology;

import java.nio.ByteBuffer;

/// What is remembered of one source id: its highest sequence number and the keyed marks of the last
/// 64 payloads.
///
/// Bytes, big endian: u64 highest sequence number, then 64 slots of u64, a mark each; a payload
/// with sequence number n has slot n mod 64.
final class SourceSequence {
    static final int WINDOW = 64;
    private static final int BYTES = Long.BYTES * (1 + WINDOW);

    /// How a sequence number relates to what came before.
    enum Relation {
        NEW,
        /// The same payload came before.
        REPEATED,
        /// Another payload came before, or nobody can tell any more.
        DUPLICATE
    }

    private final ByteBuffer bytes;

    private SourceSequence(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    static SourceSequence first() {
        SourceSequence first = new SourceSequence(new byte[BYTES]);
        first.bytes.putLong(0, -1);
        return first;
    }

    static SourceSequence of(byte[] stored) {
        return stored.length == BYTES ? new SourceSequence(stored.clone()) : first();
    }

    /// Relates a record to the ones before and, where it is new, remembers it.
    Relation take(long seq, long payloadMark) {
        long highest = bytes.getLong(0);
        int slot = Long.BYTES * (1 + (int) Math.floorMod(seq, (long) WINDOW));
        if (seq > highest) {
            bytes.putLong(0, seq);
            bytes.putLong(slot, payloadMark);
            return Relation.NEW;
        }
        boolean remembered = seq > highest - WINDOW;
        return remembered && bytes.getLong(slot) == payloadMark
                ? Relation.REPEATED
                : Relation.DUPLICATE;
    }

    /// A fresh array.
    byte[] toBytes() {
        return bytes.array().clone();
    }
}
