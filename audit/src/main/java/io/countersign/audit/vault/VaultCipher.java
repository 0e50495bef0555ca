package io.countersign.audit.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// One of the two keys of one vault file, drawn for it alone: AES-256-GCM, whose nonces are places
/// and so never meet twice. Belongs to one thread.
final class VaultCipher {
    static final int KEY_BYTES = 32;
    static final int WRAPPED_BYTES = KEY_BYTES + 8;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private static final String AES = "AES";
    private static final String HMAC = "HmacSHA256";
    private static final byte[] TAG_LABEL =
            "countersign vault tag".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec key;
    private final Cipher cipher;

    /// @param key copied
    VaultCipher(byte[] key) {
        this.key = new SecretKeySpec(key, AES);
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is missing", e);
        }
    }

    byte[] seal(byte[] nonce, byte[] context, byte[] plain) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
            cipher.updateAAD(context);
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES failed", e);
        }
    }

    /// @return empty where the box is not the one that was sealed for this nonce and context
    Optional<byte[]> open(byte[] nonce, byte[] context, byte[] box) {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
            cipher.updateAAD(context);
            return Optional.of(cipher.doFinal(box));
        } catch (GeneralSecurityException _another) {
            return Optional.empty();
        }
    }

    /// The tag of a whole file.
    ///
    /// @param sha256 of what comes before the tag
    byte[] tag(byte[] sha256) {
        try {
            Mac derive = Mac.getInstance(HMAC);
            derive.init(new SecretKeySpec(key.getEncoded(), HMAC));
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(derive.doFinal(TAG_LABEL), HMAC));
            return mac.doFinal(sha256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing", e);
        }
    }

    /// This key, wrapped (RFC 3394).
    byte[] wrappedUnder(byte[] kek) {
        try {
            Cipher wrap = Cipher.getInstance("AES/KW/NoPadding");
            wrap.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, AES));
            return wrap.wrap(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key wrap failed", e);
        }
    }

    /// @return empty where it was wrapped under another key
    static Optional<VaultCipher> unwrap(byte[] wrapped, byte[] kek) {
        byte[] plain = new byte[0];
        try {
            Cipher wrap = Cipher.getInstance("AES/KW/NoPadding");
            wrap.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek, AES));
            plain = wrap.unwrap(wrapped, AES, Cipher.SECRET_KEY).getEncoded();
            return plain.length == KEY_BYTES
                    ? Optional.of(new VaultCipher(plain))
                    : Optional.empty();
        } catch (GeneralSecurityException _another) {
            return Optional.empty();
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /// The first bytes of a header's wrapped key.
    static byte[] wrapped(ByteBuffer header) {
        byte[] wrapped = new byte[WRAPPED_BYTES];
        header.get(wrapped);
        return wrapped;
    }

    @Override
    public String toString() {
        return "VaultCipher[redacted]";
    }
}
