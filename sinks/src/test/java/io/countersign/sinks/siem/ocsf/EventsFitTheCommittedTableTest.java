package io.countersign.sinks.siem.ocsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.sinks.siem.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The rules of OCSF 1.8.0 for what we emit, from a table that is committed here and was made from
/// the schema. Made anew with `-Dgolden=write -Docsf.schema=PATH`.
class EventsFitTheCommittedTableTest {
    private static final Path TABLE = Path.of("src/test/resources/ocsf-1.8.0-used.txt");

    @Test
    void everyKindOfEntryAndAlert() throws IOException {
        UsedOcsfTable table = UsedOcsfTable.parse(Files.readAllLines(TABLE));
        for (JsonNode event : events()) {
            assertThat(table.faults(event)).as("%s", event).isEmpty();
        }
    }

    @Test
    void theTableCatchesWhatIsWrong() throws IOException {
        UsedOcsfTable table = UsedOcsfTable.parse(Files.readAllLines(TABLE));
        JsonNode good = OcsfSamples.json(Samples.decoded(Samples.event(10, Samples.violation())));

        ObjectNode missing = good.deepCopy();
        missing.remove("finding_info");
        ObjectNode unknown = good.deepCopy();
        unknown.put("prompt", "x");
        ObjectNode badEnum = good.deepCopy();
        badEnum.put("severity_id", 42);
        ObjectNode badType = good.deepCopy();
        badType.put("is_alert", "yes");
        ObjectNode noneOf = good.deepCopy();
        ((ObjectNode) noneOf.get("src_endpoint")).removeAll();

        for (JsonNode bad : List.of(missing, unknown, badEnum, badType, noneOf)) {
            assertThat(table.faults(bad)).hasSize(1);
        }
    }

    @Test
    void theTableIsWhatTheSchemaSays() throws IOException {
        Optional<Path> location = OcsfSchema.location();
        assumeTrue(
                location.isPresent(),
                "skipped: no OCSF schema given (-Docsf.schema=PATH or COUNTERSIGN_OCSF_SCHEMA)");
        List<String> lines = UsedOcsfTable.of(OcsfSchema.read(location.get()), events()).lines();
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(TABLE.getParent());
            Files.write(TABLE, lines);
        }
        assertThat(Files.readAllLines(TABLE)).as("stale: run with -Dgolden=write").isEqualTo(lines);
    }

    private static List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        OcsfSamples.byCase().values().forEach(sample -> events.add(OcsfSamples.json(sample)));
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
        return events;
    }
}
