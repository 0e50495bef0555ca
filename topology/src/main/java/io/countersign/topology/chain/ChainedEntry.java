package io.countersign.topology.chain;

import java.util.Arrays;

/// One entry in the wire format, with the partition that it belongs to.
///
/// @param partition partition of the entry topic, the same as that of its input
/// @param wire `00`, a 4-byte schema id and the Avro body; the array is not changed by anybody
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record ChainedEntry(int partition, byte[] wire) {
    @Override
    public String toString() {
        return "ChainedEntry[" + partition + ", " + wire.length + " bytes]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChainedEntry that
                && partition == that.partition
                && Arrays.equals(wire, that.wire);
    }

    @Override
    public int hashCode() {
        return 31 * partition + Arrays.hashCode(wire);
    }
}
