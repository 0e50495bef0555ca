package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells formats apart by what only one of them has. Looks at [Limits#MAX_DETECT_BYTES] at most.
final class FormatMarks {
    /// Keys that few others use, by format. Where two formats have as many, the first wins.
    private static final Map<String, Set<String>> KEYS = keys();

    private static Map<String, Set<String>> keys() {
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        keys.put(
                "bedrock-invocation",
                Set.of("schemaType", "modelId", "operation", "accountId", "requestId", "identity"));
        keys.put(
                "litellm",
                Set.of(
                        "call_type",
                        "custom_llm_provider",
                        "model_group",
                        "hidden_params",
                        "startTime",
                        "endTime"));
        keys.put(
                "netskope-alerts",
                Set.of(
                        "alert_type",
                        "alert_name",
                        "dlp_incident_id",
                        "dlp_match_info",
                        "acting_user"));
        keys.put(
                "netskope-events",
                Set.of(
                        "record_type",
                        "access_method",
                        "traffic_type",
                        "instance_id",
                        "userip",
                        "client_bytes",
                        "server_bytes",
                        "ccl",
                        "cci",
                        "sanctioned_instance",
                        "app_session_id",
                        "organization_unit",
                        "nsdeviceuid",
                        "ur_normalized"));
        keys.put(
                "netskope-transaction",
                Set.of(
                        "x-cs-app",
                        "x-cs-userip",
                        "x-cs-timestamp",
                        "x-transaction-id",
                        "x-cs-uri-path",
                        "x-cs-app-activity",
                        "x-type",
                        "x-cs-app-instance-id",
                        "x-ssl-bypass"));
        keys.put(
                "proxysg-elff",
                Set.of(
                        "cs-host",
                        "cs-method",
                        "sc-filter-result",
                        "cs-userdn",
                        "s-action",
                        "cs-categories",
                        "cs-uri-path",
                        "cs(User-Agent)",
                        "sc-bytes"));
        keys.put(
                "paloalto-url",
                Set.of(
                        "LogType",
                        "DeviceSN",
                        "TimeGenerated",
                        "SourceAddress",
                        "DestinationAddress",
                        "URLDomain",
                        "TimeGeneratedHighResolution",
                        "SessionID",
                        "BytesSent"));
        keys.put(
                "cloudflare-gateway-http",
                Set.of(
                        "Datetime",
                        "HTTPHost",
                        "HTTPMethod",
                        "SourceInternalIP",
                        "PolicyName",
                        "HTTPStatusCode",
                        "UploadedFileNames",
                        "RequestID",
                        "DeviceName"));
        keys.put(
                "defender-cloudappevents",
                Set.of(
                        "ActionType",
                        "AccountObjectId",
                        "RawEventData",
                        "AppInstanceId",
                        "IsExternalUser",
                        "AccountDisplayName",
                        "IsAdminOperation",
                        "IsImpersonated",
                        "ApplicationId"));
        keys.put(
                "envoy-ai-gateway",
                Set.of(
                        ":authority",
                        "x-envoy-origin-path",
                        "gen_ai.request.model",
                        "gen_ai.provider.name",
                        "gen_ai.usage.input_tokens",
                        "mcp.method.name",
                        "mcp.session.id",
                        "x-forwarded-for",
                        "response_code",
                        "start_time"));
        keys.put(
                "azure-openai-apim",
                Set.of(
                        "callerIpAddress",
                        "category",
                        "durationMs",
                        "backendUrl",
                        "backendRequestBody",
                        "requestBody",
                        "requestSize",
                        "modelDeploymentName",
                        "requestLength",
                        "modelName",
                        "truncated"));
        keys.put(
                "anthropic-compliance",
                Set.of(
                        "organization_uuid",
                        "organization_id",
                        "actor",
                        "claude_chat_id",
                        "created_at"));
        keys.put("openai-audit", Set.of("effective_at", "actor", "object", "type"));
        keys.put(
                "otel-genai",
                Set.of(
                        "resourceSpans",
                        "scopeSpans",
                        "resourceLogs",
                        "scopeLogs",
                        "spanId",
                        "span_id",
                        "SpanId",
                        "traceId",
                        "trace_id",
                        "TraceId",
                        "attributes",
                        "startTimeUnixNano",
                        "start_time_unix_nano",
                        "endTimeUnixNano",
                        "timeUnixNano",
                        "gen_ai.operation.name",
                        "gen_ai.system",
                        "gen_ai.provider.name",
                        "gen_ai.request.model",
                        "gen_ai.response.model",
                        "gen_ai.input.messages",
                        "gen_ai.output.messages",
                        "gen_ai.prompt",
                        "gen_ai.completion",
                        "gen_ai.usage.input_tokens",
                        "gen_ai.response.id"));
        keys.put(
                "cloudflare-dlp-copy",
                Set.of(
                        "ForensicCopyID",
                        "GatewayRequestID",
                        "TriggeredRuleID",
                        "Phase",
                        "Payload"));
        keys.put(
                "icap-request",
                Set.of(
                        "clientIp",
                        "proxy",
                        "parts",
                        "orgCookie",
                        "bytes",
                        "transaction",
                        "headers"));
        keys.put(
                "litellm-guardrail",
                Set.of(
                        "texts",
                        "input_type",
                        "request_data",
                        "structured_messages",
                        "litellm_call_id",
                        "litellm_trace_id",
                        "additional_provider_specific_params"));
        return keys;
    }

    private static final String ZSCALER = "zscaler-nss-web";
    private static final Set<String> PLAIN_PLACES = Set.of("host", "application");
    private static final Set<String> PLAIN_MARKS = Set.of("prompt", "response", "user");

    /// Of so many known keys none is chance.
    private static final int ENOUGH_KEYS = 3;

    /// An export of OpenTelemetry is known by its one key.
    private static final Set<String> OTLP = Set.of("resourceSpans", "resourceLogs", "scopeSpans");

    /// Objects that shippers put around the record, and those that hold the sides of an exchange.
    private static final Set<String> WRAPPERS =
            Set.of(
                    "event",
                    "properties",
                    "netskope",
                    "events",
                    "alerts",
                    "request",
                    "response",
                    "body",
                    "request_body",
                    "response_body");

    private static final Pattern PALO_ALTO =
            Pattern.compile("[^,]{0,200},[^,]{0,40},[^,]{0,40},(THREAT|TRAFFIC),");

    private static final Pattern UMBRELLA =
            Pattern.compile("\"?\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\"?,");

    private static final Pattern ENVOY =
            Pattern.compile(
                    "(?:[A-Za-z]{1,20} )?\\[\\d{4}-\\d\\d-\\d\\dT[^\\]]{8,30}\\] \"[^ \"]{1,20} [^ \"]{0,2000} [^ \"]{1,20}\" \\d");

    private static final Pattern W3C_ROW =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\d[ ,]\\d\\d:\\d\\d:\\d\\d[ ,]-?\\d{1,12}[ ,][^ ,]{1,45}[ ,]");

    private final Map<String, Set<String>> keys;
    private final List<Mapping> mappings;

    private FormatMarks(Map<String, Set<String>> keys, List<Mapping> mappings) {
        this.keys = keys;
        this.mappings = mappings;
    }

    /// Those of our own formats and of these mappings.
    static FormatMarks of(List<Mapping> mappings) {
        return new FormatMarks(KEYS, List.of()).with(mappings);
    }

    FormatMarks with(List<Mapping> further) {
        Map<String, Set<String>> more = new LinkedHashMap<>(keys);
        List<Mapping> all = new ArrayList<>(mappings);
        for (Mapping mapping : further) {
            all.add(mapping);
            if (mapping.syntax() == Mapping.Syntax.JSON) {
                more.put(mapping.name(), mapping.marks());
            }
        }
        return new FormatMarks(more, all);
    }

    /// The mapped format of a line of `key=value`.
    private Optional<String> pairs(String line) {
        for (Mapping mapping : mappings) {
            if (mapping.syntax() != Mapping.Syntax.KEY_VALUE) {
                continue;
            }
            int seen = 0;
            for (String mark : mapping.marks()) {
                seen += (' ' + line).contains(' ' + mark + '=') ? 1 : 0;
            }
            if (seen >= Math.min(ENOUGH_KEYS, mapping.marks().size())) {
                return Optional.of(mapping.name());
            }
        }
        return Optional.empty();
    }

    /// The name of the format; empty where no mark is there.
    Optional<String> formatOf(byte[] record) {
        byte[] start =
                record.length <= Limits.MAX_DETECT_BYTES
                        ? record
                        : Arrays.copyOf(record, Limits.MAX_DETECT_BYTES);
        int from = SyslogHeader.end(start);
        if (from >= start.length) {
            return Optional.empty();
        }
        if (start[from] == '{') {
            return json(start, from);
        }
        String line =
                new String(
                        start, from, Math.min(start.length - from, 4_096), StandardCharsets.UTF_8);
        return line(line);
    }

    private Optional<String> line(String line) {
        Optional<String> mapped = pairs(line);
        if (mapped.isPresent()) {
            return mapped;
        }
        int cef = line.indexOf("CEF:");
        if (cef >= 0 && cef < 100) {
            String header = line.substring(cef);
            return header.startsWith("CEF:0|Zscaler|NSSWeb")
                    ? Optional.of(ZSCALER)
                    : header.startsWith("CEF:0|Palo Alto Networks|")
                            ? Optional.of("paloalto-url")
                            : header.startsWith("CEF:0|Fortinet|")
                                            || header.startsWith("CEF: 0|Fortinet|")
                                    ? Optional.of("fortinet-web")
                                    : Optional.empty();
        }
        if (line.contains("\t")
                && (line.contains("product=NSS") || line.contains("product=\"NSS\""))) {
            return Optional.of(ZSCALER);
        }
        if (PALO_ALTO.matcher(line).lookingAt()) {
            return Optional.of("paloalto-url");
        }
        if (line.contains("subtype=") && (line.contains("type=") || line.contains("logid="))) {
            return Optional.of("fortinet-web");
        }
        if (line.startsWith("#") && line.indexOf("Fields:") < 3 && line.indexOf("Fields:") > 0) {
            // ProxySG's certificate columns begin with x-cs- too.
            boolean netskope = line.contains("x-cs-") && !line.contains("x-bluecoat-");
            return Optional.of(netskope ? "netskope-transaction" : "proxysg-elff");
        }
        if (line.contains("cs-host=") || line.contains("c-ip=")) {
            return Optional.of("proxysg-elff");
        }
        if (UMBRELLA.matcher(line).lookingAt()) {
            return Optional.of("umbrella-proxy");
        }
        if (ENVOY.matcher(line).lookingAt()) {
            return Optional.of("envoy-access");
        }
        if (W3C_ROW.matcher(line).lookingAt()) {
            String[] columns = line.split("[ ,]", 5);
            return Optional.of(
                    Lenient.isIpAddress(columns[3]) ? "proxysg-elff" : "netskope-transaction");
        }
        String[] columns = line.split(" +", 5);
        boolean squid =
                columns.length == 5
                        && columns[0].matches("\\d{9,11}\\.\\d{3}")
                        && columns[1].matches("-?\\d{1,12}")
                        && columns[3].matches("[A-Z_]{3,64}/\\d{3}");
        return squid || SquidCommonLog.isLine(line) ? Optional.of("squid") : Optional.empty();
    }

    private Optional<String> json(byte[] start, int from) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        int zscaler = 0;
        boolean netskope = false;
        boolean plainPlace = false;
        boolean plainMark = false;
        boolean plainPrompt = false;
        ExchangeMarks exchange = new ExchangeMarks();
        try (JsonParser parser =
                JsonRecord.parser(
                        from == 0 ? start : Arrays.copyOfRange(start, from, start.length))) {
            parser.nextToken();
            int wrapped = 0;
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == JsonToken.END_OBJECT && wrapped > 0) {
                    wrapped--;
                    continue;
                }
                if (token != JsonToken.FIELD_NAME) {
                    break;
                }
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.START_OBJECT && WRAPPERS.contains(key)) {
                    zscaler += key.equals("event") ? 1 : 0;
                    netskope |= key.equals("netskope");
                    if (netskope && (key.equals("alerts") || key.equals("events"))) {
                        counts.merge("netskope-" + key, ENOUGH_KEYS, Integer::sum);
                    }
                    wrapped++;
                    continue;
                }
                keys.forEach((format, names) -> {
                    if (names.contains(key)) {
                        counts.merge(format, 1, Integer::sum);
                    }
                });
                plainPlace |= PLAIN_PLACES.contains(key);
                plainMark |= PLAIN_MARKS.contains(key);
                plainPrompt |= key.equals("prompt");
                zscaler += isZscaler(key) ? 1 : 0;
                exchange.see(key, parser);
                if (OTLP.contains(key)) {
                    counts.merge("otel-genai", ENOUGH_KEYS, Integer::sum);
                }
                String sure = value == JsonToken.VALUE_STRING ? byValue(key, parser.getText()) : "";
                if (!sure.isEmpty()) {
                    counts.merge(sure, ENOUGH_KEYS, Integer::sum);
                }
                if (key.equals("sourcetype")
                        && JsonRecord.scalar(parser).equals("zscalernss-web")) {
                    zscaler += ENOUGH_KEYS;
                }
                parser.skipChildren();
            }
        } catch (IOException _) {
            // Cut at the bound, or not JSON: what has been seen so far decides.
        }
        return decided(counts, zscaler, plainPlace, plainMark, plainPrompt, exchange);
    }

    private Optional<String> decided(
            Map<String, Integer> counts,
            int zscaler,
            boolean plainPlace,
            boolean plainMark,
            boolean plainPrompt,
            ExchangeMarks exchange) {
        // One mark is enough to tell alerts from events, if the record is either.
        if (counts.containsKey("netskope-alerts") && counts.containsKey("netskope-events")) {
            counts.merge("netskope-alerts", counts.get("netskope-events"), Integer::sum);
        }
        String best = "";
        int most = 0;
        for (String format : keys.keySet()) {
            int count = counts.getOrDefault(format, 0);
            // A site's mapping may name fewer than three marks; then all of them are enough.
            Set<String> marks = keys.getOrDefault(format, Set.of());
            count = count > 0 && count == marks.size() ? Math.max(count, ENOUGH_KEYS) : count;
            if (count > most) {
                best = format;
                most = count;
            }
        }
        if (plainPlace && plainPrompt && most < ENOUGH_KEYS) {
            // Its other keys are words that a web proxy's feed may have too; a prompt under this
            // name is ours.
            return Optional.of("plain-json");
        }
        if (most < ENOUGH_KEYS && exchange.isSure()) {
            return exchange.format();
        }
        if (Math.max(most, zscaler) < ENOUGH_KEYS) {
            Optional<String> body = exchange.format();
            if (body.isPresent()) {
                return body;
            }
            return plainPlace && plainMark ? Optional.of("plain-json") : Optional.empty();
        }
        // Zscaler's keys are many and common words: of two formats the other one has the marks.
        return Optional.of(most >= ENOUGH_KEYS ? best : ZSCALER);
    }

    /// The format that a member's value tells for sure; nothing for all others.
    private static String byValue(String key, String value) {
        return switch (key) {
            case "type" -> value.startsWith("claude_") ? "anthropic-compliance" : "";
            case "schemaType" -> value.equals("ModelInvocationLog") ? "bedrock-invocation" : "";
            default -> "";
        };
    }

    private static boolean isZscaler(String key) {
        ZscalerField field = ZscalerField.ofKey(key);
        return field != null && field != ZscalerField.IGNORED;
    }
}
