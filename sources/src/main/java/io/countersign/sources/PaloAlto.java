package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Palo Alto firewalls: THREAT/url rows (which have the URL and no bytes) and TRAFFIC rows (which
/// have bytes and no URL), as CSV behind syslog, as CEF, and as the JSON of the vendor's logging
/// service. The two rows of one connection share the transaction id `serial/session`.
///
/// Versions append columns, so that they are counted from the left; short rows are accepted. Times
/// are the firewall's local ones without a zone, taken as UTC, but for the high-resolution stamp
/// near the end of newer rows, which has an offset and wins.
final class PaloAlto implements InputFormat {
    private static final int TYPE = 3;
    private static final int FEWEST_COLUMNS = 31;

    private static final List<String> COMMON =
            List.of(
                    "future_use",
                    "receive_time",
                    "serial",
                    "type",
                    "subtype",
                    "config_ver",
                    "generated_time",
                    "src",
                    "dst",
                    "natsrc",
                    "natdst",
                    "rule",
                    "srcuser",
                    "dstuser",
                    "app",
                    "vsys",
                    "from",
                    "to",
                    "inbound_if",
                    "outbound_if",
                    "logset",
                    "time_logged",
                    "sessionid",
                    "repeatcnt",
                    "sport",
                    "dport",
                    "natsport",
                    "natdport",
                    "flags",
                    "proto",
                    "action");

    private static final List<String> THREAT =
            List.of(
                    "misc",
                    "threatid",
                    "category",
                    "severity",
                    "direction",
                    "seqno",
                    "actionflags",
                    "srcloc",
                    "dstloc",
                    "reserved 1",
                    "contenttype",
                    "pcap_id",
                    "filedigest",
                    "cloud",
                    "url_idx",
                    "user_agent",
                    "filetype",
                    "xff",
                    "referer",
                    "sender",
                    "subject",
                    "recipient",
                    "reportid",
                    "dg_hier_1",
                    "dg_hier_2",
                    "dg_hier_3",
                    "dg_hier_4",
                    "vsys_name",
                    "device_name",
                    "file_url",
                    "src_uuid",
                    "dst_uuid",
                    "http_method",
                    "tunnel_id",
                    "monitor_tag",
                    "parent_session",
                    "parent_start",
                    "tunnel_type",
                    "thr_category",
                    "contentver",
                    "reserved 3",
                    "assoc_id",
                    "ppid",
                    "http_headers",
                    "url_category_list");

    private static final List<String> TRAFFIC =
            List.of(
                    "bytes",
                    "bytes_sent",
                    "bytes_received",
                    "packets",
                    "start",
                    "elapsed",
                    "category",
                    "reserved 1",
                    "seqno",
                    "actionflags",
                    "srcloc",
                    "dstloc",
                    "reserved 2",
                    "pkts_sent",
                    "pkts_received",
                    "session_end_reason",
                    "dg_hier_1",
                    "dg_hier_2",
                    "dg_hier_3",
                    "dg_hier_4",
                    "vsys_name",
                    "device_name",
                    "action_source",
                    "src_uuid",
                    "dst_uuid",
                    "tunnel_id",
                    "monitor_tag");

    /// THREAT rows whose `misc` names a file, not the URL of a request.
    private static final Set<String> FILE_SUBTYPES =
            Set.of("file", "virus", "ml-virus", "wildfire", "wildfire-virus", "data", "dlp");

    /// THREAT rows whose `misc` is whatever the signature matched.
    private static final Set<String> SIGNATURE_SUBTYPES =
            Set.of("spyware", "vulnerability", "scan", "flood", "packet");

    /// Columns that people may have written in.
    private static final Set<String> TEXT = Set.of("subject", "http_headers");

    /// All other columns: those that the event does not take say nothing of anybody.
    private static final Set<String> PASSED =
            Stream.of(COMMON, THREAT, TRAFFIC)
                    .flatMap(List::stream)
                    .filter(column -> !TEXT.contains(column))
                    .collect(Collectors.toUnmodifiableSet());

    @Override
    public String name() {
        return "paloalto-url";
    }

    @Override
    public Parsed parse(byte[] record) {
        return LineRecord.isJson(record)
                ? JsonRecord.parse(record, PaloAlto::json)
                : LineRecord.parse(record, PaloAlto::line);
    }

    private static Parsed line(String line) {
        int cef = line.indexOf("CEF:");
        if (cef >= 0 && cef < 100) {
            Fields fields = Pairs.cef(line.substring(cef));
            return fields == null
                    ? new Parsed.Rejected(
                            RejectionCode.TRUNCATED, "fewer than 7 fields in the CEF header")
                    : cef(fields);
        }
        List<String> columns = Columns.ofCsv(line);
        if (columns.size() <= TYPE
                || !(columns.get(TYPE).equals("THREAT") || columns.get(TYPE).equals("TRAFFIC"))) {
            return new Parsed.Rejected(
                    RejectionCode.MALFORMED, "column 4 is neither THREAT nor TRAFFIC");
        }
        if (columns.size() < FEWEST_COLUMNS) {
            return new Parsed.Rejected(RejectionCode.TRUNCATED, "fewer than 31 columns");
        }
        boolean traffic = columns.get(TYPE).equals("TRAFFIC");
        Fields fields = new Fields();
        int named = COMMON.size() + (traffic ? TRAFFIC.size() : THREAT.size());
        Instant exact = null;
        for (int i = 0; i < columns.size(); i++) {
            if (i < named) {
                fields.put(
                        i < COMMON.size()
                                ? COMMON.get(i)
                                : (traffic ? TRAFFIC : THREAT).get(i - COMMON.size()),
                        columns.get(i));
            } else if (exact == null) {
                exact = withOffset(columns.get(i));
            }
        }
        return event(fields, exact);
    }

    /// `2026-11-22T04:31:12.433-05:00`; null where it is none.
    private static @Nullable Instant withOffset(String text) {
        boolean offset =
                text.length() > 19
                        && text.charAt(10) == 'T'
                        && (text.endsWith("Z")
                                || text.indexOf('+', 19) > 0
                                || text.indexOf('-', 19) > 0);
        return offset ? Lenient.instant(text) : null;
    }

    /// The names that the vendor's CEF template gives.
    private static Parsed cef(Fields cef) {
        Fields fields = new Fields();
        String signature = cef.text("cef.signature");
        String name = cef.text("cef.name");
        if (!isTraffic(signature) && !isTraffic(name) && !isTraffic(cef.text("cat"))) {
            return new Parsed.Rejected(
                    RejectionCode.UNKNOWN_FORMAT, "neither THREAT nor TRAFFIC of the firewall");
        }
        put(fields, "type", name == null ? cef.text("cat") : name);
        put(fields, "subtype", "THREAT".equals(signature) ? name : signature);
        put(fields, "serial", cef.text("deviceExternalId"));
        put(fields, "receive_time", cef.text("rt"));
        put(fields, "src", cef.text("src"));
        put(fields, "dst", cef.text("dst"));
        put(fields, "srcuser", cef.text("suser", "SourceUser"));
        put(fields, "app", cef.text("app"));
        put(fields, "sessionid", cef.text("SessionID", "Session ID", "cn1"));
        put(fields, "action", cef.text("act"));
        put(fields, "misc", cef.text("request"));
        put(fields, "contenttype", cef.text("requestContext", "PanOSContentType"));
        put(fields, "user_agent", cef.text("requestClientApplication"));
        put(fields, "http_method", cef.text("requestMethod"));
        put(fields, "bytes_sent", cef.text("out"));
        put(fields, "bytes_received", cef.text("in"));
        put(fields, "referer", cef.text("PanOSReferer"));
        put(fields, "host", cef.text("dhost"));
        put(fields, "file_url", cef.text("PanOSURL"));
        cef.pass(
                Set.of(
                        "cef.vendor",
                        "cef.product",
                        "cef.signature",
                        "cef.name",
                        "cnt",
                        "spt",
                        "dpt",
                        "sourceTranslatedAddress",
                        "destinationTranslatedAddress",
                        "sourceTranslatedPort",
                        "destinationTranslatedPort",
                        "proto",
                        "flexString1",
                        "externalId",
                        "deviceInboundInterface",
                        "deviceOutboundInterface",
                        "start",
                        "Rule",
                        "Virtual System",
                        "Source Zone",
                        "Destination Zone",
                        "LogProfile",
                        "URL Category",
                        "dvchost",
                        "reason",
                        "deviceFacility",
                        "duser"));
        String left = cef.unlisted();
        if (left != null) {
            fields.put("unlisted", left);
        }
        return event(fields, null);
    }

    private static boolean isTraffic(@Nullable String kind) {
        return kind != null
                && (kind.equals("THREAT") || kind.equals("TRAFFIC") || kind.equals("URL"));
    }

    private static void put(Fields fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static Parsed json(JsonParser parser, byte[] json) throws IOException {
        Fields given = new Fields();
        given.putMembers(parser, json, "");
        Fields fields = new Fields();
        put(fields, "type", given.text("LogType", "type"));
        put(fields, "subtype", given.text("Subtype", "LogSubtype", "ThreatSubtype", "subtype"));
        put(fields, "serial", given.text("DeviceSN", "serial"));
        put(fields, "generated_time", given.text("TimeGenerated", "time_generated", "EventTime"));
        put(fields, "src", given.text("SourceAddress", "SourceIP", "src"));
        put(fields, "dst", given.text("DestinationAddress", "DestinationIP", "dst"));
        put(fields, "srcuser", given.text("SourceUser", "SourceUserName", "srcuser"));
        put(fields, "app", given.text("Application", "app"));
        put(fields, "sessionid", given.text("SessionID", "sessionid"));
        put(fields, "action", given.text("Action.Value", "Action", "action"));
        put(fields, "misc", given.text("URL", "URI", "misc"));
        put(fields, "contenttype", given.text("ContentType", "contenttype"));
        put(fields, "user_agent", given.text("UserAgent", "UserAgentString", "user_agent"));
        put(fields, "http_method", given.text("HTTPMethod", "HTTPMethod.Value", "http_method"));
        put(fields, "bytes_sent", given.text("BytesSent", "bytes_sent"));
        put(fields, "bytes_received", given.text("BytesReceived", "bytes_received"));
        put(fields, "referer", given.text("HTTPRefererURL", "Referer", "referer"));
        put(fields, "host", given.text("URLDomain"));
        put(fields, "xff", given.text("X-Forwarded-For", "XForwardedFor", "xff"));
        return event(fields, Lenient.instant(given.text("TimeGeneratedHighResolution")));
    }

    private static Parsed event(Fields fields, @Nullable Instant exact) {
        ProxyRow row = new ProxyRow("paloalto-url");
        String user = fields.text("srcuser");
        boolean forwarded = user != null && user.startsWith("x-fwd-for:");
        urlOrFile(row, fields);
        row.host(fields.text("host"))
                .destinationAddress(fields.text("dst"))
                .method(fields.text("http_method"))
                .user(forwarded ? null : user, IdentityBasis.IDP, fields.text("src"))
                .bytes(fields.number("bytes_sent"), fields.number("bytes_received"))
                .action(fields.text("action"))
                .application(fields.text("app"))
                .referer(fields.text("referer"));
        String session = fields.text("sessionid");
        session = "0".equals(session) ? null : session;
        String serial = fields.text("serial");
        long elapsed = fields.number("elapsed");
        String connection = session == null ? null : (serial == null ? "" : serial + "/") + session;
        row.event
                .time(exact != null ? exact : time(fields), TimeBasis.PUBLISHED)
                .elapsedMillis(elapsed < 0 ? -1 : elapsed * 1000)
                .userAgent(fields.text("user_agent"))
                .contentType(fields.text("contenttype"))
                .transactionId(connection)
                .sessionId(connection);
        fields.text("xff");
        fields.pass(PASSED);
        return row.finish(fields);
    }

    /// Only the rows of the URL filter have a URL in `misc`. Of a file that was seen, the newer
    /// firmware gives the URL beside its name.
    private static void urlOrFile(ProxyRow row, Fields fields) {
        String subtype = fields.text("subtype");
        String misc = fields.text("misc");
        boolean file = subtype != null && FILE_SUBTYPES.contains(subtype);
        boolean matched = subtype != null && SIGNATURE_SUBTYPES.contains(subtype);
        String fileUrl = fields.text("file_url");
        if (misc == null || !(file || matched) || namesHostAndPath(misc)) {
            row.url(misc == null ? fileUrl : misc);
            return;
        }
        row.url(fileUrl);
        boolean down = "server-to-client".equals(fields.text("direction"));
        if (file && !down) {
            row.fileNames(misc);
        } else {
            fields.put("matched", misc);
            row.event.activity(file ? "download" : null);
        }
    }

    /// A host with a dot before the first slash.
    private static boolean namesHostAndPath(String text) {
        int slash = text.indexOf('/');
        int dot = text.indexOf('.');
        return dot > 0 && dot < slash && text.indexOf(' ') < 0;
    }

    private static @Nullable Instant time(Fields fields) {
        String text = fields.text("generated_time", "receive_time");
        return text == null ? null : Lenient.instant(text.replace('/', '-'));
    }
}
