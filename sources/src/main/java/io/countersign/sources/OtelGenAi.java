package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// OpenTelemetry's spans and log records of calls to models, as JSON: one span or record, with its
/// attributes as an object or as OTLP's list of `{"key":…,"value":{"stringValue":…}}`, or a whole
/// OTLP export around it.
///
/// The names are those of the GenAI semantic conventions, old and new (`gen_ai.system`,
/// `gen_ai.prompt`), and those of instrumentation that came before them (`gen_ai.prompt.0.content`,
/// `llm.…`, `input.value`). Text is in them only where the application opted in. Of an export that
/// holds several calls, all texts are read, and each other field is that of the first call that
/// gives it: have the collector write one a line.
///
/// @see <a href="https://github.com/open-telemetry/semantic-conventions-genai">the conventions</a>
final class OtelGenAi implements InputFormat {
    private enum Meaning {
        PROMPT,
        RESPONSE,
        PROVIDER,
        MODEL,
        INPUT_TOKENS,
        OUTPUT_TOKENS,
        CALL_ID,
        HOST,
        URL,
        METHOD,
        STATUS,
        USER,
        CLIENT,
        USER_AGENT,
        PASSED
    }

    private static final Map<String, Meaning> MEANINGS = meanings();

    /// Instrumentation writes one attribute for each message, with its index in the name.
    private static final Map<String, Meaning> INDEXED =
            Map.of(
                    "gen_ai.prompt.",
                    Meaning.PROMPT,
                    "gen_ai.completion.",
                    Meaning.RESPONSE,
                    "llm.input_messages.",
                    Meaning.PROMPT,
                    "llm.output_messages.",
                    Meaning.RESPONSE,
                    "llm.prompts.",
                    Meaning.PROMPT,
                    "llm.completions.",
                    Meaning.RESPONSE);

    private static final Set<String> MARKS = Set.of("gen_ai.", "llm.", "openinference.");

    @Override
    public String name() {
        return "otel-genai";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, (parser, json) -> new Reading(json).read(parser));
    }

    /// One record while it is read.
    private static final class Reading {
        private final byte[] json;
        private final Event.Builder event = Event.builder("otel-genai");
        private final ModelTexts texts = new ModelTexts(event);
        private final Map<Meaning, String> first = new HashMap<>();
        private @Nullable Instant start;
        private @Nullable Instant end;
        private @Nullable String span;
        private boolean marked;
        private boolean prompted;
        private boolean failed;

        Reading(byte[] json) {
            this.json = json;
        }

        Parsed read(JsonParser parser) throws IOException {
            members(parser, "");
            texts.finish();
            return marked
                    ? finished()
                    : new Parsed.Rejected(
                            RejectionCode.MISSING_FIELD, "no attribute of a call to a model");
        }

        private Parsed finished() {
            String provider = first.get(Meaning.PROVIDER);
            String url = first.get(Meaning.URL);
            UrlParts parts = url == null ? null : UrlParts.of(url);
            String named = first.get(Meaning.HOST);
            String host =
                    parts != null && parts.host() != null
                            ? parts.host()
                            : named != null ? UrlParts.hostOf(named) : Providers.host(provider);
            int status = Lenient.status(first.get(Meaning.STATUS));
            String call = first.get(Meaning.CALL_ID);
            String model = first.get(Meaning.MODEL);
            event.between(start, end, TimeBasis.START)
                    .assertedUser(first.get(Meaning.USER))
                    .sourceIp(first.get(Meaning.CLIENT))
                    .destinationHost(host)
                    .path(parts == null ? null : parts.path())
                    .method(Lenient.method(first.get(Meaning.METHOD)))
                    .status(status)
                    .userAgent(first.get(Meaning.USER_AGENT))
                    .application(provider)
                    .model(model == null ? null : model.substring(model.lastIndexOf('/') + 1))
                    .inputTokens(Lenient.number(first.get(Meaning.INPUT_TOKENS)))
                    .outputTokens(Lenient.number(first.get(Meaning.OUTPUT_TOKENS)))
                    .transactionId(call != null ? call : span)
                    .action(failed || status >= 400 ? Action.OTHER : Action.ALLOWED)
                    .contentGap(gap());
            if (host == null && provider == null && model == null) {
                return new Parsed.Rejected(
                        RejectionCode.MISSING_FIELD, "neither provider, model nor address");
            }
            return new Parsed.Accepted(event.build());
        }

        private ContentGap gap() {
            if (!prompted) {
                return failed ? ContentGap.FAILED_CALL : ContentGap.NO_BODY_IN_SOURCE;
            }
            return texts.sawMedia() ? ContentGap.NOT_TEXT : ContentGap.NONE;
        }

        /// @param prefix names of what holds these members, with a dot at the end
        private void members(JsonParser parser, String prefix) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "resourceSpans",
                            "scopeSpans",
                            "spans",
                            "resourceLogs",
                            "scopeLogs",
                            "logRecords",
                            "instrumentationLibrarySpans",
                            "events" ->
                            records(parser, value);
                    case "attributes", "tags", "fields" -> attributes(parser, value, key);
                    case "body", "Body" -> body(parser, value);
                    case "resource", "scope", "instrumentationScope" -> {
                        if (value == JsonToken.START_OBJECT) {
                            members(parser, "");
                        } else {
                            parser.skipChildren();
                        }
                    }
                    case "startTimeUnixNano",
                            "start_time_unix_nano",
                            "startTime",
                            "start_time",
                            "timeUnixNano",
                            "observedTimeUnixNano",
                            "timestamp",
                            "@timestamp",
                            "Timestamp",
                            "time" -> {
                        Instant time = Lenient.instant(JsonRecord.scalar(parser));
                        start = start == null ? time : start;
                    }
                    case "endTimeUnixNano", "end_time_unix_nano", "endTime", "end_time" -> {
                        Instant time = Lenient.instant(JsonRecord.scalar(parser));
                        end = end == null ? time : end;
                    }
                    case "spanId", "span_id", "SpanId" -> {
                        String id = JsonRecord.text(parser);
                        span = span == null ? id : span;
                    }
                    case "status" -> status(parser, value);
                    case "traceId",
                            "trace_id",
                            "TraceId",
                            "parentSpanId",
                            "parent_span_id",
                            "parent_id",
                            "traceState",
                            "trace_state",
                            "kind",
                            "flags",
                            "name",
                            "droppedAttributesCount",
                            "droppedEventsCount",
                            "droppedLinksCount",
                            "links",
                            "severityNumber",
                            "severityText",
                            "schemaUrl",
                            "version",
                            "eventName",
                            "event_name",
                            "context" ->
                            passed(parser, value, key);
                    default -> valueOf(parser, json, prefix + key, value);
                }
            }
        }

        /// Ids in an object of their own, or words that say nothing of anybody.
        private void passed(JsonParser parser, JsonToken value, String key) throws IOException {
            if (key.equals("context") && value == JsonToken.START_OBJECT) {
                members(parser, "");
            } else {
                parser.skipChildren();
            }
        }

        private void records(JsonParser parser, JsonToken value) throws IOException {
            if (value != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    members(parser, "");
                } else {
                    parser.skipChildren();
                }
            }
        }

        /// OTLP says `{"code":2}`, others a word.
        private void status(JsonParser parser, JsonToken value) throws IOException {
            if (value != JsonToken.START_OBJECT) {
                failed |= isError(JsonRecord.scalar(parser));
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                if (key.equals("code") || key.equals("status_code")) {
                    failed |= isError(JsonRecord.scalar(parser));
                } else {
                    texts.collectUnlisted(parser, json, "status." + key);
                }
            }
        }

        private static boolean isError(String code) {
            return code.equals("2") || code.toUpperCase(Locale.ROOT).endsWith("ERROR");
        }

        private void attributes(JsonParser parser, JsonToken value, String key) throws IOException {
            switch (value) {
                case START_OBJECT -> members(parser, "");
                case START_ARRAY -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        if (parser.currentToken() == JsonToken.START_OBJECT) {
                            pair(parser);
                        } else {
                            parser.skipChildren();
                        }
                    }
                }
                default -> texts.collectUnlisted(parser, json, key);
            }
        }

        /// A log record's body is a message where it is an object, and somebody's remark where it
        /// is a string.
        private void body(JsonParser parser, JsonToken value) throws IOException {
            if (value == JsonToken.START_OBJECT) {
                prompt(parser, json, "body");
            } else {
                texts.collectUnlisted(parser, json, "body");
            }
        }

        /// `{"key":…,"value":…}`, in this order or the other: a value that comes first is read once
        /// its key is known.
        private void pair(JsonParser parser) throws IOException {
            String key = "";
            byte[] value = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                if (member.equals("key")) {
                    key = JsonRecord.scalar(parser);
                } else if (member.equals("value")) {
                    value = JsonRecord.slice(parser, json);
                } else {
                    parser.skipChildren();
                }
            }
            if (value != null) {
                try (JsonParser inner = JsonRecord.parser(value)) {
                    inner.nextToken();
                    typed(inner, value, key);
                }
            }
        }

        /// A value, or an object of one member whose name is the value's type.
        ///
        /// @param source what the parser reads
        private void typed(JsonParser parser, byte[] source, String key) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                valueOf(parser, source, key, parser.currentToken());
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                valueOf(parser, source, key, parser.nextToken());
            }
        }

        /// @param source what the parser reads
        private void valueOf(JsonParser parser, byte[] source, String key, JsonToken value)
                throws IOException {
            marked |= isMark(key);
            Meaning meaning = MEANINGS.get(key);
            if (meaning == null) {
                meaning = indexed(key);
            }
            if (meaning == null) {
                if (value == JsonToken.START_OBJECT && source == json) {
                    members(parser, key + '.');
                } else {
                    texts.collectUnlisted(parser, source, key);
                }
                return;
            }
            switch (meaning) {
                case PROMPT -> prompt(parser, source, key);
                case RESPONSE -> texts.collectBody(parser, source, Content.Role.RESPONSE, key);
                case PASSED -> parser.skipChildren();
                case PROVIDER,
                        MODEL,
                        INPUT_TOKENS,
                        OUTPUT_TOKENS,
                        CALL_ID,
                        HOST,
                        URL,
                        METHOD,
                        STATUS,
                        USER,
                        CLIENT,
                        USER_AGENT -> {
                    String text = JsonRecord.text(parser);
                    if (text != null) {
                        first.putIfAbsent(meaning, text);
                    }
                }
            }
        }

        private void prompt(JsonParser parser, byte[] source, String place) throws IOException {
            int before = texts.collected();
            texts.collectBody(parser, source, Content.Role.PROMPT, place);
            prompted |= texts.collected() > before || texts.sawMedia();
        }

        private static boolean isMark(String key) {
            for (String mark : MARKS) {
                if (key.startsWith(mark)) {
                    return true;
                }
            }
            return false;
        }

        private static @Nullable Meaning indexed(String key) {
            for (Map.Entry<String, Meaning> entry : INDEXED.entrySet()) {
                if (key.startsWith(entry.getKey())) {
                    return key.endsWith(".role") ? Meaning.PASSED : entry.getValue();
                }
            }
            return null;
        }
    }

    private static Map<String, Meaning> meanings() {
        Map<String, Meaning> meanings = new HashMap<>();
        put(
                meanings,
                Meaning.PROMPT,
                "gen_ai.input.messages gen_ai.system_instructions gen_ai.prompt gen_ai.content.prompt",
                "gen_ai.tool.call.arguments gen_ai.tool.call.result gen_ai.retrieval.query.text",
                "gen_ai.retrieval.documents gen_ai.event.content llm.input_messages llm.prompts input.value",
                "gen_ai.request.messages traceloop.entity.input");
        put(
                meanings,
                Meaning.RESPONSE,
                "gen_ai.output.messages gen_ai.completion gen_ai.content.completion llm.output_messages",
                "llm.completions output.value traceloop.entity.output");
        put(
                meanings,
                Meaning.PROVIDER,
                "gen_ai.provider.name gen_ai.system llm.provider llm.vendor llm.system");
        put(
                meanings,
                Meaning.MODEL,
                "gen_ai.request.model gen_ai.response.model llm.model_name llm.request.model llm.response.model");
        put(
                meanings,
                Meaning.INPUT_TOKENS,
                "gen_ai.usage.input_tokens gen_ai.usage.prompt_tokens usage.prompt_tokens",
                "llm.usage.prompt_tokens llm.token_count.prompt");
        put(
                meanings,
                Meaning.OUTPUT_TOKENS,
                "gen_ai.usage.output_tokens gen_ai.usage.completion_tokens usage.completion_tokens",
                "llm.usage.completion_tokens llm.token_count.completion");
        put(meanings, Meaning.CALL_ID, "gen_ai.response.id");
        put(meanings, Meaning.HOST, "server.address net.peer.name");
        put(meanings, Meaning.URL, "url.full http.url");
        put(meanings, Meaning.METHOD, "http.request.method http.method");
        put(meanings, Meaning.STATUS, "http.response.status_code http.status_code");
        put(
                meanings,
                Meaning.USER,
                "enduser.id user.id user.email user.name enduser.pseudo.id gen_ai.user gen_ai.user.id");
        put(meanings, Meaning.CLIENT, "client.address source.address");
        put(meanings, Meaning.USER_AGENT, "user_agent.original http.user_agent");
        put(
                meanings,
                Meaning.PASSED,
                "gen_ai.operation.name gen_ai.response.finish_reasons gen_ai.conversation.id gen_ai.output.type",
                "gen_ai.request.max_tokens gen_ai.request.temperature gen_ai.request.top_p gen_ai.request.top_k",
                "gen_ai.request.seed gen_ai.request.choice.count gen_ai.request.frequency_penalty",
                "gen_ai.request.presence_penalty gen_ai.request.stop_sequences gen_ai.request.encoding_formats",
                "gen_ai.token.type gen_ai.tool.type gen_ai.agent.id gen_ai.data_source.id gen_ai.usage.total_tokens",
                "gen_ai.usage.cache_read.input_tokens gen_ai.usage.cache_creation.input_tokens",
                "gen_ai.usage.reasoning.output_tokens gen_ai.tool.call.id",
                "gen_ai.openai.request.service_tier gen_ai.openai.response.service_tier",
                "gen_ai.openai.response.system_fingerprint openai.request.service_tier openai.response.service_tier",
                "openai.response.system_fingerprint openai.api.type gen_ai.openai.request.response_format",
                "llm.request.type llm.is_streaming llm.usage.total_tokens llm.token_count.total",
                "llm.invocation_parameters openinference.span.kind traceloop.span.kind input.mime_type",
                "output.mime_type server.port net.peer.port error.type service.name service.version",
                "service.namespace service.instance.id telemetry.sdk.name telemetry.sdk.language",
                "telemetry.sdk.version telemetry.auto.version deployment.environment",
                "deployment.environment.name host.name host.arch os.type process.pid process.runtime.name",
                "process.runtime.version k8s.pod.name k8s.namespace.name k8s.deployment.name k8s.node.name",
                "event.name session.id network.protocol.version url.scheme gen_ai.response.time_to_first_chunk");
        return Map.copyOf(meanings);
    }

    private static void put(Map<String, Meaning> meanings, Meaning meaning, String... names) {
        for (String line : names) {
            for (String name : line.split(" ", -1)) {
                meanings.put(name, meaning);
            }
        }
    }
}
