package io.countersign.topology.alerts;

import static io.countersign.topology.alerts.Rule.LookedAt.WHO;
import static io.countersign.topology.alerts.Rule.Mode.RAISE;

import io.countersign.detectors.destination.UseRule;
import io.countersign.topology.alerts.Rule.Test;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What of the site's rules of use no single record can show: how many patients somebody sends on
/// one day, 45 CFR 164.502(b).
final class UseRules {
    static final String MINIMUM_NECESSARY = "MINIMUM_NECESSARY";

    private UseRules() {}

    /// @param ruleFor the rule of use for an event's person at its service
    static List<Rule> all(Function<Seen, Optional<UseRule>> ruleFor) {
        return List.of(
                new Rule(
                        MINIMUM_NECESSARY,
                        WHO,
                        RAISE,
                        0,
                        10,
                        Rule.thresholds(Map.of()),
                        "More patients of one person on one day than the rules of use allow there.",
                        minimumNecessary(ruleFor)));
    }

    private static Test minimumNecessary(Function<Seen, Optional<UseRule>> ruleFor) {
        return (seen, memory, _, _) -> {
            if (!counts(seen)) {
                return Optional.empty();
            }
            Optional<UseRule> rule =
                    ruleFor.apply(seen).filter(one -> one.patientsPerDay().isPresent());
            if (rule.isEmpty()) {
                return Optional.empty();
            }
            int most = rule.get().patientsPerDay().getAsInt();
            List<Long> before = memory.patientsOn(seen.day(), rule.get().id());
            Set<Long> now = new LinkedHashSet<>(before);
            now.addAll(seen.patients());
            // Once, when the limit is passed.
            return now.size() > most && before.size() <= most
                    ? Optional.of(
                            new Finding(
                                    seen.about(),
                                    "rule %s: %d patients on one day, at most %d"
                                            .formatted(rule.get().id(), now.size(), most),
                                    List.of()))
                    : Optional.empty();
        };
    }

    /// What was stopped on its way has reached nobody.
    static boolean counts(Seen seen) {
        return seen.maySend() && !seen.isStopped() && !seen.event().getSubjects().isEmpty();
    }

    /// Remembers whom an event has sent, where a rule limits that.
    static void learn(Seen seen, Memory memory, UseRule rule) {
        if (counts(seen) && rule.patientsPerDay().isPresent()) {
            memory.learnPatients(seen, rule.id());
        }
    }
}
