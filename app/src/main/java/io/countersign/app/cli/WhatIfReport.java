package io.countersign.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.app.query.AnswerText;
import io.countersign.app.reevaluation.Affected;
import io.countersign.app.reevaluation.WhatIf;
import io.countersign.app.reevaluation.WhatIf.Change;
import io.countersign.schemas.Disposition;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a draft would have made of events, for a person, a spreadsheet or a machine.
final class WhatIfReport {
    private static final List<Disposition> DISPOSITIONS =
            List.of(Disposition.VIOLATION, Disposition.REVIEW, Disposition.PERMITTED);

    private static final List<String> COLUMNS =
            List.of(
                    "chain",
                    "seq",
                    "change",
                    "time",
                    "person",
                    "service",
                    "from",
                    "to",
                    "coverage_from",
                    "coverage_to",
                    "baa",
                    "reasons",
                    "patients");

    private final Terminal terminal;
    private final WhatIf whatIf;
    private final String version;
    private final String sha256;
    private final Instant since;
    private final String upTo;

    /// @param version of the draft, fit for a terminal
    /// @param sha256 of the draft, in hexadecimal
    /// @param upTo the log and how far it was read
    WhatIfReport(
            Terminal terminal,
            WhatIf whatIf,
            String version,
            String sha256,
            Instant since,
            String upTo) {
        this.terminal = terminal;
        this.whatIf = whatIf;
        this.version = version;
        this.sha256 = sha256;
        this.since = since;
        this.upTo = upTo;
    }

    void text() {
        terminal.say("By the draft %s, sha256 %s".formatted(version, sha256));
        terminal.say(
                "%,d events sealed since %s, up to %s"
                        .formatted(whatIf.events(), since, TerminalText.line(upTo)));
        terminal.say("");
        terminal.say(terminal.bold("%-10s %12s %12s".formatted("", "now", "draft")));
        for (Disposition one : DISPOSITIONS) {
            terminal.say("%-10s %,12d %,12d".formatted(one, whatIf.before(one), whatIf.after(one)));
        }
        terminal.say("");
        terminal.say(
                "Of %,d violations %,d would have been covered: %,d of %,d people and %,d of %,d patients (subject tokens) have none left."
                        .formatted(
                                whatIf.violations(),
                                whatIf.affected(Change.COVERED).events(),
                                whatIf.peopleCovered().size(),
                                whatIf.violators().size(),
                                whatIf.patientsCovered().size(),
                                whatIf.patients().size()));
        sentence(Change.CLEARED, "would not have had to be looked at: REVIEW becomes PERMITTED");
        part(Change.REMAINS, "remain a VIOLATION");
        part(Change.UNDECIDED, "become a REVIEW, which nobody can decide from the record");
        part(Change.NOT_NAMED, "stay, since the draft's catalogue does not name their service");
        part(Change.WORSE, "become worse");
        limits();
    }

    private void part(Change change, String words) {
        sentence(change, words);
        whatIf.reasons()
                .forEach((why, count) -> {
                    if (why.change() == change) {
                        terminal.say(
                                "  %,d %s %s %s"
                                        .formatted(
                                                count,
                                                TerminalText.line(why.service()),
                                                why.coverage(),
                                                TerminalText.line(why.reasons())));
                    }
                });
    }

    private void sentence(Change change, String words) {
        Affected affected = whatIf.affected(change);
        if (affected.events() > 0) {
            String line =
                    "%,d %s (%,d people, %,d patients)"
                            .formatted(
                                    affected.events(),
                                    words,
                                    affected.people().size(),
                                    affected.patients().size());
            terminal.say(change == Change.WORSE ? terminal.red(line) : line);
        }
    }

    private void limits() {
        terminal.say("");
        terminal.say(terminal.bold("What the record cannot tell"));
        whatIf.unknown()
                .forEach((reasons, count) ->
                        terminal.say(
                                "%,d stay UNKNOWN: %s"
                                        .formatted(
                                                count,
                                                reasons.isEmpty()
                                                        ? "no reason is recorded"
                                                        : TerminalText.line(reasons))));
        limit(whatIf.unseen(), "were not inspected in full: whose data they hold nobody saw");
        limit(whatIf.rulesOfUse(), "broke a rule of use, which takes the text to judge again");
        limit(whatIf.notNamed(), "are of services that the draft's catalogue does not name");
        limit(
                whatIf.rowsLeft(),
                "more would be judged otherwise than the %,d that are listed"
                        .formatted(WhatIf.MAX_ROWS));
        if (whatIf.isCut()) {
            terminal.say(
                    "More than %,d people or patients: they are more than is said here."
                            .formatted(Affected.MAX_DISTINCT));
        }
        terminal.say(
                "Services that no catalogue knew have left no entry; a patient has a token for each year and kind of identifier.");
    }

    private void limit(long count, String words) {
        if (count > 0) {
            terminal.say("%,d %s".formatted(count, words));
        }
    }

    void csv() {
        terminal.out().print(AnswerText.csvLine(COLUMNS) + "\r\n");
        for (WhatIf.Row row : whatIf.rows()) {
            terminal.out()
                    .print(
                            AnswerText.csvLine(
                                            List.of(
                                                    row.chain(),
                                                    Long.toString(row.seq()),
                                                    row.change().name(),
                                                    row.time().toString(),
                                                    row.sender(),
                                                    row.service(),
                                                    row.from().name(),
                                                    row.to().name(),
                                                    row.coverageFrom().name(),
                                                    row.coverageTo().name(),
                                                    row.baa(),
                                                    row.reasons(),
                                                    Integer.toString(row.patients())))
                                    + "\r\n");
        }
        terminal.checkOutput();
        if (whatIf.rowsLeft() > 0) {
            terminal.err().println("%,d more are not listed".formatted(whatIf.rowsLeft()));
        }
    }

    void json() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("draft", version);
        node.put("sha256", sha256);
        node.put("since", since.toString());
        node.put("up_to", upTo);
        node.put("events", whatIf.events());
        ObjectNode now = node.putObject("now");
        ObjectNode draft = node.putObject("under_draft");
        for (Disposition one : DISPOSITIONS) {
            now.put(one.name(), whatIf.before(one));
            draft.put(one.name(), whatIf.after(one));
        }
        ObjectNode violations = node.putObject("violations");
        violations.put("people", whatIf.violators().size());
        violations.put("people_covered", whatIf.peopleCovered().size());
        violations.put("patient_tokens", whatIf.patients().size());
        violations.put("patient_tokens_covered", whatIf.patientsCovered().size());
        ObjectNode changes = node.putObject("changes");
        for (Change change : Change.values()) {
            Affected affected = whatIf.affected(change);
            ObjectNode one = changes.putObject(change.name().toLowerCase(Locale.ROOT));
            one.put("events", affected.events());
            one.put("people", affected.people().size());
            one.put("patient_tokens", affected.patients().size());
        }
        ArrayNode reasons = node.putArray("reasons");
        for (Map.Entry<WhatIf.Why, Long> why : whatIf.reasons().entrySet()) {
            ObjectNode one = reasons.addObject();
            one.put("change", why.getKey().change().name().toLowerCase(Locale.ROOT));
            one.put("service", why.getKey().service());
            one.put("coverage", why.getKey().coverage().name());
            one.put("reasons", why.getKey().reasons());
            one.put("events", why.getValue());
        }
        ObjectNode limits = node.putObject("cannot_tell");
        ObjectNode unknown = limits.putObject("unknown");
        whatIf.unknown().forEach(unknown::put);
        limits.put("not_inspected_in_full", whatIf.unseen());
        limits.put("rules_of_use", whatIf.rulesOfUse());
        limits.put("service_not_named", whatIf.notNamed());
        limits.put("more_people_or_patients", whatIf.isCut());
        terminal.say(node.toString());
    }
}
