package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import io.countersign.app.purge.PurgeReport;
import io.countersign.app.purge.Purger;
import io.countersign.app.purge.SealedLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The purger as a role: a pass each minute, in a thread of its own.
public final class PurgerRole implements Role {
    public static final String NAME = "purger";

    private static final Logger LOG = LoggerFactory.getLogger(PurgerRole.class);
    private static final Duration PASS_EVERY = Duration.ofMinutes(1);
    private static final Duration PASS_AT_MOST_EVERY = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(3);

    /// Passes that fail for so long are not ready.
    private static final Duration FAILING = Duration.ofMinutes(5);

    private final Deployment deployment;
    private final InstantSource clock;
    private final Duration every;
    private final Thread thread = new Thread(this::run, NAME);
    private final AtomicReference<State> state = new AtomicReference<>(State.NONE);
    private volatile boolean stopping;

    /// @param last the last pass that came to its end
    /// @param ended when it did; the start of the role before the first one
    /// @param failure what ended the passes since, as a class name; empty where none failed
    /// @param purged offsets that went since the start
    private record State(Optional<PurgeReport> last, Instant ended, String failure, long purged) {
        static final State NONE = new State(Optional.empty(), Instant.EPOCH, "", 0);
    }

    public PurgerRole(Deployment deployment, InstantSource clock) {
        this.deployment = deployment;
        this.clock = clock;
        // Where a test's hour is a second.
        Duration quarter = deployment.configuration().purger().after().dividedBy(4);
        this.every =
                quarter.compareTo(PASS_EVERY) > 0
                        ? PASS_EVERY
                        : quarter.compareTo(PASS_AT_MOST_EVERY) < 0 ? PASS_AT_MOST_EVERY : quarter;
        thread.setDaemon(true);
    }

    /// Keeps the purger's positions.
    static String group(Configuration configuration) {
        return configuration.audit().applicationId() + "-purger";
    }

    private Purger purger(Admin admin) {
        Configuration configuration = deployment.configuration();
        List<String> readers = new ArrayList<>();
        readers.add(configuration.audit().applicationId());
        readers.addAll(configuration.purger().waitForGroups());
        return new Purger(
                admin,
                new SealedLog(configuration),
                deployment::committedReader,
                deployment.schemas(),
                readers,
                group(configuration),
                configuration.purger().after());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        state.set(new State(Optional.empty(), clock.instant(), "", 0));
        thread.start();
    }

    private void run() {
        try (Admin admin = Admin.create(deployment.client());
                Purger purger = purger(admin)) {
            while (!stopping) {
                pass(purger);
                TimeUnit.MILLISECONDS.sleep(every.toMillis());
            }
        } catch (InterruptedException | InterruptException _stopped) {
            // Only close() interrupts.
        }
    }

    private void pass(Purger purger) throws InterruptedException {
        try {
            PurgeReport report = purger.pass(clock.instant());
            State before =
                    state.getAndUpdate(old ->
                            new State(
                                    Optional.of(report),
                                    clock.instant(),
                                    "",
                                    old.purged() + report.total()));
            report.purged()
                    .forEach((input, count) ->
                            LOG.info("raw records purged: input={} offsets={}", input, count));
            if (!report.blocked().equals(blocked(before))) {
                LOG.warn("partitions that nothing is purged of: {}", report.blocked());
            }
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (IOException
                | ExecutionException
                | TimeoutException
                | KafkaException
                | IllegalArgumentException failed) {
            String name =
                    (failed.getCause() == null ? failed : failed.getCause())
                            .getClass()
                            .getSimpleName();
            State before =
                    state.getAndUpdate(
                            old -> new State(old.last(), old.ended(), name, old.purged()));
            if (!before.failure().equals(name)) {
                LOG.warn("nothing was purged: error={}", name);
            }
        }
    }

    private static Map<Integer, PurgeReport.Blocked> blocked(State state) {
        return state.last().map(PurgeReport::blocked).orElse(Map.of());
    }

    /// It goes on by itself: what cannot be purged now is tried again.
    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    /// Not ready where passes fail for five minutes, or a partition is blocked: raw records then
    /// lie for longer than they should, and somebody has to look.
    @Override
    public Readiness readiness() {
        State now = state.get();
        Duration since = Duration.between(now.ended(), clock.instant());
        if (!now.failure().isEmpty()) {
            return new Readiness(
                    since.compareTo(FAILING) < 0,
                    "no pass came to its end for " + since.toSeconds() + " s: " + now.failure());
        }
        if (!blocked(now).isEmpty()) {
            StringBuilder why = new StringBuilder();
            blocked(now)
                    .forEach((partition, reason) ->
                            why.append(why.isEmpty() ? "" : "; ")
                                    .append("nothing goes from partition ")
                                    .append(partition)
                                    .append(": ")
                                    .append(reason.sentence()));
            return new Readiness(false, why.toString());
        }
        return new Readiness(
                true,
                now.last()
                        .map(report ->
                                report.held()
                                        + " raw offsets are left"
                                        + (report.waiting().isEmpty()
                                                ? ""
                                                : ", and readers are behind on "
                                                        + report.waiting().size()
                                                        + " partitions"))
                        .orElse("the first pass is under way"));
    }

    @Override
    public List<Measure> measures() {
        State now = state.get();
        return List.of(
                Measure.of("countersign_purged_offsets_total", NAME, now.purged()),
                Measure.of(
                        "countersign_raw_offsets_held",
                        NAME,
                        now.last().map(PurgeReport::held).orElse(0L)),
                Measure.of("countersign_purge_blocked_partitions", NAME, blocked(now).size()),
                Measure.of(
                        "countersign_purge_pass_age_seconds",
                        NAME,
                        Math.max(0, Duration.between(now.ended(), clock.instant()).toSeconds())));
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
