package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A forensic copy that Cloudflare Gateway made of what a DLP rule matched, by Logpush's dataset
/// `dlp_forensic_copies`: the body in Base64 and some headers, but neither person nor address.
/// `GatewayRequestID` is the `RequestID` of the line in the HTTP log.
///
/// Which headers there are is not documented. The host is that of `Host`, else of the page that
/// sent it (`Origin`, `Referer`); a copy without any of them cannot be judged and is rejected.
final class CloudflareDlpCopy implements InputFormat {
    private static final List<String> HOST_HEADERS =
            List.of("host", ":authority", "origin", "referer");

    @Override
    public String name() {
        return "cloudflare-dlp-copy";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, (parser, json) -> new Reading(json).read(parser));
    }

    private static final class Reading {
        /// Further headers are passed over.
        private static final int MAX_HEADERS = 128;

        private final byte[] json;
        private final Event.Builder event = Event.builder("cloudflare-dlp-copy");
        private final ModelTexts texts = new ModelTexts(event);
        private final Map<String, String> headers = new HashMap<>();
        private @Nullable String payload;
        private boolean response;
        private boolean notText;

        Reading(byte[] json) {
            this.json = json;
        }

        Parsed read(JsonParser parser) throws IOException {
            String rule = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "Datetime" ->
                            event.time(Lenient.instant(JsonRecord.scalar(parser)), TimeBasis.START);
                    case "GatewayRequestID" -> event.transactionId(JsonRecord.text(parser));
                    case "Headers" -> headers(parser);
                    case "Payload" -> payload = JsonRecord.text(parser);
                    case "Phase" -> response = "response".equals(JsonRecord.text(parser));
                    case "TriggeredRuleID" -> {
                        String id = JsonRecord.text(parser);
                        rule = id == null ? "" : id;
                    }
                    case "AccountID", "ForensicCopyID" -> JsonRecord.scalar(parser);
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
            String host = host();
            if (host == null) {
                return new Parsed.Rejected(
                        RejectionCode.MISSING_FIELD, "no header of the copy names a host");
            }
            body();
            texts.finish();
            event.destinationHost(host)
                    .user(null, IdentityBasis.NONE)
                    .contentType(headers.get("content-type"))
                    .userAgent(headers.get("user-agent"))
                    .contentGap(gap())
                    .sourceFinding(new SourceFinding("DLP", rule, 0));
            headers.forEach((name, value) -> RestrictionHeaders.add(event, name, value));
            return new Parsed.Accepted(event.build());
        }

        private void headers(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName().toLowerCase(Locale.ROOT);
                parser.nextToken();
                String value = JsonRecord.text(parser);
                if (value != null && headers.size() < MAX_HEADERS) {
                    headers.putIfAbsent(name, value);
                }
            }
        }

        private @Nullable String host() {
            for (String name : HOST_HEADERS) {
                String value = headers.get(name);
                String host = value == null ? null : UrlParts.of(value).host();
                if (host != null) {
                    return host;
                }
            }
            return null;
        }

        private void body() throws IOException {
            if (payload == null || payload.isBlank()) {
                return;
            }
            byte[] bytes;
            try {
                bytes = Base64.getMimeDecoder().decode(payload);
            } catch (IllegalArgumentException _none) {
                notText = true;
                return;
            }
            event.bytesUp(response ? -1 : bytes.length);
            Content.Role role = response ? Content.Role.RESPONSE : Content.Role.PROMPT;
            if (texts.collectStructure(bytes, role, "Payload")) {
                return;
            }
            if (!JsonRecord.isText(bytes)) {
                notText = true;
                return;
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            event.content(new Content(role, "Payload", text.getBytes(StandardCharsets.UTF_8)));
        }

        private ContentGap gap() {
            if (payload == null || payload.isBlank()) {
                return ContentGap.NO_BODY_IN_SOURCE;
            }
            return notText || texts.sawMedia() ? ContentGap.NOT_TEXT : ContentGap.NONE;
        }
    }
}
