package io.countersign.audit.tiles;

import java.util.Arrays;

/// The bytes of an entry bundle, split into its entries without copying them.
///
///     bundle = width * (length (uint16, big-endian) || entry)
///
/// Entries may be empty. Nothing follows the last one: stock verifiers overlook surplus bytes there, this one does not.
public final class Bundle {
    private static final int PREFIX_BYTES = 2;

    private final byte[] bytes;
    private final int[] starts;
    private final int[] lengths;

    private Bundle(byte[] bytes, int[] starts, int[] lengths) {
        this.bytes = bytes;
        this.starts = starts;
        this.lengths = lengths;
    }

    /// Splits a stored bundle, which has to hold exactly the width of its path. The array is taken
    /// over.
    public static Bundle parse(TilePath.EntryBundle path, byte[] bytes) throws DamagedLogException {
        Bundle bundle = parsePrefix(path, bytes);
        int end = bundle.end(path.width());
        if (end != bytes.length) {
            throw new DamagedLogException(
                    LogFault.SURPLUS_BYTES,
                    path.path(),
                    "has " + (bytes.length - end) + " bytes after its last entry");
        }
        return bundle;
    }

    /// Splits the first `width` entries off a bundle that may hold more: the full one that took a
    /// partial one's place.
    static Bundle parsePrefix(TilePath.EntryBundle path, byte[] bytes) throws DamagedLogException {
        int[] starts = new int[path.width()];
        int[] lengths = new int[path.width()];
        int position = 0;
        for (int i = 0; i < path.width(); i++) {
            if (bytes.length - position < PREFIX_BYTES) {
                throw truncated(path, i);
            }
            int length =
                    Byte.toUnsignedInt(bytes[position]) << 8
                            | Byte.toUnsignedInt(bytes[position + 1]);
            position += PREFIX_BYTES;
            if (bytes.length - position < length) {
                throw truncated(path, i);
            }
            starts[i] = position;
            lengths[i] = length;
            position += length;
        }
        return new Bundle(bytes, starts, lengths);
    }

    private static DamagedLogException truncated(TilePath.EntryBundle path, int i) {
        return new DamagedLogException(
                LogFault.TRUNCATED, path.path(), "ends within entry " + i + " of " + path.width());
    }

    /// Number of entries.
    public int width() {
        return starts.length;
    }

    /// A copy of the i-th entry.
    public byte[] entry(int i) {
        return Arrays.copyOfRange(bytes, starts[i], starts[i] + lengths[i]);
    }

    /// The array that [#start] and [#length] point into; not to be changed.
    public byte[] array() {
        return bytes;
    }

    /// Where the i-th entry starts in [#array], behind its length.
    public int start(int i) {
        return starts[i];
    }

    /// Length of the i-th entry.
    public int length(int i) {
        return lengths[i];
    }

    /// Where the first `width` entries end in [#array].
    int end(int width) {
        return width == 0 ? 0 : starts[width - 1] + lengths[width - 1];
    }
}
