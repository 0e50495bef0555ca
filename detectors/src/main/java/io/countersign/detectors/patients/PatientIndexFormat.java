package io.countersign.detectors.patients;

/// The bytes of a patient index, `docs/spec/patient-index.md`. All numbers are big endian.
///
/// ```
/// index     = header directory tokens patients tag
/// header    = "CSPATIDX" version(4) bucketBits(4) tokens(8) patients(8) created(8) unique(16) keyCheck(8)
/// directory = (2^bucketBits + 1) of start(4)     number of the first token of the bucket, and the number of tokens
/// token     = prefilter(8) confirm(8) patient(4)  in the order of prefilter, confirm and patient, unsigned
/// patient   = AES-128(K[record], length(1) mrn(15))
/// tag       = HMAC-SHA256(K[file], SHA-256(header directory tokens patients))
/// ```
final class PatientIndexFormat {
    static final byte[] MAGIC = {'C', 'S', 'P', 'A', 'T', 'I', 'D', 'X'};
    static final int VERSION = 1;
    static final int HEADER_BYTES = 64;
    static final int VERSION_AT = 8;
    static final int BUCKET_BITS_AT = 12;
    static final int TOKENS_AT = 16;
    static final int PATIENTS_AT = 24;
    static final int CREATED_AT = 32;
    static final int UNIQUE_AT = 40;
    static final int UNIQUE_BYTES = 16;
    static final int KEY_CHECK_AT = 56;
    static final int KEY_CHECK_BYTES = 8;
    static final int START_BYTES = 4;
    static final int TOKEN_BYTES = 20;
    static final int CONFIRM_AT = 8;
    static final int CONFIRM_BYTES = 8;
    static final int PATIENT_AT = 16;
    static final int PATIENT_BYTES = 16;
    static final int MAX_MRN_BYTES = PATIENT_BYTES - 1;
    static final int TAG_BYTES = 32;
    static final int MAX_BUCKET_BITS = 27;
    static final int TOKENS_PER_BUCKET = 16;

    private PatientIndexFormat() {}

    static int bucketBits(long tokens) {
        int bits = 0;
        while (bits < MAX_BUCKET_BITS && (long) TOKENS_PER_BUCKET << (bits + 1) <= tokens) {
            bits++;
        }
        return bits;
    }

    static long bucket(long prefilter, int bits) {
        return bits == 0 ? 0 : prefilter >>> (64 - bits);
    }

    static long tokensAt(int bits) {
        return HEADER_BYTES + ((1L << bits) + 1) * START_BYTES;
    }

    static long size(int bits, long tokens, long patients) {
        return tokensAt(bits) + tokens * TOKEN_BYTES + patients * PATIENT_BYTES + TAG_BYTES;
    }
}
