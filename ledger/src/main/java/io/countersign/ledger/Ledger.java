package io.countersign.ledger;

import io.countersign.ledger.storage.LogStorage;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.serde.SchemaResolver;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger as a service: one thread that seals and one that ticks. [#start()] and [#close()] are
/// called once each, by any thread; what happens between is told to the listener.
///
/// An incident of the world around (storage, Kafka, signer) makes it load again, after a pause that
/// doubles from one second to thirty; any other stops it until a person has looked. Ticks go on in
/// both cases, so that chains do.
public final class Ledger implements AutoCloseable {
    /// What the ledger is doing.
    public enum State {
        NEW,
        LOADING,
        SEALING,
        /// An incident; it will load again.
        WAITING,
        /// An incident; it will not.
        STOPPED_BY_INCIDENT,
        CLOSED
    }

    /// [#close()] takes no longer, whatever hangs.
    public static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final Duration MAX_POLL = Duration.ofMillis(100);
    private static final Duration TICK_EVERY = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int INCARNATION_BYTES = 16;

    private final LogStorage storage;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final SchemaResolver schemas;
    private final SealerSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final LedgerListener listener;
    private final Ticker ticker;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread sealing = new Thread(this::sealAndLetGo, "ledger-sealer");
    private final BlockingQueue<News> news = new ArrayBlockingQueue<>(Timestamping.MAX_WAITING);
    private final Optional<Timestamping> timestamping;
    private final Thread stamping = new Thread(this::stampUntilStopped, "ledger-timestamps");
    private final Optional<Witnessing> witnessing;
    private final Thread asking = new Thread(this::witnessUntilStopped, "ledger-witnesses");
    private final Thread ticking = new Thread(this::tickUntilStopped, "ledger-ticker");
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final AtomicReference<@Nullable Consumer<byte[], byte[]>> consumer =
            new AtomicReference<>();
    private volatile @Nullable Progress progress;

    /// The log that is sealed; none before the first load.
    private final AtomicReference<@Nullable LogStorage> current = new AtomicReference<>();

    /// @param storage of the installation's first log, open; closed with the ledger
    /// @param consumers as [KafkaClients#consumer()] makes them
    /// @param producers as [KafkaClients#producer()] makes them
    public Ledger(
            LogStorage storage,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Supplier<Producer<byte[], byte[]>> producers,
            SchemaResolver schemas,
            SealerSettings settings,
            InstantSource clock,
            SecureRandom random,
            LedgerListener listener) {
        this(
                storage,
                consumers,
                producers,
                schemas,
                settings,
                clock,
                random,
                listener,
                Optional.empty(),
                Optional.empty());
    }

    /// As above, with time stamps and witnesses.
    public Ledger(
            LogStorage storage,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Supplier<Producer<byte[], byte[]>> producers,
            SchemaResolver schemas,
            SealerSettings settings,
            InstantSource clock,
            SecureRandom random,
            LedgerListener listener,
            Optional<Timestamping> timestamping,
            Optional<Witnessing> witnessing) {
        this.witnessing = witnessing;
        this.timestamping = timestamping;
        this.storage = storage;
        this.consumers = consumers;
        this.schemas = schemas;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        this.ticker = new Ticker(producers, schemas, clock, random, settings.partitions());
    }

    public void start() {
        if (!state.compareAndSet(State.NEW, State.LOADING)) {
            throw new IllegalStateException("started before");
        }
        sealing.start();
        ticking.start();
        if (timestamping.isPresent()) {
            stamping.setDaemon(true);
            stamping.start();
        }
        if (witnessing.isPresent()) {
            asking.setDaemon(true);
            asking.start();
        }
    }

    public State state() {
        return state.get();
    }

    /// The last that is known; empty before the first load.
    public Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    /// How the log stands with its witnesses; empty where it has none.
    public Optional<WitnessState> witnesses() {
        return witnessing.map(Witnessing::state);
    }

    /// Seals what was read, if that takes no longer than it may, and lets go of the log.
    @Override
    public void close() throws IOException {
        stop.countDown();
        // They hold nothing that would have to be let go of.
        stamping.interrupt();
        asking.interrupt();
        Consumer<byte[], byte[]> current = consumer.get();
        if (current != null) {
            current.wakeup();
        }
        boolean interrupted = false;
        if (state.getAndSet(State.CLOSED) != State.NEW) {
            long deadline = System.nanoTime() + CLOSE_WITHIN.toNanos();
            for (Thread thread : new Thread[] {sealing, ticking}) {
                try {
                    long left = deadline - System.nanoTime();
                    if (left > 0) {
                        thread.join(Duration.ofNanos(left));
                    }
                    thread.interrupt();
                } catch (InterruptedException _now) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        }
        if (sealing.isAlive()) {
            // It lets go of the log itself when it ends. Let go of now, the log could be taken by
            // another sealer, over
            // whose checkpoint this one would then publish its older one.
            LOG.warn("the sealer did not stop in time: seconds={}", CLOSE_WITHIN.toSeconds());
        } else {
            storage.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void sealAndLetGo() {
        sealUntilStopped();
        // After an incident the log stays held until somebody closes the ledger: nobody takes over
        // unasked.
        if (stopping()) {
            try {
                storage.close();
            } catch (IOException e) {
                LOG.warn("the log could not be let go of: error={}", e.getClass().getSimpleName());
            }
        }
    }

    private void sealUntilStopped() {
        Duration pause = FIRST_PAUSE;
        while (!stopping()) {
            LedgerIncident incident;
            try {
                state.compareAndSet(State.WAITING, State.LOADING);
                sealWhileItGoesWell();
                continue;
            } catch (LedgerIncident e) {
                incident = e;
            } catch (RuntimeException | Error e) {
                incident = new LedgerIncident(IncidentCode.UNEXPECTED, e.getClass().getName(), e);
            }
            if (stopping()) {
                return;
            }
            boolean stops = incident.code().response() == IncidentCode.Response.STOP;
            // A seal since the last incident means that the trouble is a new one.
            pause = state.get() == State.SEALING ? FIRST_PAUSE : pause;
            setState(stops ? State.STOPPED_BY_INCIDENT : State.WAITING);
            LOG.error(
                    "the sealer stopped: incident={} response={}",
                    incident.code(),
                    incident.code().response());
            listener.incident(incident);
            if (stops || awaitStop(pause)) {
                return;
            }
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                            ? LONGEST_PAUSE
                            : pause.multipliedBy(2);
        }
    }

    /// Loads and seals, until somebody wants to stop, the log has ended, or something is wrong.
    private void sealWhileItGoesWell() throws LedgerIncident {
        byte[] incarnation = new byte[INCARNATION_BYTES];
        random.nextBytes(incarnation);
        Consumer<byte[], byte[]> reading = consumers.get();
        consumer.set(reading);
        try (Sealer sealer =
                Sealer.load(
                        storage,
                        reading,
                        schemas,
                        settings,
                        clock,
                        new Incarnation(incarnation),
                        news)) {
            current.set(sealer.storage());
            progress = sealer.progress();
            listener.loaded(sealer.progress());
            try {
                while (!stopping() && !sealer.hasEnded()) {
                    Duration left = sealer.untilDue();
                    sealer.read(left.compareTo(MAX_POLL) < 0 ? left : MAX_POLL);
                    sealIfDue(sealer);
                }
            } catch (WakeupException e) {
                if (!stopping()) {
                    throw e;
                }
            }
        } catch (WakeupException e) {
            if (!stopping()) {
                throw e;
            }
        } finally {
            consumer.set(null);
        }
    }

    private void sealIfDue(Sealer sealer) throws LedgerIncident {
        Optional<Progress> sealed = sealer.sealIfDue();
        if (sealed.isPresent()) {
            progress = sealed.get();
            setState(State.SEALING);
            listener.sealed(sealed.get());
        }
    }

    private void tickUntilStopped() {
        try (Ticker ticks = ticker) {
            do {
                try {
                    ticks.tick();
                } catch (KafkaException e) {
                    LOG.warn(
                            "ticks failed and go on under a new source id: error={}",
                            e.getClass().getSimpleName());
                    listener.ticksInterrupted(e);
                }
            } while (!awaitStop(TICK_EVERY));
        }
    }

    private void stampUntilStopped() {
        Timestamping stamps = timestamping.orElseThrow();
        try {
            boolean stamped;
            do {
                LogStorage log = current.get();
                stamped = log != null && stamps.stamp(log, news);
            } while (!awaitStop(stamped ? stamps.every() : TICK_EVERY));
        } catch (InterruptedException _close) {
            Thread.currentThread().interrupt();
        }
    }

    private void witnessUntilStopped() {
        Witnessing witnesses = witnessing.orElseThrow();
        try {
            boolean asked;
            do {
                LogStorage log = current.get();
                asked = log != null && witnesses.witness(log, news);
            } while (!awaitStop(asked ? witnesses.every() : TICK_EVERY));
        } catch (InterruptedException _close) {
            Thread.currentThread().interrupt();
        }
    }

    /// Closing is final.
    private void setState(State next) {
        state.updateAndGet(current -> current == State.CLOSED ? current : next);
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    /// True where it is time to stop.
    private boolean awaitStop(Duration pause) {
        try {
            return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _close) {
            return true;
        }
    }
}
