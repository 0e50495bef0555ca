package io.countersign.sources;

import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.ContentGap;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.NotAUse;
import io.countersign.sources.Event.TimeBasis;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Squid's native `access.log`, one line a record; its formats `common` and `combined` by way of
/// [SquidCommonLog].
///
/// ```
/// line  = [syslog header] time SP elapsed SP client SP code "/" status SP bytes SP method SP URL SP user SP
///         hierarchy "/" peer SP type *( SP extra )
/// extra = DQUOTE text DQUOTE / "[" headers "]" / word
/// ```
///
/// The time is the end of the transaction: a tunnel is logged when it closes. The bytes are those
/// of the reply. Squid sees no body, and by default writes the query as a bare `?`. Quoted extras
/// are referer and user agent; bracketed ones are the request's and the reply's headers
/// (`log_mime_hdrs`), of which only the user agent and the organisation are read.
final class Squid implements InputFormat {
    /// time, elapsed, client, result, bytes, method, URL, user, hierarchy, type.
    private static final int COLUMNS = 10;

    /// Behind this status a web socket may carry any number of prompts.
    static final int SWITCHING_PROTOCOLS = 101;

    @Override
    public String name() {
        return "squid";
    }

    @Override
    public Parsed parse(byte[] record) {
        if (record.length > Limits.MAX_RECORD_BYTES) {
            return new Parsed.Rejected(RejectionCode.OVERSIZE, "more bytes than a record may have");
        }
        int end = record.length;
        while (end > 0 && record[end - 1] >= 0 && record[end - 1] <= ' ') {
            end--;
        }
        if (end == 0) {
            return new Parsed.Rejected(RejectionCode.EMPTY, "no text");
        }
        // A bare line is the usual case: the dot stands behind ten digits of seconds.
        int at = end > 10 && record[10] == '.' ? 0 : Math.min(SyslogHeader.end(record), end);

        int[] from = new int[COLUMNS];
        int[] to = new int[COLUMNS];
        int columns = 0;
        while (columns < COLUMNS) {
            while (at < end && record[at] == ' ') {
                at++;
            }
            if (at >= end) {
                break;
            }
            from[columns] = at;
            while (at < end && record[at] != ' ') {
                if (record[at] >= 0 && record[at] < ' ' && record[at] != '\t') {
                    return new Parsed.Rejected(
                            RejectionCode.NOT_TEXT, "a control character in a column");
                }
                at++;
            }
            if (at - from[columns] > Limits.MAX_FIELD_BYTES) {
                return new Parsed.Rejected(
                        RejectionCode.OVERSIZE, "a column is longer than a field may be");
            }
            to[columns] = at;
            columns++;
        }
        if (columns == 0 || !startsWithTime(record, from[0], to[0])) {
            byte[] ordered = SquidCommonLog.nativeOrder(record, SyslogHeader.end(record));
            if (ordered != null) {
                return parse(ordered);
            }
            return new Parsed.Rejected(
                    RejectionCode.MALFORMED, "column 1 is not a time in seconds and milliseconds");
        }
        if (columns < COLUMNS) {
            return new Parsed.Rejected(RejectionCode.TRUNCATED, "fewer than 10 columns");
        }
        int slash = indexOf(record, '/', from[3], to[3]);
        int status = slash < 0 ? -1 : (int) digits(record, slash + 1, to[3]);
        if (status < 0 || to[3] - slash != 4) {
            return new Parsed.Rejected(
                    RejectionCode.MALFORMED, "column 4 is not a result code and a status");
        }
        return event(record, from, to, slash, status, end);
    }

    private static Parsed event(byte[] b, int[] from, int[] to, int slash, int status, int end) {
        boolean connect = equals(b, from[5], to[5], "CONNECT");
        boolean none =
                startsWith(b, from[3], slash, "NONE") || startsWith(b, from[3], slash, "TAG_NONE");
        boolean denied = contains(b, from[3], slash, "DENIED");
        boolean error = startsWith(b, from[6], to[6], "error:");
        UrlParts url = UrlParts.of(b, from[6], to[6]);
        String host = error ? null : url.host();

        Event.Builder event = Event.builder("squid");
        if (denied && status == 407) {
            event.notAUse(NotAUse.AUTH_CHALLENGE);
        } else if (none || error) {
            event.notAUse(connect && status == 200 ? NotAUse.PREFACE : NotAUse.FAILED_CONNECTION);
        } else if (host == null) {
            return new Parsed.Rejected(RejectionCode.MISSING_FIELD, "column 7 names no host");
        }
        long elapsed = digits(b, from[1], to[1]);
        String user = column(b, from[7], to[7]);
        String client = column(b, from[2], to[2]);
        boolean address = client != null && Lenient.isIpAddress(client);
        event.time(time(b, from[0], to[0]), TimeBasis.END)
                .elapsedMillis(elapsed)
                .user(
                        user == null ? null : Lenient.percentDecoded(user),
                        user != null
                                ? IdentityBasis.PROXY_AUTH
                                : address ? IdentityBasis.IP_ONLY : IdentityBasis.NONE)
                .sourceIp(address ? client : null)
                .device(address ? null : client)
                .destinationHost(host)
                .path(connect || error ? null : url.path())
                .method(method(b, from[5], to[5]))
                .status(status < 100 ? -1 : status)
                .bytesDown(digits(b, from[4], to[4]))
                .action(denied ? Action.BLOCKED : none ? Action.OTHER : Action.ALLOWED)
                .contentType(column(b, from[9], to[9]))
                .contentGap(connect ? ContentGap.NOT_DECRYPTED : ContentGap.NO_BODY_IN_SOURCE);
        if (url.isPlainHttp()) {
            event.accountHint(AccountHint.Kind.SCHEME, "http");
        }
        boolean queryIsAll = carriesNoBody(b, from[5], to[5]) && status != SWITCHING_PROTOCOLS;
        if (to[9] == end) {
            if (!error && url.hasQuery()) {
                event.later(rest -> takeQuery(rest, url, queryIsAll));
            }
        } else {
            // Among the extras are fields of the event.
            if (!error) {
                takeQuery(event, url, queryIsAll);
            }
            extras(event, b, to[9], end);
        }
        return new Parsed.Accepted(event.build());
    }

    private static void takeQuery(Event.Builder event, UrlParts url, boolean queryIsAll) {
        String query = url.query();
        query(event, "url.query", query);
        if (query != null && queryIsAll) {
            event.contentGap(ContentGap.NONE);
        }
    }

    /// The query is all that such a request says.
    private static boolean carriesNoBody(byte[] b, int from, int to) {
        return equals(b, from, to, "GET") || equals(b, from, to, "HEAD");
    }

    private static void query(Event.Builder event, String path, @Nullable String query) {
        if (query != null) {
            event.content(
                    new Content(Content.Role.QUERY, path, query.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// What stands behind the ten columns.
    private static void extras(Event.Builder event, byte[] b, int start, int end) {
        int at = start;
        int quoted = 0;
        int bracketed = 0;
        StringBuilder unknown = new StringBuilder();
        while (at < end) {
            if (b[at] == ' ') {
                at++;
                continue;
            }
            byte close = b[at] == '"' ? (byte) '"' : b[at] == '[' ? (byte) ']' : (byte) ' ';
            int from = close == ' ' ? at : at + 1;
            int to = from;
            // A bracket inside escaped headers is %5D, a quote inside a quoted column %22 or \".
            while (to < end && b[to] != close) {
                to += b[to] == '\\' && close == '"' ? 2 : 1;
            }
            to = Math.min(to, end);
            String text = new String(b, from, to - from, StandardCharsets.UTF_8);
            if (close == '"' && quoted < 2) {
                quoted++;
                if (quoted == 1) {
                    query(event, "referer.query", UrlParts.of(text).query());
                } else {
                    event.userAgent(Lenient.text(Lenient.percentDecoded(text)));
                }
            } else if (close == ']' && bracketed < 2) {
                bracketed++;
                headers(event, Lenient.percentDecoded(text));
            } else if (Lenient.text(text) != null) {
                unknown.append(unknown.isEmpty() ? "" : "\n").append(Lenient.percentDecoded(text));
            }
            at = close == ' ' ? to : to + 1;
        }
        if (!unknown.isEmpty()) {
            event.content(
                    new Content(
                            Content.Role.FIELD,
                            "extra columns",
                            unknown.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// Names of request headers that say something, in lower case; the cookie only in a block of
    /// headers, where it can be told from others.
    static final List<String> READ_HEADERS =
            List.of(
                    "user-agent",
                    "referer",
                    "anthropic-organization-id",
                    "x-organization-uuid",
                    "chatgpt-account-id",
                    "openai-organization",
                    "anthropic-workspace-id",
                    "openai-project",
                    "anthropic-beta",
                    "anthropic-allowed-org-ids",
                    "chatgpt-allowed-workspace-id",
                    "openai-allowed-organization-ids",
                    "sec-github-allowed-enterprise");

    /// More features than one request names.
    private static final int MAX_FEATURES = 32;

    /// A block of request headers, a line each.
    static void headers(Event.Builder event, String headers) {
        int from = 0;
        while (from < headers.length()) {
            int end = headers.indexOf('\n', from);
            end = end < 0 ? headers.length() : end;
            int colon = headers.indexOf(':', from);
            if (colon > from && colon < end) {
                header(
                        event,
                        headers.substring(from, colon).strip().toLowerCase(Locale.ROOT),
                        headers.substring(colon + 1, end).strip());
            }
            from = end + 1;
        }
    }

    /// Takes one of [#READ_HEADERS]; others may hold credentials and are not read.
    static void header(Event.Builder event, String name, String value) {
        RestrictionHeaders.add(event, name, value);
        switch (name) {
            case "user-agent" -> event.userAgent(Lenient.text(value));
            case "referer" -> query(event, "referer.query", UrlParts.of(value).query());
            case "anthropic-organization-id",
                    "x-organization-uuid",
                    "chatgpt-account-id",
                    "openai-organization" ->
                    event.accountHint(AccountHint.Kind.ORG_ID, Lenient.text(value));
            case "anthropic-workspace-id", "openai-project" ->
                    event.accountHint(AccountHint.Kind.PROJECT_ID, Lenient.text(value));
            case "anthropic-beta" -> {
                for (String feature : value.split(",", MAX_FEATURES)) {
                    event.accountHint(AccountHint.Kind.FEATURE, Lenient.text(feature.strip()));
                }
            }
            case "cookie" -> event.accountHint(AccountHint.Kind.ORG_COOKIE, lastActiveOrg(value));
            default -> {
                // A proxy sends hundreds of others.
            }
        }
    }

    /// The one cookie that names an account; all others are not read.
    private static @Nullable String lastActiveOrg(String cookies) {
        String name = "lastActiveOrg=";
        int at = cookies.indexOf(name);
        if (at < 0 || (at > 0 && cookies.charAt(at - 1) != ' ' && cookies.charAt(at - 1) != ';')) {
            return null;
        }
        int end = cookies.indexOf(';', at);
        return Lenient.text(
                cookies.substring(at + name.length(), end < 0 ? cookies.length() : end));
    }

    static boolean startsWithTime(byte[] b, int from, int to) {
        int dot = indexOf(b, '.', from, to);
        return dot > from
                && dot - from <= 11
                && to - dot == 4
                && digits(b, from, dot) >= 0
                && digits(b, dot + 1, to) >= 0;
    }

    private static Instant time(byte[] b, int from, int to) {
        int dot = to - 4;
        return Instant.ofEpochSecond(digits(b, from, dot), digits(b, dot + 1, to) * 1_000_000L);
    }

    private static @Nullable String method(byte[] b, int from, int to) {
        if (equals(b, from, to, "GET")) {
            return "GET";
        }
        if (equals(b, from, to, "POST")) {
            return "POST";
        }
        if (equals(b, from, to, "CONNECT")) {
            return "CONNECT";
        }
        return Lenient.method(column(b, from, to));
    }

    private static @Nullable String column(byte[] b, int from, int to) {
        return to - from == 1 && b[from] == '-'
                ? null
                : Lenient.text(new String(b, from, to - from, StandardCharsets.UTF_8));
    }

    /// The number in ASCII digits; -1 where there is another byte, none, or more than 18.
    private static long digits(byte[] b, int from, int to) {
        if (to <= from || to - from > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (b[i] < '0' || b[i] > '9') {
                return -1;
            }
            value = value * 10 + (b[i] - '0');
        }
        return value;
    }

    private static int indexOf(byte[] b, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static boolean equals(byte[] b, int from, int to, String word) {
        return to - from == word.length() && startsWith(b, from, to, word);
    }

    private static boolean startsWith(byte[] b, int from, int to, String word) {
        if (to - from < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (b[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] b, int from, int to, String word) {
        for (int i = from; i + word.length() <= to; i++) {
            if (startsWith(b, i, to, word)) {
                return true;
            }
        }
        return false;
    }
}
