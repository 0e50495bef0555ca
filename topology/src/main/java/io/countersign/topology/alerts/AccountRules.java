package io.countersign.topology.alerts;

import static io.countersign.topology.alerts.Rule.LookedAt.WHO;
import static io.countersign.topology.alerts.Rule.Mode.RAISE;

import io.countersign.schemas.HostRole;
import io.countersign.schemas.Mark;
import io.countersign.schemas.UserAgentClass;
import io.countersign.topology.alerts.Rule.Test;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Rules about accounts that the site cannot know of: private ones beside its own, none at all, and
/// programs with a key.
final class AccountRules {
    static final String PERSONAL_BESIDE_COVERED = "PERSONAL_BESIDE_COVERED";
    static final String ANONYMOUS_USE = "ANONYMOUS_USE";
    static final String API_FROM_PROGRAM = "API_FROM_PROGRAM";

    private AccountRules() {}

    /// @param covered asks the register whether the site has a covered account with the vendor of
    ///   an event's service at the time of the event
    static List<Rule> all(Predicate<Seen> covered) {
        return List.of(
                new Rule(
                        PERSONAL_BESIDE_COVERED,
                        WHO,
                        RAISE,
                        0,
                        15,
                        Rule.thresholds(Map.of()),
                        "Somebody's first send to a private account at a vendor with whom the site has a covered one.",
                        personalBesideCovered(covered)),
                new Rule(
                        ANONYMOUS_USE,
                        WHO,
                        RAISE,
                        0,
                        10,
                        Rule.thresholds(Map.of("SENDS", 2L, "WINDOW_MINUTES", 60L)),
                        "Sends to a service without signing in.",
                        anonymousUse()),
                new Rule(
                        API_FROM_PROGRAM,
                        WHO,
                        RAISE,
                        0,
                        15,
                        Rule.thresholds(Map.of("SENDS", 5L, "WINDOW_MINUTES", 60L)),
                        "A program, not a browser, calls an API that no BAA covers.",
                        apiFromProgram()));
    }

    private static Test personalBesideCovered(Predicate<Seen> covered) {
        return (seen, memory, _, _) ->
                seen.isByPerson()
                                && seen.isSend()
                                && !seen.isStopped()
                                && seen.isPrivate()
                                && memory.firstUse("private " + seen.service()).isEmpty()
                                && covered.test(seen)
                        ? Optional.of(
                                new Finding(
                                        seen.about(),
                                        "first use of a private account at " + seen.service(),
                                        List.of()))
                        : Optional.empty();
    }

    /// Guests' devices sign in nowhere: without a person there is nobody to talk to.
    private static Test anonymousUse() {
        return (seen, memory, _, thresholds) ->
                seen.isByPerson()
                                && seen.isSend()
                                && !seen.isStopped()
                                && seen.has("SIGNED_OUT_USE")
                        ? enough(seen, memory, thresholds, "sends without signing in")
                        : Optional.empty();
    }

    private static Test apiFromProgram() {
        return (seen, memory, _, thresholds) ->
                seen.isByPerson()
                                && seen.isSend()
                                && !seen.isCovered()
                                && seen.event().getDestination().getHostRole() == HostRole.API
                                && seen.event()
                                        .getUserAgentClass()
                                        .filter(UserAgentClass.CLI_OR_SDK::equals)
                                        .isPresent()
                        ? enough(seen, memory, thresholds, "calls from a program")
                        : Optional.empty();
    }

    private static Optional<Finding> enough(
            Seen seen, Memory memory, Thresholds thresholds, String what) {
        List<Mark> before =
                memory.before(seen, thresholds.minutes("WINDOW_MINUTES")).stream()
                        .filter(mark ->
                                mark.getService().equals(seen.service())
                                        && Set.of("SEND", "UPLOAD").contains(mark.getActivity()))
                        .toList();
        return before.size() + 1 >= thresholds.get("SENDS")
                ? Optional.of(
                        new Finding(
                                seen.about(),
                                (before.size() + 1) + " " + what,
                                before.stream().map(Mark::getEntry).toList()))
                : Optional.empty();
    }
}
