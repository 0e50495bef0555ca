package io.countersign.audit.policy;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.PolicyDocument;
import java.util.List;

/// What opening a signed policy with trusted keys gave.
public sealed interface PolicyOpening {
    /// The policy is by these trusted keys.
    ///
    /// @param sha256 of the policy's bytes; every verdict names it
    record Trusted(PolicyDocument policy, Sha256 sha256, List<VerifierKey> by)
            implements PolicyOpening {
        public Trusted {
            by = List.copyOf(by);
        }
    }

    /// Nothing of it may be used.
    record Refused(Fault fault) implements PolicyOpening {}

    /// Why a policy was refused; the names are stable codes.
    enum Fault {
        /// More than [PolicyNote#MAX_BYTES].
        TOO_LARGE,
        /// No signature names a trusted key.
        NO_TRUSTED_SIGNATURE,
        /// A signature names a trusted key and is not by it.
        BAD_SIGNATURE,
        /// Signed, and yet no policy of the schema that this version reads.
        MALFORMED
    }
}
