package io.countersign.app.policy;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.PolicyAlerting;
import io.countersign.schemas.PolicyMute;
import io.countersign.schemas.PolicyRule;
import io.countersign.schemas.PolicyRuleMode;
import io.countersign.schemas.PolicySeverityLine;
import io.countersign.schemas.PolicySeverityStep;
import io.countersign.schemas.PolicyThreshold;
import io.countersign.schemas.Severity;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `alerts.yaml`: rules, severities and mutes where the site wants them other than shipped.
/// `docs/guides/policy.md` shows the format.
final class AlertsYaml {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final int MAX_POINTS = 1_000;

    private AlertsYaml() {}

    static PolicyAlerting read(String file, String text) throws InvalidPolicyFileException {
        YamlMap root = YamlMap.parse(file, text);
        PolicyAlerting.Builder alerting =
                PolicyAlerting.newBuilder()
                        .setRules(rules(root))
                        .setSeverityLines(lines(root))
                        .setSeveritySteps(steps(root))
                        .setMutes(mutes(root));
        root.optionalCount("burst_minutes").ifPresent(alerting::setBurstMinutes);
        root.optionalCount("late_hours").ifPresent(alerting::setLateHours);
        root.done();
        return alerting.build();
    }

    private static List<PolicyRule> rules(YamlMap root) throws InvalidPolicyFileException {
        List<PolicyRule> rules = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (YamlMap map : root.maps("rules")) {
            List<PolicyThreshold> thresholds = new ArrayList<>();
            Optional<YamlMap> given = map.optionalMap("thresholds");
            if (given.isPresent()) {
                for (String name : given.get().keys()) {
                    thresholds.add(
                            new PolicyThreshold(
                                    code(given.get(), name, name),
                                    given.get().optionalCount(name).orElse(0L)));
                }
                given.get().done();
            }
            String code = code(map, "rule", map.text("rule"));
            if (!codes.add(code)) {
                throw map.fault("rule", "named twice");
            }
            rules.add(new PolicyRule(code, map.word("mode", PolicyRuleMode.class), thresholds));
            map.done();
        }
        return rules;
    }

    private static List<PolicySeverityLine> lines(YamlMap root) throws InvalidPolicyFileException {
        List<PolicySeverityLine> lines = new ArrayList<>();
        Optional<YamlMap> points = root.optionalMap("severity_points");
        if (points.isPresent()) {
            for (String name : points.get().keys()) {
                lines.add(
                        new PolicySeverityLine(
                                code(points.get(), name, name), points(points.get(), name)));
            }
            points.get().done();
        }
        return lines;
    }

    private static List<PolicySeverityStep> steps(YamlMap root) throws InvalidPolicyFileException {
        List<PolicySeverityStep> steps = new ArrayList<>();
        Optional<YamlMap> from = root.optionalMap("severity_from");
        if (from.isPresent()) {
            for (String name : from.get().keys()) {
                steps.add(
                        new PolicySeverityStep(
                                from.get().word(name, name, Severity.class),
                                points(from.get(), name)));
            }
            from.get().done();
        }
        return steps;
    }

    private static List<PolicyMute> mutes(YamlMap root) throws InvalidPolicyFileException {
        List<PolicyMute> mutes = new ArrayList<>();
        Days days = new Days(ZoneOffset.UTC);
        for (YamlMap map : root.maps("mutes")) {
            String id = map.text("id");
            if (!ID.matcher(id).matches()) {
                throw map.fault("id", "not lower case letters, digits, . and -, at most 64");
            }
            if (!map.has("until")) {
                throw map.fault("until", "missing: a mute ends");
            }
            Optional<YamlMap> about = map.optionalMap("about");
            PolicyMute.Builder mute =
                    PolicyMute.newBuilder()
                            .setId(id)
                            .setOwner(map.text("owner"))
                            .setReason(map.text("reason"))
                            .setRule(map.optionalText("rule").orElse(""))
                            .setService(map.optionalText("service").orElse(""))
                            .setPeriod(days.period(map, "from", "until"));
            if (about.isPresent()) {
                mute.setAboutKind(about.get().word("kind", AboutKind.class))
                        .setAbout(about.get().text("name"));
                about.get().done();
            }
            if (mute.getRule().isEmpty() && about.isEmpty() && mute.getService().isEmpty()) {
                throw map.fault("rule", "a mute names a rule, a service or whom it is about");
            }
            mutes.add(mute.build());
            map.done();
        }
        return mutes;
    }

    private static String code(YamlMap map, String key, String code)
            throws InvalidPolicyFileException {
        if (!CODE.matcher(code).matches()) {
            throw map.fault(key, "no code: capitals, digits and _");
        }
        return code;
    }

    private static int points(YamlMap map, String key) throws InvalidPolicyFileException {
        int points = map.whole(key);
        if (Math.abs(points) > MAX_POINTS) {
            throw map.fault(key, "more than " + MAX_POINTS + " points");
        }
        return points;
    }
}
