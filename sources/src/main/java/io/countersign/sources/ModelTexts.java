package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects the texts of prompts and answers from the JSON of any model family, without knowing the
/// family.
///
/// Keys that families use for text and for what holds text are walked, and each string becomes one
/// [Content] with its escapes undone. Words of the protocol (`role`, `index`) and figures (`usage`)
/// are passed over. All that is under any other key, such as the input of a tool call, is kept as
/// the JSON it is, the unlisted members of one object together: so nothing that a family adds
/// tomorrow goes unread. Images, sounds and files are noted ([#sawMedia()]) and not kept.
///
/// Streamed answers are arrays of pieces that split words; [#collectStreamed] joins the pieces of
/// one block.
final class ModelTexts {
    /// What LiteLLM writes in place of a text that it was told not to log.
    static final String REDACTED = "redacted-by-litellm";

    /// Shorter strings under a media key are looked at as text.
    private static final int MIN_ENCODED_CHARS = 64;

    /// The longest word under a key of words, such as a role, a type or an id.
    private static final int MAX_WORD_CHARS = 64;

    private enum Key {
        /// Holds text, or something that does.
        TEXT,
        /// Holds one word of the protocol; anything else there is text.
        WORD,
        /// Holds figures and settings, no text of anybody.
        FIGURES,
        /// Holds an encoded image, sound or document, or a link to one.
        MEDIA,
        /// Names a file that lies elsewhere.
        ELSEWHERE
    }

    private static final Map<String, Key> KEYS = keys();

    private final Event.Builder event;
    private int collected;
    private final StringBuilder overflow = new StringBuilder();
    private Content.Role overflowRole = Content.Role.FIELD;
    private boolean media;
    private boolean redacted;
    private @Nullable Map<String, StringBuilder> pieces;
    private String block = "";

    ModelTexts(Event.Builder event) {
        this.event = event;
    }

    int collected() {
        return collected;
    }

    boolean sawMedia() {
        return media;
    }

    boolean sawRedacted() {
        return redacted;
    }

    /// Collects from the value at the parser and moves to its end.
    ///
    /// @param json what the parser reads
    /// @param path where the value stands in the record
    void collect(JsonParser parser, byte[] json, Content.Role role, String path)
            throws IOException {
        JsonToken token = parser.currentToken();
        switch (token) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    text(role, path, parser.getText(), false);
            case START_ARRAY -> elements(parser, json, role, path);
            case START_OBJECT -> members(parser, json, role, path);
            default -> {
                // A boolean or null is no text.
            }
        }
    }

    /// Numbers that stand side by side, such as tokens or a vector, are one text.
    private void elements(JsonParser parser, byte[] json, Content.Role role, String path)
            throws IOException {
        StringBuilder numbers = new StringBuilder();
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken().isNumeric()) {
                numbers.append(numbers.isEmpty() ? "" : " ").append(parser.getText());
            } else {
                collect(parser, json, role, path + "[" + index + "]");
            }
            index++;
        }
        if (!numbers.isEmpty()) {
            text(role, path, numbers.toString(), false);
        }
    }

    /// Collects from a request or an answer: JSON, JSON in a string, plain text, or the array of a
    /// streamed answer.
    void collectBody(JsonParser parser, byte[] json, Content.Role role, String path)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            byte[] inner = parser.getText().getBytes(StandardCharsets.UTF_8);
            if (collectStructure(inner, role, path)) {
                return;
            }
        }
        if (token == JsonToken.START_ARRAY && role == Content.Role.RESPONSE) {
            collectStreamed(parser, json, role, path);
        } else {
            collect(parser, json, role, path);
        }
    }

    /// Collects from a request or an answer that stands by itself.
    ///
    /// @return false where it is not JSON, and nothing was collected
    boolean collectStructure(byte[] body, Content.Role role, String path) throws IOException {
        if (!JsonRecord.isStructure(body)) {
            return false;
        }
        try (JsonParser parser = JsonRecord.parser(body)) {
            parser.nextToken();
            collectBody(parser, body, role, path);
        }
        return true;
    }

    /// Keeps a member that the format does not define, as `name=value`.
    void collectUnlisted(JsonParser parser, byte[] json, String name) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING -> {
                if (!parser.getText().isBlank()) {
                    text(Content.Role.FIELD, "unlisted keys", name + "=" + parser.getText(), false);
                }
            }
            case START_OBJECT, START_ARRAY, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                String value = new String(JsonRecord.slice(parser, json), StandardCharsets.UTF_8);
                if (!value.equals("{}") && !value.equals("[]")) {
                    text(Content.Role.FIELD, "unlisted keys", name + "=" + value, false);
                }
            }
            default -> {
                // Null and booleans say nothing of anybody.
            }
        }
    }

    /// Collects from a streamed answer: the pieces that stand at the same place of the same block
    /// become one text.
    private void collectStreamed(JsonParser parser, byte[] json, Content.Role role, String path)
            throws IOException {
        Map<String, StringBuilder> joined = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Map<String, StringBuilder> piece = new LinkedHashMap<>();
            pieces = piece;
            block = "";
            collect(parser, json, role, path + "[*]");
            pieces = null;
            piece.forEach((place, text) ->
                    joined.computeIfAbsent(
                                    joined.size() < Limits.MAX_CONTENTS ? place + block : place,
                                    _ -> new StringBuilder())
                            .append(text));
        }
        joined.forEach((place, text) -> add(role, place, text.toString()));
    }

    /// Hands over what did not fit into [Limits#MAX_CONTENTS] texts; to be called once, at the end.
    void finish() {
        if (!overflow.isEmpty()) {
            event.content(
                    new Content(
                            overflowRole,
                            "further texts",
                            overflow.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void members(JsonParser parser, byte[] json, Content.Role role, String path)
            throws IOException {
        StringBuilder unlisted = new StringBuilder();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            Key key = KEYS.get(name);
            if (key == null) {
                if (value != JsonToken.VALUE_NULL
                        && value != JsonToken.VALUE_FALSE
                        && value != JsonToken.VALUE_TRUE) {
                    unlisted(parser, json, name, unlisted);
                }
                continue;
            }
            switch (key) {
                case TEXT -> collect(parser, json, role, path + "." + name);
                case MEDIA -> media(parser, json, role, path + "." + name);
                case WORD -> {
                    if (!isWord(parser, value)) {
                        unlisted(parser, json, name, unlisted);
                    } else if (name.equals("modality")) {
                        // OpenTelemetry's word for what a blob, a link or a file is.
                        media |= !parser.getText().equalsIgnoreCase("text");
                    } else if (pieces != null
                            && (name.equals("index") || name.equals("contentBlockIndex"))) {
                        block = "#" + JsonRecord.scalar(parser);
                    }
                }
                case FIGURES -> parser.skipChildren();
                case ELSEWHERE -> {
                    media |= value == JsonToken.VALUE_STRING;
                    collect(parser, json, role, path + "." + name);
                }
            }
        }
        if (!unlisted.isEmpty()) {
            text(role, path + ".*", unlisted.append('}').toString(), false);
        }
    }

    private static boolean isWord(JsonParser parser, JsonToken value) throws IOException {
        return switch (value) {
            case START_OBJECT, START_ARRAY -> false;
            case VALUE_STRING -> {
                String word = parser.getText();
                yield word.length() <= MAX_WORD_CHARS && word.indexOf(' ') < 0;
            }
            default -> true;
        };
    }

    private static void unlisted(JsonParser parser, byte[] json, String name, StringBuilder target)
            throws IOException {
        target.append(target.isEmpty() ? "{\"" : ",\"");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                target.append('\\');
            }
            target.append(c < ' ' ? ' ' : c);
        }
        target.append("\":")
                .append(new String(JsonRecord.slice(parser, json), StandardCharsets.UTF_8));
    }

    private void media(JsonParser parser, byte[] json, Content.Role role, String path)
            throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            text(role, path, parser.getText(), true);
        } else {
            collect(parser, json, role, path);
        }
    }

    private void text(Content.Role role, String path, String text, boolean underMediaKey) {
        if (text.isBlank()) {
            // Pieces of a stream may be a blank between two words.
            if (pieces == null) {
                return;
            }
        } else if (text.equals(REDACTED)) {
            redacted = true;
            return;
        } else if (text.startsWith("data:") || (underMediaKey && isEncoded(text))) {
            media = true;
            return;
        }
        Map<String, StringBuilder> piece = pieces;
        if (piece != null) {
            piece.computeIfAbsent(path, _ -> new StringBuilder()).append(text);
        } else {
            add(role, path, text);
        }
    }

    private void add(Content.Role role, String path, String text) {
        if (text.isBlank()) {
            return;
        }
        collected++;
        if (collected < Limits.MAX_CONTENTS) {
            event.content(new Content(role, path, text.getBytes(StandardCharsets.UTF_8)));
        } else {
            overflowRole = role;
            overflow.append(overflow.isEmpty() ? "" : "\n").append(text);
        }
    }

    private static boolean isEncoded(String text) {
        if (text.length() < MIN_ENCODED_CHARS) {
            return text.startsWith("http");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean base64 =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '+'
                            || c == '/'
                            || c == '='
                            || c == '-'
                            || c == '_'
                            || c == '\n'
                            || c == '\r';
            if (!base64) {
                return text.startsWith("http");
            }
        }
        return true;
    }

    private static Map<String, Key> keys() {
        Map<String, Key> keys = new HashMap<>();
        put(
                keys,
                Key.TEXT,
                "messages message content contents parts text thinking reasoning_content reasoningContent reasoningText",
                "reasoning prompt system system_prompt systemPrompt systemInstruction system_instruction instructions",
                "inputText outputText completion completions generation generations generated_text results outputs output",
                "choices candidates delta contentBlockDelta contentBlockStart content_block start tool_calls function",
                "function_call arguments partial_json toolUse toolResult refusal summary input_text output_text",
                "chat_history query documents search_results title snippet context choice thoughts body metadata guardContent");
        put(
                keys,
                Key.WORD,
                "role type id object created created_at model index contentBlockIndex finish_reason finishReason",
                "stop_reason stopReason stop_sequence completionReason system_fingerprint service_tier",
                "anthropic_version tool_call_id tool_use_id toolUseId media_type mime_type mimeType format",
                "is_error tokenCount n seed stream modality");
        put(
                keys,
                Key.FIGURES,
                "logprobs usage usageMetadata metrics max_tokens max_tokens_to_sample maxTokens max_gen_len",
                "temperature top_p topP top_k topK anthropic_beta inferenceConfig inferenceConfiguration",
                "textGenerationConfig cache_control cachePoint messageStart messageStop contentBlockStop",
                "amazon-bedrock-invocationMetrics prompt_token_count generation_token_count",
                "inputTextTokenCount latencyMs signature stop_details generationConfig safetySettings safetyRatings",
                "generation_config safety_settings avgLogprobs modelVersion qualifiers");
        put(
                keys,
                Key.MEDIA,
                "image image_url url source data bytes b64_json input_audio audio video document file file_data",
                "inline_data inlineData fileData s3Location redactedContent");
        put(keys, Key.ELSEWHERE, "file_id fileId file_uri fileUri image_file s3Uri file_url");
        return Map.copyOf(keys);
    }

    private static void put(Map<String, Key> keys, Key kind, String... names) {
        for (String line : names) {
            for (String name : line.split(" ", -1)) {
                keys.put(name, kind);
            }
        }
    }
}
