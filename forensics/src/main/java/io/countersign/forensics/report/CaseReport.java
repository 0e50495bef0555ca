package io.countersign.forensics.report;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Clock;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Discovery;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Worksheet;
import io.countersign.forensics.report.Report.Block;
import io.countersign.forensics.report.Report.Lane;
import io.countersign.forensics.report.Report.Moment;
import io.countersign.forensics.report.Report.Paragraph;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import io.countersign.forensics.report.Report.Timeline;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The report of a case, for people who have not worked at it: the same contents in the same order
/// each time, each word explained, and what it does not say.
public final class CaseReport {
    /// Events that the table names one by one; `events.csv` beside the report has all.
    public static final int MAX_EVENTS = 2_000;

    private static final List<FirstUse.Term> TERMS =
            List.of(
                    new FirstUse.Term(
                            "event",
                            "events?",
                            "something that somebody sent to a service, or asked of it, as a proxy or a gateway recorded it"),
                    FirstUse.PHI,
                    FirstUse.COVERED,
                    new FirstUse.Term(
                            "individuals", "individuals", "the persons whose information it is"),
                    new FirstUse.Term(
                            "at least, at most",
                            "at least|at most",
                            "the number of persons cannot be less, or more, on what the log and the vault know"),
                    new FirstUse.Term(
                            "log",
                            "log",
                            "the list of all that Countersign saw and decided, to which lines are added and in which none can be changed or taken out unnoticed"),
                    new FirstUse.Term(
                            "vault",
                            "vault",
                            "the file that leads from a token to a patient's state and, for two persons who agree, to a name"),
                    new FirstUse.Term(
                            "token",
                            "[Tt]okens?",
                            "a keyed digest that stands for a patient within one year; without the key it leads to nobody"),
                    new FirstUse.Term(
                            "alert", "alerts?", "what Countersign told somebody of, by a rule"),
                    FirstUse.HHS,
                    new FirstUse.Term(
                            "entry",
                            "[Ee]ntry|entries",
                            "a record of the log, named by chain and number, which nobody can change unnoticed"),
                    new FirstUse.Term(
                            "proof",
                            "proofs?",
                            "numbers that lead from an entry to the log's checkpoint, which anybody checks with the log's public key"),
                    new FirstUse.Term(
                            "checkpoint",
                            "checkpoints?",
                            "the signed size and root hash of the log, by which each entry is proven"));

    private final CaseView view;
    private final Individuals individuals;
    private final List<Clock> clocks;
    private final Instant made;
    private final String log;
    private final Section policies;

    /// @param made when, by the clock of who makes it
    /// @param log the log's name, and the checkpoint to which the case was read, as one line
    /// @param policies what judged the events
    public CaseReport(
            CaseView view,
            Individuals individuals,
            List<Clock> clocks,
            Instant made,
            String log,
            Section policies) {
        this.view = view;
        this.individuals = individuals;
        this.clocks = List.copyOf(clocks);
        this.made = made;
        this.log = log;
        this.policies = policies;
    }

    public Report report() {
        Report explained = FirstUse.explained(unexplained(), TERMS);
        List<Section> sections = new ArrayList<>(explained.sections());
        // Last but one, and after each term was explained: the list itself uses none.
        sections.add(sections.size() - 1, terms());
        return new Report(explained.title(), explained.subtitle(), sections);
    }

    private Report unexplained() {
        return new Report(
                "Case " + view.id(),
                (view.decision().isPresent() ? "" : "DRAFT, not decided. ")
                        + "Made "
                        + second(made)
                        + " from the audit log "
                        + log,
                List.of(
                        summary(),
                        timeline(),
                        disclosed(),
                        recipients(),
                        policies,
                        individuals(),
                        discovery(),
                        notices(),
                        factors(),
                        decision(),
                        steps(),
                        events(),
                        limits()));
    }

    private Section summary() {
        long left = view.disclosures().stream().filter(Disclosure::isUncovered).count();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Paragraph(view.title()));
        blocks.add(
                new Paragraph(
                        view.disclosures().size()
                                + " events belong to the case; "
                                + left
                                + " of them left for a recipient that no agreement covered, or of which nobody knows whether one did. They affect "
                                + individuals.atLeast()
                                + " individuals at least and "
                                + individuals.atMost()
                                + " at most."));
        if (!view.missing().isEmpty()) {
            blocks.add(
                    new Paragraph(
                            view.missing().size()
                                    + " events of the case are not in the archive as the case names them, and are left out of every number here."));
        }
        return new Section("Summary", blocks);
    }

    private Section timeline() {
        List<Moment> moments = new ArrayList<>();
        view.disclosures().forEach(one -> moments.add(new Moment(one.happenedAt(), Lane.EVENTS)));
        view.alerts().forEach(one -> moments.add(new Moment(one.chainedAt(), Lane.ALERTS)));
        view.steps().forEach(one -> moments.add(new Moment(one.at(), Lane.STEPS)));
        return new Section("Timeline", List.of(new Timeline(moments)));
    }

    private Section disclosed() {
        List<List<String>> rows = new ArrayList<>();
        new TreeMap<>(view.elements())
                .forEach((type, count) -> rows.add(List.of(type, Integer.toString(count))));
        return new Section(
                "What was disclosed",
                List.of(
                        new Paragraph(
                                "Kinds of information found in what left without cover. The words themselves are not in the log."),
                        new Table(List.of("Kind", "Times"), rows)));
    }

    private Section recipients() {
        List<List<String>> rows = new ArrayList<>();
        for (String recipient : view.recipients()) {
            List<Disclosure> own =
                    view.disclosures().stream()
                            .filter(Disclosure::isUncovered)
                            .filter(one -> one.recipient().equals(recipient))
                            .toList();
            rows.add(
                    List.of(
                            recipient,
                            Integer.toString(own.size()),
                            distinct(own.stream().map(Disclosure::account).toList()),
                            distinct(own.stream().map(Disclosure::coverage).toList()),
                            distinct(
                                    own.stream()
                                            .flatMap(one -> one.coverageReasons().stream())
                                            .toList())));
        }
        return new Section(
                "To whom",
                List.of(
                        new Table(
                                List.of("Recipient", "Events", "Account", "Coverage", "Because"),
                                rows)));
    }

    private Section individuals() {
        List<List<String>> rows = new ArrayList<>();
        new TreeMap<>(individuals.byState())
                .forEach((state, count) -> rows.add(List.of(state, Integer.toString(count))));
        if (individuals.withoutState() > 0) {
            rows.add(List.of("unknown", Integer.toString(individuals.withoutState())));
        }
        return new Section(
                "Affected individuals",
                List.of(
                        new Paragraph(
                                individuals.atLeast()
                                        + " at least: patients of the index who are different for certain. "
                                        + individuals.atMost()
                                        + " at most: each token that nobody could merge counted as somebody else. "
                                        + individuals.unseen()
                                        + " disclosures were not seen in full: whose data they hold is not known."),
                        new Paragraph(
                                individuals.merged()
                                        ? "Tokens were merged, and states of residence read, in the identity vault."
                                        : "No identity vault was asked: states of residence are unknown."),
                        new Table(List.of("State", "Individuals"), rows)));
    }

    private Section discovery() {
        Discovery discovery = view.discovery();
        String how =
                switch (discovery.basis()) {
                    case FIRST_ALERT -> "when the first alert about one of the events was raised";
                    case CASE_OPENED -> "when the case was opened; no alert was raised";
                    case STATED ->
                            "as a person stated it; by the first alert it would be "
                                    + second(discovery.byAlert());
                };
        return new Section(
                "Discovery",
                List.of(new Paragraph("Discovered " + second(discovery.at()) + ", " + how + ".")));
    }

    private Section notices() {
        List<List<String>> rows = new ArrayList<>();
        for (Clock clock : clocks) {
            rows.add(
                    List.of(
                            clock.recipient()
                                    + (clock.jurisdiction().isEmpty()
                                            ? ""
                                            : " " + clock.jurisdiction()),
                            clock.due().name(),
                            clock.lastDay().map(Object::toString).orElse("unknown"),
                            clock.rule(),
                            clock.reason()
                                    + (clock.doubt().isEmpty() ? "" : " (" + clock.doubt() + ")")));
        }
        List<List<String>> sent = new ArrayList<>();
        for (CaseStep step : view.steps()) {
            if (step.act().equals(CaseGrammar.NOTICE)) {
                sent.add(
                        List.of(
                                step.details().getOrDefault("recipient", ""),
                                step.details().getOrDefault("state", ""),
                                step.moment().map(CaseReport::day).orElse(""),
                                step.details().getOrDefault("count", "")));
            }
        }
        return new Section(
                "Notices",
                List.of(
                        new Paragraph(
                                "If it is a breach. Days are the last ones; the rule is without unreasonable delay."),
                        new Table(List.of("To", "Due", "Last day", "Rule", "Why"), rows),
                        new Paragraph("Notices that were sent:"),
                        new Table(List.of("To", "State", "Sent", "Number"), sent)));
    }

    private Section factors() {
        List<Block> blocks = new ArrayList<>();
        for (Worksheet.Factor factor : view.worksheet(individuals).factors()) {
            blocks.add(
                    new Paragraph(
                            factor.number()
                                    + ". "
                                    + factor.question()
                                    + " The log: "
                                    + String.join("; ", factor.evidence())
                                    + "."));
            view.steps().stream()
                    .filter(step -> step.act().equals(CaseGrammar.PROPOSAL))
                    .map(step -> step.details().getOrDefault("factor." + factor.number(), ""))
                    .filter(text -> !text.isEmpty())
                    .forEach(text -> blocks.add(new Paragraph("Judged: " + text)));
        }
        return new Section("The four factors of 45 CFR 164.402", blocks);
    }

    private Section decision() {
        List<Block> blocks = new ArrayList<>();
        if (view.decision().isEmpty()) {
            blocks.add(
                    new Paragraph(
                            "The case is not decided. A disclosure that no rule permits is presumed a breach until it is shown to be none."));
        }
        view.decision()
                .ifPresent(step ->
                        blocks.add(
                                new Paragraph(
                                        step.outcome().map(Enum::name).orElse("")
                                                + ", signed by two persons on "
                                                + day(step.at())
                                                + ". Reasons: "
                                                + step.text())));
        view.proposal()
                .ifPresent(step ->
                        blocks.add(
                                new Paragraph(
                                        "Proposed by "
                                                + step.person()
                                                + " and not signed: "
                                                + step.outcome().map(Enum::name).orElse("")
                                                + ". Reasons: "
                                                + step.text())));
        return new Section("Decision", blocks);
    }

    private Section steps() {
        List<List<String>> rows = new ArrayList<>();
        for (CaseStep step : view.steps()) {
            rows.add(
                    List.of(
                            Long.toString(step.number()),
                            second(step.at()),
                            step.person(),
                            step.act(),
                            step.text(),
                            beside(step)));
        }
        return new Section(
                "Steps",
                List.of(
                        new Table(
                                List.of("Step", "When", "Who", "What", "Text", "Beside it"),
                                rows)));
    }

    /// What a step has besides its text; texts on the four factors stand in their section.
    private static String beside(CaseStep step) {
        List<String> all = new ArrayList<>();
        step.outcome().ifPresent(outcome -> all.add("outcome " + outcome));
        step.moment().ifPresent(moment -> all.add("time " + second(moment)));
        if (!step.entries().isEmpty()) {
            all.add("events " + step.entries().size());
        }
        new TreeMap<>(step.details())
                .forEach((key, value) -> {
                    if (!key.startsWith("factor.")) {
                        all.add(key.replace('_', ' ') + " " + value);
                    }
                });
        return String.join(", ", all);
    }

    private Section events() {
        List<List<String>> rows = new ArrayList<>();
        for (Disclosure one : view.disclosures()) {
            if (rows.size() == MAX_EVENTS) {
                break;
            }
            rows.add(
                    List.of(
                            second(one.happenedAt()),
                            one.who().orElse(""),
                            one.recipient(),
                            one.activity() + one.action().map(did -> ", " + did).orElse(""),
                            one.coverage(),
                            one.place().name()));
        }
        List<Block> blocks = new ArrayList<>();
        if (view.disclosures().size() > MAX_EVENTS) {
            blocks.add(
                    new Paragraph(
                            "The first "
                                    + MAX_EVENTS
                                    + " of "
                                    + view.disclosures().size()
                                    + "; events.csv has all."));
        }
        blocks.add(
                new Table(List.of("When", "Who", "Recipient", "What", "Coverage", "Entry"), rows));
        return new Section("Events", blocks);
    }

    private static Section terms() {
        return new Section(
                "Terms",
                List.of(
                        new Table(
                                List.of("Term", "Meaning"),
                                TERMS.stream()
                                        .map(term -> List.of(term.name(), term.meaning()))
                                        .toList())));
    }

    private static Section limits() {
        return new Section(
                "What this report does not say",
                List.of(
                        new Paragraph("Access made outside Countersign is not in this log."),
                        new Paragraph(
                                "It is no legal advice. Rules and days are those that the program knows; compare them with the law before you rely on them."),
                        new Paragraph(
                                "The proofs in the file beside it show that the entries were in the log and were not changed, not that what a source wrote was true.")));
    }

    private static String second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }

    private static String distinct(List<String> words) {
        return String.join(", ", words.stream().distinct().sorted().toList());
    }
}
