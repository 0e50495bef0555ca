package io.countersign.topology.alerts;

import io.countersign.detectors.destination.UseRule;
import io.countersign.topology.alerts.Rule.LookedAt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// All rules, the gravest first: the first of those that fired names an alert.
public final class Rules {
    private static final List<String> BY_GRAVITY =
            shipped().all().stream().map(Rule::code).toList();

    private final Function<Seen, Optional<UseRule>> ruleOfUse;
    private final List<Rule> all;
    private final Map<LookedAt, List<Rule>> byKey;

    /// @param coveredBeside whether the site has a covered account at the vendor of an event's
    ///   service
    /// @param ruleOfUse the site's rule of use for an event's person at its service
    public Rules(Predicate<Seen> coveredBeside, Function<Seen, Optional<UseRule>> ruleOfUse) {
        this.ruleOfUse = ruleOfUse;
        List<Rule> rules = new ArrayList<>();
        rules.addAll(DisclosureRules.all());
        rules.addAll(UseRules.all(ruleOfUse));
        rules.addAll(SequenceRules.all());
        rules.addAll(VolumeRules.all());
        rules.addAll(AccountRules.all(coveredBeside));
        rules.addAll(FirstUseRules.all());
        rules.addAll(HealthRules.all());
        all = List.copyOf(rules);
        byKey = all.stream().collect(Collectors.groupingBy(Rule::lookedAt));
    }

    /// The rules as shipped, for documents and tables; their tests know no register.
    public static Rules shipped() {
        return new Rules(_ -> false, _ -> Optional.empty());
    }

    public List<Rule> all() {
        return all;
    }

    public List<Rule> lookingAt(LookedAt key) {
        return byKey.getOrDefault(key, List.of());
    }

    /// What the rules of use have to remember of an event under the key of whom it is about, once
    /// they have been asked.
    public void learnUse(Seen seen, Memory memory) {
        ruleOfUse.apply(seen).ifPresent(rule -> UseRules.learn(seen, memory, rule));
    }

    /// @throws IllegalArgumentException for a code that no rule has
    public Rule byCode(String code) {
        return all.stream()
                .filter(rule -> rule.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rule is called " + code));
    }

    /// The gravest first; what is not known last.
    static Comparator<String> byGravity() {
        return Comparator.comparingInt(
                        (String code) -> {
                            int at = BY_GRAVITY.indexOf(code);
                            return at < 0 ? BY_GRAVITY.size() : at;
                        })
                .thenComparing(Comparator.naturalOrder());
    }
}
