package io.countersign.topology;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.alerts.Rule;
import io.countersign.topology.alerts.Rules;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Node `read-watch`: a record of the watch topic with all that its kind has. What is no such
/// record goes no further, so that the nodes behind rely on it.
final class ReadWatchNode extends ContextualProcessor<byte[], byte[], byte[], Object> {
    private static final Set<String> RULES =
            Rules.shipped().all().stream().map(Rule::code).collect(Collectors.toUnmodifiableSet());

    private final AvroDecoder<WatchedEvent> decoder;
    private UnreadableRecords unreadable;

    ReadWatchNode(SchemaResolver schemas) {
        this.decoder = new AvroDecoder<>(WatchedEvent.class, schemas);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        unreadable = new UnreadableRecords(context, AlertTopology.WATCH_INCIDENTS);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Optional<WatchedEvent> watched = read(record.value());
        if (watched.isEmpty()) {
            unreadable.pass(record.timestamp());
            return;
        }
        Record<byte[], Object> out = new Record<>(null, watched.get(), record.timestamp());
        context().forward(out, AlertTopology.DETECT);
        context().forward(out, AlertTopology.JOIN);
    }

    private Optional<WatchedEvent> read(byte[] value) {
        try {
            return value == null
                    ? Optional.empty()
                    : Optional.of(decoder.framed(value)).filter(ReadWatchNode::isWhole);
        } catch (UndecodableRecordException _noRecord) {
            return Optional.empty();
        }
    }

    static boolean isWhole(WatchedEvent watched) {
        boolean named =
                watched.getEntry()
                        .map(EntryRef::getChain)
                        .filter(ReadWatchNode::isChain)
                        .isPresent();
        return switch (watched.getKind()) {
            case TICK, UNRECOGNISED -> true;
            case EVENT -> named && watched.getEvent().isPresent();
            case AMENDMENT ->
                    named
                            && watched.getAmendment()
                                    .map(AmendmentEntry::getOriginal)
                                    .map(EntryRef::getChain)
                                    .filter(ReadWatchNode::isChain)
                                    .isPresent();
            case REVIEW -> named && watched.getReview().isPresent();
            case FIRST_USE ->
                    named && watched.getEvent().isPresent() && !watched.getKeys().isEmpty();
            case FINDING ->
                    named
                            && watched.getEvent().isPresent()
                            && !watched.getKeys().isEmpty()
                            && RULES.contains(watched.getRule());
        };
    }

    static boolean isChain(String text) {
        try {
            ChainId.parse(text);
            return true;
        } catch (IllegalArgumentException _noChain) {
            return false;
        }
    }

    @Override
    public void close() {
        unreadable.close();
    }
}
