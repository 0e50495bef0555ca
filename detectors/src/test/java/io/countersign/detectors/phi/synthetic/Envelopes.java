package io.countersign.detectors.phi.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// The bodies in which AI services are spoken to, and the encodings within them.
final class Envelopes {
    private static final String HEX = "0123456789abcdef";

    private final Random random;
    private final Values values;

    Envelopes(Random random) {
        this.random = random;
        this.values = new Values(random);
    }

    static String jsonEscape(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < 0x20 ? "\\u%04x".formatted(c) : String.valueOf((char) c);
        };
    }

    static Draft escaped(Draft text) {
        return text.encoded(Envelopes::jsonEscape);
    }

    static Draft quoted(Draft text) {
        return new Draft().put("\"").put(escaped(text)).put("\"");
    }

    static Draft percent(Draft text) {
        return text.encoded(c ->
                c == ' '
                        ? "+"
                        : Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_'
                                ? String.valueOf((char) c)
                                : "%%%02X".formatted(c));
    }

    private static Draft base64(Draft text) {
        return text.opaque(
                Base64.getEncoder().encodeToString(text.text().getBytes(StandardCharsets.UTF_8)));
    }

    private static Draft around(String before, Draft inner, String after) {
        return new Draft().put(before).put(inner).put(after);
    }

    // ---- request and answer bodies: free text ----

    Draft openAiChat(Draft text) {
        return around(
                "{\"model\":\"gpt-4o-2024-08-06\",\"max_tokens\":1024,\"messages\":[{\"role\":\"system\",\"content\":\"You are a"
                        + " helpful assistant.\"},{\"role\":\"user\",\"content\":",
                quoted(text),
                "}],\"user\":\"u-" + values.from(HEX, 12) + "\"}");
    }

    Draft openAiResponses(Draft text) {
        return around(
                "{\"model\":\"gpt-4.1\",\"instructions\":\"Answer briefly.\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":"
                        + "\"input_text\",\"text\":",
                quoted(text),
                "}]}],\"stream\":true}");
    }

    Draft anthropicMessages(Draft text) {
        return around(
                "{\"model\":\"claude-sonnet-4-20250514\",\"max_tokens\":2048,\"system\":\"Be kind.\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":[{\"type\":\"text\",\"text\":",
                quoted(text),
                "}]}]}");
    }

    Draft gemini(Draft text) {
        return around(
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":",
                quoted(text),
                "}]}],\"generationConfig\":{\"temperature\":0.4,\"maxOutputTokens\":512}}");
    }

    Draft bedrockConverse(Draft text) {
        return around(
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":",
                quoted(text),
                "}]}],\"inferenceConfig\":{\"maxTokens\":800,\"temperature\":0.2}}");
    }

    Draft base64Document(Draft text) {
        return around(
                "{\"model\":\"claude-sonnet-4-20250514\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":"
                        + "{\"type\":\"base64\",\"media_type\":\"text/plain\",\"data\":\"",
                base64(text),
                "\"}}]}]}");
    }

    Draft base64DataUri(Draft text) {
        return around(
                "{\"model\":\"gpt-4o\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_data\":\"data:text/plain;base64,",
                base64(text),
                "\"}]}]}");
    }

    // ---- tool calls: an object of keys and values ----

    Draft openAiToolCall(Draft object) {
        return around(
                "{\"id\":\"chatcmpl-"
                        + values.from(HEX, 20)
                        + "\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_"
                        + values.from(HEX, 20)
                        + "\",\"type\":\"function\",\"function\":{\"name\":\"lookup\",\"arguments\":",
                quoted(object),
                "}}]}}]}");
    }

    Draft anthropicToolUse(Draft object) {
        return around(
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_01"
                        + values.from(HEX, 20)
                        + "\",\"name\":\"lookup\",\"input\":",
                object,
                "}]}");
    }

    Draft geminiFunctionCall(Draft object) {
        return around(
                "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"lookup\",\"args\":",
                object,
                "}}]}}],\"usageMetadata\":{\"totalTokenCount\":"
                        + values.between(100, 9999)
                        + "}}");
    }

    Draft bedrockToolUse(Draft object) {
        return around(
                "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"toolUse\":{\"toolUseId\":\"tooluse_"
                        + values.from(HEX, 16)
                        + "\",\"name\":\"lookup\",\"input\":",
                object,
                "}}]}}}");
    }

    Draft jsonInString(Draft object) {
        return around("{\"topic\":\"events\",\"payload\":", quoted(object), ",\"attempt\":1}");
    }

    // ---- streams: the text comes in pieces ----

    /// Cuts between characters, never within an escape.
    private Draft pieces(Draft text, String before, String between, String after) {
        Draft escaped = escaped(text);
        String whole = escaped.text();
        List<Integer> cuts = new ArrayList<>();
        int at = 0;
        while (at < whole.length()) {
            at += values.between(2, 9);
            if (at < whole.length() && whole.charAt(at - 1) != '\\') {
                cuts.add(at);
            }
        }
        return escaped.cut(cuts, before, between, after);
    }

    Draft openAiStream(Draft text) {
        String open =
                "data: {\"id\":\"chatcmpl-"
                        + values.from(HEX, 12)
                        + "\",\"object\":\"chat.completion.chunk\",\"created\":1740000000,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";
        String close = "\"},\"finish_reason\":null}]}\n\n";
        return pieces(text, open, close + open, close + "data: [DONE]\n\n");
    }

    Draft anthropicStream(Draft text) {
        String open =
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"";
        String close = "\"}}\n\n";
        return pieces(
                text,
                "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_01"
                        + values.from(HEX, 18)
                        + "\",\"role\":\"assistant\"}}\n\n"
                        + open,
                close + open,
                close + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    Draft anthropicToolStream(Draft object) {
        String open =
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"";
        String close = "\"}}\n\n";
        return pieces(
                object,
                open,
                close + open,
                close + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    }

    Draft openAiToolStream(Draft object) {
        String open =
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"";
        String close = "\"}}]}}]}\n\n";
        return pieces(object, open, close + open, close + "data: [DONE]\n\n");
    }

    Draft geminiStream(Draft text) {
        String open = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"";
        String close = "\"}],\"role\":\"model\"}}]}\r\n\r\n";
        return pieces(text, open, close + open, close);
    }

    // ---- multipart ----

    Draft multipart(Draft text, boolean photo) {
        String boundary = "----WebKitFormBoundary" + values.from(HEX, 16);
        Draft out =
                new Draft()
                        .put(
                                "--"
                                        + boundary
                                        + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nassistants\r\n");
        boolean encoded = random.nextInt(3) == 0;
        out.put(
                        "--"
                                + boundary
                                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"note.txt\"\r\nContent-Type: text/plain\r\n"
                                + (encoded ? "Content-Transfer-Encoding: base64\r\n" : "")
                                + "\r\n")
                .put(encoded ? base64(text) : text)
                .put("\r\n");
        if (photo) {
            out.put(
                            "--"
                                    + boundary
                                    + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"face.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")
                    .put("PHOTO", "JFIF" + values.from(HEX, 40))
                    .put("\r\n");
        }
        return out.put("--" + boundary + "--\r\n");
    }

    Draft photoDataUri(Draft text) {
        return around(
                        "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":",
                        quoted(text),
                        "},{\"type\":\"image_url\",\"image_url\":{\"url\":\"")
                .put(
                        "PHOTO",
                        "data:image/jpeg;base64,/9j/4AAQ"
                                + values.from("abcdefABCDEF0123456789", 200))
                .put("\"}}]}]}");
    }
}
