package io.countersign.it;

import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.drill.DrillSchedule;
import io.countersign.app.health.Measure;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A drill through a running installation: each hop is timed, each sink has it, nobody is alerted;
/// and the sinks are held against the log, by command and as an entry.
class DrillReachesEverySinkTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern DRILL = Pattern.compile("drill ([0-9a-f]{16})");
    private static final Pattern CHAINED = Pattern.compile("chained as (\\S+@\\d+:\\d+)");

    @TempDir Path folder;

    @Test
    @Timeout(600)
    void eachHopIsSeenAndTheSinksAreReconciled() throws Exception {
        Path directory = folder.resolve("data");
        Path config =
                Files.writeString(
                        folder.resolve("countersign.yaml"),
                        """
                        directory: %s
                        partitions: 2
                        ledger: {interval: 300ms}
                        sinks:
                          everything: {type: ndjson, directory: everything}
                          incidents: {type: ndjson, directory: incidents, select: {kinds: [INCIDENT]}}
                        """
                                .formatted(directory));
        Configuration configuration = ConfigurationFile.read(config).configuration();
        try (Installation installation =
                StartedInstallation.withSinks(configuration, PolicyYaml.demo())) {
            String drill = run("drill", "--config", config.toString(), "--wait", "2m");
            assertThat(drill)
                    .startsWith("0 ")
                    .contains("received", "judged", "chained", "sealed", "REVIEW, PHI was found")
                    .containsPattern("everything +\\d+\\.\\d s acknowledged")
                    .containsPattern("incidents +\\d+\\.\\d s acknowledged")
                    .doesNotContain("not seen", "Dana Quill");
            Matcher id = DRILL.matcher(drill);
            assertThat(id.find()).isTrue();
            for (String sink : new String[] {"everything", "incidents"}) {
                assertThat(lines(directory.resolve(sink)))
                        .contains("\"drill\":\"" + id.group(1) + "\"")
                        .doesNotContain("Dana Quill", "5550142");
            }
            String listener = "http://127.0.0.1:" + installation.intake().port() + "/v1/events";
            assertThat(
                            run(
                                    "drill",
                                    "--to",
                                    listener,
                                    "--json",
                                    "--wait",
                                    "2m",
                                    "--config",
                                    config.toString()))
                    .startsWith("0 ")
                    .contains("\"complete\":true", "\"phi\":true", "\"state\":\"ACKNOWLEDGED\"");
            assertOneComesByItself(installation.deployment());
            assertThat(run("alert", "list", "--all", "--config", config.toString()))
                    .startsWith("0 ")
                    .contains("No alerts.");

            Awaitility.await("nothing waits")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() ->
                            assertThat(sink("status", config, "--json"))
                                    .startsWith("0 ")
                                    .contains(
                                            "\"waiting\":0,\"overdue\":false,\"deadLetters\":0,\"receiver\":\"OK\""));
            assertThat(sink("estimate", config))
                    .startsWith("0 ")
                    .contains("events a day", "everything", "incidents");

            String whole = sink("reconcile", config);
            assertThat(whole)
                    .startsWith("0 ")
                    .contains(
                            "everything  ndjson", "audit.entry.v1/0@1 0 to ", "nothing is missing")
                    .contains("incidents  ndjson")
                    .as("one run settled it, by this selection")
                    .doesNotContain("started again", "selects otherwise", "neither entry");
            String first = sink("reconcile", config, "everything", "--chain");
            assertThat(first).startsWith("0 ").contains("audit.entry.v1/0@1 0 to ");
            Matcher chained = CHAINED.matcher(first);
            assertThat(chained.find()).isTrue();
            Awaitility.await("sealed")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(run("why", chained.group(1), "--dir", directory.toString()))
                                    .startsWith("0 ")
                                    .contains(", RECONCILE"));
            assertThat(sink("reconcile", config, "everything", "--chain"))
                    .as("it goes on where the last one ended")
                    .startsWith("0 ")
                    .doesNotContain("audit.entry.v1/0@1 0 to ");
        }
        assertThat(run("verify", directory.toString())).startsWith("0 ");
    }

    /// The first arrives everywhere and is told; nothing arrives within a millisecond, which is
    /// told too.
    private static void assertOneComesByItself(Deployment deployment) throws Exception {
        Map<String, Map<String, String>> connectors = Connectors.of(deployment.configuration());
        for (Duration lateAfter : List.of(LIMIT, Duration.ofMillis(1))) {
            try (DrillSchedule drills =
                    new DrillSchedule(
                            deployment,
                            connectors,
                            new Configuration.Drill(Duration.ofDays(1), lateAfter),
                            Duration.ZERO,
                            Clock.systemUTC())) {
                assertThat(drills.measures("connect")).isEmpty();
                drills.start();
                List<Measure> told =
                        Awaitility.await("a drill by itself")
                                .atMost(LIMIT)
                                .until(() -> drills.measures("connect"), all -> !all.isEmpty());
                Map<String, Double> values = new HashMap<>();
                told.forEach(one ->
                        values.put(one.name() + one.labels().getOrDefault("hop", ""), one.value()));
                if (lateAfter.equals(LIMIT)) {
                    assertThat(values).containsEntry("countersign_drill_late", 0.0);
                    for (String hop :
                            List.of(
                                    "received",
                                    "judged",
                                    "chained",
                                    "sealed",
                                    "sink/everything",
                                    "sink/incidents")) {
                        assertThat(values).containsKey("countersign_drill_seconds" + hop);
                    }
                } else {
                    assertThat(values)
                            .containsEntry("countersign_drill_late", 1.0)
                            .doesNotContainKey("countersign_drill_secondschained");
                }
            }
        }
    }

    private static String sink(String command, Path config, String... more) {
        return run(
                Stream.of(
                                Stream.of("sink", command),
                                Stream.of(more),
                                Stream.of("--config", config.toString()))
                        .flatMap(words -> words)
                        .toArray(String[]::new));
    }

    private static String lines(Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            files.sorted()
                    .forEach(file -> {
                        try {
                            text.append(Files.readString(file));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
        return text.toString();
    }
}
