package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.Account;
import io.countersign.schemas.Alert;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Notice;
import io.countersign.schemas.WatchKey;
import io.countersign.topology.alerts.AlertLines;
import io.countersign.topology.alerts.Alerting;
import io.countersign.topology.alerts.Finding;
import io.countersign.topology.alerts.Group;
import io.countersign.topology.alerts.Seen;
import io.countersign.topology.alerts.Wording;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the recipient does with what it got, and how old the policy was that says so.
class AlertTellsOfTheRecipientTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private static final String[] TERMS = {
        "trains_on_input=default on",
        "recipient_retention=30 days",
        "human_review=for abuse",
        "how_to_get=Enterprise plan, by sales",
        "stale=row a was never compared with its contract",
    };

    @Test
    void allThatItsTermsSayIsInTheLines() {
        Alert alert = alert(Happening.violation().told(TERMS), "DEFAULT_ON", "");

        assertThat(AlertLines.of(alert))
                .contains(
                        new AlertLines.Line(
                                "recipient",
                                "trains on input: default on; keeps it: 30 days; people read it: for abuse"),
                        new AlertLines.Line("BAA there", "Enterprise plan, by sales"),
                        new AlertLines.Line("old", "row a was never compared with its contract"));
    }

    @Test
    void theSentenceNamesARecipientThatTrainsWherePhiArrived() {
        assertThat(alert(Happening.violation(), "DEFAULT_ON", "").getSentence())
                .contains("; the recipient trains on input unless told not to.");
        assertThat(alert(Happening.violation(), "USER_CHOICE", "").getSentence())
                .contains("trains on input where the user lets it");
        assertThat(alert(Happening.violation(), "NEVER", "").getSentence())
                .doesNotContain("trains");
        assertThat(alert(Happening.send(), "DEFAULT_ON", "").getSentence())
                .as("no PHI")
                .doesNotContain("trains");
    }

    @Test
    void theNextStepNamesTheWayToABaaWhereNoCoveredAccountIsAtHand() {
        assertThat(alert(Happening.send().told(TERMS), "", "").getNextStep())
                .endsWith("How a BAA is to be had there: Enterprise plan, by sales.");
        assertThat(alert(Happening.send().told(TERMS), "", "Claude, row a").getNextStep())
                .contains("Show the person the covered account")
                .doesNotContain("by sales");
    }

    @Test
    void ofACoveredAccountNobodyIsToldHowToGetOne() {
        Alert covered =
                alert(
                        Happening.send().account(Account.CORPORATE, Coverage.COVERED).told(TERMS),
                        "",
                        "");

        assertThat(AlertLines.of(covered)).noneMatch(line -> line.name().equals("BAA there"));
    }

    private static Alert alert(Happening happening, String trains, String covered) {
        EventEntry event = happening.by("m.vale").on(NOW).entry(NOW);
        Seen seen =
                new Seen(
                        new EntryRef("audit.entry.v1/0@1", 7L, new Hash(new byte[32])),
                        event,
                        NOW.toEpochMilli());
        WatchKey about = new WatchKey(AboutKind.PERSON, "m.vale");
        Group group = Group.first(about, seen);
        group.add("FIRST_SEEN_SERVICE", seen, new Finding(about, "x", List.of()), trains, covered);
        group.raise("FIRST_SEEN_SERVICE", seen);
        return Wording.alert(
                group, Notice.OPENED, Alerting.shipped().severities(), NOW.toEpochMilli());
    }
}
