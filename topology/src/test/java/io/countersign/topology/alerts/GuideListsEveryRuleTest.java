package io.countersign.topology.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The tables of docs/guides/alerts.md are what the code ships. With `-Ddocs.write=true` they are
/// written instead.
class GuideListsEveryRuleTest {
    private static final Path GUIDE = Path.of("..", "docs", "guides", "alerts.md");

    @Test
    void theTablesOfTheGuideAreThoseOfTheCode() throws IOException {
        String guide = Files.readString(GUIDE);
        String current = put(put(guide, "rules", rules()), "severity", severities());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(GUIDE, current);
        }
        assertThat(Files.readString(GUIDE))
                .as("run this test with -Ddocs.write=true")
                .isEqualTo(current);
    }

    private static String put(String guide, String name, String table) {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- /" + name + " -->";
        int from = guide.indexOf(begin) + begin.length();
        int to = guide.indexOf(end);
        assertThat(from).isGreaterThan(begin.length()).isLessThanOrEqualTo(to);
        return guide.substring(0, from) + table + guide.substring(to);
    }

    private static String rules() {
        StringBuilder table =
                new StringBuilder(
                        "| Rule | By | As shipped | History | Thresholds | Finds |\n|---|---|---|---|---|---|\n");
        for (Rule rule : Rules.shipped().all()) {
            String thresholds =
                    new TreeMap<>(rule.thresholds().values())
                            .entrySet().stream()
                                    .map(each -> each.getKey() + " " + each.getValue())
                                    .collect(Collectors.joining(", "));
            table.append(
                    "| %s | %s | %s | %s | %s | %s |\n"
                            .formatted(
                                    rule.code(),
                                    rule.lookedAt(),
                                    rule.mode(),
                                    rule.historyDays() == 0 ? "none" : rule.historyDays() + " days",
                                    thresholds.isEmpty() ? "none" : thresholds,
                                    rule.sees()));
        }
        return table.toString();
    }

    private static String severities() {
        SeverityTable shipped = SeverityTable.shipped();
        StringBuilder table = new StringBuilder("| Line | Points |\n|---|---|\n");
        Map<String, Integer> lines = new TreeMap<>(shipped.lines());
        Rules.shipped().all().forEach(rule -> lines.remove(rule.code()));
        lines.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(line ->
                        table.append("| %s | %d |\n".formatted(line.getKey(), line.getValue())));
        table.append("\n| Severity | From |\n|---|---|\n");
        shipped.steps()
                .forEach(step ->
                        table.append(
                                "| %s | %d |\n".formatted(step.severity(), step.fromPoints())));
        return table.toString();
    }
}
