package io.countersign.app.cli;

import io.countersign.app.alerts.AlertHistory;
import io.countersign.app.alerts.Precision;
import io.countersign.app.alerts.ProposedMute;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.RuleDay;
import io.countersign.topology.alerts.Alerting;
import io.countersign.topology.alerts.Rule;
import io.countersign.topology.alerts.Rules;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import picocli.CommandLine;

/// `countersign alert rules`: how each rule runs, what it was worth, and mutes that the closings
/// speak for.
@CommandLine.Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how each rule runs and how often its alerts of 30 days were right.",
            "Where five alerts of one rule about one and the same were closed as false, and none as",
            "anything else, a mute is proposed as YAML for policy/alerts.yaml, with what it would have hidden",
            "in 90 days. Owner, reason and end are yours to fill in. No mute hides a patient of ours."
        },
        footer = {
            "",
            "Examples:",
            "  countersign alert rules",
            "  countersign alert rules --config countersign.yaml"
        })
final class AlertRulesCommand implements Command {
    private static final Duration LOOKED_AT = Duration.ofDays(30);

    /// A rule that still learns says so each day.
    private static final long LEARNING_DAYS = 2;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    AlertRulesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        AlertHistory history;
        List<RuleDay> days;
        Alerting alerting;
        try (AlertSite open = site.readable(terminal)) {
            history = AlertHistory.read(open.deployment(), terminal::progress);
            days = AlertHistory.ruleDays(open.deployment());
            alerting = alerting(open.deployment());
        }
        AlertCommand.warn(terminal, history);
        long now = terminal.clock().millis();
        terminal.say(
                terminal.bold(
                        "%-29s %-26s %7s %7s %7s  %s"
                                .formatted(
                                        "30 days",
                                        "runs",
                                        "raised",
                                        "muted",
                                        "dry run",
                                        "right when looked at")));
        for (Rule rule : Rules.shipped().all()) {
            terminal.say(line(rule, alerting, days, history.alerts(), now));
        }
        terminal.say(
                terminal.faint(
                        "Counts are written once a minute; reviews are taken from the log as they are chained."));
        List<ProposedMute> mutes = ProposedMute.of(history.alerts(), now);
        mutes.forEach(mute -> propose(mute, history, now));
        return ExitCode.CLEAN;
    }

    /// What the policy in force says; as shipped where none can be read, and that is said.
    private Alerting alerting(Deployment deployment) throws IOException, MalformedNoteException {
        if (!Policies.signersAreKnown(deployment.configuration())) {
            terminal.err()
                    .println(
                            "The policy's signer is not known here: the rules are shown as shipped. Name it in keys.policy-signers.");
            return Alerting.shipped();
        }
        return switch (Policies.current(deployment)) {
            case Policies.Current.Published(PolicyDocument policy, String _) ->
                    policy.getAlerting().map(Alerting::of).orElseGet(Alerting::shipped);
            case Policies.Current.Absent _ -> Alerting.shipped();
            case Policies.Current.Untrusted(String code) -> {
                terminal.err()
                        .println(
                                "The policy on the topic is refused ("
                                        + code
                                        + "): the rules are shown as shipped.");
                yield Alerting.shipped();
            }
        };
    }

    private static String line(
            Rule rule,
            Alerting alerting,
            List<RuleDay> days,
            List<RaisedAlert> alerts,
            long nowMillis) {
        long firstDay = TimeUnit.MILLISECONDS.toDays(nowMillis - LOOKED_AT.toMillis());
        List<RuleDay> counted =
                days.stream()
                        .filter(day -> day.getRule().equals(rule.code()) && day.getDay() > firstDay)
                        .toList();
        Precision precision = Precision.of(rule.code(), alerts, nowMillis - LOOKED_AT.toMillis());
        return "%-29s %-26s %7d %7d %7d  %s"
                .formatted(
                        rule.code(),
                        state(rule, alerting, counted, nowMillis),
                        sum(counted, RuleDay::getRaised),
                        sum(counted, RuleDay::getMuted),
                        sum(counted, RuleDay::getDryRun),
                        precision.reviewed() == 0
                                ? "nobody has looked"
                                : "%d of %d, %d%%"
                                        .formatted(
                                                precision.right(),
                                                precision.reviewed(),
                                                100 * precision.right() / precision.reviewed()));
    }

    /// How a rule runs now.
    static String state(Rule rule, Alerting alerting, List<RuleDay> days, long nowMillis) {
        Rule.Mode mode = alerting.setting(rule).mode();
        long today = TimeUnit.MILLISECONDS.toDays(nowMillis);
        OptionalLong learning =
                days.stream()
                        .filter(day -> day.getDay() > today - LEARNING_DAYS)
                        .flatMap(day -> day.getLearningUntilMillis().stream())
                        .mapToLong(Long::longValue)
                        .filter(until -> until > nowMillis)
                        .max();
        if (mode != Rule.Mode.OFF && learning.isPresent()) {
            return "LEARNING until " + AlertCommand.day(learning.getAsLong());
        }
        return switch (mode) {
            case OFF -> "OFF";
            case DRY_RUN -> "DRY RUN";
            case SUPPORT -> "ON, supports others";
            case RAISE -> "ON";
        };
    }

    private static long sum(List<RuleDay> days, ToLongFunction<RuleDay> count) {
        return days.stream().mapToLong(count).sum();
    }

    private void propose(ProposedMute mute, AlertHistory history, long nowMillis) {
        long from = nowMillis - ProposedMute.LOOKED_AT.toMillis();
        long since = Math.max(from, history.oldestMillis().orElse(from));
        terminal.say("");
        terminal.say(
                "%s about %s and %s was closed as false %d times. A mute would have hidden %s since %s%s."
                        .formatted(
                                mute.rule(),
                                TerminalText.line(mute.about()),
                                TerminalText.line(mute.service()),
                                mute.closings(),
                                alerts(mute.hidden().size()),
                                AlertCommand.day(since),
                                mute.shown().isEmpty()
                                        ? ""
                                        : ", and not "
                                                + alerts(mute.shown().size())
                                                + " that name patients of ours"));
        terminal.say("It never hides a patient of ours. For policy/alerts.yaml:");
        mute.yaml().forEach(line -> terminal.say("  " + line));
    }

    private static String alerts(int count) {
        return count == 1 ? "one alert" : count + " alerts";
    }
}
