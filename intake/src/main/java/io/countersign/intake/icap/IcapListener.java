package io.countersign.intake.icap;

import io.countersign.intake.RawRecords;
import io.countersign.intake.documents.DocumentReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ICAP server: `icap://host:port/reqmod`, or `icaps` with TLS.
///
/// ```
/// OPTIONS icap://host/reqmod ICAP/1.0   -> Methods: REQMOD, Preview: 4096, Allow: 204
/// REQMOD  icap://host/reqmod ICAP/1.0   -> 204, or the request as it came
/// ```
///
/// It observes and never blocks: each request with a body becomes one record of the format
/// `icap-request` ([RequestRecord]), and passes whether or not Kafka takes it. Memory is bounded by
/// [IcapSettings]; what passes a bound is recorded with less of its body and the reason, and in the
/// last resort counted lost.
public final class IcapListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IcapListener.class);
    private static final int BACKLOG = 256;
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(30);
    private static final byte[] OVERLOADED =
            "ICAP/1.0 503 Service overloaded\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final IcapSettings settings;
    private final InstantSource clock;
    private final String tag;
    private final HeldBytes held;
    private final IcapCounts counts = new IcapCounts();
    private final DeliveryLanes lanes;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Socket, Long> shakingHands = new ConcurrentHashMap<>();
    private final Set<IcapConnection> serving = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile boolean closing;

    private IcapListener(
            ServerSocket server,
            IcapSettings settings,
            RawRecords records,
            DocumentReader documents,
            byte[] incarnation,
            InstantSource clock) {
        String start = HexFormat.of().formatHex(incarnation);
        this.server = server;
        this.settings = settings;
        this.clock = clock;
        this.tag = "\"icap-" + start + '"';
        this.held = new HeldBytes(settings.maxHeldBytes());
        this.lanes = new DeliveryLanes(start, settings, records, documents, held, counts);
    }

    /// @param port 0 for any free one
    /// @param documents opens what is uploaded
    /// @param incarnation random, new for each start: sequence numbers begin at 0 again
    public static IcapListener start(
            InetAddress address,
            int port,
            IcapSettings settings,
            RawRecords records,
            DocumentReader documents,
            byte[] incarnation,
            InstantSource clock)
            throws IOException {
        ServerSocket server =
                settings.tls().isPresent()
                        ? settings.tls().get().socket(settings.sources())
                        : new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException taken) {
            server.close();
            throw taken;
        }
        IcapListener listener =
                new IcapListener(server, settings, records, documents, incarnation, clock);
        listener.lanes.start();
        Thread.ofPlatform().daemon().name("icap-accept").start(listener::accept);
        Thread.ofVirtual().name("icap-watch").start(listener::watch);
        return listener;
    }

    public int port() {
        return server.getLocalPort();
    }

    public IcapCounts counts() {
        return counts;
    }

    /// Bytes of bodies that are read or wait to be delivered.
    public long heldBytes() {
        return held.held();
    }

    /// Requests that wait to be delivered.
    public int waiting() {
        return lanes.waiting();
    }

    private void accept() {
        while (!closing) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("icap").start(() -> connection(socket));
            } catch (SocketException ended) {
                if (!closing) {
                    LOG.error("The ICAP listener can't accept connections any more", ended);
                }
                return;
            } catch (IOException failed) {
                LOG.warn("An ICAP connection was not accepted", failed);
            }
        }
    }

    private void connection(Socket socket) {
        open.add(socket);
        int now = counts.connections.incrementAndGet();
        try (socket) {
            boolean listed =
                    settings.clients().isEmpty()
                            || settings.clients().contains(socket.getInetAddress());
            if (closing || !listed || now > settings.maxConnections()) {
                counts.refusedConnections.increment();
                // Over TLS nothing can be said before the handshake, which is not worth it.
                if (settings.tls().isEmpty()) {
                    socket.getOutputStream().write(OVERLOADED);
                }
                return;
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) settings.idleTime().toMillis());
            handshake(socket);
            serve(socket);
        } catch (IOException broken) {
            // The type says enough; a message could quote what came.
            counts.broken.increment();
            LOG.debug("An ICAP connection ended early: {}", broken.getClass().getSimpleName());
        } finally {
            counts.connections.decrementAndGet();
            open.remove(socket);
        }
    }

    private void handshake(Socket socket) throws IOException {
        if (socket instanceof SSLSocket secure) {
            shakingHands.put(socket, System.nanoTime());
            try {
                secure.startHandshake();
            } finally {
                shakingHands.remove(socket);
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        IcapConnection connection =
                new IcapConnection(socket, tag, settings, held, counts, clock, lanes::take);
        serving.add(connection);
        try {
            connection.serve();
        } finally {
            serving.remove(connection);
        }
    }

    /// Ends handshakes that take too long, and connections whose source is no longer one.
    private void watch() {
        try {
            while (!stop.await(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                if (settings.sources().refresh()) {
                    LOG.info("credentials read again, listener=icap");
                }
                serving.forEach(IcapConnection::endIfRevoked);
                long latest = System.nanoTime() - HANDSHAKE_LIMIT.toNanos();
                shakingHands.forEach((socket, begun) -> {
                    if (begun - latest < 0) {
                        shut(socket);
                    }
                });
            }
        } catch (InterruptedException _interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException _closed) {
            // It is gone.
        }
    }

    /// Ends the connections and delivers what waits, for a few seconds at most.
    @Override
    public void close() {
        closing = true;
        stop.countDown();
        try {
            server.close();
        } catch (IOException _closed) {
            // It listens no more.
        }
        open.forEach(IcapListener::shut);
        lanes.close();
    }
}
