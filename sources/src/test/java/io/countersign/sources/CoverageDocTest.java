package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The section "Input formats" of `docs/coverage.md` says what the fixtures show. Run with
/// `-Dcoverage.write=true` to write it anew.
class CoverageDocTest {
    private static final Path DOCUMENT = Path.of("../docs/coverage.md");
    private static final String BEGIN =
            "<!-- input-formats: written by CoverageDocTest, do not edit -->\n";
    private static final String END = "<!-- input-formats: end -->\n";

    private static final List<String> FIELDS =
            List.of(
                    "time",
                    "elapsedMillis",
                    "user",
                    "device",
                    "sourceIp",
                    "destinationHost",
                    "path",
                    "method",
                    "status",
                    "bytesUp",
                    "bytesDown",
                    "action",
                    "userAgent",
                    "contentType",
                    "application",
                    "model",
                    "inputTokens",
                    "outputTokens",
                    "accountId",
                    "transactionId");

    @Test
    void theTableSaysWhatTheParsersGive() throws IOException {
        String section = section();
        if (Boolean.getBoolean("coverage.write")) {
            write(section);
        }
        assertThat(Files.readString(DOCUMENT, StandardCharsets.UTF_8)).contains(section);
    }

    private static String section() {
        List<String> formats =
                InputFormats.builtIn().all().stream().map(InputFormat::name).toList();
        Map<String, Map<String, Set<String>>> given = new TreeMap<>();
        for (Fixture fixture : Fixture.all()) {
            Map<String, Set<String>> cells =
                    given.computeIfAbsent(fixture.format(), _ -> new TreeMap<>());
            if (fixture.parse() instanceof Parsed.Accepted accepted) {
                collect(accepted.event(), cells);
            }
        }
        StringBuilder text = new StringBuilder(BEGIN);
        text.append("| Field | ").append(String.join(" | ", formats)).append(" |\n");
        text.append("|---").repeat("|---", formats.size()).append("|\n");
        for (String field : FIELDS) {
            row(text, "`" + field + "`", field, formats, given);
        }
        for (String list :
                List.of("account hints", "source findings", "texts", "missing text", "not a use")) {
            row(text, list, list, formats, given);
        }
        return text.append(END).toString();
    }

    private static void row(
            StringBuilder text,
            String title,
            String field,
            List<String> formats,
            Map<String, Map<String, Set<String>>> given) {
        text.append("| ").append(title);
        for (String format : formats) {
            Set<String> cell = given.getOrDefault(format, Map.of()).getOrDefault(field, Set.of());
            text.append(" | ").append(cell.stream().sorted().collect(Collectors.joining(", ")));
        }
        text.append(" |\n");
    }

    private static void collect(Event event, Map<String, Set<String>> cells) {
        for (String field : EventText.fields(event).keySet()) {
            String value =
                    switch (field) {
                        case "time" -> event.timeBasis().name();
                        case "user" -> event.identityBasis().name();
                        default -> "yes";
                    };
            add(cells, field, value);
        }
        event.accountHints().forEach(hint -> add(cells, "account hints", hint.kind().name()));
        event.sourceFindings().forEach(_ -> add(cells, "source findings", "yes"));
        event.contents().forEach(content -> add(cells, "texts", content.role().name()));
        if (event.contentGap() != Event.ContentGap.NONE) {
            add(cells, "missing text", event.contentGap().name());
        }
        event.notAUse().ifPresent(reason -> add(cells, "not a use", reason.name()));
    }

    private static void add(Map<String, Set<String>> cells, String field, String value) {
        cells.computeIfAbsent(field, _ -> new HashSet<>()).add(value);
    }

    private static void write(String section) throws IOException {
        String document = Files.readString(DOCUMENT, StandardCharsets.UTF_8);
        int from = document.indexOf(BEGIN);
        int to = document.indexOf(END) + END.length();
        Files.writeString(
                DOCUMENT,
                document.substring(0, from) + section + document.substring(to),
                StandardCharsets.UTF_8);
    }
}
