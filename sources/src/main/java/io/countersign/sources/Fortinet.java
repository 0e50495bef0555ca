package io.countersign.sources;

import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// FortiGate and FortiProxy: `key=value` with blanks or commas between, or CEF. Host and path stand
/// in the rows of web filter, application control and DLP only; the traffic row of the same
/// `sessionid` has the bytes of the whole connection, and both kinds have `sentbyte`: count one.
///
/// `date` and `time` are local. `eventtime` is epoch seconds, or nanoseconds by firmware, and wins.
final class Fortinet implements InputFormat {
    private static final Set<String> PASSED =
            Set.of(
                    "devname",
                    "devid",
                    "vd",
                    "logid",
                    "type",
                    "subtype",
                    "eventtype",
                    "level",
                    "policyid",
                    "poluuid",
                    "policytype",
                    "policyname",
                    "policymode",
                    "srcport",
                    "dstport",
                    "srcintf",
                    "dstintf",
                    "srcintfrole",
                    "dstintfrole",
                    "srccountry",
                    "dstcountry",
                    "srcuuid",
                    "dstuuid",
                    "proto",
                    "service",
                    "profile",
                    "direction",
                    "cat",
                    "catdesc",
                    "appid",
                    "appcat",
                    "apprisk",
                    "applist",
                    "utmaction",
                    "countweb",
                    "countapp",
                    "countdlp",
                    "sentpkt",
                    "rcvdpkt",
                    "transip",
                    "transport",
                    "trandisp",
                    "group",
                    "authserver",
                    "crscore",
                    "craction",
                    "crlevel",
                    "method",
                    "reqtype",
                    "ruleid",
                    "rulename",
                    "sentdelta",
                    "rcvddelta",
                    "vwlid",
                    "osname",
                    "devtype",
                    "masterdstmac",
                    "mastersrcmac",
                    "srcmac",
                    "dstmac",
                    "srcserver",
                    "dstserver",
                    "srchwvendor",
                    "scertcname",
                    "scertissuer",
                    "severity",
                    "filtertype",
                    "filtercat",
                    "filteridx",
                    "epoch",
                    "eventid",
                    "incidentserialno",
                    "msgid",
                    "logver",
                    "idseq",
                    "itime",
                    "timestamp",
                    "tz",
                    "date",
                    "time",
                    "eventtime",
                    "filesize",
                    "dlpextra",
                    "docsource",
                    "srcdomain",
                    "dstauthserver",
                    "clouduser",
                    "duration",
                    "utmref",
                    "sn",
                    "identifier",
                    "countips",
                    "proxyapptype",
                    "tranip",
                    "tranport",
                    "wanin",
                    "wanout",
                    "lanin",
                    "lanout",
                    "scheme",
                    "prefetch",
                    "transid",
                    "resptype",
                    "reqtime",
                    "resptime",
                    "respfinishtime",
                    "countav",
                    "countssl",
                    "FTNTFGTappid",
                    "FTNTFGTincidentserialno",
                    "DeviceVersion",
                    "cef.vendor",
                    "cef.product",
                    "cef.signature",
                    "cef.name",
                    "deviceExternalId",
                    "spt",
                    "dpt",
                    "deviceInboundInterface",
                    "deviceOutboundInterface",
                    "externalId",
                    "FTNTFGTlogid",
                    "FTNTFGTtype",
                    "FTNTFGTsubtype",
                    "FTNTFGTeventtype",
                    "FTNTFGTlevel",
                    "FTNTFGTvd",
                    "FTNTFGTpolicyid",
                    "FTNTFGTprofile",
                    "FTNTFGTcat",
                    "FTNTFGTcatdesc",
                    "FTNTFGTdirection",
                    "FTNTFGTsrcintfrole",
                    "FTNTFGTdstintfrole",
                    "FTNTFGTsrccountry",
                    "FTNTFGTdstcountry",
                    "FTNTFGTutmaction",
                    "FTNTFGTduration",
                    "FTNTFGTsentpkt",
                    "FTNTFGTrcvdpkt",
                    "FTNTFGTtz",
                    "deviceSeverity",
                    "dvchost",
                    "FTNTFGTreqtype",
                    "FTNTFGTmethod",
                    "FTNTFGTappcat",
                    "FTNTFGTapprisk",
                    "FTNTFGTpoluuid",
                    "FTNTFGTpolicytype",
                    "FTNTFGTcrscore",
                    "FTNTFGTcrlevel");

    @Override
    public String name() {
        return "fortinet-web";
    }

    @Override
    public Parsed parse(byte[] record) {
        return LineRecord.parse(record, Fortinet::line);
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
        boolean commas = line.indexOf(',') > 0 && line.indexOf(',') < firstBlank(line);
        Fields fields = Pairs.keyValues(line, commas ? "," : " \t");
        if (!fields.has("type") && !fields.has("subtype") && !fields.has("logid")) {
            return new Parsed.Rejected(
                    RejectionCode.MALFORMED, "no pair names type, subtype or logid");
        }
        return event(fields, false);
    }

    /// By firmware and forwarder the vendor's own keys begin in one of two ways.
    private static Parsed cef(Fields fields) {
        fields.renamePrefix("FortinetFortiGate", "FTNTFGT");
        return event(fields, true);
    }

    /// Rows of the firewall's own events, and of look-ups of names, are no use of any service.
    private static boolean isTraffic(Fields fields, boolean cef) {
        String type = fields.text("type", "FTNTFGTtype");
        String category = cef ? fields.text("cat") : null;
        boolean event = type == null ? startsWith(category, "event") : type.equals("event");
        String subtype = fields.text("subtype", "FTNTFGTsubtype");
        return !event && !"dns".equals(subtype);
    }

    private static boolean startsWith(@Nullable String text, String start) {
        return text != null && text.startsWith(start);
    }

    /// A blank outside quotes; the length where there is none.
    private static int firstBlank(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            if (c == ' ' && !quoted) {
                return i;
            }
        }
        return line.length();
    }

    private static Parsed event(Fields fields, boolean cef) {
        if (!isTraffic(fields, cef)) {
            return new Parsed.Rejected(
                    RejectionCode.UNKNOWN_FORMAT, "a row of the firewall's events or of DNS");
        }
        ProxyRow row = new ProxyRow("fortinet-web");
        String host = fields.text("hostname", "dhost", "FTNTFGThostname", "host", "dstname");
        String url = fields.text("url", "request", "FTNTFGTurl");
        String source = fields.text("srcip", "clientip", "src", "transip", "FTNTFGTsrcip");
        String user = fields.text("user", "suser", "duser", "FTNTFGTuser");
        // Seen in other traffic of the machine, and not signed in.
        String guessed = fields.text("unauthuser", "FTNTFGTunauthuser");
        boolean path = url != null && url.startsWith("/");
        // In CEF "app" is the protocol's name.
        String application =
                cef
                        ? fields.text("FTNTFGTapp", "FTNTFGTapplist")
                        : fields.text("app", "application");
        String protocol = cef ? fields.text("app") : null;
        row.url(path && host != null ? host + url : path ? null : url)
                .host(host)
                .destinationAddress(fields.text("dstip", "dst", "FTNTFGTdstip"))
                .method(fields.text("httpmethod", "requestMethod", "FTNTFGThttpmethod"))
                .status(fields.text("httpcode", "statuscode", "FTNTFGThttpcode"))
                .user(
                        user != null ? user : guessed,
                        user != null ? IdentityBasis.PROXY_AUTH : IdentityBasis.APP_ASSERTED,
                        source)
                .bytes(
                        fields.number("sentbyte", "reqlength", "out", "FTNTFGTsentbyte"),
                        fields.number("rcvdbyte", "resplength", "in", "FTNTFGTrcvdbyte"))
                .action(fields.text("action", "act", "FTNTFGTaction"))
                .application(application)
                .referer(fields.text("referralurl", "referrer", "requestContext"))
                .fileNames(fields.text("filename", "fname", "FTNTFGTfilename"))
                .tunnel("tunnel".equals(protocol));
        String session = fields.text("sessionid", "FTNTFGTsessionid", "externalId");
        long duration = fields.number("duration", "FTNTFGTduration");
        // The transactions of FortiProxy are in milliseconds, all other rows in seconds.
        boolean millis = "http-transaction".equals(fields.text("subtype"));
        row.event
                .time(time(fields), TimeBasis.PUBLISHED)
                .elapsedMillis(duration < 0 || millis ? duration : duration * 1000)
                .device(fields.text("srcname", "devicename", "shost"))
                .userAgent(fields.text("agent", "requestClientApplication", "FTNTFGTagent"))
                .contentType(fields.text("contenttype", "FTNTFGTcontenttype"))
                .transactionId(session)
                .sessionId(session)
                .department(fields.text("group", "FTNTFGTgroup"));
        finding(row.event, fields);
        fields.text("forwardedfor", "msg");
        fields.pass(PASSED);
        return row.finish(fields);
    }

    private static void finding(Event.Builder event, Fields fields) {
        if (!"dlp".equals(fields.text("subtype", "FTNTFGTsubtype"))) {
            return;
        }
        String profile = fields.text("profile", "FTNTFGTprofile");
        String rule =
                fields.text(
                        "rulename", "filtername", "FTNTFGTrulename", "dlpextra", "FTNTFGTdlpextra");
        if (profile != null || rule != null) {
            event.sourceFinding(
                    new SourceFinding(profile == null ? "" : profile, rule == null ? "" : rule, 0));
        }
    }

    private static @Nullable Instant time(Fields fields) {
        String event = fields.text("eventtime", "FTNTFGTeventtime", "rt", "start");
        Instant stamp = Lenient.instant(event);
        if (stamp != null) {
            return stamp;
        }
        String date = fields.text("date");
        String time = fields.text("time");
        if (date == null || time == null) {
            return Lenient.instant(fields.text("timestamp", "itime"));
        }
        Instant local = Lenient.instant(date + ' ' + time);
        String zone = fields.text("tz");
        try {
            return local == null || zone == null
                    ? local
                    : local.atOffset(ZoneOffset.UTC)
                            .withOffsetSameLocal(ZoneOffset.of(zone))
                            .toInstant();
        } catch (DateTimeException _) {
            return local;
        }
    }
}
