package io.countersign.intake.bridge;

import io.countersign.intake.RawRecords;
import io.countersign.schemas.registry.RegistryException;
import io.countersign.schemas.serde.SchemaResolver;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the topics of one foreign cluster to ours, exactly once, on a thread of its own.
///
/// A cluster's offsets can't be committed in another cluster's transaction. So how far a foreign
/// partition is read lies in a compacted topic of ours, and each transaction holds both the records
/// and the positions after them. At start the producer fences whoever had the bridge's name before,
/// and then the positions are read: nothing is lost and nothing doubled wherever the process ends.
/// One instance works at a time; a second one takes over, and the first one stops.
public final class Bridge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

    private static final String TRANSACTIONS = "countersign-bridge-";

    /// Longer than any commit, shorter than what a restart should have to wait for.
    private static final int TRANSACTION_TIMEOUT_MILLIS = 30_000;

    private static final int MAX_RECORDS_A_TRANSACTION = 1_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final BridgeSettings settings;
    private final Map<String, Object> foreign;
    private final Map<String, Object> own;
    private final Function<Producer<byte[], byte[]>, RawRecords> ours;
    private final SchemaResolver schemas;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile BridgeProgress progress = BridgeProgress.STARTING;
    private volatile Optional<String> failure = Optional.empty();
    private final BridgedTopics bridged;
    private volatile @Nullable Consumer<byte[], byte[]> polling;

    /// @param foreign client properties of the cluster that is read
    /// @param own client properties of ours, those of an idempotent producer included
    /// @param ours makes the way to the raw topics for a producer
    /// @param schemas of the foreign cluster's registry
    /// @param bridged shared by all bridges of the process
    public Bridge(
            BridgeSettings settings,
            Map<String, Object> foreign,
            Map<String, Object> own,
            Function<Producer<byte[], byte[]>, RawRecords> ours,
            SchemaResolver schemas,
            BridgedTopics bridged) {
        this.bridged = bridged;
        this.settings = settings;
        this.foreign = Map.copyOf(foreign);
        this.own = Map.copyOf(own);
        this.ours = ours;
        this.schemas = schemas;
        this.thread =
                Thread.ofPlatform().daemon().name("bridge-" + settings.name()).unstarted(this::run);
    }

    public String name() {
        return settings.name();
    }

    /// Returns at once; what is not there yet is waited for.
    public void start() {
        thread.start();
    }

    public BridgeProgress progress() {
        return progress;
    }

    /// Why it stopped by itself; empty while it works or waits.
    public Optional<String> failure() {
        return failure;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (stopping.getCount() > 0) {
            long before = progress.records();
            try {
                live();
            } catch (WakeupException _stopping) {
                return;
            } catch (ProducerFencedException | InvalidProducerEpochException _fenced) {
                LOG.warn("another instance took over: bridge={}", settings.name());
                progress = progress.in(false, "another instance took over");
                failure = Optional.of("bridge " + settings.name() + ": another instance took over");
                return;
            } catch (KafkaException
                    | RegistryException
                    | IllegalArgumentException
                    | IllegalStateException failed) {
                // The class and not the message: a message may quote a record.
                LOG.warn(
                        "bridge interrupted, goes on at the last commit: bridge={} exception={}",
                        settings.name(),
                        failed.getClass().getName());
                progress = progress.in(false, "waiting after " + failed.getClass().getSimpleName());
            }
            pause = progress.records() > before ? FIRST_PAUSE : longer(pause);
            try {
                if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException _ended) {
                return;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /// From fresh clients to the first failure.
    private void live() {
        Producer<byte[], byte[]> producer = producer();
        try (Admin ownAdmin = Admin.create(client(own));
                Admin foreignAdmin = Admin.create(client(foreign));
                Consumer<byte[], byte[]> consumer = consumer(foreign)) {
            polling = consumer;
            Optional<String> twice =
                    bridged.claim(settings.name(), clusterId(foreignAdmin), settings.topics());
            if (twice.isPresent()) {
                refuse(twice.get());
                return;
            }
            producer.initTransactions();
            Map<String, BridgePosition> known;
            try (Consumer<byte[], byte[]> reader = consumer(own)) {
                known = BridgePositions.read(ownAdmin, reader);
            }
            Crossing crossing =
                    new Crossing(
                            settings,
                            new ForeignTopics(foreignAdmin, settings.topics()),
                            consumer,
                            producer,
                            ours.apply(producer),
                            new Unwrapping(settings, schemas),
                            known);
            LOG.info("bridge works: bridge={}", settings.name());
            while (stopping.getCount() > 0) {
                Crossing.Step step = crossing.step();
                boolean complete = crossing.missing().isEmpty();
                progress =
                        progress.in(complete, complete ? "works" : "a foreign topic is not there")
                                .plus(step.records(), step.refused(), step.lost(), step.lag());
            }
        } finally {
            polling = null;
            // An open transaction is aborted by the next life's initialisation.
            producer.close(CLOSE_LIMIT);
        }
    }

    /// For good: what the configuration says does not change.
    private void refuse(String why) {
        LOG.error("bridge refused: bridge={} {}", settings.name(), why);
        progress = progress.in(false, "refused: " + why);
        failure = Optional.of("bridge " + settings.name() + ": " + why);
        stopping.countDown();
    }

    private static String clusterId(Admin admin) {
        try {
            return admin.describeCluster().clusterId().get();
        } catch (ExecutionException unanswered) {
            throw new KafkaException("the cluster does not say its id", unanswered.getCause());
        } catch (InterruptedException _ended) {
            throw new WakeupException();
        }
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> producer = client(own);
        producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONS + settings.name());
        producer.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        return new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Of no group, and without an opinion on where to begin.
    private Consumer<byte[], byte[]> consumer(Map<String, Object> cluster) {
        Map<String, Object> reader = client(cluster);
        reader.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reader.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reader.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        reader.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS_A_TRANSACTION);
        return new KafkaConsumer<>(
                reader, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> client(Map<String, Object> cluster) {
        Map<String, Object> client = new HashMap<>(cluster);
        client.put(CommonClientConfigs.CLIENT_ID_CONFIG, TRANSACTIONS + settings.name());
        return client;
    }

    /// Stops between two transactions.
    @Override
    public void close() {
        stopping.countDown();
        Consumer<byte[], byte[]> consumer = polling;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
