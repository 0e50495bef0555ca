package io.countersign.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.ListenerRig;
import io.countersign.intake.listen.Limits;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Sources;
import io.countersign.intake.listen.TokenFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// LiteLLM's documented call and answer: whatever comes passes, also where Kafka does not answer.
class GuardrailLetsEverythingPassTest {
    private static final String TOKEN = "5e1f0c52-0000-4000-8000-3d6d3f8d1b12";
    private static final String CALL =
            "{\"texts\":[\"Letter for Dana Quill\"],\"input_type\":\"request\",\"request_data\":{},"
                    + "\"additional_provider_specific_params\":{}}";

    @TempDir Path directory;

    private ListenerRig open(boolean kafkaAnswers) throws Exception {
        Path file =
                Files.createFile(
                        directory.resolve("token"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, TOKEN + "\n");
        return ListenerRig.open(
                directory,
                new HttpProtocol(Set.of("auto", "litellm-guardrail")),
                new Sources(
                        List.of(
                                new Source(
                                        "gateway",
                                        Optional.empty(),
                                        List.of(new TokenFile(file)),
                                        false))),
                Limits.STANDARD,
                Optional.empty(),
                kafkaAnswers);
    }

    private static HttpResponse<String> call(ListenerRig rig, String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + rig.port()
                                                    + "/beta/litellm_basic_guardrail_api"))
                            .header("x-api-key", token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(CALL))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aCallIsRecordedAndPasses() throws Exception {
        try (ListenerRig rig = open(true)) {
            HttpResponse<String> answer = call(rig, TOKEN);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"action\":\"NONE\"}\n");
            assertThat(rig.produced()).containsExactly(CALL);
            assertThat(ListenerRig.header(rig.producer().history().getFirst(), "source-format"))
                    .isEqualTo("litellm-guardrail");
        }
    }

    @Test
    void itPassesInHalfASecondWhereKafkaDoesNotAnswer() throws Exception {
        try (ListenerRig rig = open(false)) {
            long begun = System.nanoTime();
            assertThat(call(rig, TOKEN).body()).isEqualTo("{\"action\":\"NONE\"}\n");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void aWrongTokenIsRefused() throws Exception {
        try (ListenerRig rig = open(true)) {
            assertThat(call(rig, "another").statusCode()).isEqualTo(401);
            assertThat(rig.produced()).isEmpty();
        }
    }
}
