package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A record made to be expensive costs no more per byte than others: at 8 MiB a quadratic step
/// would take hours.
class BoundedWorkTest {
    private static final int BYTES = 8 * 1024 * 1024;
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    static Stream<Arguments> hostile() {
        Map<String, String> shapes = new LinkedHashMap<>();
        String squid = "1795338863.000 310 192.0.2.57 TCP_MISS/200 77 GET https://www.example.org/";
        String end = " jokafor HIER_DIRECT/203.0.113.22 text/css";
        shapes.put("a query of equals signs", squid + "?" + "a=".repeat(30_000) + end);
        shapes.put("a path of encoded equals signs", squid + "x=" + "a%3D".repeat(15_000) + end);
        shapes.put("columns without end", squid + end + " x".repeat(BYTES / 2));
        shapes.put("quotes without end", squid + end + " \"".repeat(BYTES / 2));
        shapes.put("structured data without end", "<1>1 a b c d e " + "[x y=\"".repeat(BYTES / 6));
        shapes.put("CEF keys", "CEF:0|Zscaler|NSSWeblog|5.7|a|a|3|" + "k=".repeat(BYTES / 2));
        shapes.put("CEF words", "CEF:0|Zscaler|NSSWeblog|5.7|a|a|3|" + "k k=".repeat(BYTES / 4));
        shapes.put("CEF bars", "CEF:0|" + "\\|".repeat(BYTES / 2));
        shapes.put("pairs", "a=b\t" + "a=b\t".repeat(BYTES / 4));
        shapes.put(
                "unlisted keys", "{" + "\"x\":\"yyyyy\",".repeat(BYTES / 12) + "\"host\":\"h\"}");
        shapes.put(
                "a list of dictionaries",
                "{\"host\":\"h\",\"dlpdict\":\"" + "a|".repeat(30_000) + "\"}");
        shapes.put(
                "tiny messages",
                "{\"call_type\":\"c\",\"messages\":[" + "\"a\",".repeat(BYTES / 4) + "\"a\"]}");
        shapes.put("a streamed answer of many blocks", stream());
        shapes.put(
                "a string of JSON",
                "{\"modelId\":\"m\",\"region\":\"r\",\"input\":{\"inputBodyJson\":\""
                        + "[1,".repeat(BYTES / 4));
        shapes.put(
                "escapes",
                "{\"call_type\":\"c\",\"messages\":\"" + "\\u0041".repeat(BYTES / 6) + "\"}");
        return shapes.entrySet().stream()
                .flatMap(shape ->
                        InputFormats.builtIn().all().stream()
                                .map(format ->
                                        Arguments.of(
                                                format.name(), shape.getKey(), shape.getValue())));
    }

    private static String stream() {
        StringBuilder text =
                new StringBuilder(
                        "{\"modelId\":\"m\",\"region\":\"r\",\"output\":{\"outputBodyJson\":[");
        for (int i = 0; i < 100_000; i++) {
            text.append("{\"contentBlockDelta\":{\"delta\":{\"text\":\"a\"},\"contentBlockIndex\":")
                    .append(i)
                    .append("}},");
        }
        return text.append("{}]}}").toString();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hostile")
    void hostileShapesTakeLinearTime(String format, String shape, String record) {
        InputFormat parser = InputFormats.builtIn().named(format).orElseThrow();
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        Assertions.assertTimeout(ENOUGH, () -> parser.parse(bytes), shape);
    }

    @Test
    void manyTextsAreJoinedAndNoneIsLost() {
        int texts = Limits.MAX_CONTENTS + 1_000;
        String record =
                "{\"call_type\":\"c\",\"messages\":[" + "\"word\",".repeat(texts) + "\"last\"]}";
        Event event = accepted("litellm", record);
        assertThat(event.contents()).hasSize(Limits.MAX_CONTENTS);
        String joined = new String(event.contents().getLast().utf8(), StandardCharsets.UTF_8);
        assertThat(joined.lines().count()).isEqualTo(texts + 1 - (Limits.MAX_CONTENTS - 1));
        assertThat(joined).endsWith("last");
    }

    @Test
    void aLongPromptIsKeptWhole() {
        String prompt = "Dana Quill. ".repeat(800_000);
        Event event = accepted("litellm", "{\"call_type\":\"c\",\"messages\":\"" + prompt + "\"}");
        assertThat(event.contents()).hasSize(1);
        assertThat(event.contents().getFirst().utf8()).hasSize(prompt.length());
    }

    @Test
    void aLongFieldOfAProxyLineIsARejection() {
        String url = "https://www.example.org/" + "a".repeat(Limits.MAX_FIELD_BYTES);
        List<Parsed> parsed =
                List.of(
                        parse(
                                "squid",
                                "1795338863.000 1 192.0.2.57 TCP_MISS/200 77 GET "
                                        + url
                                        + " - HIER_NONE/- -"),
                        parse("zscaler-nss-web", "{\"host\":\"h\",\"url\":\"" + url + "\"}"));
        assertThat(parsed)
                .allSatisfy(result ->
                        assertThat(result)
                                .isInstanceOfSatisfying(
                                        Parsed.Rejected.class,
                                        rejected ->
                                                assertThat(rejected.code())
                                                        .isEqualTo(RejectionCode.OVERSIZE)));
    }

    private static Parsed parse(String format, String record) {
        return InputFormats.builtIn()
                .named(format)
                .orElseThrow()
                .parse(record.getBytes(StandardCharsets.UTF_8));
    }

    private static Event accepted(String format, String record) {
        return switch (parse(format, record)) {
            case Parsed.Accepted accepted -> accepted.event();
            case Parsed.Rejected rejected -> throw new AssertionError(rejected.code());
        };
    }
}
