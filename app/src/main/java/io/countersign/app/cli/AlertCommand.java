package io.countersign.app.cli;

import io.countersign.app.alerts.AlertHistory;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.app.alerts.RaisedAlert.Closing;
import io.countersign.app.alerts.Withdrawal;
import io.countersign.app.policy.PolicyCheck;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.PolicyDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// `countersign alert`.
@CommandLine.Command(
        name = "alert",
        mixinStandardHelpOptions = true,
        description =
                "The alerts: a list, one of them whole, closing one, and what each rule is worth.")
final class AlertCommand {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{6,32}(\\.\\d{1,9})?");
    private static final int MAX_CHOICES = 5;

    private AlertCommand() {}

    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new AlertCommand())
                .addSubcommand(new AlertListCommand(terminal))
                .addSubcommand(new AlertShowCommand(terminal))
                .addSubcommand(new AlertCloseCommand(terminal))
                .addSubcommand(new AlertRulesCommand(terminal));
    }

    /// Refuses what can be no id before anything is read.
    static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "An alert is named by its id, or by 6 or more of the id's first characters: countersign alert list");
        }
    }

    /// The one alert that is meant.
    static RaisedAlert named(AlertHistory history, String id) {
        List<RaisedAlert> found = history.named(id);
        if (found.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "No alert is called "
                            + id
                            + history.oldestMillis()
                                    .map(oldest ->
                                            " among those since "
                                                    + day(oldest)
                                                    + ", the oldest that the topic still holds")
                                    .orElse(": none was raised yet")
                            + ". See countersign alert list --all");
        }
        if (found.size() > 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Several alerts begin so: "
                            + found.stream()
                                    .limit(MAX_CHOICES)
                                    .map(RaisedAlert::id)
                                    .collect(Collectors.joining(", ")));
        }
        return found.getFirst();
    }

    /// Says what is missing from a history.
    static void warn(Terminal terminal, AlertHistory history) {
        if (history.left() > 0) {
            terminal.err()
                    .println(
                            "Only the latest %d groups are looked at; %d older ones are not."
                                    .formatted(AlertHistory.MAX_GROUPS, history.left()));
        }
        if (history.unreadable() > 0) {
            terminal.err()
                    .println(
                            "%d alerts could not be read: they are of another version, or damaged."
                                    .formatted(history.unreadable()));
        }
    }

    /// Says what of the policy in force is too old to be relied on now.
    static void warnOfAge(Terminal terminal, Deployment deployment)
            throws IOException, MalformedNoteException {
        // Another machine's installation may have no key here, and none must be drawn.
        if (Policies.signersAreKnown(deployment.configuration())
                && Policies.current(deployment)
                        instanceof Policies.Current.Published(PolicyDocument policy, String _)) {
            for (String old : PolicyCheck.staleness(policy, terminal.clock().instant())) {
                terminal.err().println(terminal.yellow(TerminalText.line(old)));
            }
        }
    }

    static String state(RaisedAlert alert) {
        return switch (alert.state()) {
                    case OPEN -> "OPEN";
                    case CLOSED ->
                            "CLOSED as " + ClosedAs.word(closing(alert).review().getVerdict());
                    case OPEN_AGAIN ->
                            "OPEN AGAIN, was "
                                    + ClosedAs.word(closing(alert).review().getVerdict());
                    case NOT_KNOWN -> "STATE NOT KNOWN";
                }
                + (alert.isClosed()
                        ? ""
                        : alert.withdrawn().map(AlertCommand::withdrawn).orElse(""));
    }

    private static String withdrawn(Withdrawal withdrawal) {
        return ", CAUSE WITHDRAWN: now %s as of %s (%s:%d)"
                .formatted(
                        TerminalText.line(withdrawal.nowIs()),
                        second(withdrawal.latest().atMillis()),
                        withdrawal.latest().chain(),
                        withdrawal.latest().seq());
    }

    static Closing closing(RaisedAlert alert) {
        return alert.closing().orElseThrow();
    }

    /// How and when, in a sentence's end.
    static String closed(Closing closing) {
        return "closed as %s by %s at %s (%s:%d)"
                .formatted(
                        ClosedAs.word(closing.review().getVerdict()),
                        TerminalText.line(closing.review().getPerson()),
                        second(closing.atMillis()),
                        closing.chain(),
                        closing.seq());
    }

    /// In the largest unit that fills: `40s`, `12m`, `5h`, `3d`.
    static String age(long millis) {
        Duration age = Duration.ofMillis(Math.max(0, millis));
        if (age.toDays() > 0) {
            return age.toDays() + "d";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" : age.toSeconds() + "s";
    }

    static String day(long millis) {
        return Instant.ofEpochMilli(millis).toString().substring(0, "2026-11-26".length());
    }

    static String second(long millis) {
        return Instant.ofEpochSecond(Math.floorDiv(millis, 1000L)).toString();
    }
}
