package io.countersign.topology.chain;

import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.OffsetRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The state of one chain: its head, the next offset of each input and the open tally. One value
/// per partition in one store, so that one changelog record per commit carries it, in the same
/// transaction as the entries and the offsets.
///
/// Bytes, all big endian: `04`, u32 partitions of the entry topic when the generation began (not
/// before version `04`, where it is 0 for unknown), u32 generation (not in version `02`, where it
/// is 1), u64 seq of the head, 32 bytes hash of the head, 16 bytes incarnation of the head, 32
/// bytes policy in use (zeros: none), u64 time of the last tally, u64 records since, u8 number of
/// inputs, and for each: u16 length and UTF-8 of the topic, u32 partition, u64 tally from, u64
/// next, u8 number of counts, u64 each, u16 number of holes, two u64 each.
final class ChainState {
    private static final byte VERSION = 4;
    private static final byte VERSION_WITHOUT_PARTITIONS = 3;
    private static final byte VERSION_OF_FIRST_GENERATIONS = 2;
    private static final int HASH_BYTES = 32;
    private static final int INCARNATION_BYTES = 16;

    final int generation;

    /// Of the entry topic, as this generation's genesis names it; 0 where a version before this one
    /// began it.
    private int partitions;

    long headSeq = -1;
    Hash headHash = new Hash(new byte[HASH_BYTES]);
    Incarnation headIncarnation = new Incarnation(new byte[INCARNATION_BYTES]);
    byte[] policy = new byte[HASH_BYTES];
    long tallyOpenedMillis;
    long recordsSinceTally;
    final List<InputState> inputs;

    ChainState(int generation, int partitions, List<InputState> inputs) {
        this.generation = generation;
        this.partitions = partitions;
        this.inputs = new ArrayList<>(inputs);
    }

    InputState input(String topic) {
        for (InputState input : inputs) {
            if (input.topic.equals(topic)) {
                return input;
            }
        }
        throw new IllegalArgumentException("no such input: " + topic);
    }

    Optional<InputState> findInput(String topic) {
        return inputs.stream().filter(input -> input.topic.equals(topic)).findFirst();
    }

    /// A version before this one did not write the number: what is there now is what there was.
    void knowPartitions(int partitionsNow) {
        if (partitions == 0) {
            partitions = partitionsNow;
        }
    }

    /// True where the entry topic has more partitions now than when this generation began.
    boolean isOutgrown(int partitionsNow) {
        return partitions != 0 && partitions < partitionsNow;
    }

    /// The state in which the next generation goes on where this one ended: as far as all inputs
    /// were read, with nothing of them open.
    ChainState successor(int partitionsNow) {
        ChainState next =
                new ChainState(
                        generation + 1,
                        partitionsNow,
                        inputs.stream()
                                .map(input ->
                                        new InputState(input.topic, input.partition, input.next))
                                .toList());
        next.headIncarnation = headIncarnation;
        return next;
    }

    byte[] toBytes() {
        int size = 1 + 4 + 4 + 8 + HASH_BYTES + INCARNATION_BYTES + HASH_BYTES + 8 + 8 + 1;
        for (InputState input : inputs) {
            size +=
                    2
                            + input.topicBytes.length
                            + 4
                            + 8
                            + 8
                            + 1
                            + 8 * input.counts.length
                            + 2
                            + 16 * input.holes.size();
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(VERSION)
                .putInt(partitions)
                .putInt(generation)
                .putLong(headSeq)
                .put(headHash.bytes())
                .put(headIncarnation.bytes())
                .put(policy);
        out.putLong(tallyOpenedMillis).putLong(recordsSinceTally).put((byte) inputs.size());
        for (InputState input : inputs) {
            out.putShort((short) input.topicBytes.length).put(input.topicBytes);
            out.putInt(input.partition);
            out.putLong(input.tallyFrom).putLong(input.next).put((byte) input.counts.length);
            for (long count : input.counts) {
                out.putLong(count);
            }
            out.putShort((short) input.holes.size());
            for (OffsetRange hole : input.holes) {
                out.putLong(hole.getFromOffset()).putLong(hole.getToOffset());
            }
        }
        return out.array();
    }

    /// @throws IllegalArgumentException where the bytes are not of this version
    static ChainState fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version > VERSION || version < VERSION_OF_FIRST_GENERATIONS) {
            throw new IllegalArgumentException(
                    "chain state has version " + version + ", expected " + VERSION);
        }
        int partitions = version > VERSION_WITHOUT_PARTITIONS ? in.getInt() : 0;
        int generation = version > VERSION_OF_FIRST_GENERATIONS ? in.getInt() : 1;
        ChainState state = new ChainState(generation, partitions, List.of());
        state.headSeq = in.getLong();
        state.headHash = new Hash(take(in, HASH_BYTES));
        state.headIncarnation = new Incarnation(take(in, INCARNATION_BYTES));
        state.policy = take(in, HASH_BYTES);
        state.tallyOpenedMillis = in.getLong();
        state.recordsSinceTally = in.getLong();
        int inputCount = in.get();
        for (int i = 0; i < inputCount; i++) {
            String topic = new String(take(in, in.getShort()), StandardCharsets.US_ASCII);
            InputState input = new InputState(topic, in.getInt(), in.getLong());
            input.next = in.getLong();
            int countCount = in.get();
            for (int c = 0; c < countCount; c++) {
                input.counts[c] = in.getLong();
            }
            int holeCount = in.getShort();
            for (int h = 0; h < holeCount; h++) {
                input.holes.add(new OffsetRange(in.getLong(), in.getLong()));
            }
            state.inputs.add(input);
        }
        return state;
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }
}
