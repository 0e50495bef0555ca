package io.countersign.it;

import java.nio.file.Path;
import java.util.Optional;

/// A broker that a test may kill, pause and cut off from the network, on a loopback port that stays
/// the same through all of it.
///
/// Which one is chosen by system properties: a child JVM ([BrokerInAChild]) where none is given or
/// `it.broker` is `embedded`; a container ([BrokerInAContainer]) of the image `it.broker.image`
/// where it is `containers`. Either is a single node without its own topics, so that replication
/// factors are 1. For one thread.
sealed interface TestBroker extends AutoCloseable permits BrokerInAChild, BrokerInAContainer {
    /// Names the system property that says which.
    String PROPERTY = "it.broker";

    String EMBEDDED = "embedded";
    String CONTAINERS = "containers";

    /// Starts one and returns when clients can connect.
    ///
    /// @param directory for what it leaves behind (data of a child JVM); the caller's to delete
    /// @throws IllegalArgumentException where the property has a value that is neither
    static TestBroker start(Path directory) {
        return switch (System.getProperty(PROPERTY, EMBEDDED)) {
            case EMBEDDED -> BrokerInAChild.start(directory);
            case CONTAINERS -> BrokerInAContainer.start();
            case String other ->
                    throw new IllegalArgumentException(
                            PROPERTY + " is " + EMBEDDED + " or " + CONTAINERS + ", not " + other);
        };
    }

    /// Why the broker that the properties ask for can't be had on this machine; empty where it can.
    static Optional<String> unavailable() {
        return System.getProperty(PROPERTY, EMBEDDED).equals(CONTAINERS)
                ? BrokerInAContainer.unavailable()
                : Optional.empty();
    }

    String bootstrapServers();

    /// Ends it at once, as a power cut of the process would (SIGKILL). What it acknowledged is
    /// kept.
    void crash();

    /// Starts it again after [#crash()], with its data and its port; returns when clients can
    /// connect.
    void restart();

    /// Stops its time: connections stay open and nobody answers.
    void pause();

    void unpause();

    /// Whether this kind of broker can be cut off without being stopped.
    boolean canBeCutOff();

    /// Cuts it off: it runs on, and nothing reaches it.
    ///
    /// @throws UnsupportedOperationException where it can't be
    void disconnect();

    void connect();

    /// Stops it, whatever state it is in.
    @Override
    void close();
}
