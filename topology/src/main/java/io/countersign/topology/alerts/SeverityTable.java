package io.countersign.topology.alerts;

import io.countersign.schemas.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What each fact is worth, and from how many points on a sum is which severity. The lines of a
/// rule's own points have the rule's code.
///
/// @param lines points by code
/// @param steps from so many points on; the highest that is reached counts
public record SeverityTable(Map<String, Integer> lines, List<Step> steps) {
    /// Of the first four one counts, the first that is true.
    public static final String OWN_PATIENT = "OWN_PATIENT";

    public static final String PHI_OURS = "PHI_OURS";
    public static final String PHI_BY_SOURCE = "PHI_BY_SOURCE";
    public static final String VOLUME_ONLY = "VOLUME_ONLY";
    public static final String PATIENTS_FROM_10 = "PATIENTS_FROM_10";
    public static final String PATIENTS_FROM_100 = "PATIENTS_FROM_100";
    public static final String SENSITIVE = "SENSITIVE";
    public static final String RECIPIENT_TRAINS = "RECIPIENT_TRAINS";
    public static final String FILE = "FILE";
    public static final String REPEATED = "REPEATED";
    public static final String BLOCKED = "BLOCKED";
    public static final String COVERED = "COVERED";

    /// From so many points on.
    public record Step(Severity severity, int fromPoints) {}

    public SeverityTable {
        lines = Map.copyOf(lines);
        steps = List.copyOf(steps);
    }

    static SeverityTable shipped() {
        Map<String, Integer> lines = new LinkedHashMap<>();
        lines.put(OWN_PATIENT, 70);
        lines.put(PHI_OURS, 50);
        lines.put(PHI_BY_SOURCE, 35);
        lines.put(VOLUME_ONLY, 15);
        lines.put(PATIENTS_FROM_10, 10);
        lines.put(PATIENTS_FROM_100, 20);
        lines.put(SENSITIVE, 15);
        lines.put(RECIPIENT_TRAINS, 10);
        lines.put(FILE, 5);
        lines.put(REPEATED, 10);
        lines.put(BLOCKED, -25);
        lines.put(COVERED, -30);
        for (Rule rule : Rules.shipped().all()) {
            lines.put(rule.code(), rule.points());
        }
        return new SeverityTable(
                lines,
                List.of(
                        new Step(Severity.LOW, 10),
                        new Step(Severity.MEDIUM, 30),
                        new Step(Severity.HIGH, 50),
                        new Step(Severity.CRITICAL, 80)));
    }

    /// 0 for a code that is not in the table.
    public int points(String code) {
        return lines.getOrDefault(code, 0);
    }

    public Severity severity(int sum) {
        Severity reached = Severity.INFORMATIONAL;
        for (Step step : steps) {
            if (sum >= step.fromPoints() && step.severity().compareTo(reached) > 0) {
                reached = step.severity();
            }
        }
        return reached;
    }
}
