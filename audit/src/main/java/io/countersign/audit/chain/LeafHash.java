package io.countersign.audit.chain;

import io.countersign.schemas.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The RFC 6962 section 2.1 leaf hash, `SHA-256(00 || leaf)`: a leaf of the tree and the `prev` of
/// the next entry of a chain. Safe for any thread; each keeps one digest.
public final class LeafHash {
    public static final int BYTES = 32;

    /// Domain separation of RFC 6962: 00 before a leaf, 01 before two nodes.
    private static final byte LEAF = 0;

    private static final ThreadLocal<MessageDigest> SHA_256 =
            ThreadLocal.withInitial(LeafHash::sha256);

    private LeafHash() {}

    public static Hash of(byte[] leaf) {
        MessageDigest digest = SHA_256.get();
        digest.update(LEAF);
        return new Hash(digest.digest(leaf));
    }

    /// The leaf hash of `leaf(fingerprint, body)` without making the leaf.
    public static Hash of(long fingerprint, byte[] body) {
        MessageDigest digest = SHA_256.get();
        digest.update(LEAF);
        digest.update(EntryCodec.header(fingerprint));
        return new Hash(digest.digest(body));
    }

    /// The `prev` of the first entry of a chain.
    public static Hash zeros() {
        return new Hash(new byte[BYTES]);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
