package io.countersign.app.broker;

import java.util.Map;
import java.util.Properties;

/// The broker settings for one node on one machine.
final class BrokerProperties {
    /// A raw record may have a body of 12 MiB; beside it lie headers and the batch's own frame.
    static final int MAX_RECORD_BATCH_BYTES = 13 * 1024 * 1024;

    private static final int OFFSETS_RETENTION_MINUTES = 90 * 24 * 60;

    private BrokerProperties() {}

    static Properties of(BrokerSettings settings) {
        Properties properties = new Properties();
        properties.putAll(
                Map.ofEntries(
                        Map.entry("process.roles", "broker,controller"),
                        Map.entry("node.id", "1"),
                        Map.entry(
                                "listeners",
                                "PLAINTEXT://127.0.0.1:"
                                        + settings.port()
                                        + ",CONTROLLER://127.0.0.1:0"),
                        Map.entry(
                                "listener.security.protocol.map",
                                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                        Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                        Map.entry("controller.listener.names", "CONTROLLER"),
                        // Required by the configuration's checks, and never asked: the only voter
                        // is this node.
                        Map.entry("controller.quorum.bootstrap.servers", "127.0.0.1:9"),
                        Map.entry("log.dirs", settings.data().toString()),
                        // One node: every internal topic has one copy.
                        Map.entry("default.replication.factor", "1"),
                        Map.entry("min.insync.replicas", "1"),
                        Map.entry("offsets.topic.replication.factor", "1"),
                        Map.entry("offsets.topic.num.partitions", "4"),
                        Map.entry("transaction.state.log.replication.factor", "1"),
                        Map.entry("transaction.state.log.min.isr", "1"),
                        Map.entry("transaction.state.log.num.partitions", "4"),
                        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                        Map.entry("share.coordinator.state.topic.min.isr", "1"),
                        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                        // A mistyped topic name must fail; Kafka Streams makes its own topics by
                        // request.
                        Map.entry("auto.create.topics.enable", "false"),
                        Map.entry("num.partitions", "1"),
                        Map.entry("message.max.bytes", Integer.toString(MAX_RECORD_BATCH_BYTES)),
                        // A group that was away for a long time finds its offsets again instead of
                        // starting over.
                        Map.entry(
                                "offsets.retention.minutes",
                                Integer.toString(OFFSETS_RETENTION_MINUTES)),
                        Map.entry("group.initial.rebalance.delay.ms", "0"),
                        Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
                        Map.entry("num.network.threads", "2"),
                        Map.entry("num.io.threads", "4"),
                        Map.entry("background.threads", "4"),
                        Map.entry("controlled.shutdown.max.retries", "1")));
        return properties;
    }
}
