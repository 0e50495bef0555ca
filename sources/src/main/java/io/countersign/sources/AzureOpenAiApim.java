package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Azure OpenAI behind API Management: the diagnostic category `GatewayLogs`, one JSON object a
/// record. A body stands there twice, as the client sent it and as it went to the backend: equal
/// copies are one. The plain category `RequestResponse` has no text, and its client address is
/// masked.
///
/// The host is that of the gateway; the backend's URL, whose first label is the resource to
/// register, is a hint. `truncated` says that a body was cut.
final class AzureOpenAiApim implements InputFormat {
    /// .NET ticks, 100 ns each, at the Unix epoch.
    private static final long EPOCH_TICKS = 621_355_968_000_000_000L;

    private static final long TICKS_A_SECOND = 10_000_000L;

    @Override
    public String name() {
        return "azure-openai-apim";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, (parser, json) -> new Reading().read(parser, json));
    }

    /// One record while it is read. The order of the members is not fixed.
    private static final class Reading {
        private final Event.Builder event = Event.builder("azure-openai-apim");
        private final ModelTexts texts = new ModelTexts(event);
        private @Nullable String url;
        private @Nullable String backendUrl;
        private @Nullable String category;
        private @Nullable String request;
        private @Nullable String backendRequest;
        private @Nullable String address;
        private @Nullable String object;
        private @Nullable String method;
        private @Nullable Instant time;
        private @Nullable Instant requested;
        private int status = -1;
        private boolean truncated;
        private boolean response;

        Parsed read(JsonParser parser, byte[] json) throws IOException {
            members(parser, json);
            if (category == null && url == null && backendUrl == null) {
                return new Parsed.Rejected(RejectionCode.MISSING_FIELD, "neither category nor url");
            }
            body(request, Content.Role.PROMPT, "requestBody");
            if (backendRequest != null && !backendRequest.equals(request)) {
                body(backendRequest, Content.Role.PROMPT, "backendRequestBody");
            }
            texts.finish();
            return new Parsed.Accepted(finished());
        }

        private Event finished() {
            UrlParts front = UrlParts.of(url == null ? "" : url);
            UrlParts back = UrlParts.of(backendUrl == null ? "" : backendUrl);
            String host = front.host() != null ? front.host() : back.host();
            boolean masked = address != null && address.indexOf('*') >= 0;
            String source = masked ? null : address;
            return event.time(
                            requested != null ? requested : time,
                            requested != null ? TimeBasis.START : TimeBasis.PUBLISHED)
                    .user(
                            object,
                            object != null
                                    ? IdentityBasis.IDP
                                    : source != null ? IdentityBasis.IP_ONLY : IdentityBasis.NONE)
                    .sourceIp(source)
                    .destinationHost(host)
                    .path(front.path() != null ? front.path() : back.path())
                    .method(method)
                    .status(status)
                    .application(host == null ? "Azure OpenAI" : null)
                    .action(status >= 200 && status < 400 ? Action.ALLOWED : Action.OTHER)
                    .accountHint(
                            AccountHint.Kind.API_BASE,
                            backendUrl == null ? null : withoutQuery(backendUrl))
                    .contentGap(gap())
                    .build();
        }

        private ContentGap gap() {
            if (truncated) {
                return ContentGap.TRUNCATED_AT_SOURCE;
            }
            if (request == null && backendRequest == null) {
                return ContentGap.NO_BODY_IN_SOURCE;
            }
            return texts.sawMedia() ? ContentGap.NOT_TEXT : ContentGap.NONE;
        }

        private void members(JsonParser parser, byte[] json) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "properties" -> properties(parser, json, value);
                    case "time", "TimeGenerated" -> time = Lenient.instant(scalar(parser));
                    case "category" -> category = scalar(parser);
                    case "callerIpAddress", "CallerIpAddress" -> address = scalar(parser);
                    case "truncated" -> truncated |= Lenient.number(scalar(parser)) > 0;
                    case "correlationId", "CorrelationId" -> event.transactionId(scalar(parser));
                    case "method" -> method = Lenient.method(scalar(parser));
                    case "url" -> url = scalar(parser);
                    case "backendUrl" -> backendUrl = scalar(parser);
                    case "requestSize", "requestLength" ->
                            event.bytesUp(Lenient.number(scalar(parser)));
                    case "responseSize", "responseLength" ->
                            event.bytesDown(Lenient.number(scalar(parser)));
                    case "responseCode", "resultSignature" ->
                            status = status < 0 ? Lenient.status(scalar(parser)) : status;
                    case "requestTime" -> requested = ticks(scalar(parser));
                    case "modelName" -> event.model(scalar(parser));
                    case "objectId" -> object = scalar(parser);
                    case "requestBody" -> request = text(parser, json);
                    case "backendRequestBody" -> backendRequest = text(parser, json);
                    case "responseBody", "backendResponseBody" -> response(parser, json, key);
                    case "durationMs", "totalTime" ->
                            event.elapsedMillis(Lenient.number(scalar(parser)));
                    case "resourceId",
                            "operationName",
                            "tenantId",
                            "location",
                            "level",
                            "event",
                            "DeploymentVersion",
                            "isRequestSuccess",
                            "cache",
                            "apiId",
                            "apiRevision",
                            "operationId",
                            "productId",
                            "clientProtocol",
                            "clientTlsVersion",
                            "backendMethod",
                            "backendProtocol",
                            "backendResponseCode",
                            "backendTime",
                            "clientTime",
                            "lastError",
                            "userId",
                            "apimSubscriptionId",
                            "streamType",
                            "modelDeploymentName",
                            "modelVersion",
                            "apiName",
                            "resourceUri",
                            "Type",
                            "SourceSystem",
                            "_ResourceId",
                            "identity",
                            "Tenant",
                            "responseTime",
                            "traceRecords",
                            "resultType",
                            "serviceName",
                            "gatewayId",
                            "region" ->
                            parser.skipChildren();
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
        }

        /// An object, or a string that holds one.
        private void properties(JsonParser parser, byte[] json, JsonToken value)
                throws IOException {
            if (value == JsonToken.START_OBJECT) {
                members(parser, json);
                return;
            }
            byte[] inner = JsonRecord.scalar(parser).getBytes(StandardCharsets.UTF_8);
            if (JsonRecord.isStructure(inner) && inner[0] == '{') {
                try (JsonParser innerParser = JsonRecord.parser(inner)) {
                    innerParser.nextToken();
                    members(innerParser, inner);
                }
            } else if (inner.length > 0) {
                event.content(new Content(Content.Role.FIELD, "properties", inner));
            }
        }

        private void response(JsonParser parser, byte[] json, String key) throws IOException {
            if (response) {
                parser.skipChildren();
                return;
            }
            response = true;
            texts.collectBody(parser, json, Content.Role.RESPONSE, key);
        }

        private void body(@Nullable String text, Content.Role role, String path)
                throws IOException {
            if (text == null) {
                return;
            }
            byte[] inner = text.getBytes(StandardCharsets.UTF_8);
            if (!JsonRecord.isStructure(inner)) {
                event.content(new Content(role, path, inner));
                return;
            }
            try (JsonParser parser = JsonRecord.parser(inner)) {
                parser.nextToken();
                texts.collectBody(parser, inner, role, path);
            }
        }

        private static @Nullable String text(JsonParser parser, byte[] json) throws IOException {
            String text =
                    parser.currentToken().isStructStart()
                            ? new String(JsonRecord.slice(parser, json), StandardCharsets.UTF_8)
                            : JsonRecord.scalar(parser);
            return text.isBlank() ? null : text;
        }

        private static @Nullable String scalar(JsonParser parser) throws IOException {
            return JsonRecord.text(parser);
        }

        /// Ticks, or any other form.
        private static @Nullable Instant ticks(@Nullable String text) {
            long ticks = Lenient.number(text);
            if (ticks <= EPOCH_TICKS) {
                return Lenient.instant(text);
            }
            long since = ticks - EPOCH_TICKS;
            return Instant.ofEpochSecond(since / TICKS_A_SECOND, since % TICKS_A_SECOND * 100);
        }

        private static String withoutQuery(String url) {
            int query = url.indexOf('?');
            return query < 0 ? url : url.substring(0, query);
        }
    }
}
