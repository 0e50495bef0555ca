package io.countersign.intake.icap;

import io.countersign.intake.listen.ServerTls;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Sources;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// What an ICAP listener may take.
///
/// @param tls none: in clear
/// @param sources who may show requests
/// @param maxConnections at one time; the next one is answered 503 and ends
/// @param maxBodyBytes kept of one body; the rest passes by and is not inspected
/// @param maxHeldBytes of all bodies that wait to be delivered; beyond it requests are recorded
///   without their body
/// @param maxWaiting requests that wait to be delivered; beyond it they pass and are counted lost
/// @param requestTime for one request from its first byte to its last
/// @param idleTime between two requests of a connection
/// @param clients whose connections are taken; empty: anybody's
public record IcapSettings(
        Optional<ServerTls> tls,
        Sources sources,
        int maxConnections,
        int maxBodyBytes,
        long maxHeldBytes,
        int maxWaiting,
        Duration requestTime,
        Duration idleTime,
        Set<InetAddress> clients) {
    public static final int MAX_CONNECTIONS = 10_000;
    public static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

    /// What is in force where the configuration says nothing.
    public static final IcapSettings STANDARD =
            new IcapSettings(
                    Optional.empty(),
                    Sources.open(Source.anyone("anyone", Optional.empty())),
                    500,
                    32 * 1024 * 1024,
                    128L * 1024 * 1024,
                    10_000,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(90),
                    Set.of());

    public IcapSettings {
        clients = Set.copyOf(clients);
        if (maxConnections < 1 || maxConnections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("from 1 to " + MAX_CONNECTIONS + " connections");
        }
        if (maxBodyBytes < 1 || maxBodyBytes > MAX_BODY_BYTES || maxHeldBytes < maxBodyBytes) {
            throw new IllegalArgumentException("a body has to fit into what may be held");
        }
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("at least one request waits");
        }
    }
}
