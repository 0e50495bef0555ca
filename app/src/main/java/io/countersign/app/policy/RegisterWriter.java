package io.countersign.app.policy;

import java.time.LocalDate;
import java.util.List;

/// Writes `baa.yaml`. Every text is quoted, so that nothing that somebody typed can be read as
/// YAML.
final class RegisterWriter {
    private RegisterWriter() {}

    static String text(
            String version,
            String organisation,
            List<String> domains,
            boolean complete,
            List<RegisterRow> rows,
            LocalDate verified) {
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                "# The site's AI accounts and BAAs. docs/guides/policy.md explains every key.\n");
        yaml.append("policy: ").append(quoted(version)).append('\n');
        yaml.append("organisation:\n");
        yaml.append("  name: ").append(quoted(organisation)).append('\n');
        yaml.append("  domains: ").append(list(domains)).append('\n');
        yaml.append(
                complete
                        ? "# These rows are all accounts and BAAs that the site has.\n"
                        : "# There may be accounts and BAAs beside these rows.\n");
        yaml.append("complete: ").append(complete).append('\n');
        yaml.append("sanctioned_without_baa: []\n");
        yaml.append(rows.isEmpty() ? "agreements: []\n" : "agreements:\n");
        for (RegisterRow row : rows) {
            row(yaml, row, verified);
        }
        return yaml.toString();
    }

    private static void row(StringBuilder yaml, RegisterRow row, LocalDate verified) {
        yaml.append("  - id: ").append(quoted(row.id())).append('\n');
        line(yaml, "services", list(row.services()));
        line(yaml, "plan", quoted(row.plan()));
        line(yaml, "party", "site");
        if (row.signed().isPresent()) {
            yaml.append("    baa:\n");
            yaml.append("      signed: ").append(row.signed().get()).append('\n');
            yaml.append("      settings: ")
                    .append(list(row.settings().stream().sorted().toList()))
                    .append('\n');
            row.retention()
                    .ifPresent(mode ->
                            yaml.append("      retention: ").append(quoted(mode)).append('\n'));
        } else {
            line(yaml, "baa", "none");
        }
        line(yaml, "valid_from", row.validFrom().toString());
        row.validTo().ifPresent(day -> line(yaml, "valid_to", day.toString()));
        line(yaml, "verified_at", verified.toString());
        for (String key : RegisterRow.ID_KEYS) {
            List<String> values = row.ids().getOrDefault(key, List.of());
            if (!values.isEmpty()) {
                line(yaml, key, list(values));
            }
        }
        if (row.ids().isEmpty()) {
            line(yaml, "every_account", "true");
        }
    }

    private static void line(StringBuilder yaml, String key, String value) {
        yaml.append("    ").append(key).append(": ").append(value).append('\n');
    }

    private static String list(List<String> values) {
        return "[" + String.join(", ", values.stream().map(RegisterWriter::quoted).toList()) + "]";
    }

    /// YAML's single quotes: only the quote itself needs care. Control characters become spaces.
    private static String quoted(String text) {
        StringBuilder safe = new StringBuilder("'");
        text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(c -> safe.appendCodePoint(c).append(c == '\'' ? "'" : ""));
        return safe.append('\'').toString();
    }
}
