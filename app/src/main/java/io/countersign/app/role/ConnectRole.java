package io.countersign.app.role;

import io.countersign.app.connect.ConnectSettings;
import io.countersign.app.connect.ConnectorFailure;
import io.countersign.app.connect.EmbeddedConnect;
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
    private @Nullable EmbeddedConnect connect;

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

    @Override
    public void close() {
        EmbeddedConnect running = connect;
        if (running != null) {
            running.close();
        }
    }
}
