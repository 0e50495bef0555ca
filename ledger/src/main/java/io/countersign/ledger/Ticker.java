package io.countersign.ledger;

import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import io.countersign.schemas.registry.RegistryException;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.SchemaResolver;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/// Writes a tick to each partition of the control topic. Ticks let the audit topology flush what is
/// due, since it may chain an entry only when an input record causes it.
///
/// The control topic is accounted by source-seq: dense within a source id and a partition. A source
/// id is `ledger-<16 random bytes in hexadecimal>` and lives as long as nothing fails; after a
/// failed write, of which nobody knows whether it arrived, ticks go on under a new one. One thread
/// uses it.
public final class Ticker implements AutoCloseable {
    public static final String ORIGIN = "ledger";

    private static final Duration CLOSE_WITHIN = Duration.ofMillis(500);
    private static final int INCARNATION_BYTES = 16;

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final AvroSerializer<ControlRecord> serializer;
    private final InstantSource clock;
    private final SecureRandom random;
    private final int partitions;

    /// Set by the producer's thread.
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    private @Nullable Producer<byte[], byte[]> producer;
    private byte[] sourceId = new byte[0];
    private long nextSeq;

    public Ticker(
            Supplier<Producer<byte[], byte[]>> producers,
            SchemaResolver schemas,
            InstantSource clock,
            SecureRandom random,
            int partitions) {
        this.producers = producers;
        this.serializer = new AvroSerializer<>(ControlRecord.class, schemas);
        this.clock = clock;
        this.random = random;
        this.partitions = partitions;
    }

    /// Hands one tick per partition to the producer, which writes them in the background.
    ///
    /// @throws KafkaException where this or an earlier tick failed; the next call starts anew
    public void tick() {
        Producer<byte[], byte[]> current = producer();
        try {
            byte[] value =
                    serializer.serialize(
                            Topics.CONTROL,
                            ControlRecord.newBuilder()
                                    .setKind(ControlKind.TICK)
                                    .setOrigin(ORIGIN)
                                    .setTimeMillis(clock.millis())
                                    .build());
            byte[] seq = Long.toString(nextSeq).getBytes(StandardCharsets.US_ASCII);
            nextSeq++;
            for (int partition = 0; partition < partitions; partition++) {
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(Topics.CONTROL, partition, null, value);
                record.headers()
                        .add(RecordHeaders.SOURCE_ID, sourceId)
                        .add(RecordHeaders.SOURCE_SEQ, seq);
                Future<RecordMetadata> _ = current.send(record, (_, error) -> failed(error));
            }
        } catch (KafkaException | RegistryException e) {
            failed(e);
        }
        Exception failed = failure.get();
        if (failed != null) {
            close();
            if (failed instanceof InterruptException) {
                Thread.currentThread().interrupt();
            }
            throw new KafkaException("ticks failed", failed);
        }
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> current = producer;
        producer = null;
        if (current != null) {
            current.close(CLOSE_WITHIN);
        }
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            byte[] incarnation = new byte[INCARNATION_BYTES];
            random.nextBytes(incarnation);
            sourceId =
                    (ORIGIN + "-" + HexFormat.of().formatHex(incarnation))
                            .getBytes(StandardCharsets.US_ASCII);
            nextSeq = 0;
            failure.set(null);
            current = producers.get();
            producer = current;
        }
        return current;
    }

    private void failed(@Nullable Exception error) {
        if (error != null) {
            failure.compareAndSet(null, error);
        }
    }
}
