package io.countersign.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/// A port for a server that comes and goes.
final class LoopbackPort {
    private static final int FIRST = 20_000;
    private static final int COUNT = 4_000;

    private static final int RANGES = 3;

    /// Which of the JVMs that test beside each other this is, from 1.
    private static final int FORK = Integer.getInteger("it.fork", 1);

    private static final int MAX_TRIES = 100;

    /// Each is given once, since the one who asked may not listen on it yet.
    private static final AtomicInteger NEXT =
            new AtomicInteger(RandomGenerator.getDefault().nextInt(COUNT));

    private LoopbackPort() {}

    /// One that is free now. It lies below the range from which the system takes client ports:
    /// while a server on such a port is down, a client that keeps trying to reach it may be given
    /// the very port as its own, connect to itself, and keep the server from coming back. No other
    /// JVM that tests at the same time takes it meanwhile: each has a range of its own.
    static int free() {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            int port = FIRST + FORK % RANGES * COUNT + NEXT.getAndIncrement() % COUNT;
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one, then.
            }
        }
        throw new IllegalStateException("no free port in " + MAX_TRIES + " tries");
    }

    /// Waits until a server answers requests of HTTP. That its port takes connections says less:
    /// MinIO listens there for a moment to see whether the port is free, and lets go of it again.
    static void awaitAnswer(int port, Duration limit) {
        HttpRequest ask =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Awaitility.await("a server answers on " + port)
                    .atMost(limit)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(
                            () -> client.send(ask, HttpResponse.BodyHandlers.discarding()),
                            // A server that is not ready says 503.
                            answer -> answer.statusCode() < 500);
        }
    }
}
