package io.countersign.audit.evidence;

/// What came of opening an envelope.
public sealed interface Opening {
    /// The envelope is the one that the entry refers to, unaltered and in its place.
    final class Opened implements Opening {
        private final byte[] plaintext;

        Opened(byte[] plaintext) {
            this.plaintext = plaintext;
        }

        /// PHI: for a chained access only. The array is the caller's.
        public byte[] plaintext() {
            return plaintext.clone();
        }

        @Override
        public String toString() {
            return "Opened[" + plaintext.length + " bytes]";
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
