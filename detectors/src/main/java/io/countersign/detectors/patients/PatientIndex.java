package io.countersign.detectors.patients;

import static io.countersign.detectors.patients.PatientIndexFormat.BUCKET_BITS_AT;
import static io.countersign.detectors.patients.PatientIndexFormat.CONFIRM_AT;
import static io.countersign.detectors.patients.PatientIndexFormat.CONFIRM_BYTES;
import static io.countersign.detectors.patients.PatientIndexFormat.CREATED_AT;
import static io.countersign.detectors.patients.PatientIndexFormat.HEADER_BYTES;
import static io.countersign.detectors.patients.PatientIndexFormat.KEY_CHECK_AT;
import static io.countersign.detectors.patients.PatientIndexFormat.KEY_CHECK_BYTES;
import static io.countersign.detectors.patients.PatientIndexFormat.MAGIC;
import static io.countersign.detectors.patients.PatientIndexFormat.MAX_BUCKET_BITS;
import static io.countersign.detectors.patients.PatientIndexFormat.PATIENTS_AT;
import static io.countersign.detectors.patients.PatientIndexFormat.PATIENT_AT;
import static io.countersign.detectors.patients.PatientIndexFormat.PATIENT_BYTES;
import static io.countersign.detectors.patients.PatientIndexFormat.START_BYTES;
import static io.countersign.detectors.patients.PatientIndexFormat.TAG_BYTES;
import static io.countersign.detectors.patients.PatientIndexFormat.TOKENS_AT;
import static io.countersign.detectors.patients.PatientIndexFormat.TOKEN_BYTES;
import static io.countersign.detectors.patients.PatientIndexFormat.UNIQUE_AT;
import static io.countersign.detectors.patients.PatientIndexFormat.VERSION;
import static io.countersign.detectors.patients.PatientIndexFormat.VERSION_AT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/// The hospital's patients, by keyed tokens: says whose a value is, and tells nothing to whoever
/// lacks the key. Immutable; safe for any thread, each with a [Reader] of its own.
///
/// A value is first looked up by a keyed hash of 64 bits, which costs one step into a directory and
/// a search among some sixteen tokens; only where that hits, an HMAC is computed to confirm it.
public final class PatientIndex {
    /// After it an index no longer says that somebody is no patient: admissions since would be
    /// missing.
    public static final Duration FRESH = Duration.ofDays(2);

    /// A value that more patients share, such as the telephone of a nursing home, tells no patient.
    public static final int MAX_PATIENTS_OF_A_VALUE = 4;

    /// Values longer than this are no patient's.
    public static final int MAX_VALUE_BYTES = 200;

    private static final ValueLayout.OfLong LONGS =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INTS =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int CHUNK = 1 << 20;

    private final MemorySegment bytes;
    private final PatientKeys keys;
    private final int bucketBits;
    private final long tokens;
    private final long patients;
    private final long tokensAt;
    private final Instant created;
    private final byte[] sha256;

    private PatientIndex(MemorySegment bytes, PatientKeys keys, byte[] sha256) {
        this.bytes = bytes;
        this.keys = keys;
        this.sha256 = sha256;
        this.bucketBits = bytes.get(INTS, BUCKET_BITS_AT);
        this.tokens = bytes.get(LONGS, TOKENS_AT);
        this.patients = bytes.get(LONGS, PATIENTS_AT);
        this.tokensAt = PatientIndexFormat.tokensAt(bucketBits);
        this.created = Instant.ofEpochMilli(bytes.get(LONGS, CREATED_AT));
    }

    /// Reads all of it once, to check that it is whole and of this key.
    ///
    /// @param bytes the file, such as a read-only mapping; it must not change
    /// @throws InvalidPatientIndexException where it is no index, none of this key, or damaged
    public static PatientIndex open(MemorySegment bytes, PatientKeys keys)
            throws InvalidPatientIndexException {
        if (bytes.byteSize() < HEADER_BYTES + TAG_BYTES
                || !Arrays.equals(
                        bytes.asSlice(0, MAGIC.length).toArray(ValueLayout.JAVA_BYTE), MAGIC)) {
            throw new InvalidPatientIndexException("it is no patient index");
        }
        if (bytes.get(INTS, VERSION_AT) != VERSION) {
            throw new InvalidPatientIndexException("it has a version that is not known here");
        }
        int bits = bytes.get(INTS, BUCKET_BITS_AT);
        long tokens = bytes.get(LONGS, TOKENS_AT);
        long patients = bytes.get(LONGS, PATIENTS_AT);
        if (bits < 0
                || bits > MAX_BUCKET_BITS
                || tokens < 0
                || tokens > Integer.MAX_VALUE
                || patients < 0
                || patients > Integer.MAX_VALUE
                || bytes.byteSize() != PatientIndexFormat.size(bits, tokens, patients)) {
            throw new InvalidPatientIndexException("its length is not what its header says");
        }
        byte[] header = bytes.asSlice(0, HEADER_BYTES).toArray(ValueLayout.JAVA_BYTE);
        if (!MessageDigest.isEqual(
                keyCheck(keys, header),
                Arrays.copyOfRange(header, KEY_CHECK_AT, KEY_CHECK_AT + KEY_CHECK_BYTES))) {
            throw new InvalidPatientIndexException("it was made with another token key");
        }
        return new PatientIndex(bytes, keys, digest(bytes, keys));
    }

    static byte[] keyCheck(PatientKeys keys, byte[] header) {
        Mac mac = keys.file();
        mac.update("key check".getBytes(StandardCharsets.US_ASCII));
        mac.update(header, UNIQUE_AT, PatientIndexFormat.UNIQUE_BYTES);
        return Arrays.copyOf(mac.doFinal(), KEY_CHECK_BYTES);
    }

    private static byte[] digest(MemorySegment bytes, PatientKeys keys)
            throws InvalidPatientIndexException {
        MessageDigest digest = sha256Digest();
        long end = bytes.byteSize() - TAG_BYTES;
        for (long at = 0; at < end; at += CHUNK) {
            digest.update(bytes.asSlice(at, Math.min(CHUNK, end - at)).asByteBuffer());
        }
        byte[] tag = bytes.asSlice(end, TAG_BYTES).toArray(ValueLayout.JAVA_BYTE);
        byte[] content;
        try {
            content = ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 cannot be copied", e);
        }
        if (!MessageDigest.isEqual(keys.file().doFinal(content), tag)) {
            throw new InvalidPatientIndexException("it is damaged: its tag does not hold");
        }
        return digest.digest(tag);
    }

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    public long tokens() {
        return tokens;
    }

    public long patients() {
        return patients;
    }

    /// When the patients were exported, by the loader's word.
    public Instant created() {
        return created;
    }

    /// SHA-256 of the whole file.
    public byte[] sha256() {
        return sha256.clone();
    }

    /// Whether the index may still say that somebody is no patient.
    public boolean fresh(Instant now) {
        return !created.plus(FRESH).isBefore(now);
    }

    /// For one thread.
    public Reader reader() {
        return new Reader();
    }

    @Override
    public String toString() {
        return "PatientIndex["
                + patients
                + " patients, "
                + tokens
                + " tokens, "
                + HexFormat.of().formatHex(sha256, 0, 4)
                + "]";
    }

    /// Looks values up. For one thread at a time.
    public final class Reader {
        private final SipHash prefilter = keys.prefilter();
        private final Mac confirm = keys.confirm();
        private final Cipher record = keys.record(Cipher.DECRYPT_MODE);
        private final byte[] value = new byte[1 + MAX_VALUE_BYTES];
        private final int[] found = new int[MAX_PATIENTS_OF_A_VALUE];

        private Reader() {}

        /// The index that this reads.
        public PatientIndex index() {
            return PatientIndex.this;
        }

        /// Whose a value is.
        ///
        /// @param text in the one spelling that [PatientIndexBuilder] was given
        /// @return numbers of patients, ascending; empty where it is nobody's, or more than
        ///   [#MAX_PATIENTS_OF_A_VALUE] have it
        public int[] patientsOf(TokenKind kind, String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return patientsOf(kind, utf8, utf8.length);
        }

        /// As above, with the value in the first `length` bytes of an array.
        public int[] patientsOf(TokenKind kind, byte[] text, int length) {
            if (length == 0 || length > MAX_VALUE_BYTES) {
                return NOBODY;
            }
            value[0] = kind.letter();
            System.arraycopy(text, 0, value, 1, length);
            long hash = prefilter.hash(value, 0, length + 1);
            long bucket = PatientIndexFormat.bucket(hash, bucketBits);
            long low = start(bucket);
            long end = start(bucket + 1);
            long high = end;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (Long.compareUnsigned(hashAt(middle), hash) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            if (low == end || hashAt(low) != hash) {
                return NOBODY;
            }
            return confirmed(low, end, hash, length + 1);
        }

        private int[] confirmed(long first, long end, long hash, int length) {
            confirm.update(value, 0, length);
            long expected = ByteBuffer.wrap(confirm.doFinal()).getLong();
            int count = 0;
            for (long i = first; i < end && hashAt(i) == hash; i++) {
                long at = tokensAt + i * TOKEN_BYTES;
                if (bytes.get(LONGS, at + CONFIRM_AT) == expected) {
                    if (count == found.length) {
                        return NOBODY;
                    }
                    found[count++] = bytes.get(INTS, at + PATIENT_AT);
                }
            }
            return Arrays.copyOf(found, count);
        }

        private long start(long bucket) {
            return Math.min(tokens, bytes.get(INTS, HEADER_BYTES + bucket * START_BYTES));
        }

        private long hashAt(long token) {
            return bytes.get(LONGS, tokensAt + token * TOKEN_BYTES);
        }

        /// A patient's MRN in its one spelling. This is PHI.
        public String mrn(int patient) {
            if (patient < 0 || patient >= patients) {
                throw new IllegalArgumentException("no such patient");
            }
            long at = tokensAt + tokens * TOKEN_BYTES + (long) patient * PATIENT_BYTES;
            try {
                byte[] plain =
                        record.doFinal(
                                bytes.asSlice(at, PATIENT_BYTES).toArray(ValueLayout.JAVA_BYTE));
                return new String(plain, 1, plain[0], StandardCharsets.UTF_8);
            } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
                throw new IllegalStateException("a patient's record cannot be read", e);
            }
        }

        @Override
        public String toString() {
            return "Reader of " + PatientIndex.this;
        }
    }

    private static final int[] NOBODY = {};

    static {
        if (CONFIRM_BYTES != Long.BYTES) {
            throw new IllegalStateException("the format and its reader differ");
        }
    }
}
