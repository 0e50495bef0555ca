package io.countersign.app.scan;

import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
import io.countersign.detectors.phi.Decision;
import io.countersign.detectors.phi.Extent;
import io.countersign.detectors.phi.JoinedInspection;
import java.util.List;
import java.util.Locale;

/// A table for people: the verdict of an input, then its findings. Of an input that is scanned in
/// windows the findings come first, since nobody knows the verdict before the end.
public final class TableReport implements ScanReport {
    private final Terminal terminal;
    private final boolean showMatches;
    private String name = "";
    private List<Found> held = List.of();
    private boolean whole;

    private final KnownPatients patients;

    public TableReport(Terminal terminal, KnownPatients patients, boolean showMatches) {
        this.patients = patients;
        this.terminal = terminal;
        this.showMatches = showMatches;
    }

    @Override
    public void begin(String itsName, boolean inOnePiece) {
        name = TerminalText.line(itsName);
        whole = inOnePiece;
        held = List.of();
        if (!whole) {
            terminal.say(terminal.bold(name) + ": in windows, the verdict follows");
        }
    }

    @Override
    public void found(List<Found> found) {
        if (whole) {
            held = found;
        } else {
            found.forEach(this::say);
            terminal.checkOutput();
        }
    }

    @Override
    public void end(JoinedInspection joined, long bytes, Shortfall shortfall) {
        boolean whole = shortfall == Shortfall.NONE;
        String why = whole ? joined.extentReason().name() : shortfall.name();
        boolean partial = !whole || joined.extent() == Extent.PARTIAL;
        terminal.say(
                terminal.bold(name)
                        + ": "
                        + (joined.extent() == Extent.NOT_INSPECTED
                                ? terminal.yellow("skipped") + " (" + why + ")"
                                : verdict(joined.decision(), whole)
                                        + " ("
                                        + joined.decision().reason()
                                        + (partial ? ", inspected PARTIAL (" + why + ")" : "")
                                        + ")"));
        if (patients.asked()) {
            sayIndex(joined);
        }
        held.forEach(this::say);
        held = List.of();
        terminal.checkOutput();
    }

    private void sayIndex(JoinedInspection joined) {
        String said = KnownPatients.said(joined.decision()).map(Enum::name).orElse("");
        int count = joined.patients().size();
        if (!said.isEmpty()) {
            terminal.say(
                    "  "
                            + (count == 0
                                    ? "none of our patients"
                                    : count == 1 ? "1 of our patients" : count + " of our patients")
                            + " ("
                            + said
                            + ")");
        }
        patients.subjects(joined.patients()).forEach(token -> terminal.say("  subject " + token));
    }

    /// What was not seen may hold PHI: of a part only a yes stands.
    private String verdict(Decision decision, boolean whole) {
        return switch (decision.answer()) {
            case YES -> terminal.red("PHI");
            case NO -> whole ? terminal.green("no PHI") : terminal.yellow("undecided");
            case UNDECIDED -> terminal.yellow("undecided");
        };
    }

    private void say(Found found) {
        String line =
                String.format(
                        Locale.ROOT,
                        "  %-12s %-22s %-12s",
                        "line " + found.line(),
                        found.finding().type().name(),
                        found.finding().likelihood());
        terminal.say(
                showMatches ? line + " " + TerminalText.line(found.match()) : line.stripTrailing());
    }

    @Override
    public void finish(ScanTotals totals) {
        terminal.say(totals.summary());
    }
}
