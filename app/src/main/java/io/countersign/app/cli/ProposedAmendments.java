package io.countersign.app.cli;

import io.countersign.app.reevaluation.Change;
import io.countersign.app.role.AmendmentLog;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Pace;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// Amendments that are asked for together: said by what they change, and after a yes chained.
final class ProposedAmendments {
    /// Where a command does not say how fast.
    static final int STANDARD_PER_SECOND = 1_000;

    private final Terminal terminal;
    private final List<Change> changes;
    private final String command;

    /// @param changes the earliest event first
    /// @param command that asks for them, for a person to type again
    ProposedAmendments(Terminal terminal, List<Change> changes, String command) {
        this.terminal = terminal;
        this.changes = List.copyOf(changes);
        this.command = command;
    }

    int count() {
        return changes.size();
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /// Says what changes sides, which is the earliest, and which clock starts.
    void say() {
        for (Disposition to :
                List.of(Disposition.VIOLATION, Disposition.REVIEW, Disposition.PERMITTED)) {
            long count = becoming(to);
            if (count > 0) {
                String line = "  %d become %s".formatted(count, to);
                terminal.say(to == Disposition.VIOLATION ? terminal.red(line) : line);
            }
        }
        long others = changes.stream().filter(one -> !one.isOfDisposition()).count();
        if (others > 0) {
            terminal.say("  %d keep their disposition, and change otherwise".formatted(others));
        }
        if (!changes.isEmpty()) {
            EntryRef earliest = changes.getFirst().original();
            terminal.say(
                    "The earliest happened at %s: %s:%d"
                            .formatted(
                                    Instant.ofEpochMilli(changes.getFirst().timeMillis()),
                                    earliest.getChain(),
                                    earliest.getSeq()));
        }
        if (becoming(Disposition.VIOLATION) > 0) {
            terminal.say(
                    terminal.red(
                            "Each VIOLATION is alerted once, and the clock of a breach starts with that alert."));
        }
    }

    /// Has the amendments chained, where it is agreed to.
    ///
    /// @param unasked without asking
    void write(Deployment deployment, String origin, boolean unasked, int perSecond)
            throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        if (!unasked && !terminal.confirms("Write %d amendments?".formatted(changes.size()))) {
            terminal.say("No amendment was written; " + command + " does it at any time.");
            return;
        }
        try (Interruption interruption = Interruption.watch()) {
            int chained =
                    AmendmentLog.chain(
                            deployment,
                            origin,
                            changes.stream().map(Change::amendment).toList(),
                            terminal.clock().instant(),
                            new Pace(perSecond, interruption::isRequested),
                            count ->
                                    terminal.progress(
                                            "chained: %d of %d".formatted(count, changes.size())));
            String soFar = "%d of %d amendments are chained".formatted(chained, changes.size());
            if (interruption.isRequested() && chained < changes.size()) {
                // The process ends when this returns.
                terminal.say(soFar + ", then it was stopped; " + command + " writes the others.");
                terminal.flush();
            }
            if (chained < changes.size()) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        soFar
                                + ". The audit topology may be behind or stopped: run "
                                + command
                                + " again when it runs, and it writes what is missing");
            }
            terminal.say(
                    "%d amendments are chained; countersign why shows them below their entries."
                            .formatted(chained));
            terminal.flush();
        }
    }

    /// Whether something becomes a VIOLATION.
    ExitCode exitCode() {
        return becoming(Disposition.VIOLATION) > 0 ? ExitCode.FOUND : ExitCode.CLEAN;
    }

    private long becoming(Disposition to) {
        return changes.stream().filter(one -> one.isOfDisposition() && one.to() == to).count();
    }
}
