package io.countersign.sources;

import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cisco Umbrella's proxy log: CSV, times in UTC, of 21 to 49 columns by the version of the export.
/// The size of the request is often empty. Rows of the log of data loss prevention ([UmbrellaDlp])
/// are read too; those of the DNS, firewall and intrusion logs are none of a proxy.
final class UmbrellaProxy implements InputFormat {
    private static final int FEWEST_COLUMNS = 14;

    private static final List<String> NAMES =
            List.of(
                    "timestamp",
                    "identity",
                    "internal ip",
                    "external ip",
                    "destination ip",
                    "content type",
                    "verdict",
                    "url",
                    "referer",
                    "user agent",
                    "status",
                    "request size",
                    "response size",
                    "response body size",
                    "sha256",
                    "categories",
                    "av detections",
                    "puas",
                    "amp disposition",
                    "amp malware",
                    "amp score",
                    "identity type",
                    "blocked categories",
                    "identities",
                    "identity types",
                    "method",
                    "dlp status",
                    "certificate errors",
                    "file name",
                    "ruleset id",
                    "rule id",
                    "destination list ids",
                    "isolate action",
                    "file action",
                    "warn status");

    private static final Set<String> PASSED =
            Set.of(
                    "response body size",
                    "sha256",
                    "categories",
                    "av detections",
                    "puas",
                    "amp disposition",
                    "amp malware",
                    "amp score",
                    "identity type",
                    "blocked categories",
                    "identity types",
                    "certificate errors",
                    "ruleset id",
                    "rule id",
                    "destination list ids",
                    "isolate action",
                    "file action",
                    "warn status");

    @Override
    public String name() {
        return "umbrella-proxy";
    }

    @Override
    public Parsed parse(byte[] record) {
        return LineRecord.parse(record, UmbrellaProxy::line);
    }

    private static Parsed line(String line) {
        List<String> columns = Columns.ofCsv(line);
        if (Lenient.instant(columns.getFirst()) == null) {
            return new Parsed.Rejected(RejectionCode.MALFORMED, "column 1 is not a time");
        }
        if (columns.size() < FEWEST_COLUMNS) {
            return new Parsed.Rejected(RejectionCode.TRUNCATED, "fewer than 14 columns");
        }
        if (UmbrellaDlp.isRow(columns)) {
            return UmbrellaDlp.row(columns);
        }
        if (!hasAddresses(columns)) {
            return new Parsed.Rejected(
                    RejectionCode.UNKNOWN_FORMAT, "a log of Umbrella, but not the proxy's");
        }
        Fields fields = Columns.named(columns, NAMES);
        ProxyRow row = new ProxyRow("umbrella-proxy");
        String identity = fields.text("identity");
        String identities = fields.text("identities");
        String person = person(identity, identities);
        // Of a download it is the name of what came; of a request with a body, of what went.
        String file = fields.text("file name");
        String method = Lenient.method(fields.text("method"));
        row.url(fields.text("url"))
                .destinationAddress(fields.text("destination ip"))
                .method(method)
                .status(fields.text("status"))
                .user(person, IdentityBasis.IDP, fields.text("internal ip", "external ip"))
                .bytes(fields.number("request size"), fields.number("response size"))
                .action(fields.text("verdict"))
                .referer(fields.text("referer"))
                .fileNames("POST".equals(method) || "PUT".equals(method) ? file : null);
        row.event
                .time(Lenient.instant(fields.text("timestamp")), TimeBasis.PUBLISHED)
                .device(identity == null || isPerson(identity, person) ? null : identity)
                .department(group(identities, fields.text("identity types")))
                .userAgent(fields.text("user agent"))
                .contentType(fields.text("content type"));
        fields.text("external ip");
        String dlp = fields.text("dlp status");
        if (dlp != null) {
            row.event.sourceFinding(new SourceFinding("DLP", dlp, 0));
        }
        fields.pass(PASSED);
        return row.finish(fields);
    }

    /// The proxy's log has addresses, or nothing, in columns 3 to 5, and no other has.
    private static boolean hasAddresses(List<String> columns) {
        for (int i = 2; i <= 4; i++) {
            String text = Lenient.text(columns.get(i));
            if (text != null && !Lenient.isIpAddress(text)) {
                return false;
            }
        }
        return true;
    }

    /// The identity that stands where the types say group. Names may hold commas; then the lists
    /// differ in length and nothing says which is which.
    private static @Nullable String group(@Nullable String identities, @Nullable String types) {
        if (identities == null || types == null) {
            return null;
        }
        String[] names = identities.split(",", Limits.MAX_SOURCE_FINDINGS);
        String[] kinds = types.split(",", Limits.MAX_SOURCE_FINDINGS);
        for (int i = 0; names.length == kinds.length && i < kinds.length; i++) {
            String kind = kinds[i].strip();
            if (kind.equalsIgnoreCase("AD Groups") || kind.equalsIgnoreCase("Groups")) {
                return Lenient.text(names[i]);
            }
        }
        return null;
    }

    private static boolean isPerson(String identity, @Nullable String person) {
        return person != null && identity.contains(person);
    }

    /// The person among the identities: whoever has a mail address. A network or a machine is none.
    private static @Nullable String person(@Nullable String identity, @Nullable String identities) {
        for (String candidates : new String[] {identities, identity}) {
            if (candidates == null) {
                continue;
            }
            int at = candidates.indexOf('@');
            if (at > 0) {
                int open = candidates.lastIndexOf('(', at);
                int close = candidates.indexOf(')', at);
                if (open >= 0 && close > at) {
                    return candidates.substring(open + 1, close).strip();
                }
                int from = candidates.lastIndexOf(',', at) + 1;
                int to = candidates.indexOf(',', at);
                return candidates.substring(from, to < 0 ? candidates.length() : to).strip();
            }
        }
        return null;
    }
}
