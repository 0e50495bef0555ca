package io.countersign.audit.note;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// One signature line of a note: `— name base64(key id || signature)`, where the dash is U+2014.
public final class NoteSignature {
    static final String LINE_START = "\u2014 ";

    /// Large enough for ML-DSA-87 with a time stamp.
    static final int MAX_SIGNATURE_BYTES = 8192;

    private static final int KEY_ID_BYTES = 4;

    private final String name;
    private final int keyId;
    private final byte[] signature;

    public NoteSignature(String name, int keyId, byte[] signature) {
        if (!KeyName.isValid(name)) {
            throw new IllegalArgumentException(
                    "a key name is not empty and has no space and no plus sign");
        }
        if (signature.length == 0 || signature.length > MAX_SIGNATURE_BYTES) {
            throw new IllegalArgumentException(
                    "a signature has 1 to 8192 bytes, not " + signature.length);
        }
        this.name = name;
        this.keyId = keyId;
        this.signature = signature.clone();
    }

    /// Reads a line without its end.
    static NoteSignature parse(String line) throws MalformedNoteException {
        if (!line.startsWith(LINE_START)) {
            throw new MalformedNoteException("a signature line starts with U+2014 and a space");
        }
        String rest = line.substring(LINE_START.length());
        int space = rest.indexOf(' ');
        if (space < 0 || !KeyName.isValid(rest.substring(0, space))) {
            throw new MalformedNoteException("a signature line is a key name, a space and base64");
        }
        byte[] payload =
                StrictBase64.decode(rest.substring(space + 1), "a signature line ends with base64");
        if (payload.length <= KEY_ID_BYTES || payload.length > KEY_ID_BYTES + MAX_SIGNATURE_BYTES) {
            throw new MalformedNoteException("a signature line holds a key id and a signature");
        }
        return new NoteSignature(
                rest.substring(0, space),
                ByteBuffer.wrap(payload).getInt(),
                Arrays.copyOfRange(payload, KEY_ID_BYTES, payload.length));
    }

    public String name() {
        return name;
    }

    public int keyId() {
        return keyId;
    }

    public byte[] signature() {
        return signature.clone();
    }

    /// The time that a cosignature bears, as yet unverified; of no meaning in lines of other types.
    public Optional<Instant> time() {
        return Cosignature.time(signature);
    }

    /// True if the line claims to be by that key.
    public boolean isBy(VerifierKey key) {
        return keyId == key.keyId() && name.equals(key.name());
    }

    /// The line with its end.
    String line() {
        byte[] payload =
                ByteBuffer.allocate(KEY_ID_BYTES + signature.length)
                        .putInt(keyId)
                        .put(signature)
                        .array();
        return LINE_START + name + " " + Base64.getEncoder().encodeToString(payload) + "\n";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature that
                && name.equals(that.name)
                && keyId == that.keyId
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return keyId;
    }

    @Override
    public String toString() {
        return name + "+" + HexFormat.of().toHexDigits(keyId);
    }
}
