package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.alerts.AlertHistory;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.schemas.Alert;
import io.countersign.schemas.RuleHit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The audit log of a record system, described by the mapping of the guide, and a large send to an
/// AI service shortly after: one alert, of which no line names a report.
class EhrDownloadsByMappingTest {
    private static final Path GUIDE = Path.of("../docs/guides/accounts.md");
    private static final String PERSON = "m.vale@hospital.example.org";
    private static final int DOWNLOADS = 10;

    @TempDir Path folder;

    @Test
    @Timeout(600)
    void tenReportsAndThenALargeSendAreOneAlert() throws Exception {
        Path mapping = Files.writeString(folder.resolve("ehr.yaml"), mappingOfTheGuide());
        Path config =
                Files.writeString(
                        folder.resolve("countersign.yaml"),
                        """
                        directory: %s
                        partitions: 1
                        mappings: [%s]
                        ledger:
                          interval: 300ms
                        """
                                .formatted(folder.resolve("data"), mapping));
        Configuration configuration = ConfigurationFile.read(config).configuration();
        try (Installation installation =
                StartedInstallation.withoutSinks(configuration, PolicyYaml.demo())) {
            Instant begun = Instant.now().minus(Duration.ofMinutes(40));
            for (int i = 0; i < DOWNLOADS; i++) {
                send(
                        installation,
                        "ehr-audit",
                        i,
                        """
                        {"auditId":"A-%d","at":"%s","login":"%s","workstation":"WS-4471","unit":"Oncology",\
                        "reportName":"Visits of Dana Quill %d"}\
                        """
                                .formatted(i, begun.plusSeconds(60L * i), PERSON, i));
            }
            send(
                    installation,
                    "plain-json",
                    0,
                    """
                    {"time":"%s","user":"%s","host":"chatgpt.com","method":"POST","path":"/backend-api/files","bytesUp":240000,\
                    "prompt":"Please make a table of this list."}\
                    """
                            .formatted(begun.plusSeconds(1200), PERSON));

            Alert alert =
                    Awaitility.await("the rule")
                            .atMost(Duration.ofMinutes(3))
                            .pollInterval(Duration.ofSeconds(1))
                            .until(
                                    () ->
                                            AlertHistory.read(
                                                            installation.deployment(), _line -> {})
                                                    .alerts()
                                                    .stream()
                                                    .map(RaisedAlert::latest)
                                                    .filter(EhrDownloadsByMappingTest::isOurs)
                                                    .toList(),
                                    found -> !found.isEmpty())
                            .getFirst();
            assertThat(alert.getAbout()).isEqualTo(PERSON);
            assertThat(alert.toString()).doesNotContain("Quill", "reportName");
            assertThat(alert.getCauses()).hasSizeGreaterThan(1);
            assertThat(installation.failure()).isEmpty();
        }
    }

    private static boolean isOurs(Alert alert) {
        return alert.getRules().stream()
                .map(RuleHit::getRule)
                .anyMatch("DOWNLOAD_THEN_UPLOAD"::equals);
    }

    private static void send(Installation installation, String format, long number, String line)
            throws Exception {
        installation
                .intake()
                .records()
                .send(format, format, number, line.getBytes(StandardCharsets.UTF_8))
                .get();
    }

    private static String mappingOfTheGuide() throws Exception {
        String guide = Files.readString(GUIDE);
        int begin = guide.indexOf("name: ehr-audit");
        assertThat(begin).as("the mapping in %s", GUIDE).isPositive();
        List<String> lines = guide.substring(begin).lines().toList();
        return String.join("\n", lines.subList(0, lines.indexOf("```"))) + "\n";
    }
}
