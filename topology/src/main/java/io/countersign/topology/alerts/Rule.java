package io.countersign.topology.alerts;

import java.util.Map;
import java.util.Optional;

/// One rule: data about it, and its test. A test is pure: the same event and memory give the same
/// answer.
///
/// @param code by which the policy, alerts and reviews name it
/// @param lookedAt by which key it looks at events
/// @param mode as shipped
/// @param historyDays days of history that it needs before it says anything; until then it is
///   LEARNING
/// @param points what it adds to the severity as shipped
/// @param thresholds as shipped
/// @param sees one sentence for people: what it finds
/// @param test the condition; asked before the memory learns the event
public record Rule(
        String code,
        LookedAt lookedAt,
        Mode mode,
        int historyDays,
        int points,
        Thresholds thresholds,
        String sees,
        Test test) {
    /// By which key.
    public enum LookedAt {
        /// Whom the event is about: the person, else the device, else the address.
        WHO,
        DEVICE,
        /// The first uses of a service by each person.
        SERVICE,
        /// The first uses of a service by each person of a department.
        DEPARTMENT,
        HOST,
        /// A key or application whose prompts a gateway logs.
        APPLICATION,
        /// Asked with each tick and not with events.
        SOURCE
    }

    /// What a rule may do.
    public enum Mode {
        /// It is not asked.
        OFF,
        /// It counts what it would have raised.
        DRY_RUN,
        /// It adds to an alert, and raises none.
        SUPPORT,
        /// It raises an alert.
        RAISE
    }

    /// The condition of a rule.
    @FunctionalInterface
    public interface Test {
        /// @param uses for SERVICE and DEPARTMENT how often that person has used the service
        Optional<Finding> test(Seen seen, Memory memory, long uses, Thresholds thresholds);
    }

    static Thresholds thresholds(Map<String, Long> values) {
        return new Thresholds(values);
    }
}
