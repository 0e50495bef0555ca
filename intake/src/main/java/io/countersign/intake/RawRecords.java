package io.countersign.intake;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.RefusedRecord;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Topics;
import io.countersign.schemas.registry.RegistryException;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.SchemaResolver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/// The way onto the raw topics: headers, a partition for each source id, and a refusal that is
/// chained for what is too large. For any thread; whoever sends for one source id keeps its records
/// in order.
public final class RawRecords {
    /// The largest record that a raw topic takes. Nothing is cut in silence: what is larger is
    /// refused.
    public static final int MAX_RECORD_BYTES = 12 * 1024 * 1024;

    /// Formats whose records are proxy and firewall lines; all others are prompt logs.
    private static final Set<String> PROXY_FORMATS = Set.of("squid", "zscaler-nss-web");

    private static final String OVERSIZE = "OVERSIZE";

    private final Producer<byte[], byte[]> producer;
    private final int partitions;
    private final TokenKeys tokens;
    private final AvroSerializer<ControlRecord> refusals;
    private final InstantSource clock;

    /// @param producer idempotent, not transactional; stays the caller's
    /// @param partitions of the raw topics
    /// @param tokens makes the digest of a refused record
    /// @param schemas give the id that a refusal is written with
    public RawRecords(
            Producer<byte[], byte[]> producer,
            int partitions,
            TokenKeys tokens,
            SchemaResolver schemas,
            InstantSource clock) {
        this.producer = producer;
        this.partitions = partitions;
        this.tokens = tokens;
        this.refusals = new AvroSerializer<>(ControlRecord.class, schemas);
        this.clock = clock;
    }

    /// Sends one record.
    ///
    /// @param format name of its input format
    /// @param sourceId one connection or one file
    /// @param sourceSeq dense within the source id, from 0
    /// @param payload the record
    /// @return done once Kafka has it; for a refused record, once Kafka has the refusal; fails
    ///   where it has not
    public Future<RecordMetadata> send(
            String format, String sourceId, long sourceSeq, byte[] payload) {
        int partition = partitionOf(sourceId);
        return payload.length > MAX_RECORD_BYTES
                ? refuse(partition, new SourceRef(sourceId, sourceSeq, format, false), payload)
                : producer.send(
                        raw(topicOf(format), partition, format, sourceId, sourceSeq, payload));
    }

    /// A source id is pinned to one partition, so that its records stay in order.
    public int partitionOf(String sourceId) {
        return Math.floorMod(sourceId.hashCode(), partitions);
    }

    /// The raw topic for records of a format.
    public static String topicOf(String format) {
        return PROXY_FORMATS.contains(format) ? Topics.PROXY_RAW : Topics.PROMPT_RAW;
    }

    private static ProducerRecord<byte[], byte[]> raw(
            String topic,
            int partition,
            String format,
            String sourceId,
            long sourceSeq,
            byte[] payload) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, null, payload);
        record.headers().add(RecordHeaders.SOURCE_FORMAT, format.getBytes(StandardCharsets.UTF_8));
        record.headers().add(RecordHeaders.SOURCE_ID, sourceId.getBytes(StandardCharsets.UTF_8));
        record.headers()
                .add(
                        RecordHeaders.SOURCE_SEQ,
                        Long.toString(sourceSeq).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private Future<RecordMetadata> refuse(int partition, SourceRef source, byte[] payload) {
        Instant now = clock.instant();
        int year = now.atOffset(ZoneOffset.UTC).getYear();
        RefusedRecord refused =
                new RefusedRecord(
                        source,
                        OVERSIZE,
                        (long) payload.length,
                        tokens.payloadDigest(year, payload));
        ControlRecord control =
                new ControlRecord(
                        ControlKind.REFUSAL,
                        "intake",
                        now.toEpochMilli(),
                        null,
                        refused,
                        null,
                        null,
                        null);
        byte[] value;
        try {
            value = refusals.serialize(Topics.CONTROL, control);
        } catch (RegistryException noId) {
            return CompletableFuture.failedFuture(noId);
        }
        return producer.send(new ProducerRecord<>(Topics.CONTROL, partition, null, value));
    }
}
