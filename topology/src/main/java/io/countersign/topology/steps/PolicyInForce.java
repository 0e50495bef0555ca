package io.countersign.topology.steps;

import io.countersign.detectors.destination.Policy;
import io.countersign.schemas.Hash;
import io.countersign.topology.alerts.Alerting;

/// The policy that judges, with its identity.
///
/// @param sha256 of the policy's bytes
/// @param policy catalogue, register and the site's own ids
/// @param alerting rules, severities and mutes
public record PolicyInForce(Hash sha256, Policy policy, Alerting alerting) {
    /// With alerts as shipped.
    public PolicyInForce(Hash sha256, Policy policy) {
        this(sha256, policy, Alerting.shipped());
    }
}
