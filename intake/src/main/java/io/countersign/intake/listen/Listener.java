package io.countersign.intake.listen;

import io.countersign.intake.RawRecords;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An open port: accepts connections up to a limit, has each served by its [Protocol] in a virtual
/// thread, and ends those that are slow, idle or no longer of a source. Started once, closed once;
/// asked from any thread.
public final class Listener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private static final int BACKLOG = 128;
    private static final Duration ROUND = Duration.ofMillis(500);

    /// What is begun may end while the listener stops.
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(2);

    private static final long DRAIN_STEP_MILLIS = 20;
    private static final int MAX_LINES_A_ROUND = 20;

    private final ListenerSettings settings;
    private final Protocol protocol;
    private final ServerSocket socket;
    private final ListenerCounts counts = new ListenerCounts();
    private final Connection.Door door;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger linesOfRound = new AtomicInteger();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable String failure;

    private Listener(
            ListenerSettings settings,
            Protocol protocol,
            RawRecords records,
            MemoryBudget budget,
            byte[] incarnation,
            ServerSocket socket) {
        this.settings = settings;
        this.protocol = protocol;
        this.socket = socket;
        this.door =
                new Connection.Door(
                        settings,
                        new Lanes(settings.name(), incarnation, records, counts),
                        in ->
                                new WireReader(
                                        in, RawRecords.MAX_RECORD_BYTES, budget, records::digest),
                        () -> stop.getCount() == 0);
    }

    /// @param budget shared by all listeners of the process
    /// @param incarnation random, new for each start: sequence numbers begin at 0 again
    /// @throws IOException where the port is taken
    public static Listener start(
            ListenerSettings settings,
            Protocol protocol,
            RawRecords records,
            MemoryBudget budget,
            byte[] incarnation)
            throws IOException {
        ServerSocket socket =
                settings.tls().isPresent()
                        ? settings.tls().get().socket(settings.sources())
                        : new ServerSocket();
        try {
            socket.setReuseAddress(true);
            if (protocol.receiveBufferBytes().isPresent()) {
                socket.setReceiveBufferSize(protocol.receiveBufferBytes().getAsInt());
            }
            socket.bind(new InetSocketAddress(settings.address(), settings.port()), BACKLOG);
        } catch (IOException taken) {
            socket.close();
            throw taken;
        }
        Listener listener = new Listener(settings, protocol, records, budget, incarnation, socket);
        Thread.ofVirtual().name("listener-" + settings.name()).start(listener::accept);
        Thread.ofVirtual().name("watch-" + settings.name()).start(listener::watch);
        return listener;
    }

    public String name() {
        return settings.name();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public ListenerCounts counts() {
        return counts;
    }

    /// Why it accepts nothing more; empty while it does.
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    private void accept() {
        while (stop.getCount() > 0) {
            Socket accepted;
            try {
                accepted = socket.accept();
            } catch (IOException e) {
                if (stop.getCount() > 0 && socket.isClosed()) {
                    failure = "LISTENER_CLOSED: listener " + settings.name() + " lost its port";
                    return;
                }
                // One that was gone before it was accepted, or no file handle left: on to the next.
                continue;
            }
            if (counts.connections() >= settings.limits().maxConnections()) {
                counts.countClosed(CloseReason.TOO_MANY);
                say("unknown", CloseReason.TOO_MANY);
                shut(accepted);
                continue;
            }
            counts.opened();
            Thread.ofVirtual().name("connection-" + settings.name()).start(() -> serve(accepted));
        }
    }

    private void serve(Socket accepted) {
        CloseReason reason = CloseReason.ENDED;
        String who = "unknown";
        try (Connection connection = new Connection(accepted, door)) {
            accepted.setKeepAlive(true);
            accepted.setTcpNoDelay(true);
            open.add(connection);
            try {
                reason = spoken(connection);
                reason = connection.ended().orElse(reason);
                connection.end(reason);
            } finally {
                open.remove(connection);
                who = connection.who();
            }
        } catch (IOException _gone) {
            reason = CloseReason.BROKEN;
        } finally {
            shut(accepted);
            counts.ended();
            counts.countClosed(reason);
        }
        if (reason != CloseReason.ENDED) {
            say(who, reason);
        }
    }

    /// A line for an end that is worth one; whoever connects a thousand times a second gets no
    /// thousand lines.
    private void say(String who, CloseReason reason) {
        if (linesOfRound.incrementAndGet() <= MAX_LINES_A_ROUND) {
            log.warn(
                    "connection closed, listener={} source={} reason={}",
                    settings.name(),
                    who,
                    reason.word());
        }
    }

    /// Speaks the protocol, and says how it ended.
    private CloseReason spoken(Connection connection) {
        try {
            connection.handshake();
            protocol.serve(connection);
            return CloseReason.ENDED;
        } catch (SSLException _refused) {
            return CloseReason.HANDSHAKE;
        } catch (FramingException _lost) {
            return CloseReason.FRAMING;
        } catch (IOException _broken) {
            return CloseReason.BROKEN;
        } catch (InterruptedException _ended) {
            return CloseReason.STOPPING;
        } catch (RuntimeException fault) {
            // Its message may quote what came; its type does not.
            log.error(
                    "fault in a connection, listener={} type={}",
                    settings.name(),
                    fault.getClass().getName());
            return CloseReason.FAULT;
        }
    }

    private void watch() {
        try {
            while (!stop.await(ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                int unsaid = linesOfRound.getAndSet(0) - MAX_LINES_A_ROUND;
                if (unsaid > 0) {
                    log.warn(
                            "more connections closed, listener={} count={}",
                            settings.name(),
                            unsaid);
                }
                if (settings.sources().refresh()) {
                    log.info("credentials read again, listener={}", settings.name());
                }
                long now = System.nanoTime();
                for (Connection connection : open) {
                    if (connection.ended().isPresent()) {
                        // Its farewell has had its time.
                        connection.shut();
                        continue;
                    }
                    connection
                            .overdue(now, protocol.maySleep())
                            .ifPresent(reason -> connection.end(reason, protocol.farewell(reason)));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Accepts nothing more, lets end what is begun, and closes every connection.
    @Override
    public void close() {
        stop.countDown();
        shut(socket);
        long until = System.nanoTime() + DRAIN_LIMIT.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!open.isEmpty() && System.nanoTime() < until) {
                for (Connection connection : open) {
                    if (connection.resting()) {
                        connection.end(
                                CloseReason.STOPPING, protocol.farewell(CloseReason.STOPPING));
                    }
                }
                never.await(DRAIN_STEP_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Connection connection : open) {
            connection.end(CloseReason.STOPPING);
            connection.shut();
        }
    }

    private static void shut(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception _gone) {
            // It is closed either way.
        }
    }
}
