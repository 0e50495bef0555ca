package io.countersign.bench;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.Topics;
import io.countersign.topology.chain.Chain;
import io.countersign.topology.chain.ChainConfig;
import io.countersign.topology.chain.ChainProbe;
import io.countersign.topology.chain.ChainStore;
import io.countersign.topology.chain.ChainedEntry;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.VoidSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;

/// The chain without what comes before it: each raw record becomes an event entry of about 600
/// bytes, with the product's chain, its store and its probe, and without parsing, looking and
/// judging.
final class ChainTopology {
    private static final String STORE = "chain-state";
    private static final String CHAIN = "chain";
    private static final int INCARNATION_BYTES = 16;
    private static final int INPUT = EventEntry.getClassSchema().getField("input").pos();

    private ChainTopology() {}

    static Topology build(ChainConfig config, ChainProbe probe) {
        Topology topology = new Topology();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        topology.addSource("raw", bytes, bytes, Topics.PROXY_RAW, Topics.PROMPT_RAW);
        topology.addProcessor(CHAIN, () -> new Node(config, probe), "raw");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(STORE),
                                Serdes.Integer(),
                                Serdes.ByteArray())
                        .withCachingEnabled(),
                CHAIN);
        StreamPartitioner<Void, ChainedEntry> partition =
                (_, _, entry, _) -> Optional.of(Set.of(entry.partition()));
        topology.addSink(
                "entries",
                Topics.AUDIT_ENTRY,
                new VoidSerializer(),
                (_, entry) -> entry.wire(),
                partition,
                CHAIN);
        return topology;
    }

    private static final class Node
            extends ContextualProcessor<byte[], byte[], Void, ChainedEntry> {
        private final ChainConfig config;
        private final ChainProbe probe;
        private final EventEntry event = Entries600.event(AuditEntry.newBuilder(), 0).getEvent();
        private ChainStore store;
        private Chain chain;
        private long now;

        Node(ChainConfig config, ChainProbe probe) {
            this.config = config;
            this.probe = probe;
        }

        @Override
        public void init(ProcessorContext<Void, ChainedEntry> context) {
            super.init(context);
            int partition = context.taskId().partition();
            byte[] incarnation = new byte[INCARNATION_BYTES];
            new SplittableRandom().nextBytes(incarnation);
            store = new ChainStore(context.getStateStore(STORE), partition);
            chain =
                    store.resume(
                            config,
                            probe.probe(config.entryTopic(), partition, config.inputTopics()),
                            new Incarnation(incarnation),
                            entry -> context.forward(new Record<>(null, entry, now)));
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            String topic = context().recordMetadata().orElseThrow().topic();
            long offset = context().recordMetadata().orElseThrow().offset();
            now = record.timestamp();
            if (chain.begin(topic, offset, now)) {
                // Encoded before the next record comes, so that one object does.
                event.put(INPUT, new Coordinates(topic, context().taskId().partition(), offset));
                chain.append(EntryKind.EVENT, now, entry -> entry.setEvent(event));
                chain.end(topic, offset, now, Outcome.EVENT);
            }
            store.save(chain);
        }
    }
}
