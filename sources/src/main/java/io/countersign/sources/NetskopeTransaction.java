package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Netskope's transaction log: W3C names as one JSON object a record, or as a line of columns, with
/// blanks or commas between. A line may stand behind its `#Fields:` line; without one the vendor's
/// default order counts. The header names that the proxy injected (`x-sr-headers-*`) are the
/// vendor's.
final class NetskopeTransaction implements InputFormat {
    private static final List<String> DEFAULT_ORDER =
            List.of(
                    "date",
                    "time",
                    "time-taken",
                    "cs-bytes",
                    "sc-bytes",
                    "bytes",
                    "c-ip",
                    "s-ip",
                    "cs-username",
                    "cs-method",
                    "cs-uri-scheme",
                    "cs-uri-query",
                    "cs-user-agent",
                    "cs-content-type",
                    "sc-status",
                    "sc-content-type",
                    "cs-dns",
                    "cs-host",
                    "cs-uri",
                    "cs-uri-port",
                    "cs-referer",
                    "x-cs-session-id",
                    "x-cs-access-method",
                    "x-cs-app",
                    "x-s-country");

    private static final int DATE_LENGTH = 10;

    private static final Set<String> PASSED =
            Set.of(
                    "x-type",
                    "bytes",
                    "x-request-id",
                    "x-cs-uri-port",
                    "cs-uri-port",
                    "cs-uri-scheme",
                    "x-cs-app-category",
                    "x-category",
                    "x-other-category",
                    "x-cs-app-cci",
                    "x-cs-app-ccl",
                    "x-cs-app-tags",
                    "x-cs-app-suite",
                    "x-cs-access-method",
                    "x-cs-session-id",
                    "x-cs-ssl-version",
                    "x-cs-ssl-cipher",
                    "x-cs-ssl-ja3",
                    "x-sr-ssl-version",
                    "x-sr-ssl-cipher",
                    "x-sr-ssl-ja3s",
                    "x-s-country",
                    "x-c-country",
                    "x-c-region",
                    "x-c-zipcode",
                    "x-c-location",
                    "x-c-latitude",
                    "x-c-longitude",
                    "x-s-region",
                    "x-s-zipcode",
                    "x-s-location",
                    "x-s-latitude",
                    "x-s-longitude",
                    "x-c-browser",
                    "x-c-browser-version",
                    "x-c-device",
                    "x-c-os",
                    "x-policy-name",
                    "x-policy-id",
                    "x-policy-dst-host",
                    "x-policy-dst-host-source",
                    "x-policy-dst-ip",
                    "x-policy-src-ip",
                    "x-policy-justification-type",
                    "x-server-ssl-err",
                    "x-client-ssl-err",
                    "x-ssl-bypass-reason",
                    "x-ssl-policy-action",
                    "x-ssl-policy-name",
                    "x-rs-file-size",
                    "x-rs-file-type",
                    "x-rs-file-md5",
                    "x-rs-file-sha256",
                    "x-rs-file-category",
                    "x-rs-file-language",
                    "x-cs-src-port",
                    "x-cs-dst-port",
                    "x-cs-tunnel-id",
                    "x-cs-tunnel-src-ip",
                    "x-cs-http-version",
                    "x-sr-src-ip",
                    "x-sr-src-port",
                    "x-sr-dst-port",
                    "x-cs-traffic-type",
                    "x-cs-app-activity",
                    "x-cs-app-object-type",
                    "x-cs-page-id",
                    "x-cs-connect-port",
                    "rs-status",
                    "rs-bytes",
                    "sr-bytes",
                    "cs-dns",
                    "s-ip",
                    "x-cs-connection-id",
                    "x-r-cert-enddate",
                    "x-r-cert-startdate",
                    "x-r-cert-valid",
                    "x-c-local-time",
                    "x-cs-app-object-id",
                    "x-ssl-engine-action",
                    "x-ssl-engine-action-reason",
                    "sc-content-type");

    @Override
    public String name() {
        return "netskope-transaction";
    }

    @Override
    public Parsed parse(byte[] record) {
        return LineRecord.isJson(record)
                ? JsonRecord.parse(record, NetskopeTransaction::json)
                : LineRecord.parse(record, NetskopeTransaction::line);
    }

    private static Parsed json(JsonParser parser, byte[] json) throws IOException {
        Fields fields = new Fields();
        fields.putMembers(parser, json, "");
        fields.unwrap("netskope.");
        return event(fields);
    }

    private static Parsed line(String text) {
        W3cHeader header = W3cHeader.of(text, DEFAULT_ORDER);
        List<String> columns =
                header.line().indexOf(',') == DATE_LENGTH
                        ? Columns.ofCsv(header.line())
                        : Columns.ofWords(header.line());
        if (columns.size() < 10 || !columns.getFirst().matches("\\d{4}-\\d\\d-\\d\\d")) {
            return new Parsed.Rejected(
                    RejectionCode.MALFORMED, "neither JSON nor columns that begin with a date");
        }
        return event(Columns.named(columns, header.names()));
    }

    private static Parsed event(Fields fields) {
        ProxyRow row = new ProxyRow("netskope-transaction");
        String source = fields.text("x-cs-userip", "c-ip", "x-cs-src-ip", "x-c-ip");
        String path = fields.text("x-cs-uri-path");
        String query = fields.text("cs-uri-query");
        String host = fields.text("cs-host", "x-cs-sni", "x-cs-connect-host");
        String uri = fields.text("cs-uri", "x-cs-url", "x-cs-dst-url");
        long up = fields.number("cs-bytes", "x-cs-bytes");
        long down = fields.number("sc-bytes", "x-sc-bytes");
        String error = fields.text("x-error");
        // Of a connection that never became a session it is 0.
        String session = fields.text("x-cs-session-id");
        row.url(path != null && host != null ? url(host, path, query) : uri)
                .host(host)
                .destinationAddress(fields.text("x-s-dp-name", "x-cs-dst-ip", "x-sr-dst-ip"))
                .method(fields.text("cs-method"))
                .status(fields.text("sc-status"))
                .user(fields.text("cs-username"), IdentityBasis.PROXY_AUTH, source)
                .bytes(up, down)
                .action(fields.text("x-policy-action"))
                .application(fields.text("x-cs-app"))
                .referer(fields.text("cs-referer", "x-cs-referer"))
                .fileNames(fields.text("x-cs-app-object-name", "x-rs-file-name", "x-cs-file-name"))
                .tunnel(Lenient.bool(fields.text("x-ssl-bypass")).orElse(false))
                .failed("client-ssl".equals(error) && up <= 0);
        row.event
                .time(time(fields), TimeBasis.PUBLISHED)
                .elapsedMillis(fields.number("time-taken"))
                .userAgent(fields.decoded("cs-user-agent", "x-cs-user-agent"))
                .contentType(fields.text("sc-content-type", "cs-content-type", "rs-content-type"))
                .transactionId(fields.text("x-transaction-id"))
                .sessionId("0".equals(session) ? null : session)
                .activity(fields.text("x-cs-app-activity"));
        NetskopeHints.add(
                row.event,
                fields.text("x-cs-app-instance-id"),
                fields.text("x-cs-app-instance-name"),
                sanctioned(fields.text("x-cs-app-instance-tag", "x-cs-app-tags")),
                fields.text("x-cs-app-from-user"));
        fields.text("x-cs-app-to-user");
        RestrictionHeaders.add(
                row.event, fields.text("x-sr-headers-name"), fields.text("x-sr-headers-value"));
        fields.pass(PASSED);
        return row.finish(fields);
    }

    private static String url(String host, String path, @Nullable String query) {
        return host
                + (path.startsWith("/") ? path : "/" + path)
                + (query == null ? "" : "?" + query);
    }

    private static @Nullable Instant time(Fields fields) {
        Instant stamp = Lenient.instant(fields.text("x-cs-timestamp"));
        String date = fields.text("date");
        String time = fields.text("time");
        return stamp != null || date == null || time == null
                ? stamp
                : Lenient.instant(date + ' ' + time);
    }

    private static @Nullable String sanctioned(@Nullable String tags) {
        if (tags == null) {
            return null;
        }
        for (String tag : tags.split(",", -1)) {
            if (tag.strip().equalsIgnoreCase("sanctioned")) {
                return "yes";
            }
            if (tag.strip().equalsIgnoreCase("unsanctioned")) {
                return "no";
            }
        }
        return null;
    }
}
