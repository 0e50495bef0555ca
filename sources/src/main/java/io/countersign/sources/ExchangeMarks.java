package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tells the bodies of the vendors' APIs apart ([ModelExchange]). They share most of their names,
/// so that where no name decides, the model's does.
final class ExchangeMarks {
    private static final Set<String> ANTHROPIC =
            Set.of(
                    "anthropic_version",
                    "anthropic_beta",
                    "stop_sequences",
                    "thinking",
                    "stop_reason",
                    "stop_sequence");

    private static final Set<String> CHAT =
            Set.of(
                    "choices",
                    "frequency_penalty",
                    "presence_penalty",
                    "max_completion_tokens",
                    "logit_bias",
                    "response_format",
                    "system_fingerprint",
                    "logprobs");

    private static final Set<String> RESPONSES =
            Set.of(
                    "previous_response_id",
                    "instructions",
                    "max_output_tokens",
                    "truncation",
                    "output",
                    "conversation");

    /// What people call the sides of an exchange where they keep them as text.
    private static final Set<String> SIDES =
            Set.of(
                    "request",
                    "response",
                    "body",
                    "req",
                    "resp",
                    "request_body",
                    "response_body",
                    "requestBody",
                    "responseBody");

    /// So many names tell what an object is.
    private static final int MAX_NAMES = 100;

    private final Set<String> seen = new HashSet<>();
    private String model = "";
    private boolean sideAsText;

    /// @param parser at the value of the key; stays there
    void see(String key, JsonParser parser) throws IOException {
        if (key.equals("model") && parser.currentToken() == JsonToken.VALUE_STRING) {
            model = parser.getText().toLowerCase(Locale.ROOT);
        }
        if (seen.size() < MAX_NAMES) {
            seen.add(key);
        }
        if (SIDES.contains(key) && parser.currentToken() == JsonToken.VALUE_STRING) {
            side(parser.getText());
        }
    }

    private void side(String text) {
        if (!text.startsWith("{")) {
            return;
        }
        try (JsonParser inner = JsonRecord.parser(text.getBytes(StandardCharsets.UTF_8))) {
            inner.nextToken();
            while (inner.nextToken() == JsonToken.FIELD_NAME && seen.size() < MAX_NAMES) {
                String key = inner.currentName();
                inner.nextToken();
                if (key.equals("model") && inner.currentToken() == JsonToken.VALUE_STRING) {
                    model = inner.getText().toLowerCase(Locale.ROOT);
                    sideAsText = true;
                }
                seen.add(key);
                inner.skipChildren();
            }
        } catch (IOException _) {
            // Not JSON after all: what was seen counts.
        }
    }

    /// Whether a side of the exchange is the text of a body that names a model, which no other
    /// format has.
    boolean isSure() {
        return sideAsText && format().isPresent();
    }

    /// The format whose body this is; empty where there is no model, or nothing that was said.
    Optional<String> format() {
        boolean messages = seen.contains("messages");
        boolean input = seen.contains("input");
        boolean answer =
                seen.contains("choices") || seen.contains("content") || seen.contains("output");
        if (model.isEmpty() || !(messages || input || answer)) {
            return Optional.empty();
        }
        if (!messages && (input || any(RESPONSES))) {
            return Optional.of("openai-responses");
        }
        boolean claude = model.contains("claude") || model.startsWith("anthropic");
        if (any(ANTHROPIC) || (claude && !any(CHAT))) {
            return Optional.of("anthropic-messages");
        }
        return Optional.of("openai-chat");
    }

    private boolean any(Set<String> marks) {
        for (String mark : marks) {
            if (seen.contains(mark)) {
                return true;
            }
        }
        return false;
    }
}
