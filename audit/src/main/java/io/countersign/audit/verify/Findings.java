package io.countersign.audit.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects, per check, what was found. A check passes where somebody said that it was made and
/// nobody found a fault.
final class Findings {
    private final Map<CheckCode, List<Check.Fault>> examples = new EnumMap<>(CheckCode.class);
    private final Map<CheckCode, Long> faults = new EnumMap<>(CheckCode.class);
    private final Map<CheckCode, String> notChecked = new EnumMap<>(CheckCode.class);
    private final Map<CheckCode, String> notes = new EnumMap<>(CheckCode.class);

    void fault(CheckCode code, String place, String sentence) {
        faults.merge(code, 1L, Long::sum);
        List<Check.Fault> kept = examples.computeIfAbsent(code, _code -> new ArrayList<>());
        if (kept.size() < Check.MAX_EXAMPLES) {
            kept.add(new Check.Fault(place, sentence));
        }
    }

    /// The first reason stays.
    void notChecked(CheckCode code, String reason) {
        notChecked.putIfAbsent(code, reason);
    }

    /// Stands in front of what a pass shows.
    void note(CheckCode code, String sentence) {
        notes.put(code, sentence);
    }

    boolean failed(CheckCode code) {
        return faults.containsKey(code);
    }

    boolean anyFailed() {
        return !faults.isEmpty();
    }

    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        for (CheckCode code : CheckCode.values()) {
            List<Check.Fault> kept = examples.getOrDefault(code, List.of());
            Optional<String> reason = Optional.ofNullable(notChecked.get(code));
            if (!kept.isEmpty()) {
                Check.Fault first = kept.getFirst();
                checks.add(
                        new Check(
                                code,
                                CheckVerdict.FAILED,
                                first.place(),
                                first.sentence(),
                                faults.getOrDefault(code, 0L),
                                kept));
            } else if (reason.isPresent()) {
                checks.add(
                        new Check(code, CheckVerdict.NOT_CHECKED, "", reason.get(), 0, List.of()));
            } else {
                String note = notes.getOrDefault(code, "");
                checks.add(
                        new Check(
                                code,
                                CheckVerdict.PASSED,
                                "",
                                note.isEmpty() ? code.whenPassed() : note + " " + code.whenPassed(),
                                0,
                                List.of()));
            }
        }
        return checks;
    }
}
