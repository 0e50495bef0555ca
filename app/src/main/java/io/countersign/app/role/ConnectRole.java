package io.countersign.app.role;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.connect.ConnectSettings;
import io.countersign.app.connect.ConnectorFailure;
import io.countersign.app.connect.EmbeddedConnect;
import io.countersign.app.connect.TaskCounts;
import io.countersign.app.drill.DrillSchedule;
import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import io.countersign.app.reconcile.ReconcileSchedule;
import io.countersign.app.reconcile.Reconciler;
import io.countersign.app.sink.SinkHealth;
import io.countersign.app.sink.SinkType;
import io.countersign.app.sink.WorkerPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/// The Connect worker of one machine as a role.
public final class ConnectRole implements Role {
    public static final String NAME = "connect";

    private final Deployment deployment;
    private final ConnectSettings settings;
    private final Map<String, Map<String, String>> connectors;
    private final ReconcileSchedule schedule;
    private final Optional<DrillSchedule> drills;
    private volatile @Nullable EmbeddedConnect connect;

    /// @param connectors connector configurations by name
    public ConnectRole(
            Deployment deployment,
            Map<String, Map<String, String>> connectors,
            InstantSource clock) {
        this.deployment = deployment;
        this.settings =
                new ConnectSettings(
                        deployment.bootstrapServers(),
                        deployment.state().resolve(NAME),
                        ConnectSettings.DEFAULT_OFFSET_COMMIT_INTERVAL,
                        deployment.configuration().kafka().properties());
        this.connectors = Map.copyOf(connectors);
        this.schedule =
                new ReconcileSchedule(
                        reconcilers(deployment, clock),
                        ReconcileSchedule.DAILY,
                        ReconcileSchedule.AFTER_START,
                        clock);
        Configuration.Drill drill = deployment.configuration().drill();
        this.drills =
                drill.every().isZero()
                        ? Optional.empty()
                        : Optional.of(
                                new DrillSchedule(
                                        deployment,
                                        this.connectors,
                                        drill,
                                        DrillSchedule.AFTER_START,
                                        clock));
    }

    /// Of the sinks that the configuration names, and that run here.
    private Map<String, Reconciler> reconcilers(Deployment deployment, InstantSource clock) {
        Map<String, Reconciler> reconcilers = new HashMap<>();
        Connectors.sinks(deployment.configuration())
                .forEach((name, sink) -> {
                    Map<String, String> connector = connectors.get(name);
                    if (connector != null) {
                        reconcilers.put(
                                name,
                                new Reconciler(deployment, name, sink.type(), connector, clock));
                    }
                });
        return reconcilers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        try (Admin admin = Admin.create(deployment.client())) {
            TopicSetup.ensure(
                    admin,
                    connectors.keySet().stream()
                            // What is no entry is a hole in the archive's chain, and no letter.
                            .filter(name -> !name.equals(Configuration.Archive.NAME))
                            .sorted()
                            .map(SinkType::deadLetters)
                            .map(TopicSetup::deadLetters)
                            .toList(),
                    (short) deployment.configuration().replicationFactor());
        }
        try {
            connect = EmbeddedConnect.start(settings, connectors);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        schedule.start();
        drills.ifPresent(DrillSchedule::start);
    }

    @Override
    public Optional<String> failure() {
        EmbeddedConnect running = connect;
        List<ConnectorFailure> failures = running == null ? List.of() : running.failures();
        return failures.stream()
                .findFirst()
                .map(one -> "connector " + one.connector() + ": " + one.reason());
    }

    /// Ready while every connector and all its tasks run, and no entry waits for its
    /// acknowledgement for more than five minutes.
    @Override
    public Readiness readiness() {
        EmbeddedConnect running = connect;
        if (running == null) {
            return new Readiness(false, "Connect has not started");
        }
        TaskCounts tasks = running.tasks();
        for (String name : new TreeSet<>(connectors.keySet())) {
            SinkHealth health = SinkHealth.of(name);
            if (health.overdue()) {
                return new Readiness(
                        false,
                        "sink %s: its oldest entry that is not acknowledged is %d minutes old%s"
                                .formatted(
                                        name,
                                        Duration.ofMillis(health.oldestMillis()).toMinutes(),
                                        health.failing()
                                                ? health.lastFailure()
                                                        .map(last -> ", " + last.code())
                                                        .orElse("")
                                                : ""));
            }
        }
        return new Readiness(
                tasks.allRunning(connectors.size()),
                tasks.running() + " tasks run, " + tasks.others() + " connectors or tasks do not");
    }

    @Override
    public List<Measure> measures() {
        EmbeddedConnect running = connect;
        if (running == null) {
            return List.of();
        }
        TaskCounts tasks = running.tasks();
        List<Measure> measures = new ArrayList<>();
        measures.add(Measure.of("countersign_connect_tasks_running", NAME, tasks.running()));
        measures.add(Measure.of("countersign_connect_not_running", NAME, tasks.others()));
        measures.add(Measure.of("countersign_failed", NAME, failure().isPresent() ? 1 : 0));
        for (String name : new TreeSet<>(connectors.keySet())) {
            SinkHealth health = SinkHealth.of(name);
            measures.add(
                    measure(
                            "countersign_sink_unacknowledged",
                            name,
                            (double) health.unacknowledged()));
            measures.add(
                    measure(
                            "countersign_sink_oldest_unacknowledged_seconds",
                            name,
                            health.oldestMillis() / 1_000.0));
            measures.add(measure("countersign_sink_overdue", name, health.overdue() ? 1 : 0));
            measures.add(measure(WorkerPage.FAILING, name, health.failing() ? 1 : 0));
            health.lastFailure()
                    .ifPresent(last ->
                            measures.add(
                                    new Measure(
                                            WorkerPage.LAST_FAILURE,
                                            Map.of("role", NAME, "sink", name, "code", last.code()),
                                            last.atMillis() / 1_000.0)));
        }
        measures.addAll(schedule.measures(NAME));
        drills.ifPresent(scheduled -> measures.addAll(scheduled.measures(NAME)));
        return List.copyOf(measures);
    }

    private static Measure measure(String name, String sink, double value) {
        return new Measure(name, Map.of("role", NAME, "sink", sink), value);
    }

    @Override
    public void close() {
        drills.ifPresent(DrillSchedule::close);
        schedule.close();
        EmbeddedConnect running = connect;
        if (running != null) {
            running.close();
        }
    }
}
