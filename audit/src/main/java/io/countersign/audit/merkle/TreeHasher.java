package io.countersign.audit.merkle;

import java.security.DigestException;
import java.security.MessageDigest;

/// The two hash functions of RFC 6962 §2.1 / RFC 9162 §2.1.1: `SHA256(00 || leaf)` and `SHA256(01
/// || left || right)`. The leading byte keeps a leaf from being passed off as a node. Holds a
/// digest, so an instance belongs to one thread; making one is cheap.
public final class TreeHasher {
    private static final byte LEAF_PREFIX = 0;
    private static final byte NODE_PREFIX = 1;
    private static final Sha256 EMPTY_ROOT = Sha256.of(new byte[0]);

    private final MessageDigest digest = Sha256.newDigest();
    private final byte[] node = new byte[1 + 2 * Sha256.LENGTH];

    public TreeHasher() {
        node[0] = NODE_PREFIX;
    }

    /// The root of the tree without leaves: `SHA256("")`.
    public static Sha256 emptyRoot() {
        return EMPTY_ROOT;
    }

    /// `SHA256(00 || leaf)`.
    public Sha256 leafHash(byte[] leaf) {
        return leafHash(leaf, 0, leaf.length);
    }

    /// `SHA256(00 || leaf[offset : offset+length])`.
    public Sha256 leafHash(byte[] array, int offset, int length) {
        digest.update(LEAF_PREFIX);
        digest.update(array, offset, length);
        return Sha256.ofOwned(digest.digest());
    }

    /// `SHA256(01 || left || right)`.
    public Sha256 nodeHash(Sha256 left, Sha256 right) {
        left.copyTo(node, 1);
        right.copyTo(node, 1 + Sha256.LENGTH);
        return Sha256.ofOwned(digest.digest(node));
    }

    /// `MTH` of `count` neighbouring nodes of one height that lie as 32-byte values from `offset`
    /// on; `count` is a power of two, so that the subtree is perfect.
    public Sha256 perfectRoot(byte[] hashes, int offset, int count) {
        if (count < 1 || Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException(
                    "a perfect subtree has a power of two of nodes, not " + count);
        }
        if (offset < 0 || offset > hashes.length - count * Sha256.LENGTH) {
            throw new IllegalArgumentException("no " + count + " hashes at offset " + offset);
        }
        if (count == 1) {
            return Sha256.copyOf(hashes, offset);
        }
        byte[] level = new byte[count / 2 * Sha256.LENGTH];
        halve(hashes, offset, level, count / 2);
        for (int width = count / 4; width >= 1; width /= 2) {
            halve(level, 0, level, width);
        }
        return Sha256.copyOf(level, 0);
    }

    /// Writes `width` parents of the `2 * width` nodes at `offset`; reading stays ahead of writing,
    /// so both may be one array.
    private void halve(byte[] children, int offset, byte[] parents, int width) {
        try {
            for (int i = 0; i < width; i++) {
                System.arraycopy(
                        children, offset + 2 * i * Sha256.LENGTH, node, 1, 2 * Sha256.LENGTH);
                digest.update(node);
                digest.digest(parents, i * Sha256.LENGTH, Sha256.LENGTH);
            }
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 did not fit into 32 bytes", e);
        }
    }
}
