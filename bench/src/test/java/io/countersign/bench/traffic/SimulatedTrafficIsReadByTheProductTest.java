package io.countersign.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.Outcome;
import io.countersign.topology.steps.Intake;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.RawRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the simulator writes is what the sources write: the product reads each record of each
/// source, and finds nothing to reject.
class SimulatedTrafficIsReadByTheProductTest {
    static final Simulation.Settings SMALL =
            new Simulation.Settings(300, 7, 1, Instant.parse("2026-11-24T00:00:00Z"), 0.5, true);

    @Test
    void everyRecordIsAnEventAtItsTime() {
        Intake intake = new Intake(io.countersign.sources.InputFormats.builtIn());
        Set<Source> seen = EnumSet.noneOf(Source.class);
        List<String> wrong = new ArrayList<>();
        Simulation.of(SMALL)
                .give(record -> {
                    seen.add(record.source());
                    switch (intake.receive(raw(record))) {
                        case Passage.Received received -> {
                            // Sources round to seconds.
                            Instant latest = record.arrival().plusSeconds(2);
                            if (received.timeReplaced()
                                    || received.event().time().isEmpty()
                                    || received.time().isAfter(latest)) {
                                wrong.add(record.source() + " time");
                            }
                        }
                        case Passage.Counted counted
                                when counted.outcome() == Outcome.NOT_A_USE -> {}
                        case Passage other -> wrong.add(record.source() + " " + other);
                    }
                });
        assertThat(wrong).isEmpty();
        assertThat(seen).containsExactlyInAnyOrder(Source.values());
    }

    @Test
    void theSameSettingsGiveTheSameBytes() {
        assertThat(digest(SMALL)).isEqualTo(digest(SMALL));
        assertThat(
                        digest(
                                new Simulation.Settings(
                                        300, 8, 1, SMALL.begin(), SMALL.outOfScopeShare(), true)))
                .isNotEqualTo(digest(SMALL));
    }

    @Test
    void recordsArriveInOrderAndAreNumberedDensely() {
        List<String> wrong = new ArrayList<>();
        java.util.Map<Source, Long> next = new java.util.EnumMap<>(Source.class);
        Instant[] before = {Instant.EPOCH};
        Simulation.of(SMALL)
                .give(record -> {
                    if (record.arrival().isBefore(before[0])) {
                        wrong.add("time");
                    }
                    before[0] = record.arrival();
                    long expected = next.getOrDefault(record.source(), 0L);
                    if (record.again() ? record.seq() >= expected : record.seq() != expected) {
                        wrong.add("number");
                    }
                    if (!record.again()) {
                        next.put(record.source(), expected + 1);
                    }
                });
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyKindOfIncidentIsPlantedWithItsRecords() {
        Simulation simulation = Simulation.of(SMALL);
        GroundTruth truth = new GroundTruth(simulation.incidents());
        simulation.give(truth::note);
        Set<Incident.Kind> kinds = new HashSet<>();
        for (Incident incident : truth.incidents()) {
            kinds.add(incident.kind());
            if (incident.kind() != Incident.Kind.SOURCE_SILENCE) {
                assertThat(truth.places(incident)).as(incident.kind().name()).isNotEmpty();
            }
        }
        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(
                                EnumSet.of(Incident.Kind.ORDINARY, Incident.Kind.NOISE)));
        assertThat(truth.jsonLines().lines()).hasSize(truth.incidents().size());
    }

    static RawRecord raw(SimulatedRecord record) {
        return new RawRecord(
                record.source().topic(),
                0,
                record.seq(),
                record.arrival().toEpochMilli(),
                record.source().format(),
                record.source().id(),
                OptionalLong.of(record.seq()),
                record.value());
    }

    private static int digest(Simulation.Settings settings) {
        int[] digest = new int[1];
        Simulation.of(settings)
                .give(record ->
                        digest[0] = 31 * digest[0] + java.util.Arrays.hashCode(record.value()));
        return digest[0];
    }
}
