package io.countersign.topology.alerts;

import static io.countersign.topology.alerts.Rule.LookedAt.DEPARTMENT;
import static io.countersign.topology.alerts.Rule.LookedAt.SERVICE;
import static io.countersign.topology.alerts.Rule.LookedAt.WHO;
import static io.countersign.topology.alerts.Rule.Mode.RAISE;
import static io.countersign.topology.alerts.Rule.Mode.SUPPORT;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.FirstUse;
import io.countersign.topology.alerts.Rule.Test;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules about what nobody did before.
public final class FirstUseRules {
    static final String FIRST_SEEN_PERSON_SERVICE = "FIRST_SEEN_PERSON_SERVICE";
    static final String FIRST_SEEN_DEPARTMENT_SERVICE = "FIRST_SEEN_DEPARTMENT_SERVICE";
    public static final String FIRST_SEEN_SERVICE = "FIRST_SEEN_SERVICE";
    static final String SERVICE_SPREADS = "SERVICE_SPREADS";

    /// A fortnight, as for every baseline.
    static final int HISTORY_DAYS = 14;

    private FirstUseRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        SERVICE_SPREADS,
                        SERVICE,
                        RAISE,
                        HISTORY_DAYS,
                        15,
                        Rule.thresholds(Map.of("PEOPLE", 10L, "WITHIN_DAYS", 7L)),
                        "Many people have begun to use a new service within days: one finding about the service.",
                        serviceSpreads()),
                new Rule(
                        FIRST_SEEN_SERVICE,
                        SERVICE,
                        RAISE,
                        HISTORY_DAYS,
                        15,
                        Rule.thresholds(Map.of("SENDS", 3L)),
                        "Several sends to a service that no BAA covers and that nobody else here has used.",
                        firstSeenService()),
                new Rule(
                        FIRST_SEEN_DEPARTMENT_SERVICE,
                        DEPARTMENT,
                        SUPPORT,
                        HISTORY_DAYS,
                        5,
                        Rule.thresholds(Map.of()),
                        "A department's first send to a service that no BAA covers.",
                        firstSeenByDepartment()),
                new Rule(
                        FIRST_SEEN_PERSON_SERVICE,
                        WHO,
                        SUPPORT,
                        HISTORY_DAYS,
                        5,
                        Rule.thresholds(Map.of()),
                        "Somebody's first send to a service that no BAA covers.",
                        firstSeenByPerson()));
    }

    private static Test firstSeenByPerson() {
        return (seen, memory, _, _) ->
                seen.isUse()
                                && !seen.isStopped()
                                && !seen.isCovered()
                                && memory.firstUse(seen.service()).isEmpty()
                        ? Optional.of(
                                new Finding(
                                        seen.about(), "first use of " + seen.service(), List.of()))
                        : Optional.empty();
    }

    private static Test firstSeenByDepartment() {
        return (seen, memory, _, _) ->
                !seen.isCovered() && memory.firstUse(seen.service()).isEmpty()
                        ? Optional.of(
                                new Finding(
                                        seen.about(),
                                        "first use of " + seen.service() + " in the department",
                                        List.of()))
                        : Optional.empty();
    }

    private static Test firstSeenService() {
        return (seen, memory, uses, thresholds) -> {
            boolean onlyOne =
                    memory.firsts().stream().allMatch(use -> use.getWhat().equals(seen.person()));
            return !seen.isCovered()
                            && uses == thresholds.get("SENDS")
                            && onlyOne
                            && isNew(memory, seen, 2)
                    ? Optional.of(
                            new Finding(
                                    seen.about(),
                                    seen.service() + ", which nobody else here has used",
                                    List.of()))
                    : Optional.empty();
        };
    }

    /// Asked before the memory learns this first use: the person counts too.
    private static Test serviceSpreads() {
        return (seen, memory, uses, thresholds) -> {
            if (uses != 1
                    || seen.isCovered()
                    || memory.firstUse(seen.person()).isPresent()
                    || !isNew(memory, seen, 2 * thresholds.get("WITHIN_DAYS"))) {
                return Optional.empty();
            }
            long people =
                    1
                            + memory.firsts().stream()
                                    .map(FirstUse::getDay)
                                    .filter(day -> day > seen.day() - thresholds.get("WITHIN_DAYS"))
                                    .count();
            return people >= thresholds.get("PEOPLE")
                    ? Optional.of(
                            new Finding(
                                    WatchKeys.key(AboutKind.SERVICE, seen.service()),
                                    people
                                            + " people have begun to use it within "
                                            + thresholds.get("WITHIN_DAYS")
                                            + " days",
                                    List.of()))
                    : Optional.empty();
        };
    }

    private static boolean isNew(Memory service, Seen seen, long days) {
        return service.daysBefore(seen.timeMillis()) < days;
    }
}
