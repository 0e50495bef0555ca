package io.countersign.topology.alerts;

import static io.countersign.topology.alerts.Rule.LookedAt.WHO;
import static io.countersign.topology.alerts.Rule.Mode.RAISE;

import io.countersign.schemas.Account;
import io.countersign.schemas.Mark;
import io.countersign.topology.alerts.Rule.Test;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rules about what one event says: PHI where no BAA covers it, or too much of it.
public final class DisclosureRules {
    public static final String PHI_DISCLOSED = "PHI_DISCLOSED";
    static final String MANY_PATIENTS = "MANY_PATIENTS";
    static final String SCOPE_DRIFT = "SCOPE_DRIFT";
    static final String BLOCKED_ATTEMPTS = "BLOCKED_ATTEMPTS";

    /// Why an account of the site is not covered all the same.
    private static final Set<String> OUT_OF_SCOPE =
            Set.of(
                    "FEATURE_NOT_COVERED",
                    "MODEL_NOT_COVERED",
                    "CONDITION_NOT_MET",
                    "SIGNED_BEFORE_INCLUSION",
                    "PLAN_NOT_COVERED");

    private DisclosureRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        PHI_DISCLOSED,
                        WHO,
                        RAISE,
                        0,
                        0,
                        Rule.thresholds(Map.of()),
                        "PHI went to an account that no BAA covers.",
                        phiDisclosed()),
                new Rule(
                        MANY_PATIENTS,
                        WHO,
                        RAISE,
                        0,
                        5,
                        Rule.thresholds(Map.of("PATIENTS", 20L)),
                        "Many patients in one prompt, wherever it went.",
                        manyPatients()),
                new Rule(
                        SCOPE_DRIFT,
                        WHO,
                        RAISE,
                        0,
                        15,
                        Rule.thresholds(Map.of()),
                        "A send in an account of ours to a feature, model or mode that its BAA leaves out.",
                        scopeDrift()),
                new Rule(
                        BLOCKED_ATTEMPTS,
                        WHO,
                        RAISE,
                        0,
                        10,
                        Rule.thresholds(Map.of("ATTEMPTS", 3L, "WINDOW_MINUTES", 60L)),
                        "PHI was stopped on its way several times in a row.",
                        blockedAttempts()));
    }

    private static Test phiDisclosed() {
        return (seen, _, _, _) ->
                seen.isViolation()
                        ? Optional.of(
                                new Finding(
                                        seen.about(),
                                        "PHI to " + seen.service() + later(seen),
                                        List.of()))
                        : Optional.empty();
    }

    private static String later(Seen seen) {
        if (!seen.isJudgedAgain()) {
            return "";
        }
        return seen.isReadAgain()
                ? ", by detectors that came later"
                : ", by a policy that came later";
    }

    private static Test manyPatients() {
        return (seen, _, _, thresholds) -> {
            int patients = seen.patients().size();
            return seen.maySend() && patients >= thresholds.get("PATIENTS")
                    ? Optional.of(
                            new Finding(
                                    seen.about(), patients + " patients in one prompt", List.of()))
                    : Optional.empty();
        };
    }

    private static Test scopeDrift() {
        return (seen, _, _, _) -> {
            if (!seen.isSend()
                    || seen.isStopped()
                    || seen.event().getDestination().getAccount() != Account.CORPORATE
                    || seen.event().getDestination().getOrg().isEmpty()) {
                return Optional.empty();
            }
            return OUT_OF_SCOPE.stream()
                    .filter(seen::has)
                    .sorted()
                    .findFirst()
                    .map(reason ->
                            new Finding(
                                    seen.about(),
                                    "in an account of ours at "
                                            + seen.service()
                                            + ": "
                                            + Words.reason(reason),
                                    List.of()));
        };
    }

    private static Test blockedAttempts() {
        return (seen, memory, _, thresholds) -> {
            if (!stoppedPhi(seen)) {
                return Optional.empty();
            }
            List<Mark> before =
                    memory.before(seen, thresholds.minutes("WINDOW_MINUTES")).stream()
                            .filter(mark -> mark.getBlocked() && mark.getPhi())
                            .toList();
            return before.size() + 1 >= thresholds.get("ATTEMPTS")
                    ? Optional.of(
                            new Finding(
                                    seen.about(),
                                    (before.size() + 1) + " attempts that were stopped",
                                    before.stream().map(Mark::getEntry).toList()))
                    : Optional.empty();
        };
    }

    private static boolean stoppedPhi(Seen seen) {
        return seen.maySend() && seen.isStopped() && (seen.phiOurs() || seen.phiBySource());
    }
}
