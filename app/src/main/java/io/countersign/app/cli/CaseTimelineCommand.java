package io.countersign.app.cli;

import io.countersign.forensics.cases.CaseQuestions.Alert;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Disclosure;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/// `countersign case timeline`.
@CommandLine.Command(
        name = "timeline",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what happened and what was done, in the order of time: events, alerts, steps of the case.",
            "An access entry is chained first."
        },
        footer = {"", "Example:", "  countersign case timeline 2026-014"})
final class CaseTimelineCommand implements Command {
    /// As wide for each line.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    @CommandLine.Mixin private CaseSite site = new CaseSite();

    private final Terminal terminal;

    CaseTimelineCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Line(Instant at, String text) {}

    @Override
    public ExitCode run() throws IOException, InterruptedException {
        try (CaseSite.Open open = site.open(terminal)) {
            CaseView view = open.view("CASE_READ");
            List<Line> lines = new ArrayList<>();
            view.disclosures().forEach(one -> lines.add(event(one)));
            view.alerts().forEach(one -> lines.add(alert(one)));
            view.steps().forEach(one -> lines.add(step(one)));
            terminal.page(
                    lines.stream()
                            .sorted(Comparator.comparing(Line::at))
                            .map(line ->
                                    TIME.format(line.at()) + "  " + TerminalText.line(line.text()))
                            .toList());
        }
        return ExitCode.CLEAN;
    }

    private static Line event(Disclosure one) {
        return new Line(
                one.happenedAt(),
                "event   "
                        + one.who().orElse("somebody")
                        + " -> "
                        + one.recipient()
                        + ", "
                        + one.activity()
                        + ", "
                        + one.coverage()
                        + (one.isBlocked() ? ", blocked" : "")
                        + "  "
                        + one.place());
    }

    private static Line alert(Alert one) {
        return new Line(
                one.chainedAt(),
                "alert   " + one.alertClass() + ", " + one.severity() + "  " + one.id());
    }

    private static Line step(CaseStep one) {
        return new Line(
                one.at(),
                "step "
                        + one.number()
                        + "  "
                        + one.act()
                        + " by "
                        + one.person()
                        + one.outcome().map(outcome -> ", " + outcome).orElse("")
                        + (one.entries().isEmpty() ? "" : ", " + one.entries().size() + " events")
                        + (one.text().isEmpty() ? "" : ": " + one.text()));
    }
}
