package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.alerts.ProposedMute;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.app.alerts.RaisedAlert.Amendment;
import io.countersign.app.alerts.RaisedAlert.Closing;
import io.countersign.app.alerts.RaisedAlert.State;
import io.countersign.app.alerts.Withdrawal;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.schemas.AboutKind;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertCounts;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Notice;
import io.countersign.schemas.PolicyMute;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.ReviewVerdict;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SeverityPoints;
import io.countersign.topology.alerts.Alerting;
import io.countersign.topology.alerts.Rule;
import io.countersign.topology.alerts.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How alerts and rules are shown in states that a day's test traffic does not bring about.
class AlertStatesTest {
    private static final long NOW = Instant.parse("2026-11-26T12:00:00Z").toEpochMilli();
    private static final String WHO = "a \"quoted\": name@hospital.example.org # not a comment";

    @TempDir Path folder;

    @Test
    void ofMoreThanThirtyExposuresTheWorstAndASampleAreShownAndTheOthersCounted() {
        List<RaisedAlert> exposures =
                IntStream.range(0, 45)
                        .mapToObj(
                                i -> alert(i, "EXPOSURE", i, i < 4 ? closing(i) : Optional.empty()))
                        .toList();

        ExposureQueue queue = ExposureQueue.of(exposures, new SplittableRandom(1));

        assertThat(queue.worst())
                .extracting(RaisedAlert::points)
                .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> 44 - i).toList());
        assertThat(queue.sample()).hasSize(10).doesNotContainAnyElementsOf(queue.worst());
        assertThat(queue.notShown()).isEqualTo(15);
        assertThat(queue.notLookedAt()).isEqualTo(41);
    }

    @Test
    void whatRanksLowIsDrawnAtRandom() {
        List<RaisedAlert> exposures =
                IntStream.range(0, 45)
                        .mapToObj(i -> alert(i, "EXPOSURE", i, Optional.empty()))
                        .toList();
        Set<String> drawn = new HashSet<>();
        for (int seed = 0; seed < 60; seed++) {
            ExposureQueue.of(exposures, new SplittableRandom(seed)).sample().stream()
                    .map(RaisedAlert::id)
                    .forEach(drawn::add);
        }

        assertThat(drawn).as("each of the 25 others").hasSize(25);
        assertThat(ExposureQueue.of(exposures.subList(0, 12), new SplittableRandom(1)))
                .satisfies(queue -> {
                    assertThat(queue.worst()).hasSize(12);
                    assertThat(queue.sample()).isEmpty();
                    assertThat(queue.notShown()).isZero();
                });
    }

    @Test
    void aClosedGroupWhoseSeveritySteppedUpIsOpenAgainAndSaysWhatItWas() {
        RaisedAlert again = with(alert(1, "PHI_DISCLOSED", 50, closing(1)), State.OPEN_AGAIN);

        assertThat(AlertCommand.state(again)).isEqualTo("OPEN AGAIN, was false");
        assertThat(again.isClosed()).as("listed among the open ones").isFalse();
        assertThat(AlertCommand.state(with(again, State.CLOSED))).isEqualTo("CLOSED as false");
        assertThat(AlertCommand.state(with(alert(2, "X", 1, Optional.empty()), State.NOT_KNOWN)))
                .isEqualTo("STATE NOT KNOWN");
    }

    @Test
    void anAlertWhoseEveryEventIsPermittedByNowSaysSoAndStaysOpen() {
        RaisedAlert raised = alert(1, "PHI_DISCLOSED", 50, Optional.empty());
        Amendment violation = amendment(Disposition.VIOLATION, 7);
        Amendment permitted = amendment(Disposition.PERMITTED, 9);
        Optional<Withdrawal> withdrawn =
                Withdrawal.of(raised.latest(), List.of(List.of(violation, permitted)));

        RaisedAlert now =
                new RaisedAlert(
                        raised.latest(),
                        raised.raisedMillis(),
                        Optional.empty(),
                        State.OPEN,
                        List.of(violation, permitted),
                        withdrawn);

        assertThat(AlertCommand.state(now))
                .startsWith("OPEN, CAUSE WITHDRAWN: now ")
                .endsWith(" as of 2026-11-26T12:00:00Z (audit.entry.v1/0@1:9)");
        assertThat(now.isClosed()).isFalse();
        assertThat(Withdrawal.of(raised.latest(), List.of(List.of(permitted, violation))))
                .as("the last word counts")
                .isEmpty();
        assertThat(Withdrawal.of(raised.latest(), List.of(List.of(permitted), List.of())))
                .as("one event stands")
                .isEmpty();
        assertThat(Withdrawal.of(raised.latest(), List.of())).isEmpty();
    }

    private static Amendment amendment(Disposition disposition, long seq) {
        EventEntry revised = SmallLog.event("someone", seq);
        revised.put(revised.getSchema().getField("disposition").pos(), disposition);
        return new Amendment(
                new AmendmentEntry(
                        new EntryRef("audit.entry.v1/0@1", 1L, new Hash(new byte[32])),
                        List.of("DISPOSITION"),
                        "POLICY_CHANGED",
                        Likelihood.CERTAIN,
                        0L,
                        null,
                        List.of(),
                        revised),
                "audit.entry.v1/0@1",
                seq,
                NOW);
    }

    @Test
    void aRuleWithoutItsHistorySaysUntilWhenItLearns() {
        Rule rule =
                Rules.shipped().all().stream()
                        .filter(one -> one.code().equals("FIRST_SEEN_SERVICE"))
                        .findFirst()
                        .orElseThrow();
        long today = TimeUnit.MILLISECONDS.toDays(NOW);
        long until = Instant.parse("2026-12-08T09:00:00Z").toEpochMilli();

        assertThat(AlertRulesCommand.state(rule, Alerting.shipped(), days(today, until), NOW))
                .isEqualTo("LEARNING until 2026-12-08");
        assertThat(AlertRulesCommand.state(rule, Alerting.shipped(), days(today, NOW - 1), NOW))
                .as("its days are over")
                .isEqualTo("ON");
    }

    @Test
    void aProposedMuteIsRefusedUntilItsOwnerReasonAndEndAreFilledInAndThenIsItsScope()
            throws Exception {
        List<RaisedAlert> raised = new ArrayList<>();
        for (int i = 0; i < ProposedMute.CLOSINGS; i++) {
            raised.add(alert(i, "API_FROM_PROGRAM", 30, closing(i)));
        }
        ProposedMute proposed = ProposedMute.of(raised, NOW).getFirst();
        String yaml = String.join("\n", proposed.yaml()) + "\n";

        assertThatThrownBy(() -> mutes(yaml))
                .isInstanceOf(InvalidPolicyFileException.class)
                .hasMessageContaining("alerts.yaml: mutes[0].");

        String filled =
                yaml.lines()
                                .map(line -> line.replaceFirst("owner: .*", "owner: rkim"))
                                .map(line -> line.replaceFirst("reason: .*", "reason: nightly job"))
                                .map(line -> line.replaceFirst("until: .*", "until: 2027-03-01"))
                                .collect(Collectors.joining("\n"))
                        + "\n";
        PolicyMute mute = mutes(filled).getFirst();
        assertThat(mute.getRule()).isEqualTo("API_FROM_PROGRAM");
        assertThat(mute.getAboutKind()).contains(AboutKind.PERSON);
        assertThat(mute.getAbout()).isEqualTo(WHO);
        assertThat(mute.getService()).isEqualTo(proposed.service());
    }

    @Test
    void theGuidesAlertsFileIsAccepted() throws Exception {
        String guide = Files.readString(Path.of("../docs/guides/policy.md"));
        String begin = "rules:\n  - {rule: API_FROM_PROGRAM, mode: DRY_RUN";
        assertThat(guide).contains(begin);
        String text = guide.substring(guide.indexOf(begin));

        assertThat(mutes(text.substring(0, text.indexOf("```")))).hasSize(1);
    }

    private List<PolicyMute> mutes(String alerts) throws Exception {
        Files.writeString(folder.resolve(PolicyYaml.ALERTS_FILE), alerts);
        Path register =
                Files.writeString(
                        folder.resolve("baa.yaml"),
                        "policy: p\norganisation: {name: H}\ncomplete: true\n");
        return PolicyYaml.of(register).getAlerting().orElseThrow().getMutes();
    }

    private static List<RuleDay> days(long day, long learningUntil) {
        return List.of(
                RuleDay.newBuilder()
                        .setRule("FIRST_SEEN_SERVICE")
                        .setDay(day)
                        .setPartition(0)
                        .setLearningUntilMillis(learningUntil)
                        .setReviews(List.of())
                        .build());
    }

    private static Optional<Closing> closing(int number) {
        return Optional.of(
                new Closing(
                        ReviewEntry.newBuilder()
                                .setAlertId(id(number))
                                .setRules(List.of("API_FROM_PROGRAM"))
                                .setAboutKind(AboutKind.PERSON)
                                .setAbout(WHO)
                                .setVerdict(ReviewVerdict.FALSE_ALERT)
                                .setPerson("rkim")
                                .setRaisedMillis(NOW)
                                .build(),
                        "audit.entry.v1/0@1",
                        100L + number,
                        NOW));
    }

    private static String id(int number) {
        return "%032x".formatted(number);
    }

    private static RaisedAlert alert(
            int number, String alertClass, int points, Optional<Closing> closing) {
        Alert latest =
                Alert.newBuilder()
                        .setId(id(number))
                        .setGroup(id(number))
                        .setAlertClass(alertClass)
                        .setSeverity(Severity.MEDIUM)
                        .setRaisedMillis(NOW)
                        .setCause(
                                new EntryRef(
                                        "audit.entry.v1/0@1",
                                        (long) number,
                                        new Hash(new byte[32])))
                        .setEvent(SmallLog.event("someone", number))
                        .setNotice(Notice.OPENED)
                        .setAboutKind(AboutKind.PERSON)
                        .setAbout(WHO)
                        .setRules(List.of())
                        .setPoints(List.of(new SeverityPoints("PHI_OURS", points)))
                        .setCounts(new AlertCounts(1L, 1L, 0L, 0L, 0L, 0L, 0L))
                        .setCauses(List.of())
                        .setNotSeen(List.of())
                        .setMutesOverruled(List.of())
                        .build();
        return new RaisedAlert(
                latest,
                NOW,
                closing,
                closing.isPresent() ? State.CLOSED : State.OPEN,
                List.of(),
                Optional.empty());
    }

    private static RaisedAlert with(RaisedAlert alert, State state) {
        return new RaisedAlert(
                alert.latest(),
                alert.raisedMillis(),
                alert.closing(),
                state,
                alert.amendments(),
                alert.withdrawn());
    }
}
