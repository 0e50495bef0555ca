package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The tables of `docs/coverage.md` on input formats say what the fixtures show, and what no
/// setting makes a source show. Run with `-Dcoverage.write=true` to write them anew.
class CoverageDocTest {
    private static final Path DOCUMENT = Path.of("../docs/coverage.md");
    private static final String BEGIN =
            "<!-- input-formats: written by CoverageDocTest, do not edit -->\n";
    private static final String END = "<!-- input-formats: end -->\n";

    private static final String VISIBILITY_BEGIN =
            "<!-- visibility: written by CoverageDocTest, do not edit -->\n";
    private static final String VISIBILITY_END = "<!-- visibility: end -->\n";

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
        requireInDocument(BEGIN, section(), END);
    }

    @Test
    void theMatrixSaysWhatASourceCanNeverShow() throws IOException {
        requireInDocument(VISIBILITY_BEGIN, visibility(), VISIBILITY_END);
    }

    @Test
    void everyFormatIsOfOneKindOfSource() {
        List<String> ofKinds =
                Arrays.stream(Visibility.Kind.values())
                        .flatMap(kind -> kind.formats().stream())
                        .toList();
        assertThat(ofKinds)
                .containsExactlyInAnyOrderElementsOf(
                        InputFormats.builtIn().all().stream().map(InputFormat::name).toList());
    }

    private static void requireInDocument(String begin, String section, String end)
            throws IOException {
        if (Boolean.getBoolean("coverage.write")) {
            write(begin, section, end);
        }
        assertThat(Files.readString(DOCUMENT, StandardCharsets.UTF_8)).contains(section);
    }

    private static String visibility() {
        StringBuilder text = new StringBuilder(VISIBILITY_BEGIN);
        text.append("| Prompt |");
        for (Visibility.Kind kind : Visibility.Kind.values()) {
            text.append(' ').append(kind.title()).append(" |");
        }
        text.append("\n|---").repeat("|---", Visibility.Kind.values().length).append("|\n");
        for (Visibility.Use use : Visibility.Use.values()) {
            text.append("| ").append(use.title()).append(' ').append(use.mark()).append(" |");
            for (Visibility.Kind kind : Visibility.Kind.values()) {
                Visibility.Shown shown = Visibility.of(kind, use);
                text.append(shown.prompt() ? " **" : " ")
                        .append(shown.text())
                        .append(shown.prompt() ? "** |" : " |");
            }
            text.append('\n');
        }
        text.append('\n');
        for (Visibility.Kind kind : Visibility.Kind.values()) {
            text.append("- ").append(kind.title()).append(": ");
            text.append(
                    kind.formats().stream()
                            .sorted()
                            .map(format -> "`" + format + "`")
                            .collect(Collectors.joining(", ")));
            text.append('\n');
        }
        return text.append(VISIBILITY_END).toString();
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

    private static void write(String begin, String section, String end) throws IOException {
        String document = Files.readString(DOCUMENT, StandardCharsets.UTF_8);
        int from = document.indexOf(begin);
        int to = document.indexOf(end) + end.length();
        Files.writeString(
                DOCUMENT,
                document.substring(0, from) + section + document.substring(to),
                StandardCharsets.UTF_8);
    }
}
