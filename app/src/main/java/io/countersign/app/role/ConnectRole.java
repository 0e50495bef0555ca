package io.countersign.app.role;

import io.countersign.app.connect.ConnectSettings;
import io.countersign.app.connect.ConnectorFailure;
import io.countersign.app.connect.EmbeddedConnect;
import io.countersign.app.connect.TaskCounts;
import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The Connect worker of one machine as a role.
public final class ConnectRole implements Role {
    public static final String NAME = "connect";

    private final ConnectSettings settings;
    private final Map<String, Map<String, String>> connectors;
    private volatile @Nullable EmbeddedConnect connect;

    /// @param connectors connector configurations by name
    public ConnectRole(Deployment deployment, Map<String, Map<String, String>> connectors) {
        this.settings =
                new ConnectSettings(
                        deployment.bootstrapServers(),
                        deployment.state().resolve(NAME),
                        ConnectSettings.DEFAULT_OFFSET_COMMIT_INTERVAL,
                        deployment.configuration().kafka().properties());
        this.connectors = Map.copyOf(connectors);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() {
        try {
            connect = EmbeddedConnect.start(settings, connectors);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Optional<String> failure() {
        EmbeddedConnect running = connect;
        List<ConnectorFailure> failures = running == null ? List.of() : running.failures();
        return failures.stream()
                .findFirst()
                .map(one -> "connector " + one.connector() + ": " + one.reason());
    }

    /// Ready while every connector and all its tasks run.
    @Override
    public Readiness readiness() {
        EmbeddedConnect running = connect;
        if (running == null) {
            return new Readiness(false, "Connect has not started");
        }
        TaskCounts tasks = running.tasks();
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
        return List.of(
                Measure.of("countersign_connect_tasks_running", NAME, tasks.running()),
                Measure.of("countersign_connect_not_running", NAME, tasks.others()),
                Measure.of("countersign_failed", NAME, failure().isPresent() ? 1 : 0));
    }

    @Override
    public void close() {
        EmbeddedConnect running = connect;
        if (running != null) {
            running.close();
        }
    }
}
