package io.countersign.sinks.siem.tls;

import io.countersign.sinks.siem.delivery.Receiver;
import io.countersign.sinks.siem.http.HttpStub.Certificate;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A receiver of syslog messages over TLS on the loopback that asks its clients for a certificate,
/// and misbehaves as it is told to. What is spoken over a connection is a subclass's.
public abstract class TlsStub implements Receiver {
    private static final Pattern EVENT_ID = Pattern.compile("eventId=\"([^\"]+)\"");

    /// What a frame's length may be at most, of digits.
    private static final int MAX_DIGITS = 9;

    private final Certificate certificate;
    private final Certificate nextClient;
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> stored = new LinkedHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private @Nullable ServerSocket server;
    private volatile Certificate client;
    private volatile boolean busy;
    private volatile Duration delay = Duration.ZERO;
    private volatile Predicate<String> refused = id -> false;

    /// @param client whose certificate it takes
    /// @param nextClient whose certificate it takes once they are exchanged
    @SuppressWarnings("this-escape") // nobody knows the port before the constructor is done
    protected TlsStub(Certificate certificate, Certificate client, Certificate nextClient)
            throws IOException {
        this.certificate = certificate;
        this.client = client;
        this.nextClient = nextClient;
        this.port = listen(0);
    }

    /// Speaks with one client until one of the two ends it.
    protected abstract void serve(InputStream in, OutputStream out) throws IOException;

    public final int port() {
        return port;
    }

    protected final boolean isBusy() {
        return busy;
    }

    /// Takes a message, or says that it never will.
    protected final synchronized boolean take(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        Matcher id = EVENT_ID.matcher(text);
        String eventId = id.find() ? id.group(1) : "";
        if (refused.test(eventId)) {
            return false;
        }
        ids.add(eventId);
        stored.put(eventId, text);
        return true;
    }

    /// Returns once no client is connected: each was read to its end.
    protected final void awaitClosed() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(open::isEmpty);
    }

    /// As a receiver that is slow to read.
    protected final void dawdle() {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Digits, and the space behind them.
    protected static int number(InputStream in) throws IOException {
        String digits = word(in);
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            throw new IOException("no frame");
        }
        return Integer.parseInt(digits);
    }

    /// Up to a space or a line's end, which is read too.
    protected static String word(InputStream in) throws IOException {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        int c = in.read();
        while (c > ' ') {
            word.write(c);
            c = in.read();
        }
        if (c < 0) {
            throw new EOFException();
        }
        return word.toString(StandardCharsets.US_ASCII);
    }

    private int listen(int at) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 50);
        server = listening;
        Thread thread = new Thread(() -> accept(listening), "tls-stub");
        thread.setDaemon(true);
        thread.start();
        return listening.getLocalPort();
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread thread = new Thread(() -> secured(socket), "tls-stub-client");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // Closed, or a client that is gone already.
            }
        }
    }

    private void secured(Socket socket) {
        try (socket) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certificate.keys().getKeyManagers(), client.trust().getTrustManagers(), null);
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, null, port, true);
            tls.setUseClientMode(false);
            tls.setNeedClientAuth(true);
            tls.startHandshake();
            serve(new BufferedInputStream(tls.getInputStream()), tls.getOutputStream());
        } catch (Exception e) {
            // The connection ends, which is all that a client sees.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public final synchronized List<String> eventIds() {
        return List.copyOf(ids);
    }

    @Override
    public final synchronized String stored(String eventId) {
        return stored.getOrDefault(eventId, "");
    }

    @Override
    public final void away(boolean away) {
        try {
            ServerSocket listening = server;
            if (away && listening != null) {
                server = null;
                listening.close();
                for (Socket socket : open) {
                    socket.close();
                }
            } else if (!away && listening == null) {
                int unused = listen(port);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final void busy(boolean isBusy) {
        busy = isBusy;
    }

    @Override
    public final void slow(Duration isSlow) {
        delay = isSlow;
    }

    @Override
    public final void refuseEvents(Predicate<String> eventId) {
        refused = eventId;
    }

    @Override
    public final void rotateCredentials() {
        client = nextClient;
    }

    @Override
    public final void close() {
        away(true);
    }
}
