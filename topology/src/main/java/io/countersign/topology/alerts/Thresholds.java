package io.countersign.topology.alerts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The numbers that a rule goes by, each with a name that ends with its unit.
public record Thresholds(Map<String, Long> values) {
    public Thresholds {
        values = Map.copyOf(values);
    }

    /// @throws IllegalArgumentException for a name that the rule does not have: a mistake in the
    ///   rule itself, not in a policy
    public long get(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no threshold is called " + name);
        }
        return value;
    }

    public long minutes(String name) {
        return TimeUnit.MINUTES.toMillis(get(name));
    }

    /// These, with others in their place; a name that is not there is left out.
    public Thresholds with(Map<String, Long> others) {
        Map<String, Long> merged = new LinkedHashMap<>(values);
        others.forEach((name, value) -> merged.computeIfPresent(name, (_n, _old) -> value));
        return new Thresholds(merged);
    }
}
