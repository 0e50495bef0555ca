package io.countersign.app.broker;

import java.nio.file.Path;

/// Where a broker of ours keeps its data and which loopback port it takes.
///
/// @param directory holds everything of the broker: `data/` (log and metadata), `broker.log`;
///   created where missing
/// @param port the loopback port for clients, or 0 for any free one
public record BrokerSettings(Path directory, int port) {
    private static final int MAX_PORT = 65_535;

    public BrokerSettings {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "port must lie between 0 and " + MAX_PORT + ", not " + port);
        }
        directory = directory.toAbsolutePath().normalize();
    }

    /// Any free port.
    public static BrokerSettings in(Path directory) {
        return new BrokerSettings(directory, 0);
    }

    Path data() {
        return directory.resolve("data");
    }

    /// Held by the broker that runs here.
    Path lock() {
        return directory.resolve("broker.lock");
    }

    /// Holds the port of the broker that runs here.
    Path portFile() {
        return directory.resolve("broker.port");
    }

    Path log() {
        return directory.resolve("broker.log");
    }

    /// What the JVM itself prints: a crash, an out-of-memory notice.
    Path errors() {
        return directory.resolve("broker.err");
    }
}
