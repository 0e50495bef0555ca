package io.countersign.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.app.demo.People.Worker;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes records as the four sources of the demo write them.
final class SourceLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter ZSCALER_TIME =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss uuuu", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private SourceLines() {}

    /// One line of Squid's native log.
    ///
    /// @param end when the transaction ended
    /// @param result such as `TCP_MISS/200`
    /// @param user `-` where nobody has signed in
    static byte[] squid(
            Instant end,
            long elapsedMillis,
            String client,
            String result,
            long replyBytes,
            String method,
            String url,
            String user,
            String contentType) {
        String peer =
                result.contains("DENIED") || result.startsWith("NONE")
                        ? "HIER_NONE/-"
                        : "HIER_DIRECT/203.0.113.20";
        return "%d.%03d %6d %s %s %d %s %s %s %s %s"
                .formatted(
                        end.getEpochSecond(),
                        end.toEpochMilli() % 1000,
                        elapsedMillis,
                        client,
                        result,
                        replyBytes,
                        method,
                        url,
                        user,
                        peer,
                        contentType)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// One Zscaler web record, with the fields that most feeds have; `more` adds to them or
    /// replaces them.
    static byte[] zscaler(
            Instant time,
            Worker worker,
            long recordId,
            String method,
            String host,
            String path,
            Map<String, String> more) {
        Map<String, String> event = new LinkedHashMap<>();
        event.put("time", ZSCALER_TIME.format(time));
        event.put("tz", "GMT");
        event.put("epochtime", Long.toString(time.getEpochSecond()));
        event.put("recordid", Long.toString(recordId));
        event.put("login", worker.mail());
        event.put("dept", worker.department());
        event.put("devicehostname", worker.device());
        event.put("action", "Allowed");
        event.put("reason", "Allowed");
        event.put("reqmethod", method);
        event.put("respcode", "200");
        event.put("host", host);
        event.put(
                "b64url",
                Base64.getEncoder().encodeToString((host + path).getBytes(StandardCharsets.UTF_8)));
        event.put("reqsize", method.equals("GET") ? "1204" : "4310");
        event.put("reqdatasize", method.equals("GET") ? "0" : "3106");
        event.put("respsize", "8120");
        event.put("appname", "General Browsing");
        event.put("useragent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)");
        event.put("ssldecrypted", "Yes");
        event.put("cltip", worker.ip());
        event.put("location", "Main Campus");
        event.put("dlpeng", "None");
        event.put("dlpdict", "None");
        event.put("dlpdicthitcount", "None");
        event.put("ologin", Long.toString(3_900_000_000L + worker.login().hashCode() % 100_000));
        event.putAll(more);
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("version", "v9");
        envelope.put("sourcetype", "zscalernss-web");
        envelope.put("event", event);
        return json(envelope);
    }

    /// One call through the LiteLLM gateway.
    ///
    /// @param keyAlias the gateway's name for the key
    /// @param org the vendor's organisation as its response header names it, empty where it names
    ///   none
    static byte[] litellm(
            Instant start,
            long elapsedMillis,
            String id,
            Worker worker,
            String provider,
            String model,
            String apiBase,
            String keyAlias,
            String org,
            String prompt,
            String answer) {
        boolean failed = answer.isEmpty();
        // Decimals, since a double would be written with an exponent.
        BigDecimal first = BigDecimal.valueOf(start.toEpochMilli(), 3);
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("id", id);
        call.put("trace_id", "trace-" + id);
        call.put("call_type", "acompletion");
        call.put("stream", false);
        call.put("status", failed ? "failure" : "success");
        call.put("startTime", first);
        call.put("endTime", first.add(BigDecimal.valueOf(elapsedMillis, 3)));
        call.put("model", model);
        call.put("model_group", "clinic");
        call.put("custom_llm_provider", provider);
        call.put("api_base", apiBase);
        call.put(
                "messages",
                List.of(
                        message("system", "You assist the staff of a hospital."),
                        message("user", prompt)));
        if (!failed) {
            call.put(
                    "response",
                    Map.of("choices", List.of(Map.of("message", message("assistant", answer)))));
        } else {
            call.put(
                    "error_information",
                    ordered("error_code", "529", "error_class", "OverloadedError"));
        }
        call.put("requester_ip_address", worker.ip());
        call.put("prompt_tokens", prompt.length() / 4);
        call.put("completion_tokens", answer.length() / 4);
        call.put("request_tags", List.of());
        if (!org.isEmpty()) {
            call.put(
                    "hidden_params",
                    Map.of(
                            "additional_headers",
                            Map.of("llm_provider-anthropic-organization-id", org)));
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("user_api_key_alias", keyAlias);
        metadata.put(
                "user_api_key_team_id",
                worker.department().toLowerCase(Locale.ROOT).replace(' ', '-'));
        metadata.put("user_api_key_user_id", worker.login());
        call.put("metadata", metadata);
        return json(call);
    }

    /// One row of PAN-OS's URL log, whose users carry their Windows domain.
    ///
    /// @param url without scheme
    static byte[] paloAlto(Instant time, Worker worker, String url) {
        String stamp =
                DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(time);
        return String.join(
                        ",",
                        "1",
                        stamp,
                        "001701009999",
                        "THREAT",
                        "url",
                        "2561",
                        stamp,
                        worker.ip(),
                        "203.0.113.20",
                        "198.51.100.9",
                        "203.0.113.20",
                        "Outbound-Web",
                        "hosp\\" + worker.login(),
                        ",ssl,vsys1,trust,untrust,ethernet1/2,ethernet1/1,to-kafka",
                        stamp,
                        "884102,1,51744,443,21310,443,0x400053,tcp,alert",
                        '"' + url + '"',
                        "(9999),artificial-intelligence,informational,client-to-server,70012233,0x0",
                        "192.0.2.0-192.0.2.255,United States,,,0,,,1,\"Mozilla/5.0\",,,,,,,0,11,0,0,0,,FW-01,,,,post")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// One Bedrock invocation by the Converse API; streamed answers are cut into pieces within
    /// words.
    ///
    /// @param input the `input` object of the record
    /// @param answer empty for a call that failed
    static byte[] bedrock(
            Instant time,
            String requestId,
            String account,
            String role,
            Worker worker,
            boolean streamed,
            Map<String, Object> input,
            String answer) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("schemaType", "ModelInvocationLog");
        record.put("schemaVersion", "1.0");
        record.put("timestamp", time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
        record.put("accountId", account);
        record.put("region", "us-east-1");
        record.put("requestId", requestId);
        record.put("operation", streamed ? "ConverseStream" : "Converse");
        record.put("modelId", "us.anthropic.claude-sonnet-4-5-20250929-v1:0");
        record.put(
                "identity",
                Map.of(
                        "arn",
                        "arn:aws:sts::"
                                + account
                                + ":assumed-role/"
                                + role
                                + "/"
                                + worker.login()));
        record.put("input", input);
        if (answer.isEmpty()) {
            record.put("errorCode", "ThrottlingException");
            record.put("output", Map.of());
        } else {
            Map<String, Object> output = new LinkedHashMap<>();
            output.put("outputContentType", "application/json");
            output.put("outputTokenCount", answer.length() / 4);
            output.put(
                    "outputBodyJson",
                    streamed
                            ? pieces(answer)
                            : Map.of("output", Map.of("message", answered(answer))));
            record.put("output", output);
        }
        return json(record);
    }

    static Map<String, Object> bedrockPrompt(String prompt) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("inputContentType", "application/json");
        input.put("inputTokenCount", prompt.length() / 4);
        input.put(
                "inputBodyJson",
                Map.of(
                        "messages",
                        List.of(
                                ordered(
                                        "role",
                                        "user",
                                        "content",
                                        List.of(Map.of("text", prompt))))));
        return input;
    }

    private static List<Object> pieces(String answer) {
        List<Object> pieces = new ArrayList<>();
        for (int at = 0; at < answer.length(); at += 7) {
            String text = answer.substring(at, Math.min(answer.length(), at + 7));
            pieces.add(
                    Map.of(
                            "contentBlockDelta",
                            ordered("delta", Map.of("text", text), "contentBlockIndex", 0)));
        }
        return pieces;
    }

    private static Map<String, Object> message(String role, String content) {
        return ordered("role", role, "content", content);
    }

    private static Map<String, Object> answered(String answer) {
        return ordered("role", "assistant", "content", List.of(Map.of("text", answer)));
    }

    /// Keeps the order of its members, so that the same day gives the same bytes.
    private static Map<String, Object> ordered(
            String first, Object firstValue, String second, Object secondValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, firstValue);
        map.put(second, secondValue);
        return map;
    }

    private static byte[] json(Map<String, Object> value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers are JSON", e);
        }
    }
}
