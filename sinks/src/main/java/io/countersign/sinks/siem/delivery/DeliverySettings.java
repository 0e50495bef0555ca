package io.countersign.sinks.siem.delivery;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/// How a sink cuts batches, waits and holds back.
///
/// @param maxBatchEvents events in one batch
/// @param maxBatchBytes payload bytes in one batch; a single event may be as long
/// @param maxEventBytes an event that is longer is shortened, and where that does not help, becomes
///   a dead letter
/// @param linger how long a batch waits to be filled
/// @param maxBufferBytes payload bytes that the task holds; beyond it the partitions are paused
/// @param maxEventsPerSecond 0 for no limit
/// @param retryLimit how long failures in a row are tolerated before the task stops; empty for as
///   long as it takes
public record DeliverySettings(
        int maxBatchEvents,
        int maxBatchBytes,
        int maxEventBytes,
        Duration linger,
        long maxBufferBytes,
        int maxEventsPerSecond,
        Optional<Duration> retryLimit) {
    public static final String BATCH_MAX_EVENTS = "batch.max.events";
    public static final String BATCH_MAX_BYTES = "batch.max.bytes";
    public static final String BATCH_LINGER_MS = "batch.linger.ms";
    public static final String BUFFER_MAX_BYTES = "buffer.max.bytes";
    public static final String RATE_LIMIT = "rate.limit.events.per.second";

    /// The most events that a task holds, however short they are.
    static final int MAX_HELD_EVENTS = 50_000;

    private static final int DEFAULT_BATCH_EVENTS = 1_000;
    private static final long DEFAULT_LINGER_MILLIS = 200;
    private static final long DEFAULT_BUFFER_BYTES = 16L * 1024 * 1024;

    public DeliverySettings {
        if (maxBatchEvents < 1 || maxBatchBytes < 1 || maxEventBytes < 1) {
            throw new IllegalArgumentException("a batch takes an event or more");
        }
        if (maxEventBytes > maxBatchBytes) {
            throw new IllegalArgumentException("an event must fit into a batch");
        }
        if (maxBufferBytes < maxBatchBytes) {
            throw new IllegalArgumentException(
                    BUFFER_MAX_BYTES + " must not be below " + BATCH_MAX_BYTES);
        }
    }

    /// Adds the keys that all sinks share.
    ///
    /// @param batchBytes the default of [#BATCH_MAX_BYTES], which is also the most it may be set
    ///   to: the receiver's own limit
    public static ConfigDef define(ConfigDef definition, int batchBytes) {
        return define(definition, batchBytes, Math.max(DEFAULT_BUFFER_BYTES, 4L * batchBytes));
    }

    /// @param bufferBytes the default of [#BUFFER_MAX_BYTES], for a sink that holds events after it
    ///   sent them
    public static ConfigDef define(ConfigDef definition, int batchBytes, long bufferBytes) {
        return definition
                .define(
                        BATCH_MAX_EVENTS,
                        ConfigDef.Type.INT,
                        DEFAULT_BATCH_EVENTS,
                        ConfigDef.Range.between(1, MAX_HELD_EVENTS),
                        ConfigDef.Importance.LOW,
                        "Events in one batch.")
                .define(
                        BATCH_MAX_BYTES,
                        ConfigDef.Type.INT,
                        batchBytes,
                        ConfigDef.Range.between(1024, batchBytes),
                        ConfigDef.Importance.LOW,
                        "Bytes of the events in one batch.")
                .define(
                        BATCH_LINGER_MS,
                        ConfigDef.Type.LONG,
                        DEFAULT_LINGER_MILLIS,
                        ConfigDef.Range.between(0, 60_000),
                        ConfigDef.Importance.LOW,
                        "How long a batch waits to be filled.")
                .define(
                        BUFFER_MAX_BYTES,
                        ConfigDef.Type.LONG,
                        bufferBytes,
                        ConfigDef.Range.atLeast(1024),
                        ConfigDef.Importance.LOW,
                        "Bytes of events that one task holds; beyond it the task reads no more until the receiver"
                                + " took some.")
                .define(
                        RATE_LIMIT,
                        ConfigDef.Type.INT,
                        0,
                        ConfigDef.Range.atLeast(0),
                        ConfigDef.Importance.MEDIUM,
                        "Events a second and task at most; 0 for no limit.");
    }

    /// @param maxEventBytes the most that the receiver takes as one event; lowered to the batch's
    ///   bytes where those are less
    public static DeliverySettings of(
            AbstractConfig config, int maxEventBytes, Optional<Duration> retryLimit) {
        int batchBytes = config.getInt(BATCH_MAX_BYTES);
        return new DeliverySettings(
                config.getInt(BATCH_MAX_EVENTS),
                batchBytes,
                Math.min(maxEventBytes, batchBytes),
                Duration.ofMillis(config.getLong(BATCH_LINGER_MS)),
                Math.max(batchBytes, config.getLong(BUFFER_MAX_BYTES)),
                config.getInt(RATE_LIMIT),
                retryLimit);
    }
}
