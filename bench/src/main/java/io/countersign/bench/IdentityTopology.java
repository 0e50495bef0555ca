package io.countersign.bench;

import io.countersign.app.broker.TopicSpec;
import io.countersign.schemas.Topics;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/// What Kafka Streams itself costs: every raw record, unchanged, to an output topic.
final class IdentityTopology {
    static final String OUTPUT = "bench.identity.v1";

    private IdentityTopology() {}

    static Topology build() {
        Topology topology = new Topology();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        topology.addSource("raw", bytes, bytes, Topics.PROXY_RAW, Topics.PROMPT_RAW);
        topology.addSink(
                "out", OUTPUT, new ByteArraySerializer(), new ByteArraySerializer(), "raw");
        return topology;
    }

    static TopicSpec output(int partitions) {
        return new TopicSpec(
                OUTPUT,
                partitions,
                Map.of("cleanup.policy", "delete", "message.timestamp.type", "LogAppendTime"));
    }
}
