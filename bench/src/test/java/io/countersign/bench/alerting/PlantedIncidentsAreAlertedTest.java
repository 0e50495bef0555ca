package io.countersign.bench.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.bench.traffic.Incident;
import io.countersign.bench.traffic.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The short form of `bench/run alerts`: a day of the smallest hospital, with its fortnight of
/// history, through the audit topology's steps and the alert topology. Every planted incident is
/// alerted; telemetry, prefetch, widgets and other noise are not.
class PlantedIncidentsAreAlertedTest {
    private static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");
    private static final int PEOPLE = 250;

    @Test
    void everyIncidentAndNoNoise(@TempDir Path directory) throws IOException {
        // Seed 2 has nobody for some of the noise, and double noise has most to be quiet about.
        AlertBench.Day day =
                AlertBench.day(
                        new Simulation.Settings(PEOPLE, 2, 2, DAY, 0, true),
                        directory.resolve("day"));
        Score score = day.score();
        assertThat(score.missed()).extracting(Incident::what).isEmpty();
        assertThat(score.planted()).isEqualTo(kindsThatMustAlert());
        assertThat(score.forNoise()).isEmpty();
        assertThat(score.falseAlarms()).extracting(AlertSeen::sentence).isEmpty();
        assertThat(AlertBench.holds(score)).isTrue();
        assertThat(alertsAbout(score, Incident.Kind.NEW_THERAPIST_ON_PRO))
                .as("the alert about a private account names the covered one")
                .anySatisfy(alert ->
                        assertThat(alert.sentence())
                                .contains("Claude")
                                .containsPattern("Covered and at hand: .*Claude.*, row "));
    }

    private static List<AlertSeen> alertsAbout(Score score, Incident.Kind kind) {
        return score.alerted().entrySet().stream()
                .filter(alerted -> alerted.getKey().kind() == kind)
                .flatMap(alerted -> alerted.getValue().stream())
                .toList();
    }

    private static long kindsThatMustAlert() {
        return List.of(Incident.Kind.values()).stream().filter(Incident.Kind::mustAlert).count();
    }
}
