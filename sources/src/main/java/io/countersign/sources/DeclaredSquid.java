package io.countersign.sources;

import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.NotAUse;
import io.countersign.sources.Event.TimeBasis;
import io.countersign.sources.SquidLogformat.Code;
import io.countersign.sources.SquidLogformat.Quoting;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Squid's log in a format that the site declared ([SquidLogformat]). What the codes say counts as
/// in Squid's own format; the value of a code that no field takes is text to inspect.
///
/// Bytes up are the body's (`Content-Length`, or `%>st` less `%>sh`) where the line has them, else
/// `%>st`, with headers.
final class DeclaredSquid implements InputFormat {
    /// Ports, counters, addresses of the proxy, versions, timings: nothing of anybody.
    private static final Set<String> PASSED =
            Set.of(
                    "sn",
                    "err_code",
                    "err_detail",
                    ">p",
                    ">eui",
                    ">la",
                    ">lp",
                    "la",
                    "lp",
                    "<p",
                    "<la",
                    "<lp",
                    "<a",
                    "<A",
                    "<Hs",
                    ">qos",
                    "<qos",
                    ">nfmark",
                    "<nfmark",
                    "tu",
                    "dt",
                    "tS",
                    "busy_time",
                    "<pt",
                    "<tt",
                    "<bs",
                    "rv",
                    ">rv",
                    "<rv",
                    "rP",
                    ">rP",
                    "<rP",
                    ">rs",
                    "<rs",
                    ">sh",
                    "<sh",
                    "st",
                    "Sh",
                    "proxy_protocol::>h",
                    "icap::tt",
                    "icap::<st",
                    "icap::>st",
                    "icap::<bs",
                    "icap::tr",
                    "icap::tio",
                    "icap::to",
                    "icap::Hs",
                    "adapt::sum_trs",
                    "adapt::all_trs",
                    "ssl::bump_mode",
                    "ssl::>negotiated_version",
                    "ssl::<negotiated_version",
                    "ssl::>negotiated_cipher",
                    "ssl::<negotiated_cipher",
                    "ssl::>received_hello_version",
                    "ssl::<received_hello_version",
                    "ssl::>received_supported_version",
                    "ssl::<received_supported_version");

    private static final String BEHIND = "behind the last code";

    private final SquidLogformat declared;

    DeclaredSquid(SquidLogformat declared) {
        this.declared = declared;
    }

    @Override
    public String name() {
        return declared.name();
    }

    /// A line that begins with a time and an address looks like one behind a relay's header, so
    /// that it is read as it stands first.
    @Override
    public Parsed parse(byte[] record) {
        int header = SyslogHeader.end(record);
        if (header == 0 || record[0] == '<') {
            return LineRecord.parse(record, this::read);
        }
        Parsed whole = LineRecord.parse(record, 0, this::read);
        return whole instanceof Parsed.Rejected && header < record.length
                ? LineRecord.parse(record, header, this::read)
                : whole;
    }

    /// Whether the record is a line of this format, as far as can be told.
    boolean fits(byte[] record) {
        return declared.hasTime()
                && parse(record) instanceof Parsed.Accepted accepted
                && accepted.event().time().isPresent();
    }

    private Parsed read(String line) {
        Fields fields = new Fields();
        Instant stamp = null;
        int at = behind(declared.start(), line, 0);
        int last = declared.codes().size() - 1;
        for (int i = 0; i <= last; i++) {
            Code code = declared.codes().get(i);
            int from = at < 0 ? -1 : pastBlanks(line, at);
            int end =
                    from < 0
                            ? -1
                            : i == last && code.literal().isEmpty()
                                    ? line.length()
                                    : end(code, line, from);
            if (end < 0) {
                return new Parsed.Rejected(
                        RejectionCode.MALFORMED,
                        "the line does not go on as declared at " + code.written());
            }
            String value = decoded(code, line.substring(from, end).strip());
            if (code.time().isPresent()) {
                stamp = stamp == null ? time(code, value) : stamp;
            } else {
                fields.put(code.key(), value);
            }
            at = behind(code.literal(), line, end);
        }
        fields.put(BEHIND, line.substring(Math.min(at, line.length())).strip());
        return event(fields, stamp);
    }

    /// Where the value ends: in front of the literal text that follows its code.
    private static int end(Code code, String line, int from) {
        int at = from;
        if (code.literal().isEmpty()) {
            return pastDigits(line, from);
        }
        if (code.quoting() == Quoting.SHELL && at < line.length() && line.charAt(at) == '"') {
            at = pastQuoted(line, at);
        }
        int inside = code.blanks();
        while (at <= line.length()) {
            if (at < line.length() && line.charAt(at) == '\\' && code.quoting() == Quoting.QUOTES) {
                at += 2;
                continue;
            }
            if (behind(code.literal(), line, at) >= 0 && inside-- == 0) {
                return at;
            }
            at++;
        }
        return -1;
    }

    private static int pastDigits(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static int pastQuoted(String line, int from) {
        int at = from + 1;
        while (at < line.length() && line.charAt(at) != '"') {
            at += line.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /// The place behind the literal text; a blank in it stands for any number, since Squid pads.
    /// Blanks at the end of the line may be missing. -1 where the line has other text.
    private static int behind(String literal, String line, int from) {
        int at = from;
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (isBlank(c)) {
                int past = pastBlanks(line, at);
                boolean further = i > 0 && isBlank(literal.charAt(i - 1));
                if (past == at && !further && at < line.length()) {
                    return -1;
                }
                at = past;
            } else if (at < line.length() && line.charAt(at) == c) {
                at++;
            } else {
                return -1;
            }
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static int pastBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String decoded(Code code, String value) {
        boolean url = code.key().endsWith("ru") || code.key().endsWith("rp");
        return switch (code.quoting()) {
            case ESCAPED -> url ? value : Lenient.percentDecoded(value);
            case QUOTES -> unescaped(value);
            case RAW -> value;
            case SHELL ->
                    value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                            ? unescaped(value.substring(1, value.length() - 1))
                            : value;
        };
    }

    private static String unescaped(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                c = value.charAt(++i);
                c = c == 'n' || c == 'r' || c == 't' ? ' ' : c;
            }
            text.append(c);
        }
        return text.toString();
    }

    private static @Nullable Instant time(Code code, String value) {
        try {
            return code.time().orElseThrow().parse(value, Instant::from);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private Parsed event(Fields fields, @Nullable Instant stamp) {
        Instant time = time(fields, stamp);
        if (time == null && declared.hasTime()) {
            return new Parsed.Rejected(RejectionCode.MALFORMED, "where a time is declared is none");
        }
        ProxyRow row = new ProxyRow(name());
        String result = fields.text("Ss");
        String status = fields.text(">Hs", "Hs");
        String method = fields.text("rm", ">rm", "<rm");
        String url = fields.text("ru", ">ru", "<ru");
        boolean error = url != null && url.startsWith("error:");
        boolean none = result != null && result.matches("(TAG_)?NONE.*");
        boolean denied = result != null && result.contains("DENIED");
        boolean preface = none && !error && "CONNECT".equals(method) && "200".equals(status);
        row.failed((none || error) && !preface)
                .url(error ? null : url(fields, url))
                .host(fields.text(">rd", "<rd"))
                .method(method)
                .status(status);
        if (url == null || error) {
            row.host(fields.text(">h{host}", "ssl::>sni"));
        }
        fields.text(">h{host}", "ssl::>sni");
        String client = fields.text(">a");
        boolean address = client != null && Lenient.isIpAddress(client);
        String user = fields.text("un", "ul", "ue", "us");
        String ident = fields.text("ui");
        row.user(
                user == null ? ident : user,
                user == null ? IdentityBasis.APP_ASSERTED : IdentityBasis.PROXY_AUTH,
                address ? client : fields.text(">h{x-forwarded-for}"));
        fields.text(">h{x-forwarded-for}");
        String named = fields.text(">A");
        long body = bodyBytes(fields);
        row.bytes(body, fields.number("<st"));
        row.event
                .time(time, TimeBasis.END)
                .elapsedMillis(fields.number("tr"))
                .device(client == null || address ? named : client)
                .bytesUp(body >= 0 ? body : fields.number(">st"))
                .action(
                        denied
                                ? Action.BLOCKED
                                : none || result == null ? Action.OTHER : Action.ALLOWED)
                .contentType(fields.text("mt", "<h{content-type}"))
                .transactionId(fields.text("master_xaction"))
                .sessionId(fields.text("transport::>connection_id"));
        if (preface) {
            row.event.notAUse(NotAUse.PREFACE);
        }
        headers(row, fields);
        fields.pass(PASSED);
        return row.finish(fields);
    }

    private static @Nullable Instant time(Fields fields, @Nullable Instant stamp) {
        String seconds = fields.text("ts");
        String millis = fields.text("tu");
        String start = fields.text("tS");
        if (seconds == null) {
            return stamp != null ? stamp : Lenient.instant(start);
        }
        return Lenient.instant(millis == null ? seconds : seconds + '.' + padded(millis));
    }

    private static String padded(String millis) {
        return "0".repeat(Math.max(0, 3 - millis.length())) + millis;
    }

    /// The URL, or one of its parts.
    private static @Nullable String url(Fields fields, @Nullable String whole) {
        String domain = fields.text(">rd", "<rd");
        String path = fields.text("rp", ">rp", "<rp");
        if (whole != null || domain == null) {
            return whole;
        }
        String scheme = fields.text(">rs", "<rs");
        return (scheme == null ? "" : scheme + "://") + domain + (path == null ? "" : path);
    }

    private static long bodyBytes(Fields fields) {
        long stated = fields.number(">h{content-length}");
        long all = fields.number(">st");
        long headers = fields.number(">sh");
        return stated >= 0 ? stated : all >= 0 && headers >= 0 ? Math.max(0, all - headers) : -1;
    }

    private static void headers(ProxyRow row, Fields fields) {
        String block = fields.text(">h", ">ha");
        if (block != null) {
            Squid.headers(row.event, block);
        }
        fields.text("<h");
        for (String header : Squid.READ_HEADERS) {
            String value = fields.text(">h{" + header + '}', ">ha{" + header + '}');
            if (value != null) {
                Squid.header(row.event, header, value);
            }
        }
    }

    @Override
    public String toString() {
        return "DeclaredSquid[" + name() + "]";
    }
}
