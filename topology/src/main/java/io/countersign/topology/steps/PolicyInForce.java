package io.countersign.topology.steps;

import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.schemas.Hash;
import io.countersign.topology.alerts.Alerting;
import java.util.Optional;

/// The policy that judges, with its identity.
///
/// @param sha256 of the policy's bytes
/// @param policy catalogue, register and the site's own ids
/// @param alerting rules, severities and mutes
/// @param patientIndex SHA-256 of the only patient index that may be asked; empty: any
public record PolicyInForce(
        Hash sha256, Policy policy, Alerting alerting, Optional<Hash> patientIndex) {
    /// The code of an incident, and the reason where content was inspected without an index: the
    /// index here is another than the policy names.
    public static final String INDEX_OF_ANOTHER_POLICY = "PATIENT_INDEX_NOT_THE_POLICYS";

    /// The code of an incident: the policy names a patient index, and there is none here.
    public static final String INDEX_MISSING = "PATIENT_INDEX_MISSING";

    /// With alerts as shipped, and no patient index named.
    public PolicyInForce(Hash sha256, Policy policy) {
        this(sha256, policy, Alerting.shipped(), Optional.empty());
    }

    /// No patient index named.
    public PolicyInForce(Hash sha256, Policy policy, Alerting alerting) {
        this(sha256, policy, alerting, Optional.empty());
    }

    /// With alerts as shipped.
    public PolicyInForce(Hash sha256, Policy policy, Optional<Hash> patientIndex) {
        this(sha256, policy, Alerting.shipped(), patientIndex);
    }

    /// Whether an index may be asked under this policy.
    public boolean admits(PatientIndex index) {
        return patientIndex.isEmpty() || patientIndex.get().equals(new Hash(index.sha256()));
    }

    /// What is wrong with the index that is in force here; empty where it may be asked, or none is
    /// wanted.
    public Optional<String> faultOf(Optional<PatientIndex> index) {
        if (patientIndex.isEmpty()) {
            return Optional.empty();
        }
        if (index.isEmpty()) {
            return Optional.of(INDEX_MISSING);
        }
        return admits(index.get()) ? Optional.empty() : Optional.of(INDEX_OF_ANOTHER_POLICY);
    }
}
