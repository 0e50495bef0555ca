package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Amazon Bedrock's model invocation log, one JSON object a record: who called which model under
/// which AWS account, with the request and the answer as the model's own JSON ([ModelTexts] reads
/// it, whatever the family).
///
/// The log names no host; it is the runtime endpoint of the region, and absent without one. Bodies
/// over 100 KB lie in S3 (OFFLOADED). A failed call has an `errorCode`, and mostly neither input
/// nor output.
final class BedrockInvocation implements InputFormat {
    @Override
    public String name() {
        return "bedrock-invocation";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, (parser, json) -> new Reading(json).read(parser));
    }

    /// One record while it is read. The order of the members is not fixed.
    private static final class Reading {
        private final byte[] json;
        private final Event.Builder event = Event.builder("bedrock-invocation");
        private final ModelTexts texts = new ModelTexts(event);
        private String schemaType = "";
        private @Nullable String region;
        private @Nullable String inferenceRegion;
        private @Nullable String modelId;
        private @Nullable String operation;
        private boolean failed;
        private boolean offloaded;
        private boolean anyInput;

        Reading(byte[] json) {
            this.json = json;
        }

        Parsed read(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "schemaType" -> schemaType = JsonRecord.scalar(parser);
                    case "timestamp" ->
                            event.time(
                                    Lenient.instant(JsonRecord.scalar(parser)),
                                    TimeBasis.PUBLISHED);
                    case "accountId" -> account(JsonRecord.text(parser));
                    case "region" -> region = JsonRecord.text(parser);
                    case "requestId" -> event.transactionId(JsonRecord.text(parser));
                    case "operation" -> operation = JsonRecord.text(parser);
                    case "modelId" -> modelId = JsonRecord.text(parser);
                    case "errorCode" -> failed |= JsonRecord.text(parser) != null;
                    case "identity" -> identity(parser);
                    case "input" -> side(parser, "input", Content.Role.PROMPT);
                    case "output" -> side(parser, "output", Content.Role.RESPONSE);
                    case "inferenceRegion" -> inferenceRegion = JsonRecord.text(parser);
                    case "schemaVersion", "status" -> parser.skipChildren();
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
            texts.finish();
            return finished();
        }

        private Parsed finished() {
            if (!schemaType.isEmpty() && !schemaType.equals("ModelInvocationLog")) {
                return new Parsed.Rejected(
                        RejectionCode.UNKNOWN_FORMAT, "schemaType is not ModelInvocationLog");
            }
            if (operation == null && modelId == null) {
                return new Parsed.Rejected(
                        RejectionCode.MISSING_FIELD, "neither operation nor modelId");
            }
            String model = modelId == null ? null : model(modelId);
            String action = operation == null ? null : pathEnding(operation);
            String host = host();
            event.destinationHost(host)
                    .application(host == null ? "Amazon Bedrock" : null)
                    .method("POST")
                    .path(
                            model == null || action == null || !isPlain(model)
                                    ? null
                                    : "/model/" + model + "/" + action)
                    .model(model)
                    .action(failed ? Action.OTHER : Action.ALLOWED)
                    .contentGap(gap());
            return new Parsed.Accepted(event.build());
        }

        private ContentGap gap() {
            if (offloaded) {
                return ContentGap.OFFLOADED;
            }
            if (!anyInput) {
                return failed ? ContentGap.FAILED_CALL : ContentGap.NO_BODY_IN_SOURCE;
            }
            return texts.sawMedia() ? ContentGap.NOT_TEXT : ContentGap.NONE;
        }

        private void account(@Nullable String account) {
            event.accountId(account).accountHint(AccountHint.Kind.CLOUD_ACCOUNT, account);
        }

        /// `arn:aws:sts::123456789012:assumed-role/Role/session` or
        /// `arn:aws:iam::123456789012:user/path/name`: who the caller's last word names. A
        /// session's name is what the calling application wrote there.
        private void identity(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                if (!key.equals("arn")) {
                    parser.skipChildren();
                    continue;
                }
                String arn = JsonRecord.text(parser);
                event.accountHint(AccountHint.Kind.CALLER, arn);
                if (arn != null && arn.startsWith("arn:")) {
                    boolean session =
                            arn.contains(":assumed-role/") || arn.contains(":federated-user/");
                    int tail = Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':'));
                    event.user(
                            Lenient.text(arn.substring(tail + 1)),
                            session ? IdentityBasis.APP_ASSERTED : IdentityBasis.IDP);
                }
            }
        }

        /// `input` or `output`.
        private void side(JsonParser parser, String name, Content.Role role) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                if (key.equals(name + "BodyJson")) {
                    anyInput |=
                            role == Content.Role.PROMPT
                                    && parser.currentToken() != JsonToken.VALUE_NULL;
                    texts.collectBody(parser, json, role, name + "." + key);
                } else if (key.equals(name + "BodyS3Path")) {
                    offloaded |= JsonRecord.text(parser) != null;
                } else if (key.equals("inputTokenCount")) {
                    event.inputTokens(Lenient.number(JsonRecord.scalar(parser)));
                } else if (key.equals("outputTokenCount")) {
                    event.outputTokens(Lenient.number(JsonRecord.scalar(parser)));
                } else if (key.endsWith("ContentType") || key.endsWith("TokenCount")) {
                    parser.skipChildren();
                } else {
                    texts.collectUnlisted(parser, json, key);
                }
            }
        }

        private @Nullable String host() {
            String name = region == null ? inferenceRegion : region;
            if (name == null && modelId != null && modelId.startsWith("arn:")) {
                String[] parts = modelId.split(":", 6);
                name = parts.length == 6 ? Lenient.text(parts[3]) : null;
            }
            if (name == null || name.length() > 32 || !name.matches("[a-z0-9-]+")) {
                return null;
            }
            return "bedrock-runtime."
                    + name
                    + (name.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
        }
    }

    /// The bare model: the last part of an ARN, and without the geography of an inference profile
    /// (`us.`, `global.`).
    static String model(String modelId) {
        String model =
                modelId.startsWith("arn:")
                        ? modelId.substring(modelId.lastIndexOf('/') + 1)
                        : modelId;
        int dot = model.indexOf('.');
        if (dot < 0) {
            return model;
        }
        return switch (model.substring(0, dot)) {
            case "us", "us-gov", "eu", "apac", "jp", "au", "ca", "global" ->
                    model.substring(dot + 1);
            default -> model;
        };
    }

    /// True for a model id that stands in a path as it is.
    private static boolean isPlain(String model) {
        for (int i = 0; i < model.length(); i++) {
            char c = model.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && ".:-_".indexOf(c) < 0) {
                return false;
            }
        }
        return !model.isEmpty();
    }

    /// What the API's path ends with for an operation; null for one that is not known.
    private static @Nullable String pathEnding(String operation) {
        return switch (operation.toLowerCase(Locale.ROOT)) {
            case "invokemodel" -> "invoke";
            case "invokemodelwithresponsestream" -> "invoke-with-response-stream";
            case "invokemodelwithbidirectionalstream" -> "invoke-with-bidirectional-stream";
            case "converse" -> "converse";
            case "conversestream" -> "converse-stream";
            default -> null;
        };
    }
}
