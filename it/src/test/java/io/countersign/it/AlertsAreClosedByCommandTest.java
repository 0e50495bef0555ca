package io.countersign.it;

import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.alerts.AlertHistory;
import io.countersign.app.alerts.Precision;
import io.countersign.app.alerts.ProposedMute;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Alerts of a running installation by command: listed, shown, closed once, seen in the log and in
/// the rules' precision; and read once more when it has stopped.
class AlertsAreClosedByCommandTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern CHAINED = Pattern.compile("chained as (\\S+@\\d+:\\d+)");
    private static final String OFTEN = "a.often@hospital.example.org";
    private static final String ONCE = "b.once@hospital.example.org";

    @TempDir Path folder;

    private Path directory = Path.of("");

    @Test
    @Timeout(600)
    void anAlertIsClosedOnceAndTheLogAndItsRuleKnowIt() throws Exception {
        directory = folder.resolve("data");
        Path config = folder.resolve("countersign.yaml");
        Files.writeString(
                config,
                """
                directory: %s
                partitions: 2
                ledger:
                  interval: 300ms
                """
                        .formatted(directory));
        Configuration configuration = ConfigurationFile.read(config).configuration();
        List<RaisedAlert> raised;
        try (Installation installation =
                StartedInstallation.withoutSinks(configuration, PolicyYaml.demo())) {
            Prompts prompts = new Prompts(installation);
            assertThat(alert("list")).startsWith("0 ").contains("No open alerts");

            // Further apart than a burst: each is a group of its own.
            for (int hours : new int[] {21, 16, 11, 6, 1}) {
                prompts.send(OFTEN, Instant.now().minus(Duration.ofHours(hours)));
            }
            prompts.send(ONCE, Instant.now().minus(Duration.ofHours(1)));
            List<String> often = new ArrayList<>();
            Awaitility.await("six alerts")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        often.clear();
                        often.addAll(ids(OFTEN));
                        assertThat(often).hasSize(5);
                        assertThat(ids(ONCE)).hasSize(1);
                    });
            String once = ids(ONCE).getFirst();
            assertThat(alert("list", "--json"))
                    .contains("\"id\":\"" + once + "\"", "\"state\":\"OPEN\"", "\"notLookedAt\":");
            // Which of them was judged last is the partitions' affair.
            assertThat(ids(ONCE, "--since", "2h")).containsExactly(once);
            assertThat(ids(OFTEN, "--since", "2h")).hasSize(1).isSubsetOf(often);

            assertThat(alert("show", once.substring(0, 12)))
                    .startsWith("0 ")
                    .contains("PHI_DISCLOSED  ", "not seen", "next", " PHI_OURS", "breach")
                    .contains("countersign why audit.entry.v1/", "state     OPEN")
                    .doesNotContain("Dana Quill", "5550142");
            assertThat(alert("show", once, "--json"))
                    .contains("\"points\":[", "\"causes\":[\"audit.entry.v1/", "\"breach\":{");

            String closed = alert("close", once, "--as", "true", "--reason", "ASKED_PERSON");
            assertThat(closed).startsWith("0 Closed as true by " + System.getProperty("user.name"));
            Matcher chained = CHAINED.matcher(closed);
            assertThat(chained.find()).isTrue();
            Awaitility.await("sealed")
                    .atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(run("why", chained.group(1), "--dir", directory.toString()))
                                    .startsWith("0 ")
                                    .contains(", REVIEW", once, "TRUE_ALERT", "ASKED_PERSON"));
            assertThat(alert("close", once, "--as", "false"))
                    .startsWith("3 ")
                    .contains(once + " is closed as true by ", chained.group(1));
            assertThat(alert("close", "0123456789", "--as", "test"))
                    .startsWith("4 ")
                    .contains("No alert is called 0123456789");

            for (String id : often.subList(0, 4)) {
                assertThat(alert("close", id, "--as", "false")).startsWith("0 ");
            }
            assertThat(alert("rules"))
                    .containsPattern("PHI_DISCLOSED +ON .* 1 of 5, 20%")
                    .containsPattern("FIRST_SEEN_SERVICE .* nobody has looked")
                    .as("four are not enough")
                    .doesNotContain("mutes:");
            assertThat(alert("close", often.get(4), "--as", "false")).startsWith("0 ");
            assertThat(alert("rules"))
                    .containsPattern("PHI_DISCLOSED +ON .* 1 of 6, 16%")
                    .contains("closed as false 5 times", "would have hidden 5 alerts")
                    .contains("It never hides a patient of ours")
                    .contains("about: {kind: PERSON, name: \"" + OFTEN + "\"}")
                    .doesNotContain("name: \"" + ONCE);
            assertThat(alert("list")).contains("No open alerts");
            assertThat(alert("list", "--all")).contains("CLOSED as false", "CLOSED as true");
            raised = AlertHistory.read(installation.deployment(), _line -> {}).alerts();
        }

        assertThat(alert("list", "--all"))
                .as("from what the stopped installation left")
                .startsWith("0 ")
                .contains("CLOSED as true", "CLOSED as false");
        assertThat(alert("close", raised.getFirst().id(), "--as", "test"))
                .startsWith("4 ")
                .contains("does not run", "countersign up");
        ofOwnPatientsNothingIsHidden(raised);
    }

    private static void ofOwnPatientsNothingIsHidden(List<RaisedAlert> raised) {
        long now = Instant.now().toEpochMilli();
        List<RaisedAlert> often =
                raised.stream().filter(one -> one.latest().getAbout().equals(OFTEN)).toList();
        ProposedMute mute = ProposedMute.of(often, now).getFirst();
        assertThat(mute.hidden()).hasSize(5);
        assertThat(mute.shown()).isEmpty();
        List<RaisedAlert> ours = often.stream().map(one -> naming(one, 3)).toList();
        assertThat(ProposedMute.of(ours, now).getFirst().hidden()).isEmpty();
        assertThat(ProposedMute.of(ours, now).getFirst().shown()).hasSize(5);
        assertThat(ProposedMute.of(often.subList(1, 5), now)).as("four of a scope").isEmpty();
        assertThat(ProposedMute.of(often, now + Duration.ofDays(91).toMillis())).isEmpty();
        assertThat(Precision.of("PHI_DISCLOSED", raised, now - Duration.ofDays(30).toMillis()))
                .isEqualTo(new Precision(1, 6));
    }

    private static RaisedAlert naming(RaisedAlert alert, long ownPatients) {
        Alert latest = alert.latest();
        return new RaisedAlert(
                Alert.newBuilder()
                        .setId(latest.getId())
                        .setGroup(latest.getGroup())
                        .setAlertClass(latest.getAlertClass())
                        .setSeverity(latest.getSeverity())
                        .setRaisedMillis(latest.getRaisedMillis())
                        .setCause(latest.getCause())
                        .setEvent(latest.getEvent())
                        .setAboutKind(latest.getAboutKind())
                        .setAbout(latest.getAbout())
                        .setNotice(latest.getNotice())
                        .setRules(latest.getRules())
                        .setPoints(latest.getPoints())
                        .setCauses(latest.getCauses())
                        .setNotSeen(latest.getNotSeen())
                        .setMutesOverruled(latest.getMutesOverruled())
                        .setCounts(new AlertCounts(1L, 1L, 0L, 0L, 0L, ownPatients, ownPatients))
                        .build(),
                alert.raisedMillis(),
                alert.closing(),
                alert.state(),
                alert.amendments(),
                alert.withdrawn());
    }

    /// Ids of the open disclosures about somebody, the latest raised first.
    private List<String> ids(String person, String... more) {
        return alert("list", more)
                .lines()
                .filter(line -> line.contains(person.substring(0, person.indexOf('@'))))
                .filter(line -> line.contains("PHI_DISCLOSED"))
                .map(line -> line.replaceFirst("^0 ", "").substring(0, 32))
                .toList();
    }

    private String alert(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of("alert", command));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--dir", directory.toString()));
        return run(arguments.toArray(String[]::new));
    }
}
