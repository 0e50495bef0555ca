package io.countersign.audit.tiles;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;

/// One entry's bytes together with their leaf hash, which is computed here and nowhere handed in,
/// so the two belong together. The hash is also what the next entry of the chain names as `prev`.
public final class Leaf {
    /// What the length prefix of a bundle can say.
    public static final int MAX_BYTES = 65_535;

    private final byte[] bytes;
    private final Sha256 hash;

    /// Takes the array over without copying it: nobody may change it afterwards.
    /// `IllegalArgumentException` above 65,535 bytes.
    public Leaf(byte[] bytes, TreeHasher hasher) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an entry has at most 65,535 bytes, not " + bytes.length);
        }
        this.bytes = bytes;
        this.hash = hasher.leafHash(bytes);
    }

    /// The entry's bytes, not copied: not to be changed.
    public byte[] bytes() {
        return bytes;
    }

    public Sha256 hash() {
        return hash;
    }

    /// The hash only: an entry's bytes are no matter for a log line.
    @Override
    public String toString() {
        return "Leaf[" + hash + "]";
    }
}
