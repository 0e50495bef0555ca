package io.countersign.topology;

import io.countersign.detectors.identity.PeoplePart;

/// Verifies and decodes a signed part of the directory of people. Serves any thread.
@FunctionalInterface
public interface IdentityVerifier {
    /// @param key of the record on the identity topic
    /// @param signed its value
    Outcome verify(String key, byte[] signed);

    /// What reading came to.
    sealed interface Outcome {
        record Valid(PeoplePart part) implements Outcome {}

        /// @param code a stable code, such as IDENTITY_NO_TRUSTED_SIGNATURE
        record Refused(String code) implements Outcome {}
    }
}
