package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.ContentGap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A call of LiteLLM's generic guardrail API (beta): what the gateway is about to send to a model,
/// or got back, one JSON object.
///
/// ```
/// {"texts":["…"],"input_type":"request","litellm_call_id":"…","model":"anthropic/model-a",
///  "request_data":{"user_api_key_user_email":"…"},"additional_provider_specific_params":{"host":"api.anthropic.com"}}
/// ```
///
/// The call does not name the provider's host: it is the one that the site states as `host` among
/// the guardrail's own parameters, else the well-known host of the provider in front of the model's
/// name. `structured_messages` repeats `texts` and is read only where those are missing.
final class LiteLlmGuardrail implements InputFormat {
    private static final String GATEWAY = "litellm";

    @Override
    public String name() {
        return "litellm-guardrail";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, (parser, json) -> new Reading(json).read(parser));
    }

    private static final class Reading {
        private final byte[] json;
        private final Event.Builder event = Event.builder("litellm-guardrail");
        private final ModelTexts texts = new ModelTexts(event);
        private byte[] textList = new byte[0];
        private byte[] messages = new byte[0];
        private byte[] toolCalls = new byte[0];
        private @Nullable String model;
        private @Nullable String host;
        private @Nullable String user;
        private @Nullable String endUser;
        private boolean response;
        private boolean images;
        private boolean known;

        Reading(byte[] json) {
            this.json = json;
        }

        Parsed read(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "texts" -> {
                        textList = JsonRecord.slice(parser, json);
                        known = true;
                    }
                    case "structured_messages" -> messages = JsonRecord.slice(parser, json);
                    case "tool_calls" -> toolCalls = JsonRecord.slice(parser, json);
                    case "images" -> images(parser);
                    case "input_type" -> {
                        response = JsonRecord.scalar(parser).equals("response");
                        known = true;
                    }
                    case "litellm_call_id" -> event.transactionId(JsonRecord.text(parser));
                    case "litellm_trace_id" -> event.sessionId(JsonRecord.text(parser));
                    case "model" -> model = JsonRecord.text(parser);
                    case "request_data" -> requestData(parser);
                    case "additional_provider_specific_params" -> parameters(parser);
                    case "request_headers", "litellm_version" -> parser.skipChildren();
                    default -> {
                        if (value != JsonToken.VALUE_NULL) {
                            texts.collectUnlisted(parser, json, key);
                        }
                    }
                }
            }
            if (!known) {
                return new Parsed.Rejected(
                        RejectionCode.MISSING_FIELD, "neither texts nor input_type");
            }
            return finished();
        }

        private Parsed finished() throws IOException {
            Content.Role role = response ? Content.Role.RESPONSE : Content.Role.PROMPT;
            collect(textList, role, "texts");
            if (texts.collected() == 0) {
                collect(messages, role, "structured_messages");
            }
            collect(toolCalls, role, "tool_calls");
            int said = texts.collected();
            texts.finish();
            int slash = model == null ? -1 : model.indexOf('/');
            String provider = model == null || slash <= 0 ? null : model.substring(0, slash);
            event.assertedUser(user != null ? user : endUser)
                    .destinationHost(host != null ? host : Providers.host(provider))
                    .method("POST")
                    .application(provider == null ? GATEWAY : provider)
                    .model(model == null ? null : model.substring(model.lastIndexOf('/') + 1))
                    .contentGap(gap(said));
            return new Parsed.Accepted(event.build());
        }

        private ContentGap gap(int said) {
            if (images) {
                return ContentGap.IMAGE;
            }
            if (texts.sawMedia()) {
                return ContentGap.NOT_TEXT;
            }
            return said == 0 ? ContentGap.NO_BODY_IN_SOURCE : ContentGap.NONE;
        }

        private void collect(byte[] value, Content.Role role, String path) throws IOException {
            if (value.length > 0) {
                try (JsonParser parser = JsonRecord.parser(value)) {
                    parser.nextToken();
                    texts.collect(parser, value, role, path);
                }
            }
        }

        private void images(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                images = parser.nextToken() != JsonToken.END_ARRAY;
                while (parser.currentToken() != JsonToken.END_ARRAY) {
                    parser.skipChildren();
                    parser.nextToken();
                }
            } else {
                parser.skipChildren();
            }
        }

        /// Whose key it was. The ids and aliases are the gateway's own words.
        private void requestData(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "user_api_key_user_email" -> {
                        String mail = JsonRecord.text(parser);
                        user = mail == null ? user : mail;
                    }
                    case "user_api_key_user_id" -> {
                        String id = JsonRecord.text(parser);
                        user = user == null ? id : user;
                    }
                    case "user_api_key_end_user_id" -> endUser = JsonRecord.text(parser);
                    case "user_api_key_alias",
                            "user_api_key_team_alias",
                            "user_api_key_team_id",
                            "user_api_key_org_id" ->
                            event.accountHint(
                                    AccountHint.Kind.GATEWAY_KEY, JsonRecord.text(parser));
                    case "user_api_key_hash", "user_api_key_request_route" -> parser.skipChildren();
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
        }

        /// The site's own words from the gateway's configuration.
        private void parameters(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                if (key.equals("host")) {
                    String stated = JsonRecord.text(parser);
                    host = stated == null ? null : UrlParts.hostOf(stated);
                } else {
                    texts.collectUnlisted(parser, json, key);
                }
            }
        }
    }
}
