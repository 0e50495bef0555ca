package io.countersign.app.reconcile;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.app.sink.SinkProbe;
import io.countersign.schemas.Hash;
import io.countersign.schemas.ReconciledAlerts;
import io.countersign.schemas.ReconciledChain;
import io.countersign.schemas.Topics;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.WireDecoder;
import io.countersign.sinks.siem.delivery.RecordAt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Reads what is committed of the entry and alert topics, asks the sink's own selection about each
/// record, and counts what became of it. Nothing is remembered at the sink for that: what was
/// acknowledged follows from the committed offsets, the dead letters and the selection, which is
/// pure. Used once, by one thread.
public final class Reconciliation {
    /// Of a statement that a person asked for.
    private static final int MAX_DIFFERENCES_OF_A_CHAIN = 10_000;

    private final Deployment deployment;
    private final SinkProbe probe;
    private final Delivered delivered;
    private final ReconciledTo from;
    private final WireDecoder decoder;
    private final Map<String, ReconciledPart> chains = new TreeMap<>();
    private final Map<Integer, ReconciledPart> alerts = new TreeMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();

    /// The first record of each partition that is settled.
    private final Map<TopicPartition, Long> settled = new HashMap<>();

    private long foreign;

    /// The first record of each partition that is on its way.
    private final Map<TopicPartition, Long> unsettled = new HashMap<>();

    /// @param probe of the sink
    /// @param from where the last statement ended
    public Reconciliation(
            Deployment deployment, SinkProbe probe, Delivered delivered, ReconciledTo from) {
        this.deployment = deployment;
        this.probe = probe;
        this.delivered = delivered;
        this.from = from;
        this.decoder = new WireDecoder(deployment.schemas());
        next.putAll(from.offsets());
    }

    /// @param sink the sink's name
    /// @param type its kind
    /// @param nowMillis stands in [ReconciledTo]
    /// @param progress told what is being read
    /// @throws io.countersign.app.role.UnreachableClusterException where no cluster answers
    public Statement read(String sink, String type, long nowMillis, Consumer<String> progress) {
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            topics.readFrom(
                    Topics.AUDIT_ENTRY,
                    from.offsets(),
                    this::entry,
                    count -> progress.accept(count + " entries read"));
            topics.readFrom(
                    Topics.ALERT,
                    from.offsets(),
                    this::alert,
                    count -> progress.accept(count + " alerts read"));
        }
        List<ReconciledChain> ranges = new ArrayList<>();
        Map<String, Long> seqs = new HashMap<>(from.seqs());
        try (LeafRanges leaves = LeafRanges.of(deployment)) {
            chains.forEach((chain, part) -> {
                ranges.add(range(chain, part, leaves));
                seqs.put(chain, part.settledTo());
            });
        }
        return new Statement(
                sink,
                type,
                new Hash(HexFormat.of().parseHex(probe.selection())),
                Continuity.of(settled, delivered.receipts(), probe.selection()),
                foreign,
                ranges,
                alerts(),
                new ReconciledTo(nowMillis, next, seqs));
    }

    private void entry(ConsumerRecord<byte[], byte[]> record) {
        RecordAt at = at(record);
        passed(at);
        if (!(decoder.decode(record.value()) instanceof Decoded.Entry entry)) {
            // It has no number. Where it stands for an entry, that one's is missing in the chain.
            foreign++;
            return;
        }
        long seq = entry.position().seq();
        ReconciledPart part =
                chains.computeIfAbsent(
                        entry.position().chain(),
                        chain ->
                                new ReconciledPart(
                                        from.seqs().getOrDefault(chain, 0L),
                                        MAX_DIFFERENCES_OF_A_CHAIN));
        if (seq < part.to()) {
            // Settled by the statement before: the range begins behind it.
            return;
        }
        part.skipTo(seq);
        count(part, seq, at, entry);
    }

    private void alert(ConsumerRecord<byte[], byte[]> record) {
        RecordAt at = at(record);
        passed(at);
        if (!(decoder.decode(record.value()) instanceof Decoded.Raised raised)) {
            foreign++;
            return;
        }
        ReconciledPart part =
                alerts.computeIfAbsent(
                        at.partition().partition(),
                        _partition -> new ReconciledPart(at.offset(), MAX_DIFFERENCES_OF_A_CHAIN));
        count(part, at.offset(), at, raised);
    }

    /// A letter counts more than an offset: after a kill a record may have both.
    private void count(ReconciledPart part, long number, RecordAt at, Decoded.Known known) {
        if (delivered.settled(at)) {
            settled.putIfAbsent(at.partition(), at.offset());
        }
        Optional<String> letter = Optional.ofNullable(delivered.deadLetters().get(at));
        if (!probe.takes(known)) {
            part.notSelected(number);
        } else if (letter.isPresent()) {
            part.deadLettered(number, letter.get());
        } else if (delivered.settled(at)) {
            part.acknowledged(number);
        } else {
            part.pending(number);
            unsettled(at);
        }
    }

    private void passed(RecordAt at) {
        if (!unsettled.containsKey(at.partition())) {
            next.put(at.partition(), at.offset() + 1);
        }
    }

    /// The next statement begins with the first record that is on its way.
    private void unsettled(RecordAt at) {
        if (unsettled.putIfAbsent(at.partition(), at.offset()) == null) {
            next.put(at.partition(), at.offset());
        }
    }

    private static RecordAt at(ConsumerRecord<byte[], byte[]> record) {
        return new RecordAt(
                new TopicPartition(record.topic(), record.partition()), record.offset());
    }

    private static ReconciledChain range(String chain, ReconciledPart part, LeafRanges leaves) {
        Optional<LeafRanges.Range> sealed = leaves.of(chain, part.from(), part.to());
        return new ReconciledChain(
                chain,
                part.from(),
                part.to(),
                part.notSelected(),
                part.acknowledged(),
                part.deadLettered(),
                part.pending(),
                part.missing(),
                sealed.map(LeafRanges.Range::first).orElse(null),
                sealed.map(LeafRanges.Range::end).orElse(null),
                part.differences(),
                sealed.flatMap(LeafRanges.Range::laterLog).orElse(null));
    }

    private List<ReconciledAlerts> alerts() {
        List<ReconciledAlerts> listed = new ArrayList<>();
        alerts.forEach((partition, part) ->
                listed.add(
                        new ReconciledAlerts(
                                partition,
                                part.from(),
                                part.to(),
                                part.notSelected(),
                                part.acknowledged(),
                                part.deadLettered(),
                                part.pending())));
        return listed;
    }
}
