package io.countersign.audit.tokens;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.keys.SecretFile;
import io.countersign.schemas.Token;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Keyed tokens. One secret of 32 bytes lies in a key file; each year's keys derive from it, so
/// that any year's events can be tokenised and tokens of two years cannot be joined:
///
/// ```
/// K[purpose, year] = HMAC-SHA256(secret, "countersign " purpose 00 year(4, big-endian) 01)     HKDF-Expand, RFC 5869 2.3
/// token            = HMAC-SHA256(K["identifier", year], type 00 value)
/// payloadDigest    = HMAC-SHA256(K["payload", year], payload)
/// sourceProof      = HMAC-SHA256(K["source", 1970], format 00 source-id 00 source-seq(8) payload)
/// drillProof       = HMAC-SHA256(K["drill", 1970], id 00 minute(8))
/// payloadMark      = SipHash-2-4(first 16 bytes of K["mark", 0], payload)
/// ```
///
/// Tokens are derived from PHI and count as PHI. Safe for any thread: each keeps its own keyed
/// Macs, of at most [#MAX_YEARS_KEPT] years, since the years come from events and anybody may write
/// events.
public final class TokenKeys {
    /// Labels the key file.
    public static final String LABEL = "countersign-token-key";

    public static final int MIN_YEAR = 1970;
    public static final int MAX_YEAR = 9999;

    /// Keyed Macs per thread and purpose; the least recently used goes first.
    public static final int MAX_YEARS_KEPT = 16;

    private static final String HMAC = "HmacSHA256";

    /// Marks are compared with those of the last records, over the turn of a year too.
    private static final int NO_YEAR = 0;

    private final SecretKeySpec secret;
    private final ThreadLocal<Macs> identifiers;
    private final ThreadLocal<Macs> payloads;
    private final ThreadLocal<Macs> proofs;
    private final ThreadLocal<Macs> drills;
    private final SipHash marks;

    private TokenKeys(byte[] secret) {
        this.secret = new SecretKeySpec(secret, HMAC);
        this.identifiers = ThreadLocal.withInitial(() -> new Macs("identifier"));
        this.payloads = ThreadLocal.withInitial(() -> new Macs("payload"));
        this.proofs = ThreadLocal.withInitial(() -> new Macs("source"));
        this.drills = ThreadLocal.withInitial(() -> new Macs("drill"));
        this.marks = new SipHash(key("mark", NO_YEAR));
    }

    /// Reads the key file; refuses one that the group or others may read.
    public static TokenKeys load(Path file) throws IOException {
        return new TokenKeys(SecretFile.read(file, LABEL));
    }

    /// Reads the key file and draws it first, with mode 0600, where there is none.
    public static TokenKeys loadOrCreate(Path file, SecureRandom random) throws IOException {
        if (!file.toFile().exists()) {
            SecretFile.create(file, LABEL, random);
        }
        return load(file);
    }

    /// The token of an identifier.
    ///
    /// @param year of the event, 1970 to 9999, in UTC
    /// @param infoType such as `MRN`: 1 to 64 of `A-Z 0-9 _`
    /// @param normalisedValue the value in its info type's normal form; an MRN's begins with its
    ///   facility
    public Token token(int year, String infoType, String normalisedValue) {
        if (!EntryGrammar.code(infoType)) {
            throw new IllegalArgumentException("not an info type");
        }
        // Both before the Mac is touched, which must never be left with half a message.
        byte[] type = infoType.getBytes(StandardCharsets.US_ASCII);
        byte[] value = normalisedValue.getBytes(StandardCharsets.UTF_8);
        Mac mac = identifiers.get().of(year);
        // An info type holds no 00, so that type and value cannot slide into each other.
        mac.update(type);
        mac.update((byte) 0);
        return new Token(mac.doFinal(value));
    }

    /// The keyed digest of a payload that itself stays outside the log. Never equal to a token.
    ///
    /// @param year of the append time, 1970 to 9999, in UTC
    public Token payloadDigest(int year, byte[] payload) {
        Objects.requireNonNull(payload, "payload");
        return new Token(payloads.get().of(year).doFinal(payload));
    }

    /// The same digest of a payload that comes in pieces and is too large to be held.
    public PayloadDigest payloadDigest(int year) {
        return new PayloadDigest(keyed("payload", year));
    }

    /// One payload's digest while its pieces come. For one thread.
    public static final class PayloadDigest {
        private final Mac mac;

        private PayloadDigest(Mac mac) {
            this.mac = mac;
        }

        public void update(byte[] bytes, int offset, int length) {
            mac.update(bytes, offset, length);
        }

        /// Of all pieces; the last call.
        public Token token() {
            return new Token(mac.doFinal());
        }
    }

    /// Proves that intake knew the source of a record: see above. Whoever may write to the raw
    /// topics and has no token key can't make it. A record may wait over the turn of a year, so
    /// that the key has none.
    public byte[] sourceProof(String format, String sourceId, long sourceSeq, byte[] payload) {
        Mac mac = proofs.get().of(MIN_YEAR);
        mac.update(format.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(sourceId.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(sourceSeq).array());
        return mac.doFinal(payload);
    }

    /// Proves that a drill was begun by somebody who holds the token key.
    byte[] drillProof(String id, long minute) {
        Mac mac = drills.get().of(MIN_YEAR);
        mac.update(id.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(minute).array());
        return mac.doFinal();
    }

    /// Tells one payload from another where nothing but that is at stake, such as whether the same
    /// record came twice: keyed, but of 64 bits, and cheaper than [#payloadDigest]. Never part of
    /// an entry.
    public long payloadMark(byte[] payload) {
        return marks.of(payload);
    }

    /// The key of the patient index, of 32 bytes, which has no year: a patient stays one for more
    /// than a year. `HMAC-SHA256(secret, "countersign patient-index" 00 01)`, which no year's key
    /// can be, being shorter.
    public byte[] patientIndexKey() {
        try {
            Mac derive = Mac.getInstance(HMAC);
            derive.init(secret);
            derive.update("countersign patient-index".getBytes(StandardCharsets.US_ASCII));
            return derive.doFinal(new byte[] {0, 1});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing", e);
        }
    }

    @Override
    public String toString() {
        return "TokenKeys[redacted]";
    }

    private Mac keyed(String purpose, int year) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key(purpose, year), HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing", e);
        }
    }

    private byte[] key(String purpose, int year) {
        try {
            Mac derive = Mac.getInstance(HMAC);
            derive.init(secret);
            derive.update(("countersign " + purpose).getBytes(StandardCharsets.US_ASCII));
            return derive.doFinal(
                    new byte[] {
                        0,
                        (byte) (year >>> 24),
                        (byte) (year >>> 16),
                        (byte) (year >>> 8),
                        (byte) year,
                        1
                    });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing", e);
        }
    }

    /// One thread's Macs of one purpose.
    private final class Macs {
        private final String purpose;
        private final Map<Integer, Mac> byYear =
                new LinkedHashMap<>(MAX_YEARS_KEPT * 2, 0.75f, true);
        private int lastYear = -1;
        private @Nullable Mac last;

        Macs(String purpose) {
            this.purpose = purpose;
        }

        Mac of(int year) {
            Mac mac = last;
            if (year == lastYear && mac != null) {
                return mac;
            }
            if (year < MIN_YEAR || year > MAX_YEAR) {
                throw new IllegalArgumentException("year " + year);
            }
            mac = byYear.computeIfAbsent(year, y -> keyed(purpose, y));
            if (byYear.size() > MAX_YEARS_KEPT) {
                byYear.remove(byYear.keySet().iterator().next());
            }
            lastYear = year;
            last = mac;
            return mac;
        }
    }
}
