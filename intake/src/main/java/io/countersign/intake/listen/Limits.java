package io.countersign.intake.listen;

import java.time.Duration;

/// What one listener bears.
///
/// @param maxConnections one more is closed at once
/// @param messageTime from the first byte of a message to its last, and for the TLS handshake
/// @param idleTime without a message, where the protocol has no sleepers
public record Limits(int maxConnections, Duration messageTime, Duration idleTime) {
    public static final int MAX_CONNECTIONS = 10_000;

    /// What is in force where the configuration says nothing.
    public static final Limits STANDARD =
            new Limits(256, Duration.ofSeconds(60), Duration.ofSeconds(75));

    public Limits {
        if (maxConnections < 1 || maxConnections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("from 1 to " + MAX_CONNECTIONS + " connections");
        }
    }
}
