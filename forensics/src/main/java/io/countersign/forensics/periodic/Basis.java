package io.countersign.forensics.periodic;

import io.countersign.forensics.query.AnswerRows;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a report rests on.
///
/// @param made when, by the clock of who makes it
/// @param program that made it, with its version
public record Basis(Period period, Instant made, String program, LogState log, Register register) {
    public Basis {
        Objects.requireNonNull(period, "period");
        made = made.truncatedTo(ChronoUnit.SECONDS);
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(register, "register");
    }

    /// The end of the period, or the moment of the report where that comes before.
    Instant end() {
        return made.isBefore(period.to()) ? made : period.to();
    }

    /// One line for below a title.
    String subtitle() {
        return period.words()
                + (made.isBefore(period.to()) ? ", which are not over" : "")
                + ". Made "
                + made
                + "; "
                + log.reach();
    }

    /// Where the numbers come from.
    Section section(PeriodAnswers answers) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Period", period.words()));
        rows.add(List.of("Made", made + " by " + program));
        rows.add(List.of("Answers hold", log.reach()));
        rows.add(List.of("Checkpoint of the log", log.newest().words()));
        if (register.isKnown()) {
            rows.add(
                    List.of(
                            "Policy in force",
                            register.version()
                                    + ", catalogue "
                                    + register.catalogue()
                                    + ", SHA-256 "
                                    + register.sha256()));
        } else {
            rows.add(List.of("Policy in force", "none that counts was found"));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Paragraph(
                        "Every number is counted from entries of the signed log, and from those that wait for its next seal, by a copy that anybody makes again (countersign archive rebuild, countersign archive verify). Drills are left out, and an event counts as it is judged now, with what became known later."));
        blocks.add(new Table(List.of("What", "Which"), rows));
        blocks.add(new Paragraph("Policies by which the events of the period were judged:"));
        blocks.add(policies(answers));
        for (PeriodQuestion question : answers.cutOff()) {
            blocks.add(
                    new Paragraph(
                            "Not all: the answer to "
                                    + question
                                    + " has more rows than are read, and its table ends early."));
        }
        return new Section("What this report rests on", blocks);
    }

    private Table policies(PeriodAnswers answers) {
        List<List<String>> rows = new ArrayList<>();
        AnswerRows policies = answers.rows(PeriodQuestion.POLICIES);
        while (policies.next()) {
            String sha256 = policies.optional("policy").orElse("none");
            rows.add(
                    List.of(
                            sha256.equals(register.sha256()) ? register.version() : "",
                            sha256,
                            policies.text("events"),
                            PeriodAnswers.read(policies.value("first_at")),
                            PeriodAnswers.read(policies.value("last_at"))));
        }
        return new Table(List.of("Version", "SHA-256", "Events", "First", "Last"), rows);
    }

    /// What no number of it says.
    static Section limits(List<String> more) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                new Paragraph(
                        "Access made outside Countersign is not in this log: a device, a network or a service that no source watches does not show."));
        blocks.add(
                new Paragraph(
                        "UNKNOWN is neither covered nor an accusation: the record did not say enough."));
        blocks.add(
                new Paragraph(
                        "Patients are counted by tokens, which change each year: one person may have several, so that numbers of tokens are upper bounds."));
        more.forEach(text -> blocks.add(new Paragraph(text)));
        return new Section("What this report cannot know", blocks);
    }
}
