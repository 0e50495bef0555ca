package io.countersign.audit.verify;

import io.countersign.audit.witness.WitnessPolicy;
import java.util.Optional;

/// What witnesses say about a log, and whom to believe.
///
/// @param policy whose word the caller wants; empty: the check says that it could not be made
/// @param witnessed the newest checkpoint that witnesses cosigned, as it lies beside the log; it is
///   read before the log's own
public record WitnessEvidence(
        Optional<WitnessPolicy> policy, Optional<SignedCheckpoint> witnessed) {
    /// The bytes of a signed checkpoint, as yet unverified.
    public static final class SignedCheckpoint {
        private final byte[] note;

        public SignedCheckpoint(byte[] note) {
            this.note = note.clone();
        }

        byte[] note() {
            return note.clone();
        }
    }
}
