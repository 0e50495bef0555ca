package io.countersign.app.role;

import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import io.countersign.schemas.registry.RegistryException;
import io.countersign.topology.StreamsSettings;
import io.countersign.topology.chain.ChainIncident;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Streams application as a role: a thread that dies is replaced a few times, a chain incident
/// stops everything.
public final class StreamsRole implements Role {
    /// More replaced threads than this within [#REPLACEMENT_WINDOW] are no accident.
    static final int MAX_REPLACEMENTS = 5;

    static final Duration REPLACEMENT_WINDOW = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(StreamsRole.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(4);
    private static final int MAX_CAUSES = 20;

    private final String name;
    private final KafkaStreams streams;
    private final InstantSource clock;
    private final AutoCloseable resources;
    private final Deque<Instant> replacements = new ArrayDeque<>();
    private final AtomicReference<Optional<String>> failure =
            new AtomicReference<>(Optional.empty());
    private final AtomicLong replaced = new AtomicLong();
    private final CountDownLatch settled = new CountDownLatch(1);

    /// @param resources closed after the application
    public StreamsRole(
            String name,
            Topology topology,
            StreamsSettings settings,
            InstantSource clock,
            AutoCloseable resources) {
        this.name = name;
        this.clock = clock;
        this.resources = resources;
        this.streams = new KafkaStreams(topology, settings.toProperties());
        streams.setUncaughtExceptionHandler(this::respond);
        streams.setStateListener((now, _) -> {
            if (now == KafkaStreams.State.RUNNING || now.hasCompletedShutdown()) {
                settled.countDown();
            }
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        streams.start();
        try {
            if (!settled.await(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new RoleFailedException(
                        name + " did not start within " + START_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + ": interrupted at start", interrupted);
        }
        failure()
                .ifPresent(why -> {
                    throw new RoleFailedException(
                            name
                                    + " can't start: "
                                    + why
                                    + "\nWhat the code means, and what to do: docs/spec/incidents.md");
                });
    }

    @Override
    public Optional<String> failure() {
        return failure.get();
    }

    /// Ready while RUNNING: each task that this instance owns has its state and processes.
    @Override
    public Readiness readiness() {
        KafkaStreams.State state = streams.state();
        return new Readiness(state == KafkaStreams.State.RUNNING, "Streams is " + state);
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                Measure.of("countersign_stream_threads_replaced_total", name, replaced.get()),
                Measure.of("countersign_failed", name, failure.get().isPresent() ? 1 : 0));
    }

    @Override
    public void close() {
        streams.close(
                CloseOptions.timeout(CLOSE_LIMIT)
                        .withGroupMembershipOperation(
                                CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        try {
            resources.close();
        } catch (Exception failed) {
            LOG.warn("closing failed: role={} exception={}", name, failed.getClass().getName());
        }
    }

    private StreamThreadExceptionResponse respond(Throwable thrown) {
        Optional<ChainIncident> incident = incident(thrown);
        if (incident.isPresent()) {
            String why = String.valueOf(incident.get().getMessage());
            LOG.error("chain incident, the role stops: role={} {}", name, why);
            return stop(why);
        }
        // The class and not the message: a message may quote a record.
        LOG.error("stream thread died: role={} exceptions={}", name, classes(thrown));
        replaced.incrementAndGet();
        if (registryIsAway(thrown)) {
            // The record waits: it is read again, as often as it takes. The client has paused.
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        Instant now = clock.instant();
        replacements.addLast(now);
        while (replacements.getFirst().isBefore(now.minus(REPLACEMENT_WINDOW))) {
            replacements.removeFirst();
        }
        return replacements.size() > MAX_REPLACEMENTS
                ? stop("THREADS_KEEP_DYING: " + classes(thrown))
                : StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private StreamThreadExceptionResponse stop(String why) {
        failure.set(Optional.of(why));
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static Optional<ChainIncident> incident(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof ChainIncident incident) {
                return Optional.of(incident);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static boolean registryIsAway(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof RegistryException registry) {
                return registry.retriable();
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String classes(Throwable thrown) {
        StringBuilder names = new StringBuilder();
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            names.append(depth == 0 ? "" : " < ").append(cause.getClass().getSimpleName());
            cause = cause.getCause();
        }
        return names.toString();
    }
}
