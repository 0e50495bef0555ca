package io.countersign.bench;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.OutcomeCount;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Decides, before any time counts, whether a topology accounted for every record that was sent. It
/// reads what is committed and remembers how far: each [#check(Subject, Sent)] covers what came
/// since the one before. One thread.
final class Gate {
    private static final int WIRE_PREFIX_BYTES = 5;

    /// Every record ends in one of these: the producer is not transactional, so that no offset is a
    /// marker's.
    private static final Set<Outcome> EXPECTED = Set.of(Outcome.EVENT, Outcome.OUT_OF_SCOPE);

    private final Rig rig;
    private final AvroDecoder<AuditEntry> decoder =
            new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
    private final Map<String, Map<TopicPartition, Long>> checked = new HashMap<>();
    private final Map<Integer, Hash> heads = new HashMap<>();
    private final Map<Integer, Long> seqs = new HashMap<>();

    Gate(Rig rig) {
        this.rig = rig;
        for (Subject subject : Subject.PIPELINE) {
            checked.put(subject.output, rig.ends(List.of(subject.output)));
        }
        checked.put(Topics.EVIDENCE, rig.ends(List.of(Topics.EVIDENCE)));
    }

    /// @throws GateFailure where a record is missing, counted twice, or judged otherwise than its
    ///   class says
    void check(Subject subject, Sent sent) {
        switch (subject) {
            case IDENTITY -> identity(sent);
            case AUDIT -> audit(sent);
            case CHAIN -> throw new IllegalArgumentException("the sealed log is the chain's gate");
        }
    }

    private void identity(Sent sent) {
        long[] found = new long[2];
        read(
                IdentityTopology.OUTPUT,
                record -> {
                    found[0]++;
                    found[1] += record.value().length;
                });
        require("records of the identity topology", sent.count(), found[0]);
        require("bytes of the identity topology", sent.bytes(), found[1]);
    }

    private void audit(Sent sent) {
        Found found = new Found();
        read(Topics.AUDIT_ENTRY, record -> entry(record, found));
        long entries = sent.of(RecordClass.WITHOUT_BODY) + sent.of(RecordClass.WITH_BODY);
        require("event entries", entries, found.events);
        require("entries with PHI", sent.of(RecordClass.WITH_BODY), found.withPhi);
        require("events in tallies", entries, found.outcome(Outcome.EVENT));
        require(
                "records out of scope in tallies",
                sent.of(RecordClass.OUT_OF_SCOPE),
                found.outcome(Outcome.OUT_OF_SCOPE));
        found.outcomes.forEach((outcome, count) -> {
            if (!EXPECTED.contains(outcome)) {
                require("outcome " + outcome, 0, count);
            }
        });
        long[] evidence = new long[1];
        read(Topics.EVIDENCE, _ -> evidence[0]++);
        require("sealed evidence", found.withEvidence, evidence[0]);
        if (evidence[0] < sent.of(RecordClass.WITH_BODY)) {
            throw new GateFailure("a prompt with PHI left no evidence");
        }
    }

    private void entry(ConsumerRecord<byte[], byte[]> record, Found found) {
        byte[] wire = record.value();
        AuditEntry entry = decoder.framed(wire);
        require(
                "sequence number in chain " + record.partition(),
                seqs.getOrDefault(record.partition(), -1L) + 1,
                entry.getSeq());
        Hash head = heads.get(record.partition());
        if (!entry.getPrev().equals(head == null ? LeafHash.zeros() : head)) {
            throw new GateFailure("chain " + record.partition() + " is broken");
        }
        seqs.put(record.partition(), entry.getSeq());
        heads.put(
                record.partition(),
                LeafHash.of(
                        EntryCodec.FINGERPRINT,
                        Arrays.copyOfRange(wire, WIRE_PREFIX_BYTES, wire.length)));
        found.add(entry);
    }

    private void read(
            String topic, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> from = checked.getOrDefault(topic, Map.of());
        Map<TopicPartition, Long> ends = rig.ends(List.of(topic));
        rig.read(from, each);
        checked.put(topic, ends);
    }

    private static void require(String what, long expected, long found) {
        if (expected != found) {
            throw new GateFailure(what + ": expected " + expected + ", found " + found);
        }
    }

    /// What the entries say, added up.
    private static final class Found {
        private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        private long events;
        private long withPhi;
        private long withEvidence;

        void add(AuditEntry entry) {
            if (entry.getKind() == EntryKind.EVENT) {
                EventEntry event = entry.getEvent().orElseThrow();
                events++;
                withPhi += event.getContent().getPhi().orElse(false) ? 1 : 0;
                withEvidence += event.getEvidence().isPresent() ? 1 : 0;
            }
            entry.getTally().ifPresent(tally -> tally.getInputs().forEach(this::add));
        }

        private void add(InputTally tally) {
            if (tally.getTopic().equals(Topics.CONTROL)) {
                return;
            }
            long covered = 0;
            for (OutcomeCount count : tally.getCounts()) {
                outcomes.merge(count.getOutcome(), count.getCount(), Long::sum);
                covered += count.getCount();
            }
            require("offsets of a tally", tally.getToOffset() - tally.getFromOffset(), covered);
        }

        long outcome(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }
    }
}
