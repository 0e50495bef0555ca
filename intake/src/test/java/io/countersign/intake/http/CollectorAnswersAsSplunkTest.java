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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a forwarder relies on: Splunk's documented answers and codes.
class CollectorAnswersAsSplunkTest {
    private static final String TOKEN = "5e1f0c52-0000-4000-8000-3d6d3f8d1b11";
    private static final String CHANNEL = "11111111-2222-3333-4444-555555555555";

    @TempDir Path directory;
    private final HttpClient client = HttpClient.newHttpClient();

    private ListenerRig open(boolean acknowledgement, boolean kafkaAnswers) throws Exception {
        Path file =
                Files.createFile(
                        directory.resolve("token"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, TOKEN + "\n");
        return ListenerRig.open(
                directory,
                new HttpProtocol(Set.of("auto", "squid")),
                new Sources(
                        List.of(
                                new Source(
                                        "forwarder",
                                        Optional.empty(),
                                        List.of(new TokenFile(file)),
                                        acknowledgement))),
                Limits.STANDARD,
                Optional.empty(),
                kafkaAnswers);
    }

    private String post(ListenerRig rig, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rig.port() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private String event(ListenerRig rig, String body) throws Exception {
        return post(rig, "/services/collector/event", body, "Authorization", "Splunk " + TOKEN);
    }

    @Test
    void eventsComeAsTextOrAsTheirJson() throws Exception {
        try (ListenerRig rig = open(false, true)) {
            assertThat(
                            event(
                                    rig,
                                    "{\"event\":\"a line\",\"sourcetype\":\"squid\"}\n {\"time\":1,\"event\":{\"a\":\"}\\\"\",\"b\":[1, 2]}}{\"event\":7}"))
                    .isEqualTo("200 {\"text\":\"Success\",\"code\":0}");
            assertThat(rig.produced())
                    .containsExactly("a line", "{\"a\":\"}\\\"\",\"b\":[1, 2]}", "7");
            assertThat(ListenerRig.header(rig.producer().history().get(0), "source-format"))
                    .isEqualTo("squid");
            assertThat(ListenerRig.header(rig.producer().history().get(1), "source-format"))
                    .isEqualTo("auto");
        }
    }

    @Test
    void theSourceIsProved() throws Exception {
        try (ListenerRig rig = open(false, true)) {
            event(rig, "{\"event\":\"a line\"}");
            byte[] proof =
                    rig.producer()
                            .history()
                            .getFirst()
                            .headers()
                            .lastHeader("source-proof")
                            .value();
            assertThat(proof)
                    .isEqualTo(
                            rig.tokens()
                                    .sourceProof(
                                            "auto",
                                            "test.forwarder.0102.0",
                                            0,
                                            "a line".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void tokensAreAskedForAsSplunkDoes() throws Exception {
        try (ListenerRig rig = open(false, true)) {
            String path = "/services/collector";
            String body = "{\"event\":\"a\"}";
            assertThat(post(rig, path, body))
                    .isEqualTo("401 {\"text\":\"Token is required\",\"code\":2}");
            assertThat(post(rig, path, body, "Authorization", "Sp1unk"))
                    .isEqualTo("401 {\"text\":\"Invalid authorization\",\"code\":3}");
            assertThat(post(rig, path, body, "Authorization", "Splunk wrong"))
                    .isEqualTo("403 {\"text\":\"Invalid token\",\"code\":4}");
            String basic =
                    Base64.getEncoder()
                            .encodeToString(("x:" + TOKEN).getBytes(StandardCharsets.UTF_8));
            assertThat(post(rig, path, body, "Authorization", "Basic " + basic)).startsWith("200");
            assertThat(post(rig, "/services/collector/health", ""))
                    .isEqualTo("200 {\"text\":\"HEC is healthy\",\"code\":17}");
        }
    }

    @Test
    void aFaultNamesItsEventAndWhatStandsBeforeItIsTaken() throws Exception {
        try (ListenerRig rig = open(false, true)) {
            assertThat(event(rig, "")).isEqualTo("400 {\"text\":\"No data\",\"code\":5}");
            assertThat(event(rig, "{\"event\":\"a\"}{\"event\":\"b\"}oops"))
                    .isEqualTo(
                            "400 {\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":2}");
            assertThat(event(rig, "{\"event\":\"c\"}{\"fields\":{}}{\"event\":\"d\"}"))
                    .isEqualTo(
                            "400 {\"text\":\"Event field is required\",\"code\":12,\"invalid-event-number\":1}");
            assertThat(event(rig, "{\"event\":\" \"}")).contains("\"code\":13");
            assertThat(event(rig, "{\"event\":null}")).contains("\"code\":6");
            assertThat(event(rig, "{\"event\":{}, \"fields\":{\"a\":{\"b\":1}}}"))
                    .contains("\"code\":15");
            assertThat(event(rig, "{\"event\":\"half")).contains("\"code\":6");
            assertThat(rig.produced()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void rawIsARecordALine() throws Exception {
        try (ListenerRig rig = open(false, true)) {
            assertThat(
                            post(
                                    rig,
                                    "/services/collector/raw?sourcetype=squid&channel=" + CHANNEL,
                                    "one\ntwo",
                                    "Authorization",
                                    "Splunk " + TOKEN))
                    .startsWith("200");
            assertThat(rig.produced()).containsExactly("one", "two");
        }
    }

    @Test
    void anAcknowledgementIsTrueOnceAndOnlyWhenKafkaHasIt() throws Exception {
        try (ListenerRig rig = open(true, false)) {
            String[] headers = {
                "Authorization", "Splunk " + TOKEN, "X-Splunk-Request-Channel", CHANNEL
            };
            String body = "{\"event\":\"a\"}";
            assertThat(post(rig, "/services/collector", body, "Authorization", "Splunk " + TOKEN))
                    .isEqualTo("400 {\"text\":\"Data channel is missing\",\"code\":10}");
            assertThat(post(rig, "/services/collector", body, headers))
                    .isEqualTo("200 {\"text\":\"Success\",\"code\":0,\"ackId\":0}");
            assertThat(post(rig, "/services/collector", body, headers)).contains("\"ackId\":1");
            String ask = "{\"acks\":[0,1]}";
            assertThat(post(rig, "/services/collector/ack", ask, headers))
                    .isEqualTo("200 {\"acks\":{\"0\":false,\"1\":false}}");
            rig.producer().completeNext();
            assertThat(post(rig, "/services/collector/ack", ask, headers))
                    .isEqualTo("200 {\"acks\":{\"0\":true,\"1\":false}}");
            assertThat(post(rig, "/services/collector/ack", ask, headers))
                    .isEqualTo("200 {\"acks\":{\"0\":false,\"1\":false}}");
            assertThat(post(rig, "/services/collector/ack", "{}", headers)).contains("\"code\":6");
            rig.producer().completeNext();
        }
    }

    @Test
    void withoutAcknowledgementTheChannelIsDisabled() throws Exception {
        try (ListenerRig rig = open(false, true)) {
            assertThat(
                            post(
                                    rig,
                                    "/services/collector/ack?channel=" + CHANNEL,
                                    "{\"acks\":[0]}",
                                    "Authorization",
                                    "Splunk " + TOKEN))
                    .isEqualTo("400 {\"text\":\"ACK is disabled\",\"code\":14}");
        }
    }
}
