package io.countersign.forensics.cases;

import static io.countersign.forensics.cases.CaseSamples.THEN;
import static io.countersign.forensics.cases.CaseSamples.disclosure;
import static io.countersign.forensics.cases.CaseSamples.left;
import static io.countersign.forensics.cases.CaseSamples.patient;
import static io.countersign.forensics.cases.CaseSamples.patients;
import static io.countersign.forensics.cases.CaseSamples.token;
import static io.countersign.forensics.cases.CaseSamples.vault;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.cases.Clock.Due;
import io.countersign.forensics.cases.Clock.Recipient;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.cases.Individuals.Resident;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who has to be told, and until when, at the numbers where it changes.
class NoticesAreDueTest {
    private static final String HHS_AT_ONCE = "45 CFR 164.408(b)";
    private static final String HHS_YEARLY = "45 CFR 164.408(c)";

    @ParameterizedTest(name = "{0} and {1} and {2} of unknown state")
    @CsvSource({
        // TX, CA, unknown state: HHS, media
        "499, 0, 0, 45 CFR 164.408(c), NO",
        "500, 0, 0, 45 CFR 164.408(b), NO",
        "501, 0, 0, 45 CFR 164.408(b), YES",
        "251, 250, 0, 45 CFR 164.408(b), NO",
        "499, 0, 1, 45 CFR 164.408(b), NO",
        "499, 0, 2, 45 CFR 164.408(b), DEPENDS",
        "1, 0, 0, 45 CFR 164.408(c), NO",
    })
    void bothThresholdsOfFiveHundred(
            int texas, int california, int unknown, String rule, Due media) {
        Individuals individuals = counted(texas, california, unknown);

        List<Clock> clocks = clocks(individuals, THEN);

        assertThat(clock(clocks, Recipient.HHS))
                .satisfies(hhs -> {
                    assertThat(hhs.rule()).isEqualTo(rule);
                    assertThat(hhs.due()).isEqualTo(Due.YES);
                });
        assertThat(clock(clocks, Recipient.MEDIA).due()).isEqualTo(media);
        assertThat(individuals.withoutState()).isEqualTo(unknown);
    }

    @Test
    void daysAreCalendarDaysAfterDiscoveryAndTheYearEndsOnFirstMarch() {
        List<Clock> clocks = clocks(counted(1, 0, 0), Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(clock(clocks, Recipient.INDIVIDUALS).lastDay())
                .contains(LocalDate.of(2026, 4, 30));
        assertThat(clock(clocks, Recipient.HHS).lastDay()).contains(LocalDate.of(2027, 3, 1));

        List<Clock> leap = clocks(counted(1, 0, 0), Instant.parse("2027-06-01T10:00:00Z"));
        assertThat(clock(leap, Recipient.HHS).lastDay()).contains(LocalDate.of(2028, 2, 29));
    }

    @Test
    void theDayOfDiscoveryIsTheHospitals() {
        Discovery late =
                new Discovery(
                        Instant.parse("2026-03-01T03:00:00Z"), Discovery.Basis.FIRST_ALERT, THEN);

        List<Clock> chicago =
                Clocks.of(
                        late,
                        counted(1, 0, 0),
                        ZoneId.of("America/Chicago"),
                        List.of(),
                        Optional.empty());

        assertThat(clock(chicago, Recipient.INDIVIDUALS).lastDay())
                .contains(LocalDate.of(2026, 4, 29));
    }

    @Test
    void lawEnforcementStaysANoticeAndNeverShortensIt() {
        Clocks.Delay longer = new Clocks.Delay(LocalDate.of(2026, 6, 1));
        Clocks.Delay shorter = new Clocks.Delay(LocalDate.of(2026, 3, 15));

        assertThat(individualsBy(Optional.of(longer))).contains(LocalDate.of(2026, 6, 1));
        assertThat(individualsBy(Optional.of(shorter))).contains(LocalDate.of(2026, 4, 30));
    }

    private static Optional<LocalDate> individualsBy(Optional<Clocks.Delay> delay) {
        return clock(
                        Clocks.of(
                                discovery(THEN),
                                counted(1, 0, 0),
                                ZoneOffset.UTC,
                                List.of(),
                                delay),
                        Recipient.INDIVIDUALS)
                .lastDay();
    }

    @Test
    void aStatesOwnClockRunsInBusinessDaysAndAnUnknownStateSaysSo() {
        StateRule california =
                new StateRule("CA", "ca", "individuals", 15, true, 1, "a row", Optional.empty());

        List<Clock> clocks =
                Clocks.of(
                        discovery(THEN),
                        counted(3, 2, 1),
                        ZoneOffset.UTC,
                        List.of(california),
                        Optional.empty());

        assertThat(clocks)
                .filteredOn(clock -> clock.recipient() == Recipient.STATE)
                .extracting(Clock::jurisdiction, Clock::due, Clock::lastDay)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "CA", Due.YES, Optional.of(LocalDate.of(2026, 3, 20))),
                        org.assertj.core.groups.Tuple.tuple("TX", Due.UNKNOWN, Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple("", Due.UNKNOWN, Optional.empty()));
        assertThat(clocks.get(3).doubt()).contains("nobody has checked");
    }

    @Test
    void tokensOfOnePatientInTwoYearsAreOneWhereTheVaultSaysSo() {
        List<Disclosure> both =
                List.of(
                        left(1, patient(1)),
                        disclosure(
                                2,
                                Instant.parse("2025-03-01T10:00:00Z"),
                                "ALLOWED",
                                "FULL",
                                "NOT_COVERED",
                                patient(2)));

        Individuals alone = Individuals.of(both, Optional.empty());
        Individuals merged =
                Individuals.of(
                        both,
                        Optional.of(_token -> Optional.of(new Resident("one", Optional.of("TX")))));

        assertThat(alone.atLeast()).isEqualTo(1);
        assertThat(alone.atMost()).isEqualTo(2);
        assertThat(merged.atLeast()).isEqualTo(1);
        assertThat(merged.atMost()).isEqualTo(1);
        assertThat(merged.byState()).containsEntry("TX", 1);
    }

    @Test
    void anAddressAloneMayBeAPatientWhoIsCountedAlready() {
        Individuals individuals =
                Individuals.of(
                        List.of(left(1, patient(1), new SubjectToken("EMAIL", token(77), false))),
                        Optional.empty());

        assertThat(individuals.atLeast()).isEqualTo(1);
        assertThat(individuals.atMost()).isEqualTo(2);
    }

    @Test
    void whatWasBlockedOrCoveredAffectsNobodyAndWhatNobodySawIsUnknown() {
        Individuals individuals =
                Individuals.of(
                        List.of(
                                disclosure(1, THEN, "BLOCKED", "FULL", "NOT_COVERED", patient(1)),
                                disclosure(2, THEN, "ALLOWED", "FULL", "COVERED", patient(2)),
                                disclosure(3, THEN, "ALLOWED", "NOT_INSPECTED", "NOT_COVERED")),
                        Optional.empty());

        assertThat(individuals.atMost()).isZero();
        assertThat(individuals.unseen()).isEqualTo(1);
        List<Clock> clocks = clocks(individuals, THEN);
        assertThat(clock(clocks, Recipient.INDIVIDUALS).due()).isEqualTo(Due.DEPENDS);
        assertThat(clock(clocks, Recipient.HHS).due()).isEqualTo(Due.DEPENDS);
        assertThat(clock(clocks, Recipient.MEDIA).due()).isEqualTo(Due.DEPENDS);
    }

    @Test
    void whereTheCountLiesAcrossTheThresholdBothDaysAreShown() {
        List<Disclosure> many = new ArrayList<>(patients(0, 499));
        many.add(left(999, new SubjectToken("EMAIL", token(999), false)));

        Clock hhs = clock(clocks(Individuals.of(many, Optional.empty()), THEN), Recipient.HHS);

        assertThat(hhs.due()).isEqualTo(Due.DEPENDS);
        assertThat(hhs.rule()).isEqualTo(HHS_AT_ONCE);
        assertThat(hhs.doubt()).contains("2027-03-01");
        assertThat(HHS_YEARLY).isNotEqualTo(hhs.rule());
    }

    private static Individuals counted(int texas, int california, int unknown) {
        Map<String, Integer> states = new LinkedHashMap<>();
        states.put("TX", texas);
        states.put("CA", california);
        states.put("", unknown);
        return Individuals.of(
                patients(0, texas + california + unknown), Optional.of(vault(states)));
    }

    private static Discovery discovery(Instant at) {
        return new Discovery(at, Discovery.Basis.FIRST_ALERT, at);
    }

    private static List<Clock> clocks(Individuals individuals, Instant discovered) {
        return Clocks.of(
                discovery(discovered), individuals, ZoneOffset.UTC, List.of(), Optional.empty());
    }

    private static Clock clock(List<Clock> clocks, Recipient recipient) {
        return clocks.stream()
                .filter(clock -> clock.recipient() == recipient)
                .findFirst()
                .orElseThrow();
    }
}
