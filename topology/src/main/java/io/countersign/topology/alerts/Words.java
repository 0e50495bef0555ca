package io.countersign.topology.alerts;

import java.util.Locale;

/// Codes and numbers as people read them.
final class Words {
    private Words() {}

    /// `FEATURE_NOT_COVERED` to `feature not covered`; BAA and PHI stay as they are.
    static String reason(String code) {
        return code.toLowerCase(Locale.ROOT)
                .replace('_', ' ')
                .replaceAll("\\bbaa\\b", "BAA")
                .replaceAll("\\bphi\\b", "PHI")
                .replaceAll("\\bapi\\b", "API");
    }

    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " bytes";
        }
        return bytes < 1_000_000
                ? bytes / 1_000 + " kB"
                : "%d.%d MB".formatted(bytes / 1_000_000, bytes / 100_000 % 10);
    }

    static String count(long count, String one, String many) {
        return count == 1 ? "one " + one : count + " " + many;
    }
}
