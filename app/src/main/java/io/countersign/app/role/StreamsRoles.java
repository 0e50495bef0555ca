package io.countersign.app.role;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.patients.PatientIndexFile;
import io.countersign.app.patients.PatientIndexInForce;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.Topics;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.serde.AvroSerdes;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.topology.AlertParts;
import io.countersign.topology.AlertTopology;
import io.countersign.topology.AuditParts;
import io.countersign.topology.AuditTopology;
import io.countersign.topology.PolicyVerifier;
import io.countersign.topology.StreamsSettings;
import io.countersign.topology.chain.ChainConfig;
import io.countersign.topology.chain.KafkaChainProbe;
import io.countersign.topology.steps.Protect;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/// The two Streams applications, wired.
public final class StreamsRoles {
    public static final String AUDIT = "audit";
    public static final String ALERT = "alert";

    private static final int GENERATION = 1;
    private static final int INCARNATION_BYTES = 16;

    private StreamsRoles() {}

    /// @throws IOException where the keys can't be read or made
    /// @throws MalformedNoteException where a configured signer is no vkey
    public static Role audit(Deployment deployment, PolicyVerifier policies, InstantSource clock)
            throws IOException, MalformedNoteException {
        SecureRandom random = new SecureRandom();
        KeyRing keys = KeyRing.of(deployment.configuration());
        TokenKeys tokens = keys.tokenKeys();
        EvidenceKeys evidence = keys.evidenceKeys();
        Admin admin = Admin.create(deployment.client());
        SchemaResolver schemas = deployment.schemas();
        Optional<PatientIndexInForce> index = patientIndex(deployment.configuration(), tokens);
        AuditParts parts =
                new AuditParts(
                        chains(deployment),
                        new KafkaChainProbe(admin, deployment::committedReader, schemas, clock),
                        policies,
                        Directories.verifier(deployment),
                        schemas,
                        () -> new Protect(tokens, new EvidenceSealer(evidence, random)),
                        () -> incarnation(random),
                        new AvroSerializer<>(EvidenceEnvelope.class, schemas),
                        patients(index),
                        SiteFormats.of(deployment.configuration()));
        StreamsSettings settings = settings(deployment, AUDIT, deployment.configuration().audit());
        StreamsRole streams =
                new StreamsRole(
                        AUDIT,
                        AuditTopology.build(parts),
                        settings,
                        clock,
                        () -> {
                            index.ifPresent(PatientIndexInForce::close);
                            admin.close();
                        });
        return new AuditRole(streams, new EvidenceKeeper(deployment, evidence, clock));
    }

    /// What all chains of the deployment share.
    public static ChainConfig chains(Deployment deployment) {
        return new ChainConfig(
                Topics.AUDIT_ENTRY,
                deployment.configuration().partitions(),
                GENERATION,
                AuditTopology.INPUTS,
                deployment
                        .schemas()
                        .idOf(
                                AvroSerdes.subject(Topics.AUDIT_ENTRY, false),
                                AuditEntry.getClassSchema()),
                deployment.build(),
                deployment.configurationHash());
    }

    private static Optional<PatientIndexInForce> patientIndex(
            Configuration configuration, TokenKeys tokens) throws IOException {
        if (configuration.patientIndex().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                PatientIndexInForce.watch(
                        configuration.resolve(configuration.patientIndex().get()),
                        PatientIndexFile.keys(tokens)));
    }

    private static Supplier<Optional<PatientIndex>> patients(Optional<PatientIndexInForce> index) {
        return () -> index.flatMap(PatientIndexInForce::get);
    }

    public static StreamsRole alert(
            Deployment deployment, PolicyVerifier policies, InstantSource clock) {
        SchemaResolver schemas = deployment.schemas();
        int partitionsOfMemory;
        try (Admin admin = Admin.create(deployment.client())) {
            partitionsOfMemory = TopicSetup.partitions(admin, Topics.WATCH);
        }
        AlertParts parts =
                new AlertParts(
                        partitionsOfMemory,
                        policies,
                        schemas,
                        new AvroSerializer<>(Alert.class, schemas),
                        new AvroSerializer<>(ControlRecord.class, schemas),
                        new AvroSerializer<>(WatchedEvent.class, schemas),
                        new AvroSerializer<>(RuleDay.class, schemas));
        return new StreamsRole(
                ALERT,
                AlertTopology.build(parts),
                settings(deployment, ALERT, deployment.configuration().alert()),
                clock,
                () -> {});
    }

    private static StreamsSettings settings(
            Deployment deployment, String role, Configuration.Streams streams) {
        return new StreamsSettings(
                streams.applicationId(),
                deployment.bootstrapServers(),
                deployment.state().resolve(role),
                streams.threads(),
                deployment.configuration().replicationFactor(),
                streams.commitInterval(),
                streams.sessionTimeout(),
                deployment.configuration().kafka().properties());
    }

    private static Incarnation incarnation(SecureRandom random) {
        byte[] bytes = new byte[INCARNATION_BYTES];
        random.nextBytes(bytes);
        return new Incarnation(bytes);
    }
}
