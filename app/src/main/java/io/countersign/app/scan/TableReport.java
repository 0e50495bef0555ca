package io.countersign.app.scan;

import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
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
    public void end(JoinedInspection joined, Seen seen, long bytes, int pictures) {
        terminal.say(terminal.bold(name) + ": " + said(seen));
        if (patients.asked()) {
            sayIndex(joined);
        }
        held.forEach(this::say);
        held = List.of();
        terminal.checkOutput();
    }

    private String said(Seen seen) {
        return switch (seen.extent()) {
            case NOT_INSPECTED -> terminal.yellow("skipped") + " (" + seen.reason() + ")";
            case PARTIAL ->
                    verdict(seen)
                            + " ("
                            + seen.decision().reason()
                            + ", inspected PARTIAL ("
                            + seen.reason()
                            + "))";
            case FULL -> verdict(seen) + " (" + seen.decision().reason() + ")";
        };
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

    private String verdict(Seen seen) {
        return seen.phi()
                .map(phi -> phi ? terminal.red("PHI") : terminal.green("no PHI"))
                .orElseGet(() -> terminal.yellow("undecided"));
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
