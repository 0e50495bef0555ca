package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ProxySG and Symantec's cloud proxy: the W3C extended log format, whose columns each file's
/// `#Fields:` line sets ([W3cHeader]); and the same names as `key=value` behind syslog or as JSON.
/// Times are UTC by the format's rules. `cs-bytes` is with headers.
final class ProxySg implements InputFormat {
    private static final List<String> DEFAULT_ORDER =
            List.of(
                    "date",
                    "time",
                    "time-taken",
                    "c-ip",
                    "cs-username",
                    "cs-auth-group",
                    "x-exception-id",
                    "sc-filter-result",
                    "cs-categories",
                    "cs(Referer)",
                    "sc-status",
                    "s-action",
                    "cs-method",
                    "rs(Content-Type)",
                    "cs-uri-scheme",
                    "cs-host",
                    "cs-uri-port",
                    "cs-uri-path",
                    "cs-uri-query",
                    "cs-uri-extension",
                    "cs(User-Agent)",
                    "s-ip",
                    "sc-bytes",
                    "cs-bytes",
                    "x-virus-id",
                    "x-bluecoat-application-name",
                    "x-bluecoat-application-operation");

    /// The order of SGOS 6.7.5 and later, where nobody changed it.
    private static final List<String> REPORTER_ORDER =
            List.of(
                    "date",
                    "time",
                    "time-taken",
                    "c-ip",
                    "cs-username",
                    "cs-auth-group",
                    "s-supplier-name",
                    "s-supplier-ip",
                    "s-supplier-country",
                    "s-supplier-failures",
                    "x-exception-id",
                    "sc-filter-result",
                    "cs-categories",
                    "cs(Referer)",
                    "sc-status",
                    "s-action",
                    "cs-method",
                    "rs(Content-Type)",
                    "cs-uri-scheme",
                    "cs-host",
                    "cs-uri-port",
                    "cs-uri-path",
                    "cs-uri-query",
                    "cs-uri-extension",
                    "cs(User-Agent)",
                    "s-ip",
                    "sc-bytes",
                    "cs-bytes",
                    "x-virus-id",
                    "cs-threat-source",
                    "cs-threat-id",
                    "rs-threat-source",
                    "rs-threat-id",
                    "x-bluecoat-application-name",
                    "x-bluecoat-application-operation",
                    "x-bluecoat-application-groups",
                    "cs-threat-risk",
                    "x-bluecoat-access-security-policy-action",
                    "x-bluecoat-access-security-policy-reason",
                    "x-bluecoat-transaction-uuid",
                    "x-icap-reqmod-header(X-ICAP-Metadata)",
                    "x-icap-respmod-header(X-ICAP-Metadata)");

    /// By the place of these words a row without its header shows its order.
    private static final Set<String> FILTER_RESULTS = Set.of("OBSERVED", "PROXIED", "DENIED");

    private static final Set<String> PASSED =
            Set.of(
                    "cs-auth-group",
                    "cs-auth-groups",
                    "x-exception-id",
                    "cs-categories",
                    "cs-category",
                    "cs-uri-port",
                    "cs-uri-extension",
                    "s-ip",
                    "r-ip",
                    "x-virus-id",
                    "x-bluecoat-application-operation",
                    "x-bluecoat-application-groups",
                    "x-bluecoat-reference-id",
                    "x-bluecoat-location-id",
                    "x-bluecoat-location-name",
                    "x-bluecoat-access-type",
                    "x-bluecoat-appliance-name",
                    "x-bluecoat-transaction-uuid",
                    "x-bluecoat-placeholder",
                    "x-icap-reqmod-header(X-ICAP-Metadata)",
                    "x-icap-respmod-header(X-ICAP-Metadata)",
                    "s-supplier-ip",
                    "s-supplier-country",
                    "s-supplier-name",
                    "s-supplier-failures",
                    "s-computername",
                    "s-hierarchy",
                    "s-sitename",
                    "s-port",
                    "rs-status",
                    "rs-bytes",
                    "sr-bytes",
                    "x-cs-client-ip-country",
                    "cs-threat-risk",
                    "x-rs-certificate-observed-errors",
                    "c-port",
                    "cs-version",
                    "x-rs-connection-negotiated-cipher",
                    "x-rs-connection-negotiated-cipher-strength",
                    "x-rs-connection-negotiated-ssl-version",
                    "x-cs-connection-negotiated-cipher",
                    "x-cs-connection-negotiated-cipher-size",
                    "x-cs-connection-negotiated-ssl-version",
                    "x-rs-certificate-hostname-category",
                    "x-rs-certificate-hostname-categories",
                    "x-client-security-posture-details",
                    "x-client-security-posture-risk-score",
                    "x-client-agent-sw",
                    "x-client-agent-type",
                    "x-client-os",
                    "isolation-url",
                    "ma-detonated",
                    "upload-source",
                    "verdict",
                    "x-timestamp-unix",
                    "bcreportertoken",
                    "x-sr-vpop-country",
                    "x-sr-vpop-ip",
                    "cs-icap-status",
                    "cs-icap-error-details",
                    "rs-icap-status",
                    "rs-icap-error-details",
                    "sc-filter-category",
                    "clientduration",
                    "cs-threat-source",
                    "cs-threat-id",
                    "rs-threat-source",
                    "rs-threat-id",
                    "x-bluecoat-access-security-policy-action",
                    "x-bluecoat-access-security-policy-reason",
                    "x-bluecoat-request-tenant-id",
                    "r-supplier-country",
                    "x-rs-certificate-validate-status",
                    "x-rs-certificate-hostname-threat-risk",
                    "x-rs-connection-negotiated-cipher-size",
                    "x-client-device-type",
                    "x-sc-connection-issuer-keyring",
                    "service.name",
                    "service.group",
                    "x-bluecoat-appliance-primary-address",
                    "x-bluecoat-proxy-primary-address");

    @Override
    public String name() {
        return "proxysg-elff";
    }

    @Override
    public Parsed parse(byte[] record) {
        return LineRecord.isJson(record)
                ? JsonRecord.parse(record, ProxySg::json)
                : LineRecord.parse(record, line -> line(line, SyslogHeader.time(record)));
    }

    private static Parsed json(JsonParser parser, byte[] json) throws IOException {
        Fields fields = new Fields();
        fields.putMembers(parser, json, "");
        return event(fields, null);
    }

    private static Parsed line(String text, @Nullable Instant relayed) {
        W3cHeader header = W3cHeader.of(text, DEFAULT_ORDER);
        if (W3cHeader.isDirective(header.line())) {
            return new Parsed.Rejected(RejectionCode.MISSING_FIELD, "a directive, no row");
        }
        if (header.line().indexOf('=') > 0
                && (header.line().contains("c-ip=") || header.line().contains("cs-host="))) {
            return event(Pairs.keyValues(header.line(), " \t"), relayed);
        }
        List<String> columns = Columns.ofWords(header.line());
        boolean bare = header.line().equals(text);
        boolean dated = columns.getFirst().matches("\\d{4}-\\d\\d-\\d\\d|\\d{9,13}(\\.\\d+)?");
        if (columns.size() < 5 || (bare && !dated)) {
            return new Parsed.Rejected(
                    RejectionCode.MALFORMED, "neither JSON, pairs nor columns of the header");
        }
        if (!bare) {
            return event(Columns.named(columns, header.names()), relayed);
        }
        List<String> order = order(columns);
        return order.isEmpty()
                ? new Parsed.Rejected(
                        RejectionCode.MISSING_FIELD,
                        "no #Fields line, and columns in none of the usual orders")
                : event(Columns.named(columns, order), relayed);
    }

    /// The order of a row without its header; empty where it is not known.
    private static List<String> order(List<String> columns) {
        for (List<String> order : List.of(DEFAULT_ORDER, REPORTER_ORDER)) {
            int place = order.indexOf("sc-filter-result");
            if (columns.size() > place && FILTER_RESULTS.contains(columns.get(place))) {
                return order;
            }
        }
        return List.of();
    }

    /// @param relayed the time of the syslog header, for feeds that leave the row's own out
    private static Parsed event(Fields fields, @Nullable Instant relayed) {
        ProxyRow row = new ProxyRow("proxysg-elff");
        String host = fields.text("cs-host", "cs(Host)", "cs-uri-host", "r-dns", "s-dns");
        String path = fields.text("cs-uri-path", "cs-uri-stem");
        String query = fields.text("cs-uri-query");
        String whole = fields.text("cs-uri", "c-uri", "c-url");
        String scheme = fields.text("cs-uri-scheme", "c-uri-scheme");
        String method = fields.text("cs-method", "method");
        String user = fields.text("cs-username", "cs-user", "cs-userdn", "x-cs-auth-username");
        row.url(host != null && path != null ? url(host, path, query) : whole)
                .host(host)
                .destinationAddress(
                        fields.text("cs-ip", "s-supplier-ip", "r-supplier-ip", "cs-uri-address"))
                .method("unknown".equalsIgnoreCase(method) ? null : method)
                .status(fields.text("sc-status", "sc(status)"))
                .user(
                        user,
                        IdentityBasis.PROXY_AUTH,
                        fields.text("c-ip", "x-client-address", "cs(X-Forwarded-For)"))
                .bytes(fields.number("cs-bytes"), fields.number("sc-bytes"))
                .application(fields.text("x-bluecoat-application-name", "x-application-name"))
                .referer(fields.text("cs(Referer)", "cs-referer", "cs-Referer"))
                .tunnel("ssl".equals(scheme) || "tcp".equals(scheme));
        if ("http".equals(scheme)) {
            row.plainHttp();
        }
        String filter = fields.text("sc-filter-result");
        String did = fields.text("s-action");
        row.action(did != null && did.contains("DENIED") ? "denied" : filter);
        Instant time = time(fields);
        row.event
                .time(
                        time == null ? relayed : time,
                        time == null && relayed != null ? TimeBasis.PUBLISHED : TimeBasis.END)
                .elapsedMillis(fields.number("time-taken"))
                .device(fields.text("x-client-device-name", "x-client-device-id", "c-dns"))
                .userAgent(
                        fields.text(
                                "cs(User-Agent)", "cs-useragent", "cs-user-agent", "cs-User-Agent"))
                .contentType(fields.text("rs(Content-Type)", "rs-content-type", "rs-Content-Type"))
                .department(fields.text("cs-auth-group", "x-cs-auth-group", "cs-auth-groups"))
                .transactionId(fields.text("x-bluecoat-transaction-uuid", "x-bluecoat-request-id"));
        String leak = fields.text("x-data-leak-detected");
        if (leak != null && Lenient.bool(leak).orElse(true)) {
            row.event.sourceFinding(new SourceFinding("DLP", "", 0));
        }
        String exception = fields.text("x-exception-id");
        if (exception != null && exception.startsWith("authentication_") && user == null) {
            row.event.notAUse(Event.NotAUse.AUTH_CHALLENGE);
        }
        fields.pass(PASSED);
        return row.finish(fields);
    }

    private static String url(String host, String path, @Nullable String query) {
        return host
                + (path.startsWith("/") ? path : "/" + path)
                + (query == null ? "" : query.startsWith("?") ? query : "?" + query);
    }

    private static @Nullable Instant time(Fields fields) {
        String date = fields.text("date");
        String time = fields.text("time");
        if (date != null && time != null) {
            return Lenient.instant(date + ' ' + time);
        }
        return Lenient.instant(
                fields.text("timestamp", "x-timestamp-unix-utc", "gmttime", "localtime"));
    }
}
