package io.countersign.sinks.siem.syslog;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Confirmation;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.delivery.SinkTime;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Syslog messages in counted octets (RFC 5425 section 4.3, RFC 6587 section 3.4.1): `LENGTH SP
/// MESSAGE`, one after another on a connection that stays open.
///
/// Syslog acknowledges nothing: what was written may lie in a buffer of this machine, of the
/// network or of the receiver, and is lost with it. So a message counts as received only once its
/// connection has outlived it for a while, and what a broken connection had not outlived is sent
/// again over the next one. What a receiver had taken in that while comes twice, with the same
/// event id; what it lost after that while is lost. Use RELP where that is too little.
final class SyslogClient implements Client {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CHECK_READ_MILLIS = 500;

    private final Receiver receiver;
    private final Duration confirmAfter;
    private final SinkTime time;

    /// In the order in which they were sent, all over the current connection.
    private final ArrayDeque<Sent> unconfirmed = new ArrayDeque<>();

    private @Nullable Connection connection;
    private volatile boolean closed;

    private record Sent(long batch, long nanos) {}

    SyslogClient(Receiver receiver, Duration confirmAfter, SinkTime time) {
        this.receiver = receiver;
        this.confirmAfter = confirmAfter;
        this.time = time;
    }

    @Override
    public Answer send(Batch batch) throws InterruptedException {
        if (!unconfirmed.isEmpty() && isLost()) {
            // First what the broken connection did not outlive, else messages change their order.
            return Answer.again("CONNECTION_LOST");
        }
        try {
            Connection open = connected();
            open.write(batch.events());
            unconfirmed.addLast(new Sent(batch.number(), time.nanos()));
            return Answer.all(batch, Outcome.ACCEPTED);
        } catch (IOException e) {
            Connection open = connection;
            boolean stalled = open != null && open.stalled;
            drop();
            return Answer.again(stalled ? "TIMED_OUT" : ConnectionCode.of(e));
        }
    }

    @Override
    public List<Confirmation> confirmations() {
        List<Confirmation> known = new ArrayList<>();
        if (isLost()) {
            drop();
            // The latest first: each is put before those that wait already.
            for (Iterator<Sent> sent = unconfirmed.descendingIterator(); sent.hasNext(); ) {
                known.add(
                        new Confirmation.All(sent.next().batch, Outcome.again("CONNECTION_LOST")));
            }
            unconfirmed.clear();
            return known;
        }
        long until = time.nanos() - confirmAfter.toNanos();
        while (!unconfirmed.isEmpty() && unconfirmed.getFirst().nanos - until <= 0) {
            known.add(new Confirmation.All(unconfirmed.removeFirst().batch, Outcome.DELIVERED));
        }
        return known;
    }

    @Override
    public Health check() {
        try (Link link = receiver.connect()) {
            // With TLS 1.3 a refused client certificate shows only when something is read.
            link.readTimeout(CHECK_READ_MILLIS);
            if (link.in().read() < 0) {
                return Health.bad("CONNECTION_LOST", "the receiver closed the connection at once");
            }
            return Health.good("connected");
        } catch (SocketTimeoutException silent) {
            return Health.good("connected; syslog says nothing back");
        } catch (IOException e) {
            return Health.bad(
                    ConnectionCode.of(e),
                    "look at host, port and the tls files; the receiver's certificate must be for"
                            + " the host's name");
        }
    }

    @Override
    public void close() {
        closed = true;
        drop();
    }

    private boolean isLost() {
        Connection open = connection;
        return open == null || open.isBroken();
    }

    private Connection connected() throws IOException {
        Connection open = connection;
        if (open != null && !open.isBroken()) {
            return open;
        }
        drop();
        if (closed) {
            throw new IOException("closed");
        }
        Connection made = new Connection(receiver.connect(), receiver.timeout());
        connection = made;
        return made;
    }

    private void drop() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    /// A connection and the thread that notices its end: nothing is ever read from it, so a read
    /// returns when the receiver closes it or is gone. Where neither happens, and a message cannot
    /// be written for as long as the timeout is, the thread ends the connection: a network that
    /// takes nothing and says nothing would hold the sink for a quarter of an hour.
    private static final class Connection implements AutoCloseable {
        private final Link link;
        private final Duration timeout;
        private final OutputStream out;
        private volatile boolean broken;

        /// A write took too long.
        private volatile boolean stalled;

        /// A write is under way.
        private volatile boolean writing;

        private volatile long writingSinceNanos;

        Connection(Link link, Duration timeout) throws IOException {
            this.link = link;
            this.timeout = timeout;
            this.out = new BufferedOutputStream(link.out(), BUFFER_BYTES);
            InputStream in = link.in();
            Thread watch = new Thread(() -> watch(in), "syslog-watch");
            watch.setDaemon(true);
            watch.start();
        }

        boolean isBroken() {
            return broken;
        }

        void write(List<OutboundEvent> events) throws IOException {
            for (OutboundEvent event : events) {
                writingSinceNanos = System.nanoTime();
                writing = true;
                byte[] message = event.payload();
                out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
                out.write(message);
            }
            out.flush();
            writing = false;
        }

        private void watch(InputStream in) {
            try {
                boolean open = true;
                while (open) {
                    try {
                        open = in.read() >= 0;
                    } catch (SocketTimeoutException silent) {
                        stalled = isStalled();
                        open = !stalled && !link.isClosed();
                    }
                }
            } catch (IOException e) {
                // It broke; the flag says so.
            } finally {
                broken = true;
                if (stalled) {
                    link.close();
                }
            }
        }

        private boolean isStalled() {
            return writing && System.nanoTime() - writingSinceNanos >= timeout.toNanos();
        }

        @Override
        public void close() {
            broken = true;
            link.close();
        }
    }
}
