package io.countersign.sinks.siem.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.delivery.DeliverySettings;
import io.countersign.sinks.siem.delivery.Selection;
import io.countersign.sinks.siem.delivery.SiemSinkConnector;
import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.otlp.OtlpSinkConnector;
import io.countersign.sinks.siem.sentinel.SentinelSinkConnector;
import io.countersign.sinks.siem.splunk.HecSinkConnector;
import io.countersign.sinks.siem.webhook.WebhookSinkConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/// The tables of keys in `docs/guides/siem.md` are the configuration's own words;
/// `-Dcountersign.write-docs=true` writes them.
class GuideListsEveryKeyTest {
    private static final Path GUIDE = Path.of("../docs/guides/siem.md");
    private static final String END = "<!-- end -->";

    private static final List<SiemSinkConnector> CONNECTORS =
            List.of(
                    new HecSinkConnector(),
                    new SentinelSinkConnector(),
                    new WebhookSinkConnector(),
                    new OtlpSinkConnector());

    @Test
    void theTablesAreTheDefinitions() throws IOException {
        ConfigDef shared = new ConfigDef();
        Selection.define(shared, Selection.Standard.WHAT_MATTERS);
        DeliverySettings.define(shared, 1024 * 1024);
        HttpSettings.define(shared);
        Map<String, String> tables = new LinkedHashMap<>();
        for (SiemSinkConnector connector : CONNECTORS) {
            Sink sink = connector.sink();
            tables.put(sink.name(), table(sink.definition(), shared.names()));
        }
        tables.put("shared", table(shared, Set.of()));

        String guide = Files.readString(GUIDE);
        String written = guide;
        for (Map.Entry<String, String> table : tables.entrySet()) {
            written = replaced(written, "<!-- keys: " + table.getKey() + " -->", table.getValue());
        }
        if (Boolean.getBoolean("countersign.write-docs")) {
            Files.writeString(GUIDE, written);
        } else {
            assertThat(guide).isEqualTo(written);
        }
    }

    private static String replaced(String guide, String start, String table) {
        int from = guide.indexOf(start);
        assertThat(from).as(start).isNotNegative();
        int to = guide.indexOf(END, from);
        return guide.substring(0, from) + start + "\n" + table + guide.substring(to);
    }

    private static String table(ConfigDef definition, Set<String> but) {
        return definition.configKeys().values().stream()
                .filter(key -> !but.contains(key.name))
                .map(key ->
                        "| `"
                                + key.name
                                + "` | "
                                + standard(key)
                                + " | "
                                + key.documentation
                                + " |\n")
                .collect(Collectors.joining("", "| Key | Default | What |\n|---|---|---|\n", ""));
    }

    private static String standard(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        String text =
                key.defaultValue instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                        : String.valueOf(key.defaultValue);
        return text.isEmpty() ? "none" : "`" + text + "`";
    }
}
