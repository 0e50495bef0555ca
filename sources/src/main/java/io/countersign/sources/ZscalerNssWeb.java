package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.NotAUse;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Zscaler's NSS feed of web transactions, in every syntax that sites write it: JSON (with or
/// without the `version`/`sourcetype`/`event` envelope), CEF, and tab-separated `key=value`. The
/// site's admin names the keys: [ZscalerField] lists the spellings. All values are strings.
///
/// Bytes up are those of the body (`reqdatasize`) where the feed has them, else with headers
/// (`reqsize`). The feed has no body; `prompt_req` is the prompt in clear. Keys that begin with `o`
/// are obfuscated twins and are never read. Keys that nobody lists are text to inspect.
final class ZscalerNssWeb implements InputFormat {
    @Override
    public String name() {
        return "zscaler-nss-web";
    }

    @Override
    public Parsed parse(byte[] record) {
        if (record.length > Limits.MAX_RECORD_BYTES) {
            return new Parsed.Rejected(RejectionCode.OVERSIZE, "more bytes than a record may have");
        }
        int from = SyslogHeader.end(record);
        if (from >= record.length || record[from] == '{') {
            return JsonRecord.parse(record, ZscalerNssWeb::json);
        }
        if (!JsonRecord.isText(record)) {
            return new Parsed.Rejected(RejectionCode.NOT_TEXT, "a control character in a line");
        }
        String line =
                new String(record, from, record.length - from, StandardCharsets.UTF_8)
                        .stripTrailing();
        return line.startsWith("CEF:") ? cef(line) : keyValue(line);
    }

    private static Parsed json(JsonParser parser, byte[] json) throws IOException {
        Row row = new Row();
        members(parser, row, json);
        return event(row);
    }

    private static void members(JsonParser parser, Row row, byte[] json) throws IOException {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && key.equals("event")) {
                members(parser, row, json);
                continue;
            }
            ZscalerField field = ZscalerField.ofKey(key);
            if (field == ZscalerField.IGNORED) {
                parser.skipChildren();
            } else if (field == null) {
                boolean nested = value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY;
                String text =
                        nested
                                ? new String(JsonRecord.slice(parser, json), StandardCharsets.UTF_8)
                                : JsonRecord.scalar(parser);
                row.unknown(key, text);
            } else {
                row.put(field, JsonRecord.scalar(parser));
            }
        }
    }

    private static Parsed cef(String line) {
        Fields cef = Pairs.cef(line);
        if (cef == null) {
            return new Parsed.Rejected(
                    RejectionCode.TRUNCATED, "fewer than 7 fields in the CEF header");
        }
        Row row = new Row();
        cef.forEach((key, value) -> {
            if (!key.startsWith(Pairs.CEF_HEADER)) {
                row.putKey(key, value);
            }
        });
        return event(row);
    }

    /// `time TAB key=value TAB key="value"`; a pair may be quoted as a whole, and quotes inside are
    /// doubled.
    private static Parsed keyValue(String line) {
        Row row = new Row();
        int pairs = 0;
        int from = 0;
        while (from <= line.length()) {
            int tab = line.indexOf('\t', from);
            int to = tab < 0 ? line.length() : tab;
            String pair = unquoted(line.substring(from, to).strip());
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs++;
                row.putKey(pair.substring(0, equals), unquoted(pair.substring(equals + 1)));
            } else if (pairs == 0) {
                row.put(ZscalerField.TIME, pair);
            } else {
                row.unknown("", pair);
            }
            from = to + 1;
        }
        return pairs < 2
                ? new Parsed.Rejected(
                        RejectionCode.MALFORMED, "neither JSON, CEF nor tab-separated pairs")
                : event(row);
    }

    private static String unquoted(String text) {
        boolean quoted =
                text.length() >= 2
                        && text.charAt(0) == '"'
                        && text.charAt(text.length() - 1) == '"';
        return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
    }

    private static Parsed event(Row row) {
        String feed = row.text(ZscalerField.FEED);
        if (feed != null && feed.startsWith("zscalernss-") && !feed.startsWith("zscalernss-web")) {
            return new Parsed.Rejected(
                    RejectionCode.UNKNOWN_FORMAT, "an NSS feed, but not that of web transactions");
        }
        if (row.tooLong) {
            return new Parsed.Rejected(
                    RejectionCode.OVERSIZE, "a value is longer than a field may be");
        }
        UrlParts url = row.url();
        String hostField = row.text(ZscalerField.HOST);
        String host = hostField == null ? null : UrlParts.hostOf(hostField);
        host = host == null && url != null ? url.host() : host;
        if (host == null) {
            return new Parsed.Rejected(
                    RejectionCode.MISSING_FIELD, "neither host nor URL names a host");
        }
        String method = Lenient.method(row.text(ZscalerField.METHOD));
        boolean connect = "CONNECT".equals(method);
        int status = Lenient.status(row.text(ZscalerField.STATUS));
        String user = row.user();
        String address = row.clientAddress();
        String device = row.decoded(ZscalerField.DEVICE);
        long bodyBytes = Lenient.number(row.text(ZscalerField.REQUEST_DATA_BYTES));

        Event.Builder event =
                Event.builder("zscaler-nss-web")
                        .time(row.time(), TimeBasis.PUBLISHED)
                        .user(
                                user,
                                user != null
                                        ? IdentityBasis.IDP
                                        : address != null
                                                ? IdentityBasis.IP_ONLY
                                                : IdentityBasis.NONE)
                        .device(device)
                        .sourceIp(address)
                        .destinationHost(host)
                        .path(url == null || connect ? null : url.path())
                        .method(method)
                        .status(status)
                        .bytesUp(
                                bodyBytes >= 0
                                        ? bodyBytes
                                        : Lenient.number(row.text(ZscalerField.REQUEST_BYTES)))
                        .bytesDown(Lenient.number(row.text(ZscalerField.RESPONSE_BYTES)))
                        .action(row.action())
                        .userAgent(row.decoded(ZscalerField.USER_AGENT))
                        .contentType(row.contentType())
                        .application(row.decoded(ZscalerField.APPLICATION))
                        .department(row.decoded(ZscalerField.DEPARTMENT))
                        .promptClass(row.decoded(ZscalerField.PROMPT_CLASS))
                        .activity(row.decoded(ZscalerField.ACTIVITY))
                        .transactionId(row.text(ZscalerField.RECORD_ID));
        if (status == 407 && user == null) {
            event.notAUse(NotAUse.AUTH_CHALLENGE);
        }
        hints(event, row);
        findings(event, row);
        String prompt = row.decoded(ZscalerField.PROMPT);
        add(event, Content.Role.PROMPT, "prompt_req", prompt);
        event.later(rest -> contents(rest, row, url, method, status, prompt != null));
        return new Parsed.Accepted(event.build());
    }

    private static void hints(Event.Builder event, Row row) {
        for (ZscalerField field : ZscalerField.INSTANCE_FIELDS) {
            event.accountHint(AccountHint.Kind.CASB_INSTANCE, row.decoded(field));
        }
        String status = row.text(ZscalerField.APP_STATUS);
        if (status != null) {
            switch (status.toLowerCase(Locale.ROOT)) {
                case "sanctioned" -> event.accountHint(AccountHint.Kind.CASB_SANCTIONED, "true");
                case "unsanctioned" -> event.accountHint(AccountHint.Kind.CASB_SANCTIONED, "false");
                default -> {
                    // A site's own word decides nothing.
                }
            }
        }
    }

    /// Dictionaries and hit counts are parallel lists; where their lengths differ, no count belongs
    /// to any name.
    private static void findings(Event.Builder event, Row row) {
        String engine = row.decoded(ZscalerField.DLP_ENGINE);
        String dictionaries = row.decoded(ZscalerField.DLP_DICTIONARIES);
        if (dictionaries == null) {
            String rule = row.decoded(ZscalerField.DLP_RULE);
            if (engine != null || rule != null) {
                event.sourceFinding(
                        new SourceFinding(
                                engine == null ? "" : engine, rule == null ? "" : rule, 0));
            }
            return;
        }
        String[] names = dictionaries.split("\\|", Limits.MAX_SOURCE_FINDINGS);
        String hitList = row.decoded(ZscalerField.DLP_HITS);
        String[] hits =
                hitList == null ? new String[0] : hitList.split("\\|", Limits.MAX_SOURCE_FINDINGS);
        for (int i = 0; i < names.length; i++) {
            if (Lenient.text(names[i]) != null) {
                long count = hits.length == names.length ? Math.max(0, Lenient.number(hits[i])) : 0;
                event.sourceFinding(
                        new SourceFinding(
                                engine == null ? "" : engine,
                                names[i].strip(),
                                (int) Math.min(count, Integer.MAX_VALUE)));
            }
        }
    }

    private static void contents(
            Event.Builder event,
            Row row,
            @Nullable UrlParts url,
            @Nullable String method,
            int status,
            boolean prompt) {
        String file = row.decoded(ZscalerField.FILE_NAME);
        String query = url == null ? null : url.query();
        UrlParts referer = row.referer();
        add(event, Content.Role.FILE_NAME, "upload_filename", file);
        add(event, Content.Role.QUERY, "url.query", query);
        add(event, Content.Role.QUERY, "referer.query", referer == null ? null : referer.query());
        add(
                event,
                Content.Role.FIELD,
                "unlisted keys",
                row.unknown.isEmpty() ? null : row.unknown.toString());
        event.contentGap(gap(row, prompt, file, query, method, status));
    }

    private static ContentGap gap(
            Row row,
            boolean prompt,
            @Nullable String file,
            @Nullable String query,
            @Nullable String method,
            int status) {
        if (file != null) {
            return ContentGap.NO_BODY_IN_SOURCE;
        }
        // The query is all that a request without body says.
        boolean whole =
                query != null
                        && ("GET".equals(method) || "HEAD".equals(method))
                        && Lenient.number(row.text(ZscalerField.REQUEST_DATA_BYTES)) <= 0
                        && status != Squid.SWITCHING_PROTOCOLS;
        if (prompt || whole) {
            return ContentGap.NONE;
        }
        boolean sealed = Lenient.bool(row.text(ZscalerField.DECRYPTED)).equals(Optional.of(false));
        return sealed || "CONNECT".equals(method)
                ? ContentGap.NOT_DECRYPTED
                : ContentGap.NO_BODY_IN_SOURCE;
    }

    private static void add(
            Event.Builder event, Content.Role role, String path, @Nullable String text) {
        if (text != null) {
            event.content(new Content(role, path, text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// The values of one record, by field, whatever syntax they came in.
    private static final class Row {
        private final @Nullable String[] values = new @Nullable String[ZscalerField.COUNT];
        private final StringBuilder unknown = new StringBuilder();
        private boolean tooLong;

        void putKey(String key, String value) {
            ZscalerField field = ZscalerField.ofKey(key);
            if (field == null) {
                unknown(key, value);
            } else if (field != ZscalerField.IGNORED) {
                put(field, value);
            }
        }

        /// Keeps the first spelling of a field that has a value.
        void put(ZscalerField field, String value) {
            if (values[field.ordinal()] == null) {
                values[field.ordinal()] = Lenient.text(value);
                tooLong |= value.length() > Limits.MAX_FIELD_BYTES && field != ZscalerField.PROMPT;
            }
        }

        void unknown(String key, String value) {
            String text = Lenient.text(value);
            if (text != null) {
                unknown.append(unknown.isEmpty() ? "" : "\n")
                        .append(key)
                        .append('=')
                        .append(Lenient.percentDecoded(text));
            }
        }

        @Nullable String text(ZscalerField field) {
            return values[field.ordinal()];
        }

        /// With percent-encoding undone where the whole value is encoded, which shows in that it
        /// has no blank.
        @Nullable String decoded(ZscalerField field) {
            String text = values[field.ordinal()];
            return text == null || text.indexOf('%') < 0 || text.indexOf(' ') >= 0
                    ? text
                    : Lenient.text(Lenient.percentDecoded(text));
        }

        @Nullable Instant time() {
            return ZscalerTime.of(
                    text(ZscalerField.EPOCH),
                    decoded(ZscalerField.TIME),
                    decoded(ZscalerField.TIME_ZONE));
        }

        /// Traffic that nobody signed in for carries the location's name as its login.
        @Nullable String user() {
            String user = decoded(ZscalerField.USER);
            return user == null || user.equals(decoded(ZscalerField.LOCATION)) ? null : user;
        }

        /// The address inside the network before one that may be the egress address.
        @Nullable String clientAddress() {
            String address = text(ZscalerField.CLIENT_IP_INTERNAL);
            address = address == null ? text(ZscalerField.CLIENT_IP) : address;
            return address == null ? text(ZscalerField.CLIENT_IP_PUBLIC) : address;
        }

        @Nullable UrlParts url() {
            return url(ZscalerField.URL_BASE64, ZscalerField.URL);
        }

        @Nullable UrlParts referer() {
            return url(ZscalerField.REFERER_BASE64, ZscalerField.REFERER);
        }

        private @Nullable UrlParts url(ZscalerField base64, ZscalerField plain) {
            byte[] url = base64(text(base64));
            if (url == null) {
                String text = text(plain);
                url = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
            }
            return url == null ? null : wholly(url);
        }

        /// An encoded URL is decoded once where even its slashes are encoded; else its escapes are
        /// its own.
        private static UrlParts wholly(byte[] url) {
            boolean escape = false;
            for (byte b : url) {
                if (b == '/') {
                    return UrlParts.of(url, 0, url.length);
                }
                escape |= b == '%';
            }
            return escape
                    ? UrlParts.of(Lenient.percentDecoded(url, 0, url.length, false))
                    : UrlParts.of(url, 0, url.length);
        }

        private static byte @Nullable [] base64(@Nullable String value) {
            if (value == null) {
                return null;
            }
            try {
                return Base64.getDecoder().decode(value);
            } catch (IllegalArgumentException _) {
                return null;
            }
        }

        Action action() {
            String action = text(ZscalerField.ACTION);
            if (action == null) {
                return "0.0.0.0".equals(text(ZscalerField.SERVER_IP))
                        ? Action.BLOCKED
                        : Action.OTHER;
            }
            String lower = action.toLowerCase(Locale.ROOT);
            return lower.startsWith("allow")
                    ? Action.ALLOWED
                    : lower.startsWith("block") ? Action.BLOCKED : Action.OTHER;
        }

        @Nullable String contentType() {
            String type = decoded(ZscalerField.CONTENT_TYPE);
            return "Other".equals(type) ? null : type;
        }
    }
}
