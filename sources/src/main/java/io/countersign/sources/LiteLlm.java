package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// LiteLLM's `StandardLoggingPayload`, one JSON object a record: one call that the gateway made for
/// somebody.
///
/// The host is that of `api_base`; without one, the well-known host of the provider; a provider
/// whose host depends on the customer (Azure, Bedrock without its base) has none here. With
/// `turn_off_message_logging` the text is `redacted-by-litellm`: not inspected. All other places
/// where texts have leaked past that switch, such as `proxy_server_request`, are read too.
final class LiteLlm implements InputFormat {
    @Override
    public String name() {
        return "litellm";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, (parser, json) -> new Reading(json).read(parser));
    }

    /// One record while it is read. The order of the members is not fixed.
    private static final class Reading {
        private final byte[] json;
        private final Event.Builder event = Event.builder("litellm");
        private final ModelTexts texts = new ModelTexts(event);
        private @Nullable Instant start;
        private @Nullable Instant end;
        private @Nullable String provider;
        private @Nullable String model;
        private @Nullable String apiBase;
        private @Nullable String callType;
        private @Nullable String keyUser;
        private @Nullable String endUser;
        private String status = "";
        private boolean messages;
        private boolean known;

        Reading(byte[] json) {
            this.json = json;
        }

        Parsed read(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "id", "request_id" -> event.transactionId(scalar(parser));
                    case "session_id" -> event.sessionId(scalar(parser));
                    case "user" -> {
                        String user = scalar(parser);
                        keyUser = keyUser == null ? user : keyUser;
                    }
                    case "team_id", "organization_id" ->
                            event.accountHint(AccountHint.Kind.GATEWAY_KEY, scalar(parser));
                    case "call_type" -> callType = scalar(parser);
                    case "status" -> status = JsonRecord.scalar(parser);
                    case "startTime" -> start = Lenient.instant(JsonRecord.scalar(parser));
                    case "endTime" -> end = Lenient.instant(JsonRecord.scalar(parser));
                    case "model" -> model = scalar(parser);
                    case "custom_llm_provider" -> provider = scalar(parser);
                    case "api_base" -> apiBase = scalar(parser);
                    case "end_user" -> endUser = scalar(parser);
                    case "requester_ip_address" -> event.sourceIp(scalar(parser));
                    case "prompt_tokens" ->
                            event.inputTokens(Lenient.number(JsonRecord.scalar(parser)));
                    case "completion_tokens" ->
                            event.outputTokens(Lenient.number(JsonRecord.scalar(parser)));
                    case "messages" -> messages(parser);
                    case "response" ->
                            texts.collectBody(parser, json, Content.Role.RESPONSE, "response");
                    case "proxy_server_request" ->
                            texts.collectBody(parser, json, Content.Role.PROMPT, key);
                    case "metadata" -> metadata(parser);
                    case "hidden_params" -> hiddenParameters(parser);
                    case "error_information" -> errorInformation(parser);
                    case "trace_id",
                            "api_key",
                            "spend",
                            "agent_id",
                            "stream",
                            "model_id",
                            "model_group",
                            "cache_hit",
                            "cache_key",
                            "status_fields",
                            "response_cost",
                            "cost_breakdown",
                            "response_cost_failure_debug_info",
                            "saved_cache_cost",
                            "total_tokens",
                            "completionStartTime",
                            "response_time",
                            "model_map_information" ->
                            parser.skipChildren();
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
            texts.finish();
            return finished();
        }

        private Parsed finished() {
            if (callType == null && model == null && !known) {
                return new Parsed.Rejected(
                        RejectionCode.MISSING_FIELD, "neither call_type, model nor messages");
            }
            UrlParts base = apiBase == null ? null : UrlParts.of(apiBase);
            String named =
                    provider == null && model != null && model.indexOf('/') > 0
                            ? model.substring(0, model.indexOf('/'))
                            : provider;
            String host = base == null ? null : base.host();
            boolean success = status.isEmpty() || status.equals("success");
            event.between(start, end, TimeBasis.START)
                    .assertedUser(keyUser != null ? keyUser : endUser)
                    .destinationHost(host != null ? host : Providers.host(named))
                    .path(path(base == null ? null : base.path(), named))
                    .method("POST")
                    .application(named)
                    .model(model == null ? null : model.substring(model.lastIndexOf('/') + 1))
                    .action(success ? Action.ALLOWED : Action.OTHER)
                    .accountHint(
                            AccountHint.Kind.API_BASE,
                            apiBase == null ? null : withoutQuery(apiBase))
                    .contentGap(gap(success));
            if (base != null && base.isPlainHttp()) {
                event.accountHint(AccountHint.Kind.SCHEME, "http");
            }
            return new Parsed.Accepted(event.build());
        }

        private ContentGap gap(boolean success) {
            if (texts.sawRedacted()) {
                return ContentGap.REDACTED_AT_SOURCE;
            }
            if (!messages) {
                return success ? ContentGap.NO_BODY_IN_SOURCE : ContentGap.FAILED_CALL;
            }
            return texts.sawMedia() ? ContentGap.NOT_TEXT : ContentGap.NONE;
        }

        private void messages(JsonParser parser) throws IOException {
            known = true;
            int before = texts.collected();
            texts.collectBody(parser, json, Content.Role.PROMPT, "messages");
            messages |= texts.collected() > before || texts.sawMedia();
        }

        /// Whose key it was. The ids and aliases are the gateway's own words.
        private void metadata(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                // The table of spend logs keeps it as JSON in a string.
                byte[] inner = parser.getText().getBytes(StandardCharsets.UTF_8);
                if (JsonRecord.isStructure(inner)) {
                    try (JsonParser members = JsonRecord.parser(inner)) {
                        members.nextToken();
                        metadata(members, inner);
                    }
                } else {
                    texts.collectUnlisted(parser, json, "metadata");
                }
                return;
            }
            metadata(parser, json);
        }

        /// @param json what this parser reads
        private void metadata(JsonParser parser, byte[] json) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "user_api_key_user_email" -> {
                        String mail = scalar(parser);
                        keyUser = mail == null ? keyUser : mail;
                    }
                    case "user_api_key_user_id", "user_id" -> {
                        String id = scalar(parser);
                        keyUser = keyUser == null ? id : keyUser;
                    }
                    case "user_api_key_end_user_id" -> {
                        String id = scalar(parser);
                        endUser = endUser == null ? id : endUser;
                    }
                    case "user_api_key_alias",
                            "user_api_key_team_alias",
                            "user_api_key_team_id",
                            "user_api_key_org_id" ->
                            event.accountHint(AccountHint.Kind.GATEWAY_KEY, scalar(parser));
                    case "user_api_key_hash",
                            "user_api_key_spend",
                            "user_api_key_max_budget",
                            "user_api_key_budget_reset_at",
                            "user_api_key_request_route",
                            "spend_logs_metadata",
                            "requester_ip_address",
                            "usage_object",
                            "applied_guardrails",
                            "mcp_tool_call_metadata",
                            "vector_store_request_metadata",
                            "cold_storage_object_key" ->
                            skipUnlessText(parser, json, key);
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
        }

        /// What may hold text of a caller although it seldom does.
        private void skipUnlessText(JsonParser parser, byte[] json, String key) throws IOException {
            if (parser.currentToken() == JsonToken.START_OBJECT
                    || parser.currentToken() == JsonToken.START_ARRAY) {
                texts.collectUnlisted(parser, json, key);
            }
        }

        /// The base that was called and the vendor's headers, which may name the organisation.
        private void hiddenParameters(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (key.equals("api_base")) {
                    String base = scalar(parser);
                    apiBase = apiBase == null ? base : apiBase;
                } else if (value == JsonToken.START_OBJECT
                        && (key.equals("additional_headers") || key.equals("headers"))) {
                    hiddenParameters(parser);
                } else if (key.endsWith("anthropic-organization-id")
                        || key.endsWith("openai-organization")) {
                    event.accountHint(AccountHint.Kind.ORG_ID, scalar(parser));
                } else if (key.endsWith("anthropic-workspace-id")
                        || key.endsWith("openai-project")) {
                    event.accountHint(AccountHint.Kind.PROJECT_ID, scalar(parser));
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void errorInformation(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                texts.collectUnlisted(parser, json, "error_information");
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "error_code" -> event.status(Lenient.status(JsonRecord.scalar(parser)));
                    case "error_class", "llm_provider" -> parser.skipChildren();
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
        }

        /// The base's own path; where it has none, what the provider's API has for this kind of
        /// call.
        private @Nullable String path(@Nullable String basePath, @Nullable String named) {
            boolean bare =
                    basePath == null
                            || basePath.equals("/")
                            || basePath.equals("/v1")
                            || basePath.equals("/v1/");
            if (!bare || callType == null || named == null) {
                return basePath;
            }
            String call = callType.startsWith("a") ? callType.substring(1) : callType;
            return switch (named) {
                case "anthropic" ->
                        call.equals("completion") || call.startsWith("nthropic")
                                ? "/v1/messages"
                                : basePath;
                case "openai" ->
                        switch (call) {
                            case "completion" -> "/v1/chat/completions";
                            case "responses" -> "/v1/responses";
                            case "embedding" -> "/v1/embeddings";
                            default -> basePath;
                        };
                default -> basePath;
            };
        }

        private static @Nullable String scalar(JsonParser parser) throws IOException {
            return JsonRecord.text(parser);
        }

        private static String withoutQuery(String url) {
            int end = url.indexOf('?');
            return end < 0 ? url : url.substring(0, end);
        }
    }
}
