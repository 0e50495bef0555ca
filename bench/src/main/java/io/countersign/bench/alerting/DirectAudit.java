package io.countersign.bench.alerting;

import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.bench.OneValueStore;
import io.countersign.bench.traffic.SimulatedRecord;
import io.countersign.detectors.destination.Destination;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.topology.AuditTopology;
import io.countersign.topology.OpenSessions;
import io.countersign.topology.RecentAccounts;
import io.countersign.topology.chain.Chain;
import io.countersign.topology.chain.ChainConfig;
import io.countersign.topology.chain.ChainProbe;
import io.countersign.topology.chain.ChainStore;
import io.countersign.topology.steps.Inspect;
import io.countersign.topology.steps.Intake;
import io.countersign.topology.steps.Judge;
import io.countersign.topology.steps.Locate;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import io.countersign.topology.steps.Protect;
import io.countersign.topology.steps.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The audit topology's steps in their order, on one chain, without Kafka Streams around them: a
/// day of ten thousand people in seconds instead of minutes. It is the same code but for the nodes
/// that carry records from step to step; `DirectAuditIsTheAuditTopologyTest` runs both on the same
/// records and compares the entries.
final class DirectAudit {
    private static final int INCARNATION_BYTES = 16;

    private final PolicyInForce policy;
    private final Intake intake = new Intake(io.countersign.sources.InputFormats.builtIn());
    private final Inspect inspect = new Inspect();
    private final OpenSessions sessions = new OpenSessions();
    private final RecentAccounts accounts = new RecentAccounts();
    private final Protect protect;
    private final Chain chain;
    private final Map<String, Long> offsets = new HashMap<>();

    /// @param keys a folder for tokens and evidence keys
    /// @param entries takes each entry as it goes onto the entry topic
    DirectAudit(PolicyInForce policy, Path keys, Consumer<byte[]> entries) throws IOException {
        this.policy = policy;
        this.protect = protect(keys);
        this.chain =
                new ChainStore(new OneValueStore(), 0)
                        .resume(
                                config(),
                                new ChainProbe.Probed(Optional.empty(), Map.of()),
                                new Incarnation(new byte[INCARNATION_BYTES]),
                                entry -> entries.accept(entry.wire()));
    }

    static ChainConfig config() {
        return new ChainConfig(
                Topics.AUDIT_ENTRY,
                1,
                1,
                AuditTopology.INPUTS,
                BundledSchemas.get().id(AuditEntry.class),
                "bench",
                new Hash(new byte[32]));
    }

    static Protect protect(Path keys) throws IOException {
        SecureRandom random = new SecureRandom();
        return new Protect(
                TokenKeys.loadOrCreate(keys.resolve("token.key"), random),
                new EvidenceSealer(
                        EvidenceKeys.open(
                                keys.resolve("evidence"), EvidenceKeys.Missing.CREATE, random),
                        random));
    }

    /// One record to its entry, or to nothing but a count.
    void record(SimulatedRecord record) {
        long now = record.arrival().toEpochMilli();
        String topic = record.source().topic();
        long offset = offsets.merge(topic, 1L, Long::sum) - 1;
        chain.begin(topic, offset, now);
        // The topology knows a second delivery by the number and the payload's mark.
        Outcome outcome = record.again() ? Outcome.REPEATED : outcome(raw(record, offset), now);
        chain.end(topic, offset, now, outcome);
    }

    static RawRecord raw(SimulatedRecord record, long offset) {
        return new RawRecord(
                record.source().topic(),
                0,
                offset,
                record.arrival().toEpochMilli(),
                record.source().format(),
                record.source().id(),
                OptionalLong.of(record.seq()),
                record.value());
    }

    /// What the alert topology wants chained: amendments go back to it as entries.
    void control(ControlRecord control, Instant time) {
        long now = time.toEpochMilli();
        long offset = offsets.merge(Topics.CONTROL, 1L, Long::sum) - 1;
        chain.begin(Topics.CONTROL, offset, now);
        control.getAlert()
                .ifPresent(alert ->
                        chain.append(EntryKind.ALERT, now, entry -> entry.setAlert(alert)));
        control.getAmendment()
                .ifPresent(amendment ->
                        chain.append(
                                EntryKind.AMENDMENT, now, entry -> entry.setAmendment(amendment)));
        chain.end(Topics.CONTROL, offset, now, Outcome.CONTROL_ENTRY);
    }

    private Outcome outcome(RawRecord raw, long now) {
        Passage passage = intake.receive(raw);
        if (passage instanceof Passage.Received received) {
            Optional<Destination> ofSession = sessions.summedUp(received);
            passage =
                    ofSession.isPresent()
                            ? Locate.trafficLine(
                                    received, ofSession.get(), policy, Optional.empty())
                            : Locate.locate(received, policy);
            if (ofSession.isEmpty() && passage instanceof Passage.Located located) {
                sessions.note(located);
            }
        }
        if (passage instanceof Passage.Located located) {
            passage = Judge.judge(inspect.inspect(located));
        }
        return switch (passage) {
            case Passage.Judged judged -> event(judged, now);
            case Passage.Counted counted -> counted.outcome();
            case Passage other ->
                    throw new IllegalStateException("a simulated record ended as " + other);
        };
    }

    private Outcome event(Passage.Judged judged, long now) {
        if (!accounts.worthAnEntry(judged, now)) {
            return Outcome.OUT_OF_SCOPE;
        }
        chain.usePolicy(judged.policy().sha256(), judged.policy().policy().version(), now);
        EventEntry event = protect.protect(judged, chain.id(), chain.nextSeq()).entry();
        chain.append(EntryKind.EVENT, now, entry -> entry.setEvent(event));
        return Outcome.EVENT;
    }
}
