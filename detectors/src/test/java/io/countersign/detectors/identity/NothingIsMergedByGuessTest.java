package io.countersign.detectors.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.destination.Period;
import io.countersign.detectors.identity.Who.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NothingIsMergedByGuessTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Period ALWAYS = Period.ALWAYS;

    private static final SpellingRules RULES =
            new SpellingRules(
                    Set.of("HOSP"),
                    Map.of("hospital.example.org", "", "mail.example.org", "hospital.example.org"),
                    true,
                    List.of("kiosk-*", "nursestation"),
                    List.of("WS-ED-*", "192.0.2.200"));

    private static final List<Stint> STINTS =
            List.of(
                    new Stint(
                            "1001",
                            List.of("jokafor", "j.okafor@hospital.example.org"),
                            "Oncology",
                            "physician",
                            ALWAYS),
                    new Stint(
                            "1002", List.of("asmith", "ann.smith@x.example.org"), "ED", "", ALWAYS),
                    new Stint("1003", List.of("asmith", "al.smith@x.example.org"), "", "", ALWAYS),
                    new Stint(
                            "1004",
                            List.of("mvale"),
                            "Nursing",
                            "nurse",
                            new Period(Instant.MIN, NOON)),
                    new Stint(
                            "1004",
                            List.of("mvale"),
                            "Coding",
                            "coder",
                            new Period(NOON, Instant.MAX)),
                    new Stint("1005", List.of("reused"), "", "", new Period(Instant.MIN, NOON)),
                    new Stint("1006", List.of("reused"), "", "", new Period(NOON, Instant.MAX)));

    private static People people(Lease... leases) {
        return People.of(
                List.of(
                        new PeoplePart(1, Optional.of(RULES), List.of(), Map.of()),
                        new PeoplePart(1, Optional.empty(), STINTS, Map.of()),
                        new PeoplePart(
                                1,
                                Optional.empty(),
                                List.of(),
                                People.byAddress(List.of(leases)))));
    }

    private static Who user(String user, Instant time) {
        return people().at(
                        new Sighting(Optional.of(user), Optional.empty(), Optional.empty(), time));
    }

    private static Who address(People people, String address, Optional<String> user) {
        return people.at(new Sighting(user, Optional.empty(), Optional.of(address), NOON));
    }

    private static Lease lease(String person, Lease.Kind kind) {
        return new Lease(
                "192.0.2.57",
                person,
                kind,
                new Period(NOON.minusSeconds(3600), NOON.plusSeconds(3600)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1001",
                "jokafor",
                "JOKAFOR",
                "hosp\\jokafor",
                "HOSP\\JOkafor",
                "j.okafor@hospital.example.org",
                "J.Okafor@mail.example.org",
                "Okafor, Jane (j.okafor@hospital.example.org)",
                "Jane Okafor <j.okafor@mail.example.org>",
                "jokafor@hospital.example.org"
            })
    void everyDeclaredSpellingOfOnePersonIsThatPerson(String spelling) {
        Who who = user(spelling, NOON);
        assertThat(who.person()).contains("1001");
        assertThat(who.department()).contains("Oncology");
        assertThat(who.role()).contains("physician");
        assertThat(who.byLease()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "asmith, AMBIGUOUS",
        "hosp\\asmith, AMBIGUOUS",
        "other\\jokafor, UNKNOWN_SPELLING",
        "jokafor@elsewhere.example, UNKNOWN_SPELLING",
        "Jane Okafor, UNKNOWN_SPELLING",
        "jokafor2, UNKNOWN_SPELLING",
        "kiosk-7, SHARED",
        "HOSP\\NurseStation, SHARED",
    })
    void whatTwoPeopleShareWhatNobodyDeclaredAndWhatIsSharedIsNobody(
            String spelling, Resolution resolution) {
        Who who = user(spelling, NOON);
        assertThat(who.resolution()).isEqualTo(resolution);
        assertThat(who.person()).isEmpty();
    }

    @Test
    void theFullAddressTellsTwoPeopleOfOneShortNameApart() {
        assertThat(user("ann.smith@x.example.org", NOON).person()).contains("1002");
        assertThat(user("al.smith@x.example.org", NOON).person()).contains("1003");
        assertThat(people().ambiguous(NOON))
                .containsOnlyKeys("asmith")
                .containsValue(Set.of("1002", "1003"));
    }

    @Test
    void departmentRoleAndANameThatWasGivenAgainGoByTheTimeOfTheEvent() {
        assertThat(user("mvale", NOON.minusSeconds(1)).department()).contains("Nursing");
        assertThat(user("mvale", NOON).role()).contains("coder");
        assertThat(user("reused", NOON.minusSeconds(1)).person()).contains("1005");
        assertThat(user("reused", NOON).person()).contains("1006");
    }

    @Test
    void aLeaseNamesThePersonOfAnAddressWhileItLasts() {
        People people = people(lease("hosp\\jokafor", Lease.Kind.DHCP));
        Who who = address(people, "192.0.2.57", Optional.empty());
        assertThat(who.person()).contains("1001");
        assertThat(who.byLease()).isTrue();
        assertThat(address(people, "192.0.2.58", Optional.empty()).resolution())
                .isEqualTo(Resolution.NOBODY);
        Who later =
                people.at(
                        new Sighting(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("192.0.2.57"),
                                NOON.plusSeconds(3600)));
        assertThat(later.resolution()).isEqualTo(Resolution.NOBODY);
    }

    @Test
    void twoLeasesOfOneTimeOrALeaseOfNobodyNameNobodyAndNoLeaseOverrulesASpelling() {
        assertThat(
                        address(
                                        people(
                                                lease("1001", Lease.Kind.DHCP),
                                                lease("1004", Lease.Kind.VPN)),
                                        "192.0.2.57",
                                        Optional.empty())
                                .resolution())
                .isEqualTo(Resolution.AMBIGUOUS);
        assertThat(
                        address(
                                        people(lease("nobody-knows", Lease.Kind.DHCP)),
                                        "192.0.2.57",
                                        Optional.empty())
                                .resolution())
                .isEqualTo(Resolution.UNKNOWN_SPELLING);
        People people = people(lease("1001", Lease.Kind.DHCP));
        assertThat(address(people, "192.0.2.57", Optional.of("stranger")).resolution())
                .isEqualTo(Resolution.UNKNOWN_SPELLING);
    }

    @Test
    void aSharedWorkstationIsAPersonOnlyByABadge() {
        Optional<String> device = Optional.of("ws-ed-03");
        Sighting atDevice = new Sighting(Optional.empty(), device, Optional.of("192.0.2.57"), NOON);
        assertThat(people(lease("1001", Lease.Kind.DHCP)).at(atDevice).resolution())
                .isEqualTo(Resolution.SHARED);
        assertThat(people(lease("1001", Lease.Kind.BADGE)).at(atDevice).person()).contains("1001");
        Sighting kiosk =
                new Sighting(Optional.of("kiosk-7"), device, Optional.of("192.0.2.57"), NOON);
        assertThat(people(lease("1001", Lease.Kind.DHCP)).at(kiosk).resolution())
                .isEqualTo(Resolution.SHARED);
        assertThat(people(lease("1001", Lease.Kind.BADGE)).at(kiosk).person()).contains("1001");
        Sighting signedIn = new Sighting(Optional.of("jokafor"), device, Optional.empty(), NOON);
        assertThat(people().at(signedIn).person()).contains("1001");
    }

    @Test
    void aDirectoryWithoutAnybodyResolvesNothingAndShowsNoName() {
        assertThat(
                        People.of(List.of())
                                .at(
                                        new Sighting(
                                                Optional.of("x"),
                                                Optional.empty(),
                                                Optional.empty(),
                                                NOON))
                                .resolution())
                .isEqualTo(Resolution.UNKNOWN_SPELLING);
        assertThat(people().toString()).doesNotContain("okafor", "1001");
    }
}
