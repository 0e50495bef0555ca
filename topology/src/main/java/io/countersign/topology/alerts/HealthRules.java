package io.countersign.topology.alerts;

import static io.countersign.topology.alerts.Rule.LookedAt.HOST;
import static io.countersign.topology.alerts.Rule.LookedAt.SOURCE;
import static io.countersign.topology.alerts.Rule.Mode.RAISE;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.HourCount;
import io.countersign.schemas.Mark;
import io.countersign.topology.alerts.Rule.Test;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Rules about our own sight: a source that no longer delivers, a service that sends by a path that
/// nobody knows.
public final class HealthRules {
    static final String PATH_DRIFT = "PATH_DRIFT";
    public static final String SOURCE_SILENT = "SOURCE_SILENT";

    private static final long DAY_HOURS = 24;
    private static final long WEEK_DAYS = 7;

    private HealthRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        PATH_DRIFT,
                        HOST,
                        RAISE,
                        0,
                        30,
                        Rule.thresholds(
                                Map.of("POSTS", 5L, "BODY_BYTES", 32_768L, "WINDOW_MINUTES", 10L)),
                        "Large requests to one chat host by a path that the catalogue does not know.",
                        pathDrift()),
                new Rule(
                        SOURCE_SILENT,
                        SOURCE,
                        RAISE,
                        2,
                        30,
                        Rule.thresholds(Map.of("EXPECTED_MINUTES", 12L, "SILENT_MINUTES", 90L)),
                        "A source that always delivered at this time of day does not.",
                        (_, _, _, _) -> Optional.empty()));
    }

    private static Test pathDrift() {
        return (seen, memory, _, thresholds) -> {
            if (!isUnknownPost(seen, thresholds)) {
                return Optional.empty();
            }
            List<Mark> before =
                    memory.before(seen, thresholds.minutes("WINDOW_MINUTES")).stream()
                            .filter(mark -> mark.getBytesUp() >= thresholds.get("BODY_BYTES"))
                            .toList();
            return before.size() + 1 >= thresholds.get("POSTS")
                    ? Optional.of(
                            new Finding(
                                    WatchKeys.key(
                                            AboutKind.HOST, seen.event().getHost().orElse("")),
                                    (before.size() + 1)
                                            + " requests of more than "
                                            + Words.bytes(thresholds.get("BODY_BYTES"))
                                            + " by an unknown path",
                                    before.stream().map(Mark::getEntry).toList()))
                    : Optional.empty();
        };
    }

    /// Whether the event counts towards a drift.
    private static boolean isUnknownPost(Seen seen, Thresholds thresholds) {
        return WatchKeys.host(seen.event()).isPresent()
                && seen.bytesUp() >= thresholds.get("BODY_BYTES");
    }

    /// Asked with a tick: what a source would have delivered since its last record, by the same
    /// hours of the days before.
    public static Optional<Finding> silent(Memory source, long nowMillis, Thresholds thresholds) {
        long silent = nowMillis - source.lastArrivalMillis();
        Optional<Seen> latest = source.latest();
        if (source.isTold() || latest.isEmpty() || silent < thresholds.minutes("SILENT_MINUTES")) {
            return Optional.empty();
        }
        long expected = expectedMinutes(source, nowMillis);
        return expected >= thresholds.get("EXPECTED_MINUTES")
                ? Optional.of(
                        new Finding(
                                WatchKeys.source(latest.get().event()),
                                "silent for "
                                        + TimeUnit.MILLISECONDS.toMinutes(silent)
                                        + " minutes, in which it used to deliver in "
                                        + expected,
                                List.of()))
                : Optional.empty();
    }

    /// The average over the days before, and no more than a week ago where that is known: at
    /// weekends a clinic is silent.
    private static long expectedMinutes(Memory source, long nowMillis) {
        long to = TimeUnit.MILLISECONDS.toHours(nowMillis);
        // A silence of days says no more than one of a day.
        long from =
                Math.max(
                        TimeUnit.MILLISECONDS.toHours(source.lastArrivalMillis()) + 1,
                        to - DAY_HOURS);
        Map<Long, Integer> minutes = new HashMap<>();
        source.hours().forEach(hour -> minutes.put(hour.getHour(), hour.getMinutes()));
        long first = source.hours().stream().mapToLong(HourCount::getHour).min().orElse(from);
        long days = Math.clamp((from - first + DAY_HOURS - 1) / DAY_HOURS, 1, Memory.MAX_DAYS);
        long sum = 0;
        long weekAgo = 0;
        for (long hour = from; hour < to; hour++) {
            for (long day = 1; day <= days; day++) {
                sum += minutes.getOrDefault(hour - day * DAY_HOURS, 0);
            }
            weekAgo += minutes.getOrDefault(hour - WEEK_DAYS * DAY_HOURS, 0);
        }
        return days > WEEK_DAYS ? Math.min(sum / days, weekAgo) : sum / days;
    }
}
