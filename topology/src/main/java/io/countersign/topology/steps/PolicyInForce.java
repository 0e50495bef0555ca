package io.countersign.topology.steps;

import io.countersign.detectors.destination.Policy;
import io.countersign.schemas.Hash;

/// The policy that judges, with its identity.
///
/// @param sha256 of the policy's bytes
/// @param policy catalogue, register and the site's own ids
public record PolicyInForce(Hash sha256, Policy policy) {}
