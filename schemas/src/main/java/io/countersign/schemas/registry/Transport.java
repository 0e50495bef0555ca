package io.countersign.schemas.registry;

import io.countersign.schemas.json.Json;
import io.countersign.schemas.registry.RegistryException.Code;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// One JSON exchange with the first address that gives a final answer: each is tried in turn from
/// the one that answered last, then the round is repeated after a wait that doubles and is drawn at
/// random between half and the whole of it. Every request of ours may be sent twice. For any
/// thread.
final class Transport implements AutoCloseable {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String ACCEPTED =
            MEDIA_TYPE + ", application/vnd.schemaregistry+json, application/json";
    private static final int MAX_QUOTED_CHARACTERS = 300;

    /// A registry's final answer: not one that a later try may mend, and not 401 or 403.
    record Answer(String request, int status, String body) {
        boolean ok() {
            return status >= 200 && status < 300;
        }

        /// @throws RegistryException UNEXPECTED_ANSWER for anything but one JSON document
        Json json() {
            try {
                return Json.parse(body);
            } catch (IOException e) {
                throw unexpected("is no JSON");
            }
        }

        Json.Obj object() {
            if (json() instanceof Json.Obj object) {
                return object;
            }
            throw unexpected("is no JSON object");
        }

        List<Json> array() {
            if (json() instanceof Json.Arr(List<Json> items)) {
                return items;
            }
            throw unexpected("is no JSON array");
        }

        /// The registry's own code in an error; 0 where it gave none, since some errors have no
        /// body.
        int errorCode() {
            return errorMember().flatMap(object -> object.integer("error_code")).orElse(0);
        }

        RegistryException unexpected(String what) {
            return new RegistryException(
                    Code.UNEXPECTED_ANSWER,
                    request
                            + ": the answer "
                            + what
                            + "; is schema.registry.url the registry's base address?",
                    status,
                    errorCode(),
                    null);
        }

        /// The exception for an answer that is neither success nor what the caller reads as "there
        /// is none".
        RegistryException refused() {
            Code code = status == 409 ? Code.INCOMPATIBLE : Code.REFUSED;
            String said =
                    errorMember()
                            .flatMap(object -> object.string("message"))
                            .map(Answer::quoted)
                            .orElse("");
            return new RegistryException(
                    code, request + " gave " + status + said, status, errorCode(), null);
        }

        private Optional<Json.Obj> errorMember() {
            try {
                return Json.parse(body) instanceof Json.Obj object
                        ? Optional.of(object)
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /// What a registry writes may end on a terminal.
        private static String quoted(String message) {
            String printable = message.replaceAll("\\p{C}", " ");
            return ": "
                    + (printable.length() > MAX_QUOTED_CHARACTERS
                            ? printable.substring(0, MAX_QUOTED_CHARACTERS) + "..."
                            : printable);
        }
    }

    private final RegistryConfig config;
    private final HttpClient http;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int preferred;

    Transport(RegistryConfig config) {
        this.config = config;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(config.connectTimeout());
        if (config.urls().stream().anyMatch(url -> url.getScheme().equalsIgnoreCase("https"))) {
            builder.sslContext(config.tls().context());
            if (!config.tls().protocols().isEmpty()) {
                SSLParameters parameters = new SSLParameters();
                parameters.setProtocols(config.tls().protocols().toArray(new String[0]));
                builder.sslParameters(parameters);
            }
        }
        config.proxy()
                .ifPresent(proxy ->
                        builder.proxy(
                                ProxySelector.of(
                                        new InetSocketAddress(proxy.host(), proxy.port()))));
        this.http = builder.build();
    }

    /// @param path percent-encoded, from the base address on
    Answer send(String method, String path, @Nullable Json body) {
        String request = method + " " + path;
        String lastFailure = "";
        int lastStatus = 0;
        Throwable lastCause = null;
        for (int round = 0; round <= config.maxRetries(); round++) {
            if (round > 0) {
                pause(round);
            }
            for (int tried = 0; tried < config.urls().size(); tried++) {
                int index = (preferred + tried) % config.urls().size();
                try {
                    Answer answer = exchange(config.urls().get(index), method, path, request, body);
                    if (!mayBeMended(answer.status())) {
                        preferred = index;
                        return checked(answer);
                    }
                    lastFailure = "status " + answer.status();
                    lastStatus = answer.status();
                    lastCause = null;
                } catch (IOException e) {
                    lastFailure = e.getClass().getSimpleName();
                    lastStatus = 0;
                    lastCause = e;
                }
            }
        }
        throw new RegistryException(
                Code.UNAVAILABLE,
                request
                        + " failed at every address, "
                        + (config.maxRetries() + 1)
                        + " times; last: "
                        + lastFailure,
                lastStatus,
                0,
                lastCause);
    }

    private Answer exchange(URI base, String method, String path, String name, @Nullable Json body)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path))
                        .timeout(config.readTimeout())
                        .header("Accept", ACCEPTED);
        config.credentials()
                .authorization()
                .ifPresent(value -> request.header("Authorization", value.reveal()));
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", MEDIA_TYPE);
            request.method(
                    method,
                    HttpRequest.BodyPublishers.ofString(body.text(), StandardCharsets.UTF_8));
        }
        // The request's own timeout ends with the head of the answer; this one covers the body as
        // well.
        Duration whole = config.connectTimeout().plus(config.readTimeout());
        CompletableFuture<HttpResponse<String>> pending =
                http.sendAsync(request.build(), answer -> new BoundedText(Json.MAX_CHARACTERS));
        try {
            HttpResponse<String> response = pending.get(whole.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(name, response.statusCode(), response.body());
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new IOException("no answer within " + whole.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("the exchange failed", e.getCause());
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw interrupted(name);
        }
    }

    private static Answer checked(Answer answer) {
        if (answer.status() == 401 || answer.status() == 403) {
            throw new RegistryException(
                    Code.UNAUTHORISED,
                    answer.request()
                            + " gave "
                            + answer.status()
                            + "; see basic.auth and bearer.auth",
                    answer.status(),
                    answer.errorCode(),
                    null);
        }
        return answer;
    }

    private static boolean mayBeMended(int status) {
        return status >= 500 || status == 408 || status == 429;
    }

    private void pause(int round) {
        long longest = config.maxRetryWait().toMillis();
        long doubled = Math.min(longest, config.retryWait().toMillis() << Math.min(round - 1, 20));
        long millis =
                doubled == 0 ? 0 : ThreadLocalRandom.current().nextLong(doubled / 2, doubled + 1);
        try {
            if (closed.await(millis, TimeUnit.MILLISECONDS)) {
                throw new RegistryException(Code.UNAVAILABLE, "the client was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted("a retry");
        }
    }

    private static RegistryException interrupted(String request) {
        return new RegistryException(Code.UNAVAILABLE, request + " was interrupted");
    }

    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }
}
