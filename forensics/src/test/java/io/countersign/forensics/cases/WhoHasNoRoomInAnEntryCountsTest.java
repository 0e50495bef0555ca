package io.countersign.forensics.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.forensics.cases.Disclosure.MoreSubjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A list with more patients than its entry can name counts them all: at least those of one text,
/// who differ, and at most everybody.
class WhoHasNoRoomInAnEntryCountsTest {
    @Test
    void patientsOfOneTextDifferWhetherTheyAreNamedOrNot() {
        Individuals individuals =
                Individuals.of(
                        List.of(
                                list(1, 400, new MoreSubjects(101, 7)),
                                CaseSamples.left(2, CaseSamples.patient(1))),
                        Optional.empty());

        assertThat(individuals).isEqualTo(new Individuals(501, 508, Map.of(), 508, 0, 108, false));
    }

    @Test
    void thoseOfTwoTextsMayBeTheSame() {
        Individuals individuals =
                Individuals.of(
                        List.of(
                                list(1, 300, new MoreSubjects(100, 0)),
                                list(2, 300, new MoreSubjects(50, 0))),
                        Optional.empty());

        assertThat(individuals.atLeast()).isEqualTo(400);
        assertThat(individuals.atMost()).isEqualTo(450);
        assertThat(individuals.unnamed()).isEqualTo(150);
    }

    /// The same patients, and others that are counted.
    private static Disclosure list(long seq, int named, MoreSubjects more) {
        Disclosure one =
                CaseSamples.left(
                        seq,
                        IntStream.range(0, named)
                                .mapToObj(CaseSamples::patient)
                                .toArray(Disclosure.SubjectToken[]::new));
        return new Disclosure(
                one.place(),
                one.happenedAt(),
                one.who(),
                one.department(),
                one.recipient(),
                one.account(),
                one.activity(),
                one.action(),
                one.status(),
                one.inspected(),
                one.phi(),
                one.coverage(),
                one.baa(),
                one.coverageReasons(),
                one.elements(),
                one.subjects(),
                more,
                one.hints(),
                one.amended());
    }
}
