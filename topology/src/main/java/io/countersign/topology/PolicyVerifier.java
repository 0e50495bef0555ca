package io.countersign.topology;

import io.countersign.topology.steps.PolicyInForce;

/// Verifies and decodes a signed policy record. Serves any thread.
@FunctionalInterface
public interface PolicyVerifier {
    /// @param signed the value of a record on the policy topic
    Outcome verify(byte[] signed);

    /// What reading came to.
    sealed interface Outcome {
        record Valid(PolicyInForce policy) implements Outcome {}

        /// @param code a stable code, such as SIGNATURE_INVALID
        record Refused(String code) implements Outcome {}
    }
}
