package io.countersign.bench.archive;

import io.countersign.bench.GateFailure;
import io.countersign.forensics.cases.CaseQuestions;
import io.countersign.forensics.cases.Clock;
import io.countersign.forensics.cases.Clock.Due;
import io.countersign.forensics.cases.Clock.Recipient;
import io.countersign.forensics.cases.Clocks;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.cases.Discovery;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Individuals.Resident;
import io.countersign.forensics.cases.Place;
import io.countersign.forensics.query.Preset;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holds what an archive answers about a planted case against what was planted: each affected
/// individual and none more, by state, and the notices that the two thresholds of 500 ask for.
final class PlantedCasesCheck {
    private final SixYears years;
    private final AskedArchive archive;

    PlantedCasesCheck(SixYears years, AskedArchive archive) {
        this.years = years;
        this.archive = archive;
    }

    /// What was found of a case that is right.
    ///
    /// @param finding seconds of finding the person's events
    /// @param reading seconds of reading them as the case does
    record Right(int events, Individuals individuals, double finding, double reading) {}

    /// Asks as an investigator does: the person's events, then these as a case reads them.
    ///
    /// @throws GateFailure where anything differs
    Right check(PlantedCase planted) throws IOException {
        AskedArchive.Answered byPerson =
                archive.ask(
                        Preset.PERSON.ask(
                                List.of(planted.person()), Optional.empty(), Optional.empty()));
        List<Place> places = CaseQuestions.places(byPerson.answer());
        require(planted, "events", planted.events(), places.size());
        List<String> names = places.stream().map(Place::name).toList();
        AskedArchive.Answered times = archive.ask(CaseQuestions.times(names));
        AskedArchive.Answered read =
                archive.ask(CaseQuestions.events(CaseQuestions.Times.of(names, times.answer())));
        List<Disclosure> disclosures = CaseQuestions.disclosures(read.answer());
        require(planted, "events of the case", planted.events(), disclosures.size());
        Map<String, Resident> expected = residents(planted);
        require(planted, "affected individuals", expected.keySet(), affected(disclosures));
        Individuals individuals =
                Individuals.of(
                        disclosures,
                        Optional.of(token -> Optional.ofNullable(expected.get(token))));
        require(planted, "individuals at least", planted.individuals(), individuals.atLeast());
        require(planted, "individuals at most", planted.individuals(), individuals.atMost());
        require(planted, "states", planted.residents(), individuals.byState());
        notices(planted, individuals, disclosures.getLast().happenedAt());
        return new Right(
                places.size(), individuals, byPerson.seconds(), times.seconds() + read.seconds());
    }

    private Map<String, Resident> residents(PlantedCase planted) {
        Map<String, Resident> residents = new HashMap<>();
        for (int i = 0; i < planted.individuals(); i++) {
            residents.put(
                    HexFormat.of().formatHex(years.token(planted, i)),
                    new Resident("patient-" + i, Optional.of(planted.state(i))));
        }
        return residents;
    }

    private static Set<String> affected(List<Disclosure> disclosures) {
        Set<String> tokens = new HashSet<>();
        for (Disclosure disclosure : disclosures) {
            if (disclosure.isUncovered()) {
                disclosure.subjects().stream().map(SubjectToken::token).forEach(tokens::add);
            }
        }
        return tokens;
    }

    private static void notices(PlantedCase planted, Individuals individuals, Instant discovered) {
        List<Clock> clocks =
                Clocks.of(
                        new Discovery(discovered, Discovery.Basis.CASE_OPENED, discovered),
                        individuals,
                        ZoneOffset.UTC,
                        List.of(),
                        Optional.empty());
        require(
                planted,
                "notice to the media",
                planted.mediaDue() ? Due.YES : Due.NO,
                clock(clocks, Recipient.MEDIA).due());
        require(
                planted,
                "notice to HHS at once",
                planted.hhsAtOnce(),
                clock(clocks, Recipient.HHS).rule().equals("45 CFR 164.408(b)"));
    }

    private static Clock clock(List<Clock> clocks, Recipient recipient) {
        return clocks.stream()
                .filter(clock -> clock.recipient() == recipient)
                .findFirst()
                .orElseThrow(() -> new GateFailure("no clock for " + recipient));
    }

    /// Without the values: tokens are as in a real archive.
    private static void require(PlantedCase planted, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            String numbers =
                    expected instanceof Set || expected instanceof Map
                            ? ""
                            : ": " + found + " instead of " + expected;
            throw new GateFailure(
                    "case " + planted.name() + " has other " + what + " than planted" + numbers);
        }
    }
}
