package io.countersign.detectors.phi.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.Span;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every info type has a table of texts in which it is found, at exactly the marked place, and of
/// texts in which it is not. A type without a table fails.
class InfoTypeTablesTest {
    private final PhiDetector detector = PhiDetector.standard();

    static Stream<InfoType> types() {
        return InfoTypes.all().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyRowOfTheTableHolds(InfoType type) throws IOException {
        List<String> failures = new ArrayList<>();
        int found = 0;
        int absent = 0;
        for (String line : table(type)) {
            if (line.startsWith("+ ")) {
                found++;
                check(type, line.substring(2), failures);
            } else if (line.startsWith("- ")) {
                absent++;
                Inspection inspection = inspect(line.substring(2));
                if (inspection.findings().stream()
                        .anyMatch(finding -> finding.type().equals(type))) {
                    failures.add("found where it must not be: " + line);
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(found).as("rows with a value").isPositive();
        assertThat(absent).as("rows without").isPositive();
    }

    private void check(InfoType type, String marked, List<String> failures) {
        int open = marked.indexOf("[[");
        int close = marked.indexOf("]]");
        String before = marked.substring(0, open);
        String value = marked.substring(open + 2, close);
        int start = before.getBytes(StandardCharsets.UTF_8).length;
        Span expected = new Span(start, start + value.getBytes(StandardCharsets.UTF_8).length);
        Inspection inspection = inspect(before + value + marked.substring(close + 2));
        boolean hit =
                inspection.findings().stream()
                        .anyMatch(finding ->
                                finding.type().equals(type) && finding.span().equals(expected));
        if (!hit) {
            failures.add(
                    marked
                            + " gave "
                            + inspection.findings().stream().map(Finding::toString).toList());
        }
    }

    private Inspection inspect(String text) {
        return detector.inspect(List.of(new Text("table", text.getBytes(StandardCharsets.UTF_8))));
    }

    private static List<String> table(InfoType type) throws IOException {
        try (InputStream in = InfoTypeTablesTest.class.getResourceAsStream(type.name() + ".txt")) {
            assertThat(in).as("table for " + type).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
