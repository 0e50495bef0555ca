package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call of a model's API, as the application or a gateway logged it: the vendor's own request
/// body, the vendor's own answer, or an object that holds either or both.
///
/// ```
/// {"model":"…","messages":[…]}                                the body
/// {"request":{…},"response":{…},"user":"…","timestamp":"…"}   body and answer
/// ```
///
/// What stands around a body has no specification, so that names for it are read as people write
/// them. The host is the vendor's unless the record names another; a Messages body for a cloud says
/// so itself by its `anthropic_version`, and then has none here. Earlier turns that the vendor
/// keeps (`previous_response_id`, `conversation`) cannot be seen.
final class ModelExchange implements InputFormat {
    private static final Set<String> SETTINGS =
            Set.of(
                    "max_tokens",
                    "max_completion_tokens",
                    "max_output_tokens",
                    "max_tool_calls",
                    "temperature",
                    "top_p",
                    "top_k",
                    "top_logprobs",
                    "logprobs",
                    "n",
                    "seed",
                    "stop_reason",
                    "finish_reason",
                    "stream",
                    "stream_options",
                    "store",
                    "background",
                    "parallel_tool_calls",
                    "presence_penalty",
                    "frequency_penalty",
                    "logit_bias",
                    "reasoning_effort",
                    "service_tier",
                    "system_fingerprint",
                    "truncation",
                    "modalities",
                    "cache_control",
                    "anthropic_beta",
                    "betas",
                    "object",
                    "role",
                    "type",
                    "verbosity",
                    "include");

    private final String name;
    private final String vendor;
    private final String path;

    private ModelExchange(String name, String vendor, String path) {
        this.name = name;
        this.vendor = vendor;
        this.path = path;
    }

    /// Anthropic's Messages API.
    static ModelExchange anthropicMessages() {
        return new ModelExchange("anthropic-messages", "anthropic", "/v1/messages");
    }

    /// OpenAI's chat completions, which many other vendors speak too.
    static ModelExchange openAiChat() {
        return new ModelExchange("openai-chat", "openai", "/v1/chat/completions");
    }

    /// OpenAI's responses.
    static ModelExchange openAiResponses() {
        return new ModelExchange("openai-responses", "openai", "/v1/responses");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, (parser, json) -> new Reading(json).read(parser));
    }

    /// One record while it is read. The order of the members is not fixed.
    private final class Reading {
        private byte[] json;
        private final Event.Builder event = Event.builder(name);
        private final ModelTexts texts = new ModelTexts(event);
        private @Nullable Instant time;
        private @Nullable Instant end;
        private @Nullable String caller;
        private @Nullable String endUser;
        private @Nullable String model;
        private @Nullable String url;
        private @Nullable String cloud;
        private @Nullable String request;
        private @Nullable String answer;
        private int status = -1;
        private boolean known;
        private boolean prompted;
        private boolean earlier;

        Reading(byte[] json) {
            this.json = json;
        }

        Parsed read(JsonParser parser) throws IOException {
            members(parser, "", false);
            texts.finish();
            return known ? finished() : missing();
        }

        private Parsed missing() {
            return new Parsed.Rejected(
                    RejectionCode.MISSING_FIELD, "neither model, messages, input nor an answer");
        }

        private Parsed finished() {
            UrlParts parts = url == null ? null : UrlParts.of(url);
            String host = parts == null ? null : parts.host();
            String at = parts == null ? null : parts.path();
            event.between(time, end, TimeBasis.START)
                    .assertedUser(caller != null ? caller : endUser)
                    .destinationHost(host != null || cloud != null ? host : Providers.host(vendor))
                    .path(at != null && !at.equals("/") ? at : cloud != null ? null : path)
                    .method("POST")
                    .status(status)
                    .application(
                            cloud != null
                                    ? cloud
                                    : host == null || host.equals(Providers.host(vendor))
                                            ? vendor
                                            : null)
                    .model(model)
                    .transactionId(answer != null ? answer : request)
                    .action(status < 0 || status < 400 ? Action.ALLOWED : Action.OTHER)
                    .contentGap(gap());
            return new Parsed.Accepted(event.build());
        }

        private ContentGap gap() {
            if (texts.sawRedacted()) {
                return ContentGap.REDACTED_AT_SOURCE;
            }
            if (!prompted) {
                return ContentGap.NO_BODY_IN_SOURCE;
            }
            if (earlier) {
                return ContentGap.KEPT_BY_VENDOR;
            }
            return texts.sawMedia() ? ContentGap.NOT_TEXT : ContentGap.NONE;
        }

        /// @param place names of what holds these members, with a dot at the end
        /// @param answering whether they are an answer's
        private void members(JsonParser parser, String place, boolean answering)
                throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                member(parser, parser.currentName(), parser.nextToken(), place, answering);
            }
        }

        private void member(
                JsonParser parser, String key, JsonToken value, String place, boolean answering)
                throws IOException {
            switch (key) {
                case "request", "request_body", "requestBody", "req", "kwargs", "params" ->
                        side(parser, value, place + key, false);
                case "response", "response_body", "responseBody", "resp", "completion_response" ->
                        side(parser, value, place + key, true);
                case "body" -> side(parser, value, place + key, answering);
                case "messages", "system", "instructions", "prompt" -> prompt(parser, place + key);
                case "input" -> {
                    if (value == JsonToken.START_OBJECT) {
                        side(parser, value, place + key, false);
                    } else {
                        prompt(parser, place + key);
                    }
                }
                case "output" -> {
                    if (value == JsonToken.START_OBJECT) {
                        side(parser, value, place + key, true);
                    } else {
                        answer(parser, place + key);
                    }
                }
                case "choices", "content", "output_text", "completion" ->
                        answer(parser, place + key);
                case "headers",
                        "request_headers",
                        "response_headers",
                        "responseHeaders",
                        "requestHeaders" ->
                        headers(parser, value);
                case "model" -> {
                    String text = scalar(parser);
                    known |= text != null;
                    model = model == null || !answering ? text : model;
                }
                case "anthropic_version" -> cloud = cloudOf(JsonRecord.scalar(parser));
                case "usage" -> usage(parser, value);
                case "metadata" -> metadata(parser, value, place);
                case "previous_response_id", "conversation" -> {
                    earlier |= value != JsonToken.VALUE_NULL;
                    parser.skipChildren();
                }
                case "id" -> {
                    if (answering || place.isEmpty()) {
                        answer = scalar(parser);
                    } else {
                        parser.skipChildren();
                    }
                }
                case "request_id", "requestId", "request-id", "_request_id" ->
                        request = scalar(parser);
                case "user", "safety_identifier" -> endUser = scalar(parser);
                case "user_id", "userId", "user_email", "username", "user_name" ->
                        caller = scalar(parser);
                case "timestamp",
                        "time",
                        "ts",
                        "@timestamp",
                        "start_time",
                        "startTime",
                        "request_time",
                        "started_at" ->
                        time = Lenient.instant(JsonRecord.scalar(parser));
                case "end_time", "endTime", "response_time", "finished_at" ->
                        end = Lenient.instant(JsonRecord.scalar(parser));
                case "created", "completed_at" -> {
                    // When the vendor had the answer.
                    Instant answered = Lenient.instant(JsonRecord.scalar(parser));
                    end = end == null ? answered : end;
                }
                case "created_at" -> {
                    Instant created = Lenient.instant(JsonRecord.scalar(parser));
                    time = time == null ? created : time;
                }
                case "url", "endpoint", "base_url", "api_base", "host" -> {
                    String text = scalar(parser);
                    url = text != null && url(text) ? text : url;
                }
                case "status", "status_code", "statusCode", "response_status" -> {
                    int code = Lenient.status(JsonRecord.scalar(parser));
                    status = code < 0 ? status : code;
                }
                case "client_ip", "clientIp", "source_ip", "remote_addr", "ip" ->
                        event.sourceIp(scalar(parser));
                case "user_agent", "userAgent" -> event.userAgent(scalar(parser));
                case "organization_id", "organization" ->
                        event.accountHint(AccountHint.Kind.ORG_ID, scalar(parser));
                case "workspace_id", "project_id", "project" ->
                        event.accountHint(AccountHint.Kind.PROJECT_ID, scalar(parser));
                default -> {
                    if (SETTINGS.contains(key)) {
                        parser.skipChildren();
                    } else {
                        texts.collectUnlisted(parser, json, place + key);
                    }
                }
            }
        }

        /// A request or an answer: an object, the JSON of one in a string, the pieces of a stream,
        /// or text.
        private void side(JsonParser parser, JsonToken value, String place, boolean answering)
                throws IOException {
            if (value == JsonToken.START_OBJECT) {
                members(parser, place + '.', answering);
                return;
            }
            byte[] inner =
                    value == JsonToken.VALUE_STRING
                            ? parser.getText().getBytes(StandardCharsets.UTF_8)
                            : new byte[0];
            if (inner.length > 0 && inner[0] == '{' && JsonRecord.isStructure(inner)) {
                byte[] outer = json;
                json = inner;
                try (JsonParser innerParser = JsonRecord.parser(inner)) {
                    innerParser.nextToken();
                    members(innerParser, place + '.', answering);
                }
                json = outer;
            } else if (answering) {
                answer(parser, place);
            } else {
                prompt(parser, place);
            }
        }

        private void prompt(JsonParser parser, String place) throws IOException {
            known = true;
            int before = texts.collected();
            texts.collectBody(parser, json, Content.Role.PROMPT, place);
            prompted |= texts.collected() > before || texts.sawMedia();
        }

        private void answer(JsonParser parser, String place) throws IOException {
            known = true;
            texts.collectBody(parser, json, Content.Role.RESPONSE, place);
        }

        /// Of headers only those that name the account and the call; the others may hold keys.
        private void headers(JsonParser parser, JsonToken value) throws IOException {
            if (value != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String header = parser.currentName().toLowerCase(Locale.ROOT);
                parser.nextToken();
                switch (header) {
                    case "anthropic-organization-id", "openai-organization" ->
                            event.accountHint(AccountHint.Kind.ORG_ID, scalar(parser));
                    case "anthropic-workspace-id", "openai-project" ->
                            event.accountHint(AccountHint.Kind.PROJECT_ID, scalar(parser));
                    case "request-id", "x-request-id" -> request = scalar(parser);
                    case "user-agent" -> event.userAgent(scalar(parser));
                    default -> parser.skipChildren();
                }
            }
        }

        private void usage(JsonParser parser, JsonToken value) throws IOException {
            if (value != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "input_tokens", "prompt_tokens" ->
                            event.inputTokens(Lenient.number(JsonRecord.scalar(parser)));
                    case "output_tokens", "completion_tokens" ->
                            event.outputTokens(Lenient.number(JsonRecord.scalar(parser)));
                    default -> parser.skipChildren();
                }
            }
        }

        private void metadata(JsonParser parser, JsonToken value, String place) throws IOException {
            if (value != JsonToken.START_OBJECT) {
                texts.collectUnlisted(parser, json, place + "metadata");
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                if (key.equals("user_id")) {
                    String id = scalar(parser);
                    endUser = endUser == null ? id : endUser;
                } else {
                    texts.collectUnlisted(parser, json, place + "metadata." + key);
                }
            }
        }

        /// A path alone is no place.
        private static boolean url(String text) {
            return UrlParts.hostOf(text) != null;
        }

        private static @Nullable String cloudOf(String version) {
            return version.startsWith("bedrock")
                    ? "aws.bedrock"
                    : version.startsWith("vertex") ? "vertex_ai" : null;
        }

        private static @Nullable String scalar(JsonParser parser) throws IOException {
            return JsonRecord.text(parser);
        }
    }
}
