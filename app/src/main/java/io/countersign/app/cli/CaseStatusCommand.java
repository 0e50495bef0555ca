package io.countersign.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.app.vault.VaultResidents;
import io.countersign.forensics.cases.Attestation;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Clock;
import io.countersign.forensics.cases.Discovery;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Worksheet;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/// `countersign case status`: what a case comes to as of now.
@CommandLine.Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a case comes to: events, recipients, individuals at least and at most, what of them,",
            "discovery, each notice with its last day, the four factors, and what was decided.",
            "An access entry is chained first."
        },
        footer = {
            "",
            "Examples:",
            "  countersign case status 2026-014",
            "  countersign case status 2026-014 --zone America/Chicago --json"
        })
final class CaseStatusCommand implements Command {
    @CommandLine.Mixin private CaseDays days = new CaseDays();

    @CommandLine.Option(names = "--json", description = "one JSON object")
    private boolean json;

    @CommandLine.Mixin private CaseSite site = new CaseSite();

    private final Terminal terminal;

    CaseStatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException {
        ZoneId zone = days.zone();
        try (CaseSite.Open open = site.open(terminal);
                VaultResidents vault = VaultResidents.of(open.deployment().configuration())) {
            CaseView view = open.view("CASE_READ");
            Individuals individuals = view.individuals(vault.residents());
            List<Clock> all = view.clocks(individuals, zone, open.clocks(days.clocks()));
            if (json) {
                terminal.say(
                        json(
                                        view,
                                        individuals,
                                        all,
                                        LocalDate.ofInstant(terminal.clock().instant(), zone))
                                .toString());
            } else {
                show(view, individuals, all, zone);
            }
        }
        return ExitCode.CLEAN;
    }

    private void show(CaseView view, Individuals individuals, List<Clock> clocks, ZoneId zone) {
        say(terminal.bold(view.id() + "  " + TerminalText.line(view.title())));
        view.decision()
                .ifPresentOrElse(
                        decision ->
                                say(
                                        "decided: "
                                                + decision.outcome().map(Enum::name).orElse("")
                                                + ", "
                                                + decision.outcome()
                                                        .map(outcome -> outcome.meaning())
                                                        .orElse("")),
                        () -> say("not decided: a disclosure is presumed a breach until then"));
        view.proposal()
                .ifPresent(proposal ->
                        say(
                                "proposed by "
                                        + TerminalText.line(proposal.person())
                                        + ": "
                                        + proposal.outcome().map(Enum::name).orElse("")
                                        + ", "
                                        + TerminalText.line(proposal.text())));
        say("");
        say(
                view.disclosures().size()
                        + (view.disclosures().size() == 1 ? " event, " : " events, ")
                        + view.disclosures().stream().filter(one -> one.isUncovered()).count()
                        + " of them left without cover");
        if (!view.missing().isEmpty()) {
            say(
                    terminal.red(
                            view.missing().size()
                                    + " events of the case are not in the archive as the case names them: countersign archive rebuild and verify"));
        }
        say("recipients: " + list(view.recipients()));
        say("elements: " + counts(view.elements()));
        say(
                "individuals: "
                        + individuals.atLeast()
                        + " at least, "
                        + individuals.atMost()
                        + " at most"
                        + (individuals.unseen() > 0
                                ? ", unknown in "
                                        + individuals.unseen()
                                        + " that nobody saw in full"
                                : ""));
        if (individuals.unnamed() > 0) {
            say(
                    "  "
                            + individuals.unnamed()
                            + " of them are counted, and not named: their entries have no room for more. Who they are says the evidence");
        }
        if (!individuals.merged()) {
            say(
                    "  no vault was asked: tokens of one patient in several years count apart, and no state is known");
        }
        attestations(view, zone);
        say(discovery(view.discovery()));
        say("");
        say(terminal.bold("If it is a breach (days in " + zone + ")"));
        clocks.forEach(clock -> clock(clock, zone));
        say("");
        say(terminal.bold("The four factors of 45 CFR 164.402"));
        for (Worksheet.Factor factor : view.worksheet(individuals).factors()) {
            say(factor.number() + ". " + factor.question());
            factor.evidence().forEach(line -> say("   " + TerminalText.line(line)));
        }
        say("");
        say("Access made outside Countersign is not in this log.");
    }

    private void attestations(CaseView view, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(terminal.clock().instant(), zone);
        for (Attestation one : view.attestations()) {
            String line =
                    "  attestation of "
                            + TerminalText.line(one.person())
                            + ": "
                            + one.state(today)
                            + one.until().map(day -> ", by " + day).orElse("")
                            + one.patients().map(count -> ", " + count + " patients").orElse("")
                            + ", "
                            + one.unseen()
                            + " that nobody saw in full";
            say(one.state(today) == Attestation.State.OVERDUE ? terminal.red(line) : line);
        }
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String discovery(Discovery discovery) {
        return switch (discovery.basis()) {
            case FIRST_ALERT ->
                    "discovered: " + second(discovery.at()) + ", the first alert about it";
            case CASE_OPENED ->
                    "discovered: "
                            + second(discovery.at())
                            + ", when the case was opened; no alert was raised";
            case STATED ->
                    "discovered: "
                            + second(discovery.at())
                            + " as stated; by the first alert it was "
                            + second(discovery.byAlert());
        };
    }

    private void clock(Clock clock, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(terminal.clock().instant(), zone);
        String day =
                clock.lastDay()
                        .map(last -> {
                            long left = ChronoUnit.DAYS.between(today, last);
                            return last
                                    + (left < 0
                                            ? " (" + -left + " days ago)"
                                            : " (in " + left + " days)");
                        })
                        .orElse("day unknown");
        String line =
                String.format(
                        "  %-11s %-2s  %-7s  %s",
                        clock.recipient(), clock.jurisdiction(), clock.due(), day);
        say(clock.due() == Clock.Due.YES ? terminal.red(line) : line);
        say("      " + TerminalText.line(clock.rule() + ": " + clock.reason()));
        if (!clock.doubt().isEmpty()) {
            say("      " + TerminalText.line(clock.doubt()));
        }
    }

    private static String list(Iterable<String> names) {
        String joined = String.join(", ", names);
        return joined.isEmpty() ? "none" : TerminalText.line(joined);
    }

    private static String counts(Map<String, Integer> counts) {
        return list(
                new TreeMap<>(counts)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + " x" + entry.getValue())
                                .toList());
    }

    private static ObjectNode json(
            CaseView view, Individuals individuals, List<Clock> clocks, LocalDate today) {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("case", view.id());
        node.put("title", view.title());
        node.put("events", view.disclosures().size());
        node.put("missing", view.missing().size());
        node.put("uncovered", view.disclosures().stream().filter(one -> one.isUncovered()).count());
        view.recipients().forEach(node.putArray("recipients")::add);
        ObjectNode elements = node.putObject("elements");
        new TreeMap<>(view.elements()).forEach(elements::put);
        ObjectNode people = node.putObject("individuals");
        people.put("at_least", individuals.atLeast());
        people.put("at_most", individuals.atMost());
        people.put("without_state", individuals.withoutState());
        people.put("not_named", individuals.unnamed());
        people.put("unseen", individuals.unseen());
        ObjectNode states = people.putObject("by_state");
        new TreeMap<>(individuals.byState()).forEach(states::put);
        ObjectNode discovery = node.putObject("discovery");
        discovery.put("at", view.discovery().at().toString());
        discovery.put("basis", view.discovery().basis().name());
        discovery.put("by_alert", view.discovery().byAlert().toString());
        ArrayNode asked = node.putArray("attestations");
        for (Attestation attestation : view.attestations()) {
            ObjectNode one = asked.addObject();
            one.put("person", attestation.person());
            one.put("unseen", attestation.unseen());
            one.put("state", attestation.state(today).name());
            attestation.until().ifPresent(day -> one.put("by", day.toString()));
            attestation.patients().ifPresent(count -> one.put("patients", count));
        }
        ArrayNode notices = node.putArray("clocks");
        for (Clock clock : clocks) {
            ObjectNode one = notices.addObject();
            one.put("recipient", clock.recipient().name());
            one.put("jurisdiction", clock.jurisdiction());
            one.put("due", clock.due().name());
            clock.lastDay().ifPresent(day -> one.put("last_day", day.toString()));
            one.put("rule", clock.rule());
            one.put("reason", clock.reason());
            one.put("doubt", clock.doubt());
        }
        ArrayNode factors = node.putArray("factors");
        for (Worksheet.Factor factor : view.worksheet(individuals).factors()) {
            ObjectNode one = factors.addObject();
            one.put("number", factor.number());
            one.put("question", factor.question());
            factor.evidence().forEach(one.putArray("evidence")::add);
        }
        view.proposal().flatMap(CaseStep::outcome).ifPresent(o -> node.put("proposed", o.name()));
        view.decision().flatMap(CaseStep::outcome).ifPresent(o -> node.put("decided", o.name()));
        node.put("closed", view.isClosed());
        return node;
    }

    private void say(String line) {
        terminal.say(line);
    }
}
