package io.countersign.audit.evidence;

import io.countersign.audit.chain.ChainId;
import java.util.Base64;

/// The data key of one held record, sealed under the hold's key: a line of the hold's file.
///
/// @param chain of the entry whose evidence is held
/// @param seq of that entry
/// @param kid under which the evidence was sealed
/// @param wrap nonce, encrypted data key and tag, 60 bytes, in base64
public record HeldKey(String chain, long seq, String kid, String wrap) {
    static final int WRAP_BYTES =
            EnvelopeFormat.NONCE_BYTES
                    + EnvelopeFormat.DATA_KEY_BYTES
                    + EnvelopeFormat.TAG_BITS / 8;

    public HeldKey {
        ChainId.parse(chain);
        if (seq < 0
                || !EvidenceKeys.isKid(kid)
                || Base64.getDecoder().decode(wrap).length != WRAP_BYTES) {
            throw new IllegalArgumentException("not a line of a hold");
        }
    }

    String line() {
        return chain + " " + seq + " " + kid + " " + wrap + "\n";
    }

    static HeldKey parse(String line) {
        String[] parts = line.split(" ", 5);
        if (parts.length != 4) {
            throw new IllegalArgumentException("not a line of a hold");
        }
        return new HeldKey(parts[0], Long.parseLong(parts[1]), parts[2], parts[3]);
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(wrap);
    }

    /// Without the key.
    @Override
    public String toString() {
        return "HeldKey[" + chain + ":" + seq + "]";
    }
}
