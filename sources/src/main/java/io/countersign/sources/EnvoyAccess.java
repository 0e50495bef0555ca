package io.countersign.sources;

import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Envoy's default text access log, and Istio's, which has two or three more columns behind the
/// flags, by its version, and more at the end. Bytes are from the proxy's viewpoint: received is
/// up.
final class EnvoyAccess implements InputFormat {
    private static final List<String> START = List.of("start", "request", "status", "flags");

    /// What Istio says between the flags and the bytes; older versions leave out the first.
    private static final List<String> REASONS =
            List.of("details", "termination", "transport failure");

    private static final List<String> REST =
            List.of(
                    "received",
                    "sent",
                    "duration",
                    "upstream time",
                    "forwarded for",
                    "user agent",
                    "request id",
                    "authority",
                    "upstream host",
                    "cluster",
                    "upstream local",
                    "downstream local",
                    "downstream remote",
                    "sni",
                    "route");

    private static final int FEWEST_COLUMNS = 12;

    /// The word that some gateways write in front of the line.
    private static final int LONGEST_PREFIX = 40;

    private static final Set<String> PASSED =
            Set.of(
                    "flags",
                    "details",
                    "termination",
                    "transport failure",
                    "upstream time",
                    "cluster",
                    "upstream local",
                    "downstream local",
                    "route");

    @Override
    public String name() {
        return "envoy-access";
    }

    @Override
    public Parsed parse(byte[] record) {
        return LineRecord.parse(record, EnvoyAccess::line);
    }

    private static Parsed line(String text) {
        int bracket = text.indexOf('[');
        String line = bracket > 0 && bracket < LONGEST_PREFIX ? text.substring(bracket) : text;
        List<String> columns = Columns.ofWords(line);
        int reasons = columns.size() < FEWEST_COLUMNS ? -1 : reasons(columns);
        if (reasons < 0 || !line.startsWith("[") || columns.get(1).split(" ", -1).length != 3) {
            return new Parsed.Rejected(
                    RejectionCode.MALFORMED, "not a time in brackets, a request and 11 columns");
        }
        List<String> names = new ArrayList<>(START);
        names.addAll(REASONS.subList(REASONS.size() - reasons, REASONS.size()));
        names.addAll(REST);
        Fields fields = Columns.named(columns, names);
        String[] request = columns.get(1).split(" ", -1);
        ProxyRow row = new ProxyRow("envoy-access");
        String authority = fields.text("authority");
        String sni = fields.text("sni");
        String host = authority != null ? authority : sni;
        fields.text("request");
        String forwarded = fields.text("forwarded for");
        String upstream = fields.text("upstream host");
        boolean none = request[0].equals("-");
        row.url(host == null || none ? null : host + request[1])
                .host(host)
                .destinationAddress(
                        upstream == null || upstream.lastIndexOf(':') < 0
                                ? upstream
                                : upstream.substring(0, upstream.lastIndexOf(':')))
                .method(none ? null : request[0])
                .status(fields.text("status"))
                .user(
                        null,
                        IdentityBasis.NONE,
                        forwarded == null ? client(fields) : forwarded.split(",", 2)[0].strip())
                .bytes(fields.number("received"), fields.number("sent"))
                .tunnel(none);
        row.event
                .time(Lenient.instant(fields.text("start")), TimeBasis.START)
                .elapsedMillis(fields.number("duration"))
                .userAgent(fields.text("user agent"))
                .transactionId(fields.text("request id"));
        fields.text("downstream remote");
        fields.pass(PASSED);
        return row.finish(fields);
    }

    /// How many columns stand between the flags and the three numbers; -1 where no numbers follow.
    private static int reasons(List<String> columns) {
        for (int count = 0; count <= REASONS.size(); count++) {
            int at = START.size() + count;
            if (Lenient.number(columns.get(at)) >= 0 && Lenient.number(columns.get(at + 1)) >= 0) {
                return count;
            }
        }
        return -1;
    }

    private static @org.jspecify.annotations.Nullable String client(Fields fields) {
        String remote = fields.text("downstream remote");
        int port = remote == null ? -1 : remote.lastIndexOf(':');
        return remote == null || port < 0 ? null : remote.substring(0, port);
    }
}
