package io.countersign.app.role;

import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerializer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a tick to each partition of the control topic every second, so that time passes for the
/// topologies by a record: what a clock alone causes there is not fenced. A tick that can't be
/// written is left out; the next one says the time as well. One thread of its own.
final class Ticker implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Deployment deployment;
    private final InstantSource clock;
    private final AvroSerializer<ControlRecord> serializer;
    private final Thread thread = new Thread(this::run, "ticker");
    private volatile boolean stopping;

    Ticker(Deployment deployment, InstantSource clock) {
        this.deployment = deployment;
        this.clock = clock;
        this.serializer = new AvroSerializer<>(ControlRecord.class, deployment.schemas());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean failing = false;
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            while (!stopping) {
                try {
                    tick(producer);
                    failing = false;
                } catch (KafkaException failed) {
                    if (!failing) {
                        LOG.warn(
                                "no tick was written: error={}", failed.getClass().getSimpleName());
                    }
                    failing = true;
                }
                TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
            }
        } catch (InterruptedException _stopped) {
            // Only close() interrupts.
        }
    }

    private void tick(Producer<byte[], byte[]> producer) {
        byte[] tick =
                serializer.serialize(
                        Topics.CONTROL,
                        ControlRecord.newBuilder()
                                .setKind(ControlKind.TICK)
                                .setOrigin("ledger")
                                .setTimeMillis(clock.millis())
                                .build());
        for (int partition = 0; partition < deployment.configuration().partitions(); partition++) {
            // The next tick says the time as well.
            Future<RecordMetadata> _ =
                    producer.send(new ProducerRecord<>(Topics.CONTROL, partition, null, tick));
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOP);
        } catch (InterruptedException _interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
