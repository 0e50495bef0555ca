package io.countersign.app.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What an embedded Connect worker needs to know.
///
/// @param bootstrapServers the Kafka cluster, as `host:port[,host:port...]`
/// @param directory where the worker keeps its offsets file; created when missing, one worker per
///   directory
/// @param offsetCommitInterval how often sink offsets are committed; what was delivered since the
///   last commit is delivered again after a crash, so this bounds the duplicates
/// @param clientProperties properties for every Kafka client of the worker and its tasks, such as
///   `security.protocol`
public record ConnectSettings(
        String bootstrapServers,
        Path directory,
        Duration offsetCommitInterval,
        Map<String, String> clientProperties) {

    /// The interval of [#of(String, Path)].
    public static final Duration DEFAULT_OFFSET_COMMIT_INTERVAL = Duration.ofSeconds(1);

    public ConnectSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrapServers is empty");
        }
        if (offsetCommitInterval.isNegative() || offsetCommitInterval.isZero()) {
            throw new IllegalArgumentException("offsetCommitInterval must be positive");
        }
        clientProperties = Map.copyOf(clientProperties);
    }

    /// Settings for a cluster without authentication, such as the broker on this machine's
    /// loopback.
    public static ConnectSettings of(String bootstrapServers, Path directory) {
        return new ConnectSettings(
                bootstrapServers, directory, DEFAULT_OFFSET_COMMIT_INTERVAL, Map.of());
    }

    /// Client properties may hold passwords, so only their names are shown.
    @Override
    public String toString() {
        return "ConnectSettings["
                + bootstrapServers
                + ", "
                + directory
                + ", "
                + offsetCommitInterval
                + ", "
                + clientProperties.keySet()
                + "]";
    }
}
