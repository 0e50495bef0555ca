package io.countersign.topology;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.LeafReader;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.WatchKey;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.WatchedKind;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.alerts.WatchKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Node `route`: an entry goes to where the memory of its person and device is, once for each
/// partition, and a tick goes on in its own partition, so that time passes for each task by a
/// record and not by a clock: what a clock alone causes is not fenced.
final class RouteNode extends ContextualProcessor<byte[], byte[], Void, Object> {
    private final int partitions;
    private final LeafReader leaves;
    private final AvroDecoder<AuditEntry> entries;
    private final AvroDecoder<ControlRecord> controls;
    private final ArrivalMinutes arrivals = new ArrivalMinutes();
    private final PromptCommit promptCommit;
    private UnreadableRecords unreadable;

    RouteNode(SchemaResolver schemas, int partitions, PromptCommit promptCommit) {
        this.partitions = partitions;
        this.promptCommit = promptCommit;
        this.leaves = new LeafReader(schemas);
        this.entries = new AvroDecoder<>(AuditEntry.class, schemas);
        this.controls = new AvroDecoder<>(ControlRecord.class, schemas);
    }

    @Override
    public void init(ProcessorContext<Void, Object> context) {
        super.init(context);
        unreadable = new UnreadableRecords(context, AlertTopology.ENTRY_INCIDENTS);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (context().recordMetadata().orElseThrow().topic().equals(Topics.CONTROL)) {
            control(record);
        } else {
            Optional<AuditEntry> entry = read(record.value());
            if (entry.isEmpty()) {
                unreadable.pass(record.timestamp());
                return;
            }
            entry(record, entry.get());
            promptCommit.after(context(), isViolation(entry.get()), record.timestamp());
        }
    }

    private Optional<AuditEntry> read(byte[] value) {
        try {
            return value == null
                    ? Optional.empty()
                    : Optional.of(entries.framed(value)).filter(this::isWhole);
        } catch (UndecodableRecordException _noEntry) {
            return Optional.empty();
        }
    }

    /// Whether it belongs to a chain of this partition and says what an entry of its kind says.
    private boolean isWhole(AuditEntry entry) {
        boolean ownChain =
                ReadWatchNode.isChain(entry.getChain())
                        && ChainId.parse(entry.getChain()).partition()
                                == context().taskId().partition();
        return ownChain
                && switch (entry.getKind()) {
                    case EVENT -> entry.getEvent().isPresent();
                    case AMENDMENT -> entry.getAmendment().isPresent();
                    case REVIEW -> entry.getReview().isPresent();
                    default -> true;
                };
    }

    private void control(Record<byte[], byte[]> record) {
        ControlRecord control;
        try {
            control = controls.framed(record.value());
        } catch (UndecodableRecordException _noRecord) {
            // The audit topology chains a rejection of it.
            return;
        }
        // Where memory has fewer partitions than the chains have, as many ticks are enough.
        if (control.getKind() == ControlKind.TICK && context().taskId().partition() < partitions) {
            send(
                    context().taskId().partition(),
                    WatchedEvent.newBuilder()
                            .setKind(WatchedKind.TICK)
                            .setKeys(List.of())
                            .setTimeMillis(control.getTimeMillis())
                            .build(),
                    record.timestamp());
        }
    }

    private void entry(Record<byte[], byte[]> record, AuditEntry entry) {
        if (isDrill(entry)) {
            // Nobody is to be alerted, and no rule is to learn from it.
            return;
        }
        if (entry.getKind() == EntryKind.EVENT) {
            EventEntry event = entry.getEvent().orElseThrow();
            spread(record, entry, WatchedKind.EVENT, WatchKeys.ofRules(event));
        } else if (entry.getKind() == EntryKind.AMENDMENT) {
            EventEntry revised = entry.getAmendment().orElseThrow().getRevised();
            spread(record, entry, WatchedKind.AMENDMENT, WatchKeys.ofRules(revised));
        } else if (entry.getKind() == EntryKind.REVIEW
                && entry.getReview().orElseThrow().getExamined().isEmpty()) {
            WatchKey about =
                    WatchKeys.key(
                            entry.getReview().orElseThrow().getAboutKind(),
                            entry.getReview().orElseThrow().getAbout());
            spread(record, entry, WatchedKind.REVIEW, List.of(about));
        }
    }

    private static boolean isDrill(AuditEntry entry) {
        return event(entry).filter(event -> event.getDrill().isPresent()).isPresent();
    }

    private static boolean isViolation(AuditEntry entry) {
        return event(entry)
                .filter(event -> event.getDisposition() == Disposition.VIOLATION)
                .isPresent();
    }

    /// As it is judged now.
    private static Optional<EventEntry> event(AuditEntry entry) {
        return entry.getEvent().or(() -> entry.getAmendment().map(AmendmentEntry::getRevised));
    }

    private void spread(
            Record<byte[], byte[]> record,
            AuditEntry entry,
            WatchedKind kind,
            List<WatchKey> keys) {
        EntryRef reference =
                new EntryRef(
                        entry.getChain(),
                        entry.getSeq(),
                        LeafHash.of(leaves.read(record.value()).bytes()));
        Map<Integer, List<WatchKey>> byPartition = new TreeMap<>();
        for (WatchKey key : keys) {
            byPartition
                    .computeIfAbsent(
                            WatchKeys.partition(key, partitions), _none -> new ArrayList<>(2))
                    .add(key);
        }
        entry.getEvent()
                .map(WatchKeys::source)
                .filter(source -> arrivals.isFirstInMinute(source, entry.getTimeMillis()))
                .ifPresent(source -> {
                    List<WatchKey> own =
                            byPartition.computeIfAbsent(
                                    context().taskId().partition() % partitions,
                                    _none -> new ArrayList<>(1));
                    if (!own.contains(source)) {
                        own.add(source);
                    }
                });
        byPartition.forEach((partition, mine) ->
                send(
                        partition,
                        WatchedEvent.newBuilder()
                                .setKind(kind)
                                .setKeys(mine)
                                .setTimeMillis(entry.getTimeMillis())
                                .setEntry(reference)
                                .setEvent(entry.getEvent().orElse(null))
                                .setAmendment(entry.getAmendment().orElse(null))
                                .setReview(entry.getReview().orElse(null))
                                .build(),
                        record.timestamp()));
    }

    private void send(int partition, WatchedEvent event, long timestamp) {
        context()
                .forward(
                        new Record<>(null, new Routed(partition, event), timestamp),
                        AlertTopology.WATCH);
    }

    @Override
    public void close() {
        unreadable.close();
    }
}
