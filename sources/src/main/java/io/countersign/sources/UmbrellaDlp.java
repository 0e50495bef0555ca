package io.countersign.sources;

import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.util.List;
import java.util.Set;

/// A row of Umbrella's log of data loss prevention, which an export holds beside the proxy's: who
/// sent which file to which application, and what Cisco's own reading found in it. Its second
/// column names the way of the inspection.
final class UmbrellaDlp {
    private static final Set<String> WAYS = Set.of("Real Time", "SaaS API", "AI Guardrails");

    private static final List<String> NAMES =
            List.of(
                    "timestamp",
                    "way",
                    "event id",
                    "severity",
                    "identity",
                    "owner",
                    "file name",
                    "application",
                    "url",
                    "action",
                    "rule",
                    "classification",
                    "classifier",
                    "content type",
                    "file size",
                    "sha256",
                    "label");

    private static final Set<String> PASSED = Set.of("way", "severity", "file size", "sha256");

    private UmbrellaDlp() {}

    static boolean isRow(List<String> columns) {
        return columns.size() > NAMES.indexOf("classifier") && WAYS.contains(columns.get(1));
    }

    static Parsed row(List<String> columns) {
        Fields fields = Columns.named(columns, NAMES);
        ProxyRow row = new ProxyRow("umbrella-proxy");
        String identity = fields.text("identity");
        boolean person = identity != null && identity.indexOf('@') > 0;
        row.url(fields.text("url"))
                .user(person ? identity : fields.text("owner"), IdentityBasis.IDP, null)
                .action(fields.text("action"))
                .application(fields.text("application"))
                .fileNames(fields.text("file name"));
        row.event
                .time(Lenient.instant(fields.text("timestamp")), TimeBasis.PUBLISHED)
                .device(person ? null : identity)
                .contentType(fields.text("content type"))
                .transactionId(fields.text("event id"));
        String rule = fields.text("rule");
        String classification = fields.text("classification");
        String classifier = fields.text("classifier");
        row.event.sourceFinding(
                new SourceFinding(
                        classification == null ? rule == null ? "" : rule : classification,
                        classifier == null ? "" : classifier,
                        0));
        fields.pass(PASSED);
        return row.finish(fields);
    }
}
