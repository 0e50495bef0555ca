package io.countersign.sinks.siem.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

/// What the cluster answers, item by item and as a whole.
class ItemsAreResolvedOneByOneTest {
    private static final IndexName INDEX = new IndexName("countersign-ecs");

    @Test
    void eachItemEndsByItsStatus() {
        String body =
                """
                {"errors":true,"items":[
                  {"create":{"status":201}},
                  {"create":{"status":409,"error":{"type":"version_conflict_engine_exception"}}},
                  {"create":{"status":429,"error":{"type":"rejected_execution_exception"}}},
                  {"create":{"status":400,"error":{"type":"mapper_parsing_exception"}}},
                  {"create":{"status":400,"error":{"type":"CANARY in a type"}}},
                  {"create":{"status":503}},
                  {"create":{"status":403,"error":{"type":"security_exception"}}}]}
                """;

        assertThat(judge(7, 200, body))
                .isEqualTo(
                        new Answer.Each(
                                List.of(
                                        Outcome.DELIVERED,
                                        Outcome.DELIVERED,
                                        Outcome.again("ITEM_429"),
                                        Outcome.refused("MAPPER_PARSING"),
                                        Outcome.refused("STATUS_400"),
                                        Outcome.again("ITEM_503"),
                                        Outcome.again("ITEM_403")),
                                Optional.empty()));
    }

    @Test
    void anAnswerThatDoesNotFitDeliversNothing() {
        for (String body :
                List.of(
                        "",
                        "{}",
                        "[]",
                        "{\"items\":{}}",
                        "{\"items\":[]}",
                        "{\"items\":[{\"create\":{\"status\":201}},{\"create\":{\"status\":201}}]}",
                        "{\"items\":[1]}",
                        "{\"items\":[{\"create\":7}]}")) {
            assertThat(judge(1, 200, body)).as(body).isEqualTo(Answer.again("REPLY_UNEXPECTED"));
        }
        assertThat(judge(1, 200, "{\"items\":[{\"create\":{}}]}"))
                .isEqualTo(new Answer.Each(List.of(Outcome.again("ITEM_0")), Optional.empty()));
    }

    @Test
    void theWholeBatch() {
        assertThat(judge(3, 413, "")).isEqualTo(new Answer.Halve("TOO_LARGE"));
        assertThat(judge(3, 429, "")).isEqualTo(Answer.again("STATUS_429"));
        assertThat(judge(3, 502, "<html>")).isEqualTo(Answer.again("STATUS_502"));
        for (int status : List.of(301, 400, 401, 403, 404)) {
            assertThat(judge(3, status, "")).isEqualTo(new Answer.Denied("STATUS_" + status));
        }
        assertThat(RetryPolicy.judge(batch(1), new Reply.Unanswered("TLS_FAILED")))
                .isEqualTo(Answer.again("TLS_FAILED"));
        assertThat(
                        RetryPolicy.judge(
                                batch(1),
                                new Reply.Answered(503, Optional.of(Duration.ofSeconds(9)), "")))
                .isEqualTo(new Answer.Again("STATUS_503", Optional.of(Duration.ofSeconds(9))));
    }

    @Test
    void anIndexIsNamedByTheEventsMonthAndAbsurdTimesShareOne() {
        assertThat(INDEX.of(1_795_339_872_000L)).isEqualTo("countersign-ecs-2026.11");
        assertThat(INDEX.of(Long.MAX_VALUE)).isEqualTo("countersign-ecs-other");
        assertThat(INDEX.of(-1)).isEqualTo("countersign-ecs-other");
        assertThatThrownBy(() -> new IndexName("_all,*"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIdIsQuotedInItsAction() throws Exception {
        Batch hostile =
                new Batch(
                        0,
                        List.of(
                                OutboundEvent.unrecorded(
                                        "a\"}}\n{\"delete\":{\"_id\":\"b",
                                        new LogPosition("a", 0, "0".repeat(64)),
                                        0,
                                        "{}".getBytes(StandardCharsets.UTF_8))));
        String[] lines =
                new String(BulkRequest.body(hostile, INDEX), StandardCharsets.UTF_8)
                        .split("\n", -1);
        JsonNode action = new ObjectMapper().readTree(lines[0]);

        assertThat(lines).hasSize(3);
        assertThat(lines[2]).isEmpty();
        assertThat(action.at("/create/_id").asText()).isEqualTo("a\"}}\n{\"delete\":{\"_id\":\"b");
    }

    @Test
    void templatesAreJsonAndNameTheIndices() throws Exception {
        for (DocumentFormat format : DocumentFormat.values()) {
            JsonNode template = new ObjectMapper().readTree(format.template("siem-x"));
            assertThat(template.at("/index_patterns/0").asText()).isEqualTo("siem-x-*");
            assertThat(template.at("/template/aliases/siem-x").isMissingNode()).isFalse();
        }
    }

    @Test
    void contradictionsAreRefusedByTheirKeys() {
        refused(Map.of("endpoint", "http://search.example.org:9200"), "send-without-tls");
        refused(Map.of("endpoint", "https://search.example.org", "user", "a"), "password.file");
        refused(
                Map.of(
                        "endpoint", "https://search.example.org",
                        "user", "a",
                        "password.file", "p",
                        "api.key.file", "k"),
                "api.key.file");
        refused(Map.of("endpoint", "https://search.example.org", "index", "*"), "index");
        refused(Map.of("endpoint", "https://search.example.org", "format", "cef"), "format");
    }

    private static void refused(Map<String, String> properties, String key) {
        assertThatThrownBy(() -> OpenSearchConfig.parse(properties, "test"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    private static Answer judge(int size, int status, String body) {
        return RetryPolicy.judge(batch(size), new Reply.Answered(status, Optional.empty(), body));
    }

    private static Batch batch(int size) {
        List<OutboundEvent> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            events.add(
                    OutboundEvent.unrecorded(
                            "a#" + i,
                            new LogPosition("a", i, "0".repeat(64)),
                            0,
                            "{}".getBytes(StandardCharsets.UTF_8)));
        }
        return new Batch(0, events);
    }
}
