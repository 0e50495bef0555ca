package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Wherever a prompt log carries a text, under keys that the parsers know or under others, the text
/// is among the contents of the event. Random bodies, built around texts that can be told apart.
class NothingGoesUnreadTest {
    private static final int BODIES = 3_000;
    private static final int MAX_DEPTH = 5;

    /// Some that families use, some that nobody uses, and words of the protocol in the wrong place.
    private static final List<String> KEYS =
            List.of(
                    "messages",
                    "content",
                    "text",
                    "prompt",
                    "inputText",
                    "toolUse",
                    "input",
                    "json",
                    "name",
                    "patient",
                    "output",
                    "message",
                    "choices",
                    "delta",
                    "system",
                    "arguments",
                    "source",
                    "image",
                    "data",
                    "role",
                    "type",
                    "id",
                    "x\\\"y",
                    "",
                    "notes");

    private final Random random = new Random(20_261_126);
    private final List<String> texts = new ArrayList<>();

    @Test
    void everyTextOfABedrockBodyIsAContent() {
        for (int i = 0; i < BODIES; i++) {
            texts.clear();
            String input = value(0);
            String output = value(0);
            assertAllThere(
                    "bedrock-invocation",
                    "{\"modelId\":\"m\",\"region\":\"us-east-1\",\"operation\":\"InvokeModel\",\"input\":{\"inputBodyJson\":"
                            + input
                            + "},\"output\":{\"outputBodyJson\":"
                            + output
                            + "},\"requestMetadata\":"
                            + value(2)
                            + "}");
        }
    }

    @Test
    void everyTextOfALiteLlmCallIsAContent() {
        for (int i = 0; i < BODIES; i++) {
            texts.clear();
            assertAllThere(
                    "litellm",
                    "{\"call_type\":\"c\",\"messages\":"
                            + value(0)
                            + ",\"response\":"
                            + value(0)
                            + ",\"proxy_server_request\":"
                            + value(1)
                            + ",\"extra\":"
                            + value(1)
                            + ",\"metadata\":{\"requester_metadata\":"
                            + value(1)
                            + "}}");
        }
    }

    @Test
    void everyUnlistedKeyOfAZscalerRecordIsAContent() {
        for (int i = 0; i < BODIES; i++) {
            texts.clear();
            assertAllThere(
                    "zscaler-nss-web",
                    "{\"host\":\"h.example.org\",\"a\":"
                            + value(1)
                            + ",\"event\":{\"b\":"
                            + value(1)
                            + "}}");
        }
    }

    private void assertAllThere(String format, String record) {
        Parsed parsed =
                InputFormats.builtIn()
                        .named(format)
                        .orElseThrow()
                        .parse(record.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed).as(record).isInstanceOf(Parsed.Accepted.class);
        if (parsed instanceof Parsed.Accepted accepted) {
            String all =
                    accepted.event().contents().stream()
                            .map(content -> new String(content.utf8(), StandardCharsets.UTF_8))
                            .collect(Collectors.joining("\n"));
            for (String text : texts) {
                assertThat(all).as(record).contains(text);
            }
        }
    }

    private String value(int depth) {
        int kind = random.nextInt(depth >= MAX_DEPTH ? 3 : 6);
        return switch (kind) {
            case 0, 1 -> "\"" + text("word " + texts.size() + " of a patient") + "\"";
            case 2 -> text("55" + (1_000_000 + random.nextInt(8_999_999)));
            case 3 -> {
                List<String> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(depth + 1));
                }
                yield "[" + String.join(",", elements) + "]";
            }
            default -> {
                List<String> members = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    String key = KEYS.get(random.nextInt(KEYS.size()));
                    // A number is a word of the protocol under these keys.
                    boolean word = key.equals("role") || key.equals("type") || key.equals("id");
                    members.add(
                            "\""
                                    + key
                                    + "\":"
                                    + (word
                                            ? "\"" + text("not a word " + texts.size()) + "\""
                                            : value(depth + 1)));
                }
                yield "{" + String.join(",", members) + "}";
            }
        };
    }

    private String text(String text) {
        texts.add(text);
        return text;
    }
}
