package io.countersign.detectors.destination;

import java.util.Optional;

/// How the account that a record shows stands to the register.
///
/// @param deciding the evidence that decided, where one did
record Standing(Kind kind, Optional<AccountEvidence> deciding) {
    enum Kind {
        OURS,
        FOREIGN,
        /// The record names several accounts of which not all can be right.
        CONFLICT,
        /// The register has no id of this form to compare with.
        NOT_COMPARABLE,
        /// The record shows no account.
        NONE
    }
}
