package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.schemas.Hash;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The threads and their end, with the real clock and the real directory.
class LedgerRunsAndStopsTest {
    @TempDir Path folder;
    private final Workbench bench = new Workbench();
    private final BlockingQueue<Progress> seals = new LinkedBlockingQueue<>();
    private final BlockingQueue<LedgerIncident> incidents = new LinkedBlockingQueue<>();

    @Test
    void itSealsTicksAndStopsWithinTwoSeconds() throws Exception {
        bench.topic.write(0, 10);
        MockProducer<byte[], byte[]> producer = producer();
        Ledger ledger = ledger(bench.topic::delivering, producer);
        assertThat(ledger.state()).isEqualTo(Ledger.State.NEW);
        ledger.start();
        Progress sealed = take(seals);
        assertThat(sealed.leaves()).isEqualTo(3 + 10 + 1);
        assertThat(ledger.state()).isEqualTo(Ledger.State.SEALING);
        assertThat(ledger.progress())
                .hasValueSatisfying(p -> assertThat(p.size()).isEqualTo(sealed.size()));
        close(ledger);
        assertThat(producer.history()).hasSizeGreaterThanOrEqualTo(Workbench.PARTITIONS);
        assertThat(producer.closed()).isTrue();
        assertThat(ledger.state()).isEqualTo(Ledger.State.CLOSED);
        assertThat(incidents).isEmpty();
        WholeLog.verified(folder);
        // The log is free again.
        DirectoryLogStorage.open(folder).close();
    }

    @Test
    void anIncidentOfTheWorldAroundIsOvercome() throws Exception {
        bench.topic.write(0, 10);
        AtomicInteger starts = new AtomicInteger();
        Ledger ledger =
                ledger(
                        () -> {
                            MockConsumer<byte[], byte[]> consumer = bench.topic.delivering();
                            if (starts.getAndIncrement() == 0) {
                                consumer.setPollException(new KafkaException("injected"));
                            }
                            return consumer;
                        },
                        producer());
        ledger.start();
        assertThat(take(incidents).code()).isEqualTo(IncidentCode.KAFKA_FAILED);
        assertThat(take(seals).seal()).isZero();
        close(ledger);
        WholeLog.verified(folder);
    }

    @Test
    void aContradictionStopsTheSealerAndNotTheTicks() throws Exception {
        bench.topic.write(0, 3);
        bench.topic.append(0, bench.topic.entry(0, 9, new Hash(new byte[32]), 1));
        MockProducer<byte[], byte[]> producer = producer();
        Ledger ledger = ledger(bench.topic::delivering, producer);
        ledger.start();
        assertThat(take(incidents).code()).isEqualTo(IncidentCode.ENTRY_SEQ_GAP);
        assertThat(ledger.state()).isEqualTo(Ledger.State.STOPPED_BY_INCIDENT);
        int ticks = producer.history().size();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (producer.history().size() <= ticks && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(producer.history().size()).isGreaterThan(ticks);
        assertThat(Files.exists(folder.resolve("log/checkpoint"))).isFalse();
        close(ledger);
    }

    private static void close(Ledger ledger) throws IOException {
        long start = System.nanoTime();
        ledger.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(Duration.ofMillis(2_500));
    }

    private Ledger ledger(
            Supplier<Consumer<byte[], byte[]>> consumers, MockProducer<byte[], byte[]> producer)
            throws IOException {
        return new Ledger(
                DirectoryLogStorage.open(folder),
                consumers,
                () -> producer,
                BundledSchemas.get(),
                bench.settings,
                InstantSource.system(),
                new SecureRandom(),
                new LedgerListener() {
                    @Override
                    public void sealed(Progress progress) {
                        seals.add(progress);
                    }

                    @Override
                    public void incident(LedgerIncident incident) {
                        incidents.add(incident);
                    }
                });
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(60, TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        return taken;
    }
}
