package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Countersign's own plain JSON, for applications that report a prompt themselves: one object with
/// `prompt` or `response` (text, or a request body as JSON) and `host` or `application`; everything
/// else may be absent.
///
/// ```
/// {"time":"2026-11-22T09:31:12Z","user":"j.okafor","host":"claude.ai","prompt":"…"}
/// ```
///
/// Further keys: `device sourceIp path method status bytesUp bytesDown action userAgent application
/// model org project account`. Unknown keys are scanned as text, so that a prompt under another
/// name is not lost.
final class PlainJson implements InputFormat {
    @Override
    public String name() {
        return "plain-json";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, (parser, json) -> new Reading(json).read(parser));
    }

    private static final class Reading {
        private final byte[] json;
        private final Event.Builder event = Event.builder("plain-json");
        private final ModelTexts texts = new ModelTexts(event);
        private boolean located;
        private boolean prompted;

        Reading(byte[] json) {
            this.json = json;
        }

        Parsed read(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "time" ->
                            event.time(
                                    Lenient.instant(JsonRecord.scalar(parser)),
                                    TimeBasis.PUBLISHED);
                    case "user" -> event.assertedUser(JsonRecord.text(parser));
                    case "device" -> event.device(JsonRecord.text(parser));
                    case "sourceIp" -> event.sourceIp(JsonRecord.text(parser));
                    case "host" -> host(JsonRecord.text(parser));
                    case "path" -> path(JsonRecord.text(parser));
                    case "method" -> event.method(Lenient.method(JsonRecord.scalar(parser)));
                    case "status" -> event.status(Lenient.status(JsonRecord.scalar(parser)));
                    case "bytesUp" -> event.bytesUp(Lenient.number(JsonRecord.scalar(parser)));
                    case "bytesDown" -> event.bytesDown(Lenient.number(JsonRecord.scalar(parser)));
                    case "action" -> event.action(action(JsonRecord.scalar(parser)));
                    case "userAgent" -> event.userAgent(JsonRecord.text(parser));
                    case "application" -> application(JsonRecord.text(parser));
                    case "model" -> event.model(JsonRecord.text(parser));
                    case "org" ->
                            event.accountHint(AccountHint.Kind.ORG_ID, JsonRecord.text(parser));
                    case "project" ->
                            event.accountHint(AccountHint.Kind.PROJECT_ID, JsonRecord.text(parser));
                    case "feature" ->
                            event.accountHint(AccountHint.Kind.FEATURE, JsonRecord.text(parser));
                    case "department" -> event.department(JsonRecord.text(parser));
                    case "account" -> event.accountId(JsonRecord.text(parser));
                    case "prompt" -> prompt(parser);
                    case "response" -> texts.collectBody(parser, json, Content.Role.RESPONSE, key);
                    default -> texts.collectUnlisted(parser, json, key);
                }
            }
            texts.finish();
            if (!located) {
                return new Parsed.Rejected(
                        RejectionCode.MISSING_FIELD, "neither host nor application");
            }
            event.contentGap(gap());
            return new Parsed.Accepted(event.build());
        }

        private ContentGap gap() {
            if (!prompted) {
                return ContentGap.NO_BODY_IN_SOURCE;
            }
            return texts.sawMedia() ? ContentGap.NOT_TEXT : ContentGap.NONE;
        }

        private void prompt(JsonParser parser) throws IOException {
            int before = texts.collected();
            texts.collectBody(parser, json, Content.Role.PROMPT, "prompt");
            prompted = texts.collected() > before || texts.sawMedia();
        }

        private void host(@Nullable String value) {
            UrlParts parts = value == null ? null : UrlParts.of(value);
            if (parts != null && parts.host() != null) {
                event.destinationHost(parts.host());
                located = true;
            }
        }

        private void path(@Nullable String value) {
            UrlParts parts = value == null ? null : UrlParts.of("https://host.invalid" + value);
            event.path(parts == null ? null : parts.path());
        }

        private void application(@Nullable String value) {
            event.application(value);
            located |= value != null;
        }

        private static Action action(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "allowed" -> Action.ALLOWED;
                case "blocked" -> Action.BLOCKED;
                default -> Action.OTHER;
            };
        }
    }
}
