package io.countersign.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.registry.RegistryException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryFailuresAreToldApartTest {
    private static final SchemaText ONE = RegistryAnswersAreReadTest.avro("One");
    private static final int RETRIES = 2;

    private FakeRegistry registry;
    private SchemaRegistryClient client;

    @BeforeEach
    void start() throws IOException {
        registry = new FakeRegistry();
        client = client(registry.url());
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, 401, UNAUTHORISED",
        "403, 40301, UNAUTHORISED",
        "409, 409, INCOMPATIBLE",
        "422, 42201, REFUSED",
        "422, 42202, REFUSED",
        "400, 400, REFUSED",
        "301, 0, REFUSED"
    })
    void aFinalRefusalIsNotRepeated(int status, int errorCode, Code code) {
        registry.script.add(FakeRegistry.error(status, errorCode, "no"));
        RegistryException thrown = failure(() -> client.register("a-value", ONE));
        assertThat(thrown.code()).isEqualTo(code);
        assertThat(thrown.status()).hasValue(status);
        if (errorCode != 0) {
            assertThat(thrown.errorCode()).hasValue(errorCode);
        }
        assertThat(thrown.retriable()).isFalse();
        assertThat(registry.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 429, 408})
    void whatALaterTryMayMendIsTriedAgain(int status) {
        for (int i = 0; i < RETRIES; i++) {
            registry.script.add(new FakeRegistry.Scripted(status, ""));
        }
        assertThat(client.register("a-value", ONE)).isEqualTo(1);
        assertThat(registry.requests).hasSize(RETRIES + 1);
    }

    @Test
    void afterTheLastRetryTheRegistryIsUnavailable() {
        for (int i = 0; i < 10; i++) {
            registry.script.add(FakeRegistry.error(500, 50001, "Error in the backend data store"));
        }
        RegistryException thrown = failure(() -> client.schema(1));
        assertThat(thrown.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(thrown.retriable()).isTrue();
        assertThat(registry.requests).hasSize(RETRIES + 1);
    }

    @Test
    void anotherAddressTakesOverAndIsAskedFirstFromThenOn() throws IOException {
        URI dead = URI.create("http://127.0.0.1:" + closedPort());
        try (SchemaRegistryClient two = client(dead, registry.url())) {
            assertThat(two.register("a-value", ONE)).isEqualTo(1);
            assertThat(two.subjects()).containsExactly("a-value");
            assertThat(registry.requests).hasSize(2);
        }
    }

    @Test
    void nobodyThereIsUnavailable() throws IOException {
        try (SchemaRegistryClient none = client(URI.create("http://127.0.0.1:" + closedPort()))) {
            assertThat(failure(none::subjects).code()).isEqualTo(Code.UNAVAILABLE);
        }
    }

    @Test
    void anAnswerThatStopsHalfwayIsGivenUpInTime() {
        registry.hangInBody = true;
        RegistryConfig defaults = RegistryConfig.of(registry.url());
        RegistryConfig quick =
                new RegistryConfig(
                        defaults.urls(),
                        defaults.credentials(),
                        defaults.tls(),
                        Optional.empty(),
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        WriteOptions.DEFAULT);
        try (SchemaRegistryClient impatient = new SchemaRegistryClient(quick)) {
            long start = System.nanoTime();
            assertThat(failure(impatient::subjects).code()).isEqualTo(Code.UNAVAILABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aPageInsteadOfAnAnswerIsNamedSo() {
        for (String body :
                List.of(
                        "<html>Sign in</html>",
                        "",
                        "[]",
                        "{\"id\":\"7\"}",
                        "{\"id\":-7}",
                        "{} {}")) {
            registry.script.add(new FakeRegistry.Scripted(200, body));
            assertThat(failure(() -> client.register("a-value", ONE)).code())
                    .as(body)
                    .isEqualTo(Code.UNEXPECTED_ANSWER);
        }
    }

    /// Were it "no such schema", every good record would be rejected.
    @Test
    void aWrongBaseAddressIsNotAMissingSchema() {
        try (SchemaRegistryClient lost =
                client(URI.create("http://127.0.0.1:" + registry.port() + "/wrong"))) {
            assertThat(failure(() -> lost.schema(1)).code()).isEqualTo(Code.UNEXPECTED_ANSWER);
        }
    }

    @Test
    void anEndlessAnswerIsGivenUp() {
        for (int i = 0; i <= RETRIES; i++) {
            registry.script.add(
                    new FakeRegistry.Scripted(
                            200, " ".repeat(io.countersign.schemas.json.Json.MAX_CHARACTERS + 1)));
        }
        assertThat(failure(client::subjects).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void theRegistrysWordsCannotDriveATerminal() {
        registry.compatible = false;
        RegistryException thrown = failure(() -> client.register("a-value", ONE));
        assertThat(thrown.code()).isEqualTo(Code.INCOMPATIBLE);
        assertThat(thrown.getMessage()).contains("incompatible").doesNotContain("\u001b");
    }

    @Test
    void closingEndsAWait() throws Exception {
        RegistryConfig defaults = RegistryConfig.of(URI.create("http://127.0.0.1:" + closedPort()));
        RegistryConfig patient =
                new RegistryConfig(
                        defaults.urls(),
                        defaults.credentials(),
                        defaults.tls(),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        1,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        Duration.ZERO,
                        WriteOptions.DEFAULT);
        SchemaRegistryClient waiting = new SchemaRegistryClient(patient);
        CompletableFuture<RegistryException> outcome =
                CompletableFuture.supplyAsync(() -> failure(waiting::subjects));
        TimeUnit.MILLISECONDS.sleep(200);
        waiting.close();
        assertThat(outcome.get(20, TimeUnit.SECONDS).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void credentialsAreShownAndWrongOnesAreRefused() {
        RegistryConfig config =
                RegistryConfig.from(
                        java.util.Map.of(
                                "schema.registry.url", registry.url().toString(),
                                "basic.auth.credentials.source", "USER_INFO",
                                "basic.auth.user.info", "reader:päss:word"));
        registry.requiredAuthorization = "Basic cmVhZGVyOnDDpHNzOndvcmQ=";
        try (SchemaRegistryClient basic = new SchemaRegistryClient(config)) {
            assertThat(basic.subjects()).isEmpty();
        }
        registry.requiredAuthorization = "Bearer abc.def-ghi";
        RegistryConfig bearer =
                RegistryConfig.from(
                        java.util.Map.of(
                                "schema.registry.url", registry.url().toString(),
                                "bearer.auth.credentials.source", "STATIC_TOKEN",
                                "bearer.auth.token", "abc.def-ghi"));
        try (SchemaRegistryClient token = new SchemaRegistryClient(bearer)) {
            assertThat(token.subjects()).isEmpty();
        }
        try (SchemaRegistryClient basic = new SchemaRegistryClient(config)) {
            RegistryException thrown = failure(basic::subjects);
            assertThat(thrown.code()).isEqualTo(Code.UNAUTHORISED);
            assertThat(thrown.toString()).doesNotContain("word").doesNotContain("cmVhZGVy");
        }
    }

    static RegistryException failure(ThrowingCallable call) {
        RegistryException[] thrown = new RegistryException[1];
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(RegistryException.class, e -> thrown[0] = e);
        return thrown[0];
    }

    static SchemaRegistryClient client(URI... urls) {
        RegistryConfig defaults = RegistryConfig.of(urls);
        return new SchemaRegistryClient(
                new RegistryConfig(
                        defaults.urls(),
                        defaults.credentials(),
                        defaults.tls(),
                        Optional.empty(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        RETRIES,
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        defaults.latestTtl(),
                        defaults.missingTtl(),
                        WriteOptions.DEFAULT));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
