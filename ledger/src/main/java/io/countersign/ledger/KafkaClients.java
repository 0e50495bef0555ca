package io.countersign.ledger;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Makes the ledger's Kafka clients. Settings that the promises rest on cannot be overridden.
public final class KafkaClients {
    private static final int MAX_POLL_RECORDS = 10_000;
    private static final int FETCH_BYTES = 16 * 1024 * 1024;

    private final Map<String, Object> properties;

    /// @param properties where the brokers are and how to reach them; `bootstrap.servers` at least
    public KafkaClients(Map<String, ?> properties) {
        if (!properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException(
                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG + " is missing");
        }
        this.properties = Map.copyOf(properties);
    }

    /// Reads committed records only and keeps its place nowhere but in the log.
    public Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        config.putAll(properties);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        // With the default, everything that is not committed yet would look like tampering when it
        // is rolled back.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// Idempotent and not transactional: a transaction's markers would leave holes in the offsets
    /// of the control topic.
    public Producer<byte[], byte[]> producer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.putAll(properties);
        config.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Without values, which hold credentials.
    @Override
    public String toString() {
        return "KafkaClients" + properties.keySet();
    }
}
