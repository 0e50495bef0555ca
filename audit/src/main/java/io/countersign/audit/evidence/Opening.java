package io.countersign.audit.evidence;

import java.util.Arrays;

/// What came of opening an envelope.
public sealed interface Opening {
    /// The envelope is the one that the entry refers to, unaltered and in its place.
    final class Opened implements Opening {
        private final byte[] inner;

        /// @param inner salt and plaintext, which the entry is committed to
        Opened(byte[] inner) {
            this.inner = inner;
        }

        /// PHI: for a chained access only. The array is the caller's.
        public byte[] plaintext() {
            return Arrays.copyOfRange(inner, Commitment.SALT_BYTES, inner.length);
        }

        /// With it and the plaintext anybody checks the entry's commitment ([Commitment]). The
        /// array is the caller's.
        public byte[] salt() {
            return Arrays.copyOf(inner, Commitment.SALT_BYTES);
        }

        @Override
        public String toString() {
            return "Opened[" + (inner.length - Commitment.SALT_BYTES) + " bytes]";
        }
    }

    /// It is not, and nothing of it is given out.
    record Refused(Reason reason) implements Opening {}

    /// Why an envelope was refused, in the order of the checks.
    enum Reason {
        /// The envelope names another chain, seq or key than the entry.
        WRONG_PLACE,
        /// The ciphertext is not the one whose hash the entry holds.
        WRONG_CIPHERTEXT,
        /// The key of that quarter is missing: never had, or shredded.
        NO_KEY,
        /// A part has a length that the format does not allow.
        MALFORMED,
        /// The wrapped data key is not one of that quarter's key.
        WRONG_KEY,
        /// The ciphertext was made for another place, or altered.
        NOT_AUTHENTIC,
        /// What decrypts is not what the entry is committed to.
        WRONG_COMMITMENT
    }
}
