package io.countersign.topology.alerts;

import static io.countersign.topology.alerts.Rule.LookedAt.APPLICATION;
import static io.countersign.topology.alerts.Rule.LookedAt.WHO;
import static io.countersign.topology.alerts.Rule.Mode.RAISE;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.DayCount;
import io.countersign.schemas.Mark;
import io.countersign.schemas.Sight;
import io.countersign.schemas.WatchKey;
import io.countersign.topology.alerts.Rule.Test;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules about how much: more bytes than somebody sends on any day, and less that can be read than
/// before.
public final class VolumeRules {
    public static final String VOLUME_ABOVE_BASELINE = "VOLUME_ABOVE_BASELINE";
    static final String VISIBILITY_DROPPED = "VISIBILITY_DROPPED";
    static final String VISIBILITY_DROPPED_FOR_KEY = "VISIBILITY_DROPPED_FOR_KEY";

    private VolumeRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        VOLUME_ABOVE_BASELINE,
                        WHO,
                        RAISE,
                        FirstUseRules.HISTORY_DAYS,
                        10,
                        Rule.thresholds(
                                Map.of(
                                        "FLOOR_BYTES",
                                        8_000_000L,
                                        "TIMES_HIGHEST_DAY",
                                        3L,
                                        "OVERHEAD_BYTES",
                                        16_384L)),
                        "More was sent to services that no BAA covers than three times the person's highest day of a fortnight.",
                        volumeAboveBaseline()),
                new Rule(
                        VISIBILITY_DROPPED,
                        WHO,
                        RAISE,
                        0,
                        10,
                        Rule.thresholds(Map.of("READ_BEFORE", 10L, "UNREAD_NOW", 8L)),
                        "Somebody's prompts at a service could be read, and no longer can.",
                        visibilityDropped(false)),
                new Rule(
                        VISIBILITY_DROPPED_FOR_KEY,
                        APPLICATION,
                        RAISE,
                        0,
                        20,
                        Rule.thresholds(Map.of("READ_BEFORE", 20L, "UNREAD_NOW", 10L)),
                        "The prompts of a key or application were logged, and no longer are.",
                        visibilityDropped(true)));
    }

    private static Test volumeAboveBaseline() {
        return (seen, memory, _, thresholds) -> {
            if (!seen.isSend() || seen.isStopped() || seen.isCovered()) {
                return Optional.empty();
            }
            long overhead = thresholds.get("OVERHEAD_BYTES");
            long before = 0;
            long highest = 0;
            for (DayCount day : memory.days()) {
                if (day.getDay() == seen.day()) {
                    before = day.getBytesUp();
                } else if (day.getDay() < seen.day()) {
                    highest = Math.max(highest, day.getBytesUp());
                }
            }
            if (seen.isAgain()) {
                Optional<Mark> counted = seen.original().flatMap(memory::counted);
                if (counted.isEmpty() || wasAskedAbout(counted.get())) {
                    return Optional.empty();
                }
                if (Memory.countsForItsDay(counted.get())) {
                    before -= Math.max(0, counted.get().getBytesUp() - overhead);
                }
            }
            long now = before + Math.max(0, seen.bytesUp() - overhead);
            long limit =
                    Math.max(
                            thresholds.get("FLOOR_BYTES"),
                            highest * thresholds.get("TIMES_HIGHEST_DAY"));
            // Once, when the limit is passed.
            return now >= limit && before < limit
                    ? Optional.of(
                            new Finding(
                                    seen.about(),
                                    Words.bytes(now)
                                            + " on one day, "
                                            + Words.bytes(highest)
                                            + " on the highest day before",
                                    List.of()))
                    : Optional.empty();
        };
    }

    /// What an amendment says of a send that was counted and asked about is no second send.
    private static boolean wasAskedAbout(Mark counted) {
        return Memory.countsForItsDay(counted) && counted.getCoverage() != Coverage.COVERED;
    }

    private static Test visibilityDropped(boolean ofKey) {
        return (seen, memory, _, thresholds) -> {
            Optional<Sight> sight = memory.sight(seen.service());
            if (seen.isRead()
                    || seen.isAgain()
                    || !seen.mayHoldPrompt()
                    || seen.isStopped()
                    || sight.isEmpty()
                    || sight.get().getSeen() < thresholds.get("READ_BEFORE")
                    || sight.get().getUnseenRun() + 1 != thresholds.get("UNREAD_NOW")) {
                return Optional.empty();
            }
            return Optional.of(
                    new Finding(
                            ofKey ? application(seen) : seen.about(),
                            thresholds.get("UNREAD_NOW")
                                    + " sends to "
                                    + seen.service()
                                    + " in a row could not be read, "
                                    + sight.get().getSeen()
                                    + " before could",
                            List.of()));
        };
    }

    private static WatchKey application(Seen seen) {
        return WatchKeys.application(seen.event())
                .orElseGet(() -> WatchKeys.key(AboutKind.APPLICATION, seen.service()));
    }
}
