package io.countersign.detectors.patients;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The keys of a patient index, derived from one of 32 bytes. [#toString()] shows none of it.
///
/// ```
/// K[p] = HMAC-SHA256(key, p 01)         p: prefilter (first 16 bytes), confirm, record (first 16 bytes), file
/// ```
public final class PatientKeys {
    public static final int KEY_BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final int SHORT_KEY_BYTES = 16;

    private final byte[] prefilter;
    private final byte[] confirm;
    private final byte[] record;
    private final byte[] file;

    /// @param key of [#KEY_BYTES] bytes; not kept
    public PatientKeys(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
        }
        prefilter = Arrays.copyOf(derive(key, "prefilter"), SHORT_KEY_BYTES);
        confirm = derive(key, "confirm");
        record = Arrays.copyOf(derive(key, "record"), SHORT_KEY_BYTES);
        file = derive(key, "file");
    }

    private static byte[] derive(byte[] key, String purpose) {
        Mac mac = mac(key);
        mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
        return mac.doFinal(new byte[] {1});
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing", e);
        }
    }

    SipHash prefilter() {
        return new SipHash(prefilter);
    }

    Mac confirm() {
        return mac(confirm);
    }

    Mac file() {
        return mac(file);
    }

    /// Of single blocks of 16 bytes. MRNs differ, so that equal blocks tell nothing.
    Cipher record(int mode) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(record, "AES"));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is missing", e);
        }
    }

    @Override
    public String toString() {
        return "PatientKeys[redacted]";
    }
}
