package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A request that a proxy showed over ICAP, as our listener records it: one JSON object with the
/// URL, who made the request, and the body in parts, documents opened.
///
/// ```
/// {"time":"…","method":"POST","url":"https://claude.ai/upload","user":"HOSP\\jokafor","clientIp":"192.0.2.57",
///  "bytes":18120,"parts":[{"name":"file","file":"visit.docx","kind":"docx","text":"…"},{"file":"scan.png","gap":"IMAGE"}]}
/// ```
///
/// A part of JSON is walked as a body of a model's API is; a field of a form keeps its name; a
/// file's name is a text of its own. Where something of the body was not read, `gap` says why.
final class IcapRequest implements InputFormat {
    @Override
    public String name() {
        return "icap-request";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, (parser, json) -> new Reading(json).read(parser));
    }

    private static final class Reading {
        /// Header values name few features and tenants.
        private static final int MAX_VALUES = 32;

        private final byte[] json;
        private final Event.Builder event = Event.builder("icap-request");
        private final ModelTexts texts = new ModelTexts(event);
        private @Nullable String user;
        private @Nullable String clientIp;
        private ContentGap bodyGap = ContentGap.NONE;
        private ContentGap partGap = ContentGap.NONE;
        private boolean located;
        private boolean anyPart;
        private int part;

        Reading(byte[] json) {
            this.json = json;
        }

        Parsed read(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "time" ->
                            event.time(Lenient.instant(JsonRecord.scalar(parser)), TimeBasis.START);
                    case "method" -> event.method(Lenient.method(JsonRecord.scalar(parser)));
                    case "url" -> url(JsonRecord.text(parser));
                    case "user" -> user = JsonRecord.text(parser);
                    case "clientIp" -> clientIp = JsonRecord.text(parser);
                    case "transaction" -> event.transactionId(JsonRecord.text(parser));
                    case "userAgent" -> event.userAgent(JsonRecord.text(parser));
                    case "contentType" -> event.contentType(JsonRecord.text(parser));
                    case "headers" -> headers(parser);
                    case "orgCookie" ->
                            event.accountHint(AccountHint.Kind.ORG_COOKIE, JsonRecord.text(parser));
                    case "bytes" -> event.bytesUp(Lenient.number(JsonRecord.scalar(parser)));
                    case "gap" -> bodyGap = gap(JsonRecord.text(parser));
                    case "parts" -> parts(parser);
                    case "proxy" -> JsonRecord.scalar(parser);
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
            texts.finish();
            if (!located) {
                return new Parsed.Rejected(RejectionCode.MISSING_FIELD, "no url with a host");
            }
            event.user(user, basis()).sourceIp(clientIp).contentGap(gap());
            return new Parsed.Accepted(event.build());
        }

        private IdentityBasis basis() {
            if (user != null) {
                return IdentityBasis.PROXY_AUTH;
            }
            return clientIp == null ? IdentityBasis.NONE : IdentityBasis.IP_ONLY;
        }

        /// What hides the most comes first: a body that was cut hides its further parts too.
        private ContentGap gap() {
            if (bodyGap != ContentGap.NONE) {
                return bodyGap;
            }
            if (partGap != ContentGap.NONE) {
                return partGap;
            }
            if (texts.sawMedia()) {
                return ContentGap.NOT_TEXT;
            }
            return anyPart ? ContentGap.NONE : ContentGap.NO_BODY_IN_SOURCE;
        }

        private static ContentGap gap(@Nullable String name) {
            if (name == null) {
                return ContentGap.NONE;
            }
            for (ContentGap gap : ContentGap.values()) {
                if (gap.name().equals(name)) {
                    return gap;
                }
            }
            return ContentGap.NOT_TEXT;
        }

        private void url(@Nullable String url) {
            UrlParts parts = url == null ? null : UrlParts.of(url);
            if (parts == null || parts.host() == null) {
                return;
            }
            located = true;
            event.destinationHost(parts.host()).path(parts.path());
            if (parts.isPlainHttp()) {
                event.accountHint(AccountHint.Kind.SCHEME, "http");
            }
            String query = parts.query();
            if (query != null) {
                event.content(
                        new Content(
                                Content.Role.QUERY, "url", query.getBytes(StandardCharsets.UTF_8)));
            }
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
                if (value == null) {
                    continue;
                }
                switch (name) {
                    case "anthropic-beta" -> {
                        for (String feature : value.split(",", MAX_VALUES)) {
                            event.accountHint(
                                    AccountHint.Kind.FEATURE, Lenient.text(feature.strip()));
                        }
                    }
                    case "openai-organization", "anthropic-organization-id" ->
                            event.accountHint(AccountHint.Kind.ORG_ID, value);
                    case "openai-project", "anthropic-workspace-id" ->
                            event.accountHint(AccountHint.Kind.PROJECT_ID, value);
                    default -> RestrictionHeaders.add(event, name, value);
                }
            }
        }

        private void parts(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    part(parser);
                } else {
                    texts.collectUnlisted(parser, json, "parts");
                }
            }
        }

        private void part(JsonParser parser) throws IOException {
            String place = "parts[" + part++ + "]";
            String name = null;
            String file = null;
            String text = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "name" -> name = JsonRecord.text(parser);
                    case "file" -> file = JsonRecord.text(parser);
                    case "text" -> text = JsonRecord.scalar(parser);
                    case "gap" -> {
                        ContentGap gap = gap(JsonRecord.text(parser));
                        partGap = partGap == ContentGap.NONE ? gap : partGap;
                    }
                    case "type", "kind" -> JsonRecord.scalar(parser);
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
            anyPart = true;
            if (file != null) {
                event.content(
                        new Content(
                                Content.Role.FILE_NAME,
                                place + ".file",
                                file.getBytes(StandardCharsets.UTF_8)));
            }
            if (!text.isBlank()) {
                body(place + ".text", file == null ? name : null, text);
            }
        }

        /// @param field the name of a form's field, which tells what its value is
        private void body(String place, @Nullable String field, String text) throws IOException {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            if (texts.collectStructure(utf8, Content.Role.PROMPT, place)) {
                return;
            }
            byte[] named =
                    field == null ? utf8 : (field + "=" + text).getBytes(StandardCharsets.UTF_8);
            event.content(new Content(Content.Role.PROMPT, place, named));
        }
    }
}
