package io.countersign.audit.note;

import io.countersign.audit.merkle.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A public key in the form that verifiers exchange, a *vkey*: `name+hex8(key id)+base64(type ||
/// public key)`.
///
/// The key id is the first four bytes, big-endian, of `SHA256(name || 0A || type || public key)`;
/// for [KeyType#ECDSA] of `SHA256(public key)`. It only finds the right key quickly: it is no proof
/// of anything. Types that this program cannot check are carried along; [NoteVerifier#of] refuses
/// them.
public final class VerifierKey {
    /// Public keys beyond this length are refused; ML-DSA-87's has 2,592 bytes.
    public static final int MAX_PUBLIC_KEY_BYTES = 4096;

    private static final int KEY_ID_DIGITS = 8;

    private final String name;
    private final byte type;
    private final byte[] publicKey;
    private final int keyId;

    /// `IllegalArgumentException` where the name or the length of the key is not allowed.
    public VerifierKey(String name, byte type, byte[] publicKey) {
        if (!KeyName.isValid(name)) {
            throw new IllegalArgumentException(
                    "a key name is not empty and has no space and no plus sign");
        }
        if (publicKey.length == 0 || publicKey.length > MAX_PUBLIC_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a public key has 1 to 4096 bytes, not " + publicKey.length);
        }
        this.name = name;
        this.type = type;
        this.publicKey = publicKey.clone();
        this.keyId = keyId(name, type, publicKey);
    }

    public VerifierKey(String name, KeyType type, byte[] publicKey) {
        this(name, type.number(), publicKey);
    }

    /// Reads a vkey without surrounding white space; the key id that it states must be that of the
    /// key.
    public static VerifierKey parse(String vkey) throws MalformedNoteException {
        // The name has no plus sign, the base64 may have some.
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3 || parts[1].length() != KEY_ID_DIGITS || !KeyName.isValid(parts[0])) {
            throw new MalformedNoteException("a vkey is name+8 hexadecimal digits+base64");
        }
        byte[] typeAndKey = StrictBase64.decode(parts[2], "a vkey ends with base64");
        if (typeAndKey.length < 2 || typeAndKey.length > MAX_PUBLIC_KEY_BYTES + 1) {
            throw new MalformedNoteException("a vkey holds a type byte and a public key");
        }
        VerifierKey key =
                new VerifierKey(
                        parts[0],
                        typeAndKey[0],
                        Arrays.copyOfRange(typeAndKey, 1, typeAndKey.length));
        if (!parts[1].equals(HexFormat.of().toHexDigits(key.keyId))) {
            throw new MalformedNoteException("the key id of a vkey is not that of its key");
        }
        return key;
    }

    private static int keyId(String name, byte type, byte[] publicKey) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        if (type != KeyType.ECDSA.number()) {
            message.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            message.write('\n');
            message.write(type);
        }
        message.writeBytes(publicKey);
        return ByteBuffer.wrap(Sha256.of(message.toByteArray()).bytes()).getInt();
    }

    /// The same public key under another name.
    public VerifierKey named(String other) {
        return new VerifierKey(other, type, publicKey);
    }

    public String name() {
        return name;
    }

    /// The signature type's number.
    public byte type() {
        return type;
    }

    /// True if the key is of that type.
    public boolean is(KeyType keyType) {
        return type == keyType.number();
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    public int keyId() {
        return keyId;
    }

    /// The vkey, one line without its end.
    public String vkey() {
        byte[] typeAndKey = new byte[1 + publicKey.length];
        typeAndKey[0] = type;
        System.arraycopy(publicKey, 0, typeAndKey, 1, publicKey.length);
        return name
                + "+"
                + HexFormat.of().toHexDigits(keyId)
                + "+"
                + Base64.getEncoder().encodeToString(typeAndKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return keyId;
    }

    @Override
    public String toString() {
        return vkey();
    }
}
