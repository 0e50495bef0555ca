package io.countersign.topology;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// Settings of a Streams application that the promises depend on, and those that were measured; the
/// operator's own come on top, the promises last.
///
/// @param applicationId names the group and the transactions
/// @param bootstrapServers the brokers
/// @param stateDirectory on an encrypted volume: what it holds was derived from PHI
/// @param threads stream threads
/// @param replicationFactor of internal topics
/// @param commitInterval upper bound of what a crash repeats, and half of it the usual delay of an
///   entry
/// @param sessionTimeout after it a dead owner's partitions go to another
/// @param properties the operator's own client properties
public record StreamsSettings(
        String applicationId,
        String bootstrapServers,
        Path stateDirectory,
        int threads,
        int replicationFactor,
        Duration commitInterval,
        Duration sessionTimeout,
        Map<String, String> properties) {
    /// A stall beyond it aborts the transaction; a dead owner's transaction blocks readers as long.
    private static final int TRANSACTION_TIMEOUT_MILLIS = 10_000;

    /// The largest raw record, and some room for headers.
    public static final int MAX_RECORD_BYTES = 12 * 1024 * 1024 + 64 * 1024;

    private static final int BATCH_BYTES = 262_144;
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;
    private static final int LINGER_MILLIS = 5;
    private static final int MAX_POLL_RECORDS = 500;
    private static final int FETCH_BYTES = 4 * 1024 * 1024;

    public StreamsSettings {
        properties = Map.copyOf(properties);
    }

    public Properties toProperties() {
        Map<String, Object> map = new HashMap<>();
        map.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        map.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        map.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        map.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
        map.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, MAX_POLL_RECORDS);
        map.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                MAX_POLL_RECORDS);
        map.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                (int) sessionTimeout.toMillis());
        map.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                (int) (sessionTimeout.toMillis() / 3));
        map.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                FETCH_BYTES);
        map.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MILLIS);
        map.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        map.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        map.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), BUFFER_BYTES);
        map.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                MAX_RECORD_BYTES);
        map.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                TRANSACTION_TIMEOUT_MILLIS);
        map.putAll(properties);

        map.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        map.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        map.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        map.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        map.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // A lost offset leads back to the beginning; the chain's own state then skips what it has
        // accounted for.
        map.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        map.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                PhiSafeExceptions.Processing.class.getName());
        map.put(
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                PhiSafeExceptions.Production.class.getName());
        map.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                PhiSafeExceptions.Deserialization.class.getName());
        // By its name: the constant is deprecated, since Kafka 5 always does so.
        map.put("processing.exception.handler.global.enabled", true);
        Properties properties = new Properties();
        properties.putAll(map);
        return properties;
    }
}
