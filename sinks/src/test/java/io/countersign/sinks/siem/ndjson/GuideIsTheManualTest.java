package io.countersign.sinks.siem.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.sinks.siem.ReadCommitted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/// The configuration in `docs/guides/siem.md` is accepted as it stands, and its table of keys is
/// complete and has the real defaults.
class GuideIsTheManualTest {
    private static final Path GUIDE = Path.of("../docs/guides/siem.md");

    @Test
    void itsConfigurationStartsTheConnector() throws IOException {
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf("```json\n") + "```json\n".length();
        ObjectMapper json = new ObjectMapper();
        JsonNode block = json.readTree(guide.substring(from, guide.indexOf("```", from)));
        Map<String, String> properties =
                json.convertValue(block.get("config"), new TypeReference<Map<String, String>>() {});

        assertThat(properties)
                .isEqualTo(NdjsonSinkConnector.configuration(Path.of("/var/log/countersign")));
        NdjsonSinkConnector connector = new NdjsonSinkConnector();
        connector.start(properties);
        assertThat(connector.taskConfigs(2)).hasSize(2).doesNotHaveDuplicates();
        assertThat(connector.validate(properties).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    }

    @Test
    void itsTableHasEveryKeyAndDefault() throws IOException {
        String guide = Files.readString(GUIDE);
        for (ConfigDef.ConfigKey key : NdjsonConfig.DEFINITION.configKeys().values()) {
            String shown =
                    key.hasDefault()
                            ? "`"
                                    + (key.defaultValue instanceof List<?> list
                                            ? String.join(
                                                    ",",
                                                    list.stream().map(String::valueOf).toList())
                                            : String.valueOf(key.defaultValue))
                                    + "`"
                            : "none";
            assertThat(guide).contains("| `" + key.name + "` | " + shown + " |");
        }
        assertThat(guide).contains("| `" + ReadCommitted.KEY + "` | none |");
    }
}
