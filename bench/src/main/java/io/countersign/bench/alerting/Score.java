package io.countersign.bench.alerting;

import io.countersign.bench.traffic.GroundTruth;
import io.countersign.bench.traffic.GroundTruth.Place;
import io.countersign.bench.traffic.Incident;
import io.countersign.bench.traffic.Incident.About;
import io.countersign.bench.traffic.Incident.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The alerts of one day, held against the ground truth.
///
/// A group of alerts is right where one of its causes is a record of an incident or of a first use
/// worth a look, or where it is about the incident's subject while the incident goes on. An
/// incident is alerted where a right group is about the same kind of thing: an alert about one of
/// twelve people is not yet one about the service. All else is a false alarm. An alert that has
/// telemetry, prefetch or a widget among its causes is named for that as well, right or not.
record Score(
        Map<Incident, List<AlertSeen>> alerted,
        List<Incident> missed,
        List<AlertSeen> falseAlarms,
        List<AlertSeen> forNoise,
        int groups,
        int groupsAboutPeople,
        int notices,
        int exposures) {
    /// The queue shows that many of the ranked exposures, and that many of the others by chance.
    private static final int QUEUE_TOP = 20;

    private static final int QUEUE_SAMPLE = 10;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration AFTERWARDS = Duration.ofHours(3);

    /// @param midnight what was raised before it belongs to the history
    static Score of(GroundTruth truth, List<AlertSeen> alerts, Instant midnight) {
        Map<String, List<AlertSeen>> groups = new LinkedHashMap<>();
        int exposures = 0;
        int notices = 0;
        for (AlertSeen alert : alerts) {
            if (alert.exposure()) {
                exposures += alert.raised().isBefore(midnight.plus(AFTERWARDS)) ? 0 : 1;
                continue;
            }
            if (!alert.raised().isBefore(midnight.plus(DAY))) {
                // The simulation is over: that all sources are silent then is no finding.
                continue;
            }
            notices += alert.raised().isBefore(midnight) ? 0 : 1;
            groups.computeIfAbsent(alert.group(), _ -> new ArrayList<>()).add(alert);
        }
        // A group that opened before the day is no alert of the day.
        groups.values().removeIf(group -> group.getFirst().raised().isBefore(midnight));
        Map<Incident, List<AlertSeen>> alerted = new LinkedHashMap<>();
        List<AlertSeen> falseAlarms = new ArrayList<>();
        List<AlertSeen> forNoise = new ArrayList<>();
        int aboutPeople = 0;
        for (List<AlertSeen> group : groups.values()) {
            AlertSeen first = group.getFirst();
            aboutPeople += isAbout(first, About.PERSON) ? 1 : 0;
            group.stream().filter(alert -> isForNoise(truth, alert)).forEach(forNoise::add);
            Set<Incident> matched = matched(truth, group);
            if (matched.isEmpty()) {
                falseAlarms.add(first);
            }
            for (Incident incident : matched) {
                if (isAbout(first, incident.kind().about())) {
                    alerted.computeIfAbsent(incident, _ -> new ArrayList<>()).add(first);
                }
            }
        }
        List<Incident> missed =
                truth.incidents().stream()
                        .filter(incident ->
                                incident.kind().mustAlert() && !alerted.containsKey(incident))
                        .toList();
        return new Score(
                alerted,
                missed,
                falseAlarms,
                forNoise,
                groups.size(),
                aboutPeople,
                notices,
                exposures);
    }

    private static Set<Incident> matched(GroundTruth truth, List<AlertSeen> group) {
        Set<Incident> matched = new LinkedHashSet<>();
        for (AlertSeen alert : group) {
            for (Place cause : alert.causes()) {
                Incident incident = truth.of(cause);
                if (incident.kind().isPlanted()) {
                    matched.add(incident);
                }
            }
            for (Incident incident : truth.incidents()) {
                if (isAbout(alert, incident.kind().about())
                        && folded(alert.about()).contains(folded(incident.subject()))
                        && truth.goesOn(incident, alert.raised(), AFTERWARDS)) {
                    matched.add(incident);
                }
            }
        }
        return matched;
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// What a silent source is named by is the last record that it brought, whatever that was.
    private static boolean isForNoise(GroundTruth truth, AlertSeen alert) {
        return !isAbout(alert, About.SOURCE)
                && alert.causes().stream().anyMatch(cause -> truth.of(cause).kind() == Kind.NOISE);
    }

    private static boolean isAbout(AlertSeen alert, About about) {
        return switch (about) {
            case PERSON ->
                    Set.of("PERSON", "DEVICE", "ADDRESS", "SESSION").contains(alert.aboutKind());
            case SERVICE -> Set.of("SERVICE", "HOST").contains(alert.aboutKind());
            case SOURCE -> alert.aboutKind().equals("SOURCE");
            // A rule may see an application as whoever calls, as its source or as the service.
            case APPLICATION -> true;
            case NOTHING -> false;
        };
    }

    double precision() {
        return groups == 0 ? 1 : (groups - falseAlarms.size()) / (double) groups;
    }

    /// What the queue of reviews shows.
    int reviewItems() {
        return Math.min(QUEUE_TOP, exposures)
                + Math.min(QUEUE_SAMPLE, Math.max(0, exposures - QUEUE_TOP));
    }

    int planted() {
        return (int) alerted.keySet().stream().filter(one -> one.kind().mustAlert()).count()
                + missed.size();
    }
}
