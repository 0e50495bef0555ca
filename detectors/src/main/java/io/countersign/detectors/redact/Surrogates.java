package io.countersign.detectors.redact;

import io.countersign.detectors.phi.SurrogateShape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Reversible stand-ins for values: the value itself, encrypted under a key, behind its type and a
/// handle. Nothing is stored anywhere; whoever has the key has the values.
///
/// ```
/// K[p]    = HMAC-SHA256(key, "countersign surrogate " p 00 01)                           p: handle, check, stream
/// handle  = first 30 bits of HMAC-SHA256(K[handle], type 00 normalised)
/// check   = first 5 bytes of HMAC-SHA256(K[check], type 00 handle bare value)            bare: 01 for a JSON number, else 00
/// cipher  = value xor HMAC-SHA256(K[stream], type 00 handle check counter(4)) ...        counter from 0, big endian
/// code    = check cipher                                                                 in symbols of five bits, zeros behind
/// ```
///
/// The same value has the same surrogate under the same key, and spellings of one value share the
/// handle. So a surrogate tells which values are equal and how long they are, and no more to anyone
/// without the key. They are not the tokens of the log, and cannot be joined with them.
/// [SurrogateShape] has the grammar. For one thread at a time.
public final class Surrogates {
    /// Bytes of the key.
    public static final int KEY_BYTES = 32;

    private static final String HMAC = "HmacSHA256";
    private static final int BLOCK = 32;

    private final Mac handles;
    private final Mac checks;
    private final Mac streams;

    /// @param key of [#KEY_BYTES] bytes; not kept
    public Surrogates(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
        }
        handles = derived(key, "handle");
        checks = derived(key, "check");
        streams = derived(key, "stream");
    }

    private static Mac derived(byte[] key, String purpose) {
        try {
            Mac derive = Mac.getInstance(HMAC);
            derive.init(new SecretKeySpec(key, HMAC));
            derive.update(("countersign surrogate " + purpose).getBytes(StandardCharsets.US_ASCII));
            byte[] derived = derive.doFinal(new byte[] {0, 1});
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(derived, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing", e);
        }
    }

    /// The surrogate of a value.
    ///
    /// @param type name of its info type, or [SurrogateShape#ENCODED_TYPE] for Base64
    /// @param normalised the value in the spelling that all its spellings share
    /// @param raw the bytes that are replaced, at most [SurrogateShape#MAX_VALUE_BYTES]
    /// @param bare whether they are a JSON number
    public String surrogate(String type, String normalised, byte[] raw, boolean bare) {
        if (raw.length > SurrogateShape.MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("the value is too long for a surrogate");
        }
        handles.update(type.getBytes(StandardCharsets.US_ASCII));
        handles.update((byte) 0);
        byte[] hash = handles.doFinal(normalised.getBytes(StandardCharsets.UTF_8));
        String handle = symbols(hash, 0, SurrogateShape.HANDLE_SYMBOLS);
        byte[] check = check(type, handle, bare, raw);
        byte[] code = new byte[check.length + raw.length];
        System.arraycopy(check, 0, code, 0, check.length);
        System.arraycopy(raw, 0, code, check.length, raw.length);
        encrypt(type, handle, check, code);

        boolean encoded = type.equals(SurrogateShape.ENCODED_TYPE);
        StringBuilder text = new StringBuilder(encoded ? SurrogateShape.ENCODED_MARK : type + "_");
        text.append(handle).append(encoded ? "" : "_");
        appendLength(text, 2 * raw.length + (bare ? 1 : 0));
        text.append(symbols(code, 0, SurrogateShape.codeSymbols(raw.length)));
        while (encoded && text.length() % 4 != 0) {
            text.append('0');
        }
        return text.toString();
    }

    private byte[] check(String type, String handle, boolean bare, byte[] raw) {
        checks.update(type.getBytes(StandardCharsets.US_ASCII));
        checks.update((byte) 0);
        checks.update(handle.getBytes(StandardCharsets.US_ASCII));
        checks.update((byte) (bare ? 1 : 0));
        return Arrays.copyOf(checks.doFinal(raw), SurrogateShape.CHECK_BYTES);
    }

    /// Encrypts or decrypts what stands behind the check.
    private void encrypt(String type, String handle, byte[] check, byte[] code) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        byte[] grip = handle.getBytes(StandardCharsets.US_ASCII);
        for (int at = check.length, counter = 0; at < code.length; at += BLOCK, counter++) {
            streams.update(name);
            streams.update((byte) 0);
            streams.update(grip);
            streams.update(check);
            byte[] block =
                    streams.doFinal(
                            new byte[] {
                                (byte) (counter >>> 24),
                                (byte) (counter >>> 16),
                                (byte) (counter >>> 8),
                                (byte) counter
                            });
            for (int i = 0; i < BLOCK && at + i < code.length; i++) {
                code[at + i] ^= block[i];
            }
        }
    }

    private static void appendLength(StringBuilder text, int length) {
        int digits = Math.max(1, (32 - Integer.numberOfLeadingZeros(length) + 3) / 4);
        for (int i = digits - 1; i >= 0; i--) {
            int nibble = (length >>> (4 * i)) & 15;
            text.append(SurrogateShape.symbol(i > 0 ? nibble + 16 : nibble));
        }
    }

    /// Five bits a symbol, the first bit first; zeros behind the last byte.
    private static String symbols(byte[] bytes, int from, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            int value = 0;
            for (int bit = 0; bit < 5; bit++) {
                long at = 5L * i + bit;
                int index = from + (int) (at >> 3);
                int one = index < bytes.length ? (bytes[index] >> (7 - (int) (at & 7))) & 1 : 0;
                value = value << 1 | one;
            }
            text.append(SurrogateShape.symbol(value));
        }
        return text.toString();
    }

    /// A text with its surrogates turned back into their values: PHI again.
    public static final class Restored {
        private final byte[] text;
        private final int count;

        Restored(byte[] text, int count) {
            this.text = text;
            this.count = count;
        }

        /// Not copied; readers must not change it.
        public byte[] text() {
            return text;
        }

        /// How many surrogates there were.
        public int count() {
            return count;
        }

        @Override
        public String toString() {
            return "Restored[" + count + " values in " + text.length + " bytes]";
        }
    }

    /// Turns surrogates back, also those that stand in Base64 text. What only looks like one, or
    /// was made under another key, stays.
    public Restored restore(byte[] text) {
        List<Genuine> all = new ArrayList<>(genuine(text));
        all.addAll(new EncodedSurrogates(this).in(text));
        all.sort(Comparator.comparingInt(Genuine::start));
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        int count = 0;
        int copied = 0;
        for (Genuine one : all) {
            if (one.start() < copied) {
                continue;
            }
            int quote = one.quote(text, copied);
            out.write(text, copied, one.start() - quote - copied);
            out.writeBytes(one.value());
            copied = one.end() + quote;
            count++;
        }
        out.write(text, copied, text.length - copied);
        return new Restored(out.toByteArray(), count);
    }

    /// The surrogates under this key that stand in the text as they are, in its order.
    List<Genuine> genuine(byte[] text) {
        List<Genuine> found = new ArrayList<>();
        int readTo = 0;
        for (int at = 0; at < text.length; at++) {
            if (text[at] != '_' && text[at] != 'C') {
                continue;
            }
            for (SurrogateShape shape : SurrogateShape.at(text, readTo, text.length, at)) {
                Optional<byte[]> value = value(text, shape);
                if (value.isPresent()) {
                    found.add(
                            new Genuine(
                                    shape.start(),
                                    shape.end(),
                                    value.get(),
                                    shape.bareNumber(),
                                    false));
                    readTo = shape.end();
                    at = readTo - 1;
                    break;
                }
            }
        }
        return found;
    }

    /// How many stand in Base64 text and begin between two places.
    int encodedBetween(byte[] text, int from, int to) {
        return (int)
                new EncodedSurrogates(this)
                        .in(text).stream()
                                .filter(one -> one.start() >= from && one.start() < to)
                                .count();
    }

    /// Whether the shape is a surrogate under this key.
    boolean genuine(byte[] text, SurrogateShape shape) {
        return value(text, shape).isPresent();
    }

    private Optional<byte[]> value(byte[] text, SurrogateShape shape) {
        byte[] code = new byte[SurrogateShape.CHECK_BYTES + shape.valueBytes()];
        int buffer = 0;
        int bits = 0;
        int n = 0;
        int symbols = SurrogateShape.codeSymbols(shape.valueBytes());
        for (int i = 0; i < symbols; i++) {
            buffer = buffer << 5 | SurrogateShape.value(text[shape.codeAt() + i]);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                code[n++] = (byte) (buffer >> bits);
            }
            buffer &= (1 << bits) - 1;
        }
        if (buffer != 0) {
            return Optional.empty();
        }
        String handle =
                new String(
                        text,
                        shape.handleAt(),
                        SurrogateShape.HANDLE_SYMBOLS,
                        StandardCharsets.US_ASCII);
        byte[] check = Arrays.copyOf(code, SurrogateShape.CHECK_BYTES);
        encrypt(shape.type(), handle, check, code);
        byte[] value = Arrays.copyOfRange(code, SurrogateShape.CHECK_BYTES, code.length);
        return Arrays.equals(check, check(shape.type(), handle, shape.bareNumber(), value))
                ? Optional.of(value)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "Surrogates[redacted]";
    }
}
