package io.countersign.sinks.siem.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.schemas.Disposition;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The tables of `docs/guides/siem.md` are what the encoder does. Made anew with `-Dgolden=write`;
/// what an attribute means is written by hand in `ocsf-meanings.txt`.
class SiemGuideTest {
    private static final Path GUIDE = Path.of("../docs/guides/siem.md");
    private static final Path MEANINGS = Path.of("src/test/resources/ocsf-meanings.txt");

    @Test
    void theTablesAreWhatTheEncoderDoes() throws IOException {
        String guide = Files.readString(GUIDE);
        String current = replaced(guide, "mapping", mapping());
        current = replaced(current, "attributes", attributes());
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(GUIDE, current);
        }
        assertThat(Files.readString(GUIDE)).as("stale: run with -Dgolden=write").isEqualTo(current);
    }

    @Test
    void everyAttributeHasAMeaningAndEveryMeaningAnAttribute() throws IOException {
        assertThat(meanings().keySet()).isEqualTo(classesByPath().keySet());
    }

    private static String mapping() {
        StringBuilder table =
                new StringBuilder(
                        "| From | Class | Activity | Severity | `is_alert` |\n|---|---|---|---|---|\n");
        OcsfSamples.byCase()
                .forEach((name, sample) -> {
                    JsonNode event = OcsfSamples.json(sample);
                    table.append("| ").append(name);
                    table.append(" | ")
                            .append(event.get("class_uid").asText())
                            .append(' ')
                            .append(event.get("class_name").asText());
                    table.append(" | ")
                            .append(event.get("activity_id").asText())
                            .append(' ')
                            .append(event.get("activity_name").asText());
                    table.append(" | ")
                            .append(judged(name) ? "as judged" : event.get("severity_id").asText());
                    table.append(" | ").append(event.path("is_alert").asText("-")).append(" |\n");
                });
        return table.toString();
    }

    private static boolean judged(String name) {
        return name.startsWith("`EVENT`") || name.startsWith("alert") || name.equals("`ALERT`");
    }

    private static String attributes() throws IOException {
        StringBuilder table = new StringBuilder("| Attribute | In | Value |\n|---|---|---|\n");
        Map<String, String> meanings = meanings();
        classesByPath()
                .forEach((path, classes) ->
                        table.append("| `")
                                .append(path)
                                .append("` | ")
                                .append(
                                        classes.size() == OcsfClass.values().length
                                                ? "all"
                                                : classes.stream()
                                                        .map(String::valueOf)
                                                        .collect(Collectors.joining(", ")))
                                .append(" | ")
                                .append(meanings.getOrDefault(path, "?"))
                                .append(" |\n"));
        return table.toString();
    }

    /// Each leaf of the samples' events, a list as `[]`, and the classes it is in.
    private static Map<String, Set<Integer>> classesByPath() {
        Map<String, Set<Integer>> classes = new TreeMap<>();
        List<JsonNode> events = new ArrayList<>();
        for (Decoded sample : OcsfSamples.byCase().values()) {
            events.add(OcsfSamples.json(sample));
        }
        events.add(
                OcsfSamples.json(
                        Samples.decoded(Samples.event(10, Samples.violation())),
                        new OcsfOptions("test", true)));
        events.add(
                OcsfSamples.json(
                        Samples.decoded(
                                Samples.event(
                                        10,
                                        Samples.violationBuilder()
                                                .setUser("x".repeat(2_000))
                                                .build()))));
        events.add(
                OcsfSamples.json(
                        Samples.decoded(
                                Samples.event(
                                        10,
                                        Samples.everyField()
                                                .setContent(Samples.permittedHttp().getContent())
                                                .setDisposition(Disposition.PERMITTED)
                                                .build()))));
        for (JsonNode event : events) {
            collect(event, "", event.get("class_uid").asInt(), classes);
        }
        return classes;
    }

    private static void collect(
            JsonNode node, String path, int type, Map<String, Set<Integer>> classes) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(field ->
                            collect(
                                    field.getValue(),
                                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                                    type,
                                    classes));
        } else if (node.isArray()) {
            node.forEach(element -> collect(element, path + "[]", type, classes));
        } else {
            classes.computeIfAbsent(path, any -> new TreeSet<>()).add(type);
        }
    }

    private static Map<String, String> meanings() throws IOException {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (String line : Files.readAllLines(MEANINGS)) {
            String[] parts = line.split(" = ", 2);
            meanings.put(parts[0], parts[1]);
        }
        return new TreeMap<>(meanings);
    }

    private static String replaced(String guide, String name, String table) {
        String begin = "<!-- " + name + ": made by SiemGuideTest -->\n";
        String end = "<!-- end -->\n";
        int from = guide.indexOf(begin) + begin.length();
        assertThat(guide).contains(begin);
        return guide.substring(0, from) + table + guide.substring(guide.indexOf(end, from));
    }
}
