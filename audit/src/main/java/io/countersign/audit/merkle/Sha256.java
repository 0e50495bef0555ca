package io.countersign.audit.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A SHA-256 value: 32 bytes, immutable, equal by content.
public final class Sha256 {
    /// Length in bytes.
    public static final int LENGTH = 32;

    /// 32 zero bytes: `prev` of a chain's first entry.
    public static final Sha256 ZEROS = new Sha256(new byte[LENGTH]);

    private final byte[] value;

    private Sha256(byte[] value) {
        this.value = value;
    }

    /// The SHA-256 of the given bytes.
    public static Sha256 of(byte[] message) {
        return new Sha256(newDigest().digest(message));
    }

    /// Takes 32 bytes as a hash value; `IllegalArgumentException` for any other length.
    public static Sha256 copyOf(byte[] value) {
        if (value.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 value has 32 bytes, not " + value.length);
        }
        return new Sha256(value.clone());
    }

    /// Takes the 32 bytes that start at `offset`.
    public static Sha256 copyOf(byte[] array, int offset) {
        if (offset < 0 || offset > array.length - LENGTH) {
            throw new IllegalArgumentException(
                    "no 32 bytes at offset " + offset + " of " + array.length);
        }
        return new Sha256(Arrays.copyOfRange(array, offset, offset + LENGTH));
    }

    /// Reads 64 hexadecimal digits.
    public static Sha256 ofHex(String hex) {
        return copyOf(HexFormat.of().parseHex(hex));
    }

    static Sha256 ofOwned(byte[] value) {
        return new Sha256(value);
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// A copy of the 32 bytes.
    public byte[] bytes() {
        return value.clone();
    }

    /// Writes the 32 bytes to `target` at `offset`.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(value, 0, target, offset, LENGTH);
    }

    /// True if the 32 bytes at `offset` are this value.
    public boolean matches(byte[] array, int offset) {
        return offset >= 0
                && offset <= array.length - LENGTH
                && Arrays.equals(value, 0, LENGTH, array, offset, offset + LENGTH);
    }

    void update(MessageDigest digest) {
        digest.update(value, 0, LENGTH);
    }

    /// 64 lower-case hexadecimal digits.
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    /// Standard base64 with padding, 44 characters.
    public String base64() {
        return Base64.getEncoder().encodeToString(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
