package io.countersign.topology;

import io.countersign.detectors.patients.PatientIndex;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.sources.InputFormats;
import io.countersign.topology.chain.ChainConfig;
import io.countersign.topology.chain.ChainProbe;
import io.countersign.topology.steps.Protect;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serializer;

/// What the audit topology is made of. Suppliers are called once for each task, on the stream
/// thread.
///
/// @param chain what all chains share
/// @param probe asks the broker at the start of each task
/// @param policies verifies and decodes policy records
/// @param identities verifies and decodes the parts of the directory of people
/// @param schemas schemas of the control topic
/// @param protect tokens and evidence keys
/// @param incarnations random, new for each owner of a chain
/// @param evidenceSerializer for the evidence topic
/// @param patients the patient index in force, asked at each event by every stream thread
/// @param formats what the raw records may be
public record AuditParts(
        ChainConfig chain,
        ChainProbe probe,
        PolicyVerifier policies,
        IdentityVerifier identities,
        SchemaResolver schemas,
        Supplier<Protect> protect,
        Supplier<Incarnation> incarnations,
        Serializer<EvidenceEnvelope> evidenceSerializer,
        Supplier<Optional<PatientIndex>> patients,
        InputFormats formats) {}
