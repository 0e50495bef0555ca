package io.countersign.sinks.siem.http;

import io.countersign.sinks.siem.delivery.SinkTime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// Exchanges with receivers over HTTP/1.1, each on a connection that no other uses meanwhile: no
/// redirects, host names checked, every exchange bounded in time and bytes. Failures are replies.
/// Used by one thread.
public final class HttpRoom implements AutoCloseable {
    /// The longest reply that is read.
    public static final int MAX_REPLY_BYTES = 4 * 1024 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpSettings settings;
    private final SinkTime time;
    private final HttpClient http;

    /// @throws io.countersign.sinks.siem.SinkFailureException where a TLS file cannot be used
    public HttpRoom(HttpSettings settings, SinkTime time) {
        this.settings = settings;
        this.time = time;
        Duration connect =
                settings.requestTimeout().compareTo(CONNECT_TIMEOUT) < 0
                        ? settings.requestTimeout()
                        : CONNECT_TIMEOUT;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(connect)
                        .sslContext(settings.tls().context());
        settings.proxy()
                .ifPresent(proxy ->
                        builder.proxy(
                                ProxySelector.of(
                                        InetSocketAddress.createUnresolved(
                                                HttpSettings.hostOf(proxy),
                                                HttpSettings.portOf(proxy)))));
        this.http = builder.build();
    }

    /// Sends the request and reads the reply.
    ///
    /// @throws InterruptedException where the sink stops meanwhile; the exchange is given up
    public Reply exchange(HttpRequest.Builder request) throws InterruptedException {
        return begin(request).await();
    }

    /// Sends the request; others may be begun before its reply is read.
    public Exchange begin(HttpRequest.Builder request) {
        return new Exchange(
                http.sendAsync(
                        request.timeout(settings.requestTimeout()).build(),
                        head -> new BoundedBody(MAX_REPLY_BYTES)));
    }

    /// A request under way.
    public final class Exchange {
        private final CompletableFuture<HttpResponse<String>> pending;

        private Exchange(CompletableFuture<HttpResponse<String>> pending) {
            this.pending = pending;
        }

        /// Waits for the reply and reads it.
        ///
        /// @throws InterruptedException where the sink stops meanwhile; the exchange is given up
        public Reply await() throws InterruptedException {
            try {
                // The request's own timeout ends with the head of the reply; this one covers its
                // body.
                HttpResponse<String> response =
                        pending.get(
                                2 * settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
                return new Reply.Answered(
                        response.statusCode(),
                        response.headers()
                                .firstValue("Retry-After")
                                .flatMap(HttpRoom.this::retryAfter),
                        response.body());
            } catch (TimeoutException e) {
                giveUp();
                return new Reply.Unanswered("TIMED_OUT");
            } catch (ExecutionException e) {
                return new Reply.Unanswered(code(e));
            } catch (InterruptedException e) {
                giveUp();
                throw e;
            }
        }

        /// Ends it; what the receiver made of the request is unknown.
        public void giveUp() {
            pending.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private Optional<Duration> retryAfter(String header) {
        if (header.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
        }
        try {
            Instant until =
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            long millis = until.toEpochMilli() - time.millis();
            return Optional.of(Duration.ofMillis(Math.max(0, millis)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String code(ExecutionException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "TLS_FAILED";
            }
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return "CONNECT_FAILED";
            }
            if (cause instanceof HttpTimeoutException) {
                return "TIMED_OUT";
            }
            if (cause instanceof BoundedBody.TooLargeException) {
                return "REPLY_TOO_LARGE";
            }
        }
        return failure.getCause() instanceof IOException ? "CONNECTION_LOST" : "EXCHANGE_FAILED";
    }
}
