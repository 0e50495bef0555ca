package io.countersign.topology.alerts;

import io.countersign.schemas.PolicyAlerting;
import io.countersign.schemas.PolicyMute;
import io.countersign.schemas.PolicyRule;
import io.countersign.schemas.PolicyRuleMode;
import io.countersign.schemas.PolicySeverityLine;
import io.countersign.schemas.PolicyThreshold;
import io.countersign.topology.alerts.Rule.Mode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the policy says about alerts: rules, severities, mutes and times; what it does not name is
/// as shipped. Immutable.
///
/// @param rules how each rule is to run, by its code
/// @param burstMillis a group about somebody ends when so long nothing was added
/// @param lateMillis what comes later than this after it happened goes to the end of the day
public record Alerting(
        Map<String, Setting> rules,
        SeverityTable severities,
        List<Mute> mutes,
        long burstMillis,
        long lateMillis) {
    /// More mutes than anybody can look after.
    public static final int MAX_MUTES = 1_000;

    private static final long BURST_MINUTES = 240;
    private static final long LATE_HOURS = 24;

    /// How a rule is to run.
    public record Setting(Mode mode, Thresholds thresholds) {}

    public Alerting {
        rules = Map.copyOf(rules);
        mutes = List.copyOf(mutes);
        if (burstMillis <= 0 || lateMillis <= 0) {
            throw new IllegalArgumentException("a burst and lateness last longer than nothing");
        }
    }

    public static Alerting shipped() {
        return of(new PolicyAlerting(List.of(), List.of(), List.of(), List.of(), null, null));
    }

    /// @throws IllegalArgumentException naming what does not fit
    public static Alerting of(PolicyAlerting policy) {
        if (policy.getMutes().size() > MAX_MUTES) {
            throw new IllegalArgumentException("more than " + MAX_MUTES + " mutes");
        }
        Map<String, Setting> settings = new HashMap<>();
        for (Rule rule : Rules.shipped().all()) {
            settings.put(rule.code(), new Setting(rule.mode(), rule.thresholds()));
        }
        for (PolicyRule changed : policy.getRules()) {
            Setting shipped = settings.get(changed.getCode());
            if (shipped == null) {
                throw new IllegalArgumentException("no rule is called " + changed.getCode());
            }
            settings.put(changed.getCode(), setting(shipped, changed));
        }
        return new Alerting(
                settings,
                severities(policy),
                policy.getMutes().stream().map(Alerting::mute).toList(),
                TimeUnit.MINUTES.toMillis(policy.getBurstMinutes().orElse(BURST_MINUTES)),
                TimeUnit.HOURS.toMillis(policy.getLateHours().orElse(LATE_HOURS)));
    }

    /// As shipped where the policy does not know the rule.
    public Setting setting(Rule rule) {
        return rules.getOrDefault(rule.code(), new Setting(rule.mode(), rule.thresholds()));
    }

    private static Setting setting(Setting shipped, PolicyRule changed) {
        Map<String, Long> values = new HashMap<>();
        for (PolicyThreshold threshold : changed.getThresholds()) {
            if (!shipped.thresholds().values().containsKey(threshold.getName())) {
                throw new IllegalArgumentException(
                        "rule "
                                + changed.getCode()
                                + " has no threshold "
                                + threshold.getName()
                                + ", only "
                                + shipped.thresholds().values().keySet().stream()
                                        .sorted()
                                        .toList());
            }
            if (threshold.getValue() < 1) {
                throw new IllegalArgumentException(
                        "rule " + changed.getCode() + ": " + threshold.getName() + " is below 1");
            }
            values.put(threshold.getName(), threshold.getValue());
        }
        Mode mode =
                changed.getMode() == PolicyRuleMode.UNRECOGNISED
                        ? shipped.mode()
                        : Mode.valueOf(changed.getMode().name());
        return new Setting(mode, shipped.thresholds().with(values));
    }

    private static SeverityTable severities(PolicyAlerting policy) {
        SeverityTable shipped = SeverityTable.shipped();
        Map<String, Integer> lines = new LinkedHashMap<>(shipped.lines());
        for (PolicySeverityLine line : policy.getSeverityLines()) {
            if (lines.replace(line.getCode(), line.getPoints()) == null) {
                throw new IllegalArgumentException(
                        "the severity table has no line " + line.getCode());
            }
        }
        List<SeverityTable.Step> steps =
                policy.getSeveritySteps().isEmpty()
                        ? shipped.steps()
                        : policy.getSeveritySteps().stream()
                                .map(step ->
                                        new SeverityTable.Step(
                                                step.getSeverity(), step.getFromPoints()))
                                .toList();
        return new SeverityTable(lines, steps);
    }

    private static Mute mute(PolicyMute mute) {
        return new Mute(
                mute.getId(),
                mute.getOwner(),
                mute.getReason(),
                mute.getRule(),
                Objects.requireNonNull(mute.getAboutKind(), "aboutKind"),
                mute.getAbout(),
                mute.getService(),
                mute.getPeriod().getFromMillis().orElse(Long.MIN_VALUE),
                Optional.of(mute.getPeriod())
                        .flatMap(period -> period.getToMillis())
                        .orElse(Long.MAX_VALUE));
    }
}
