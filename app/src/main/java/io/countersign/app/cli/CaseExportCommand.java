package io.countersign.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.app.cases.CaseZip;
import io.countersign.app.query.AnswerText;
import io.countersign.app.vault.VaultResidents;
import io.countersign.audit.verify.EntryReader;
import io.countersign.forensics.cases.CaseQuestions.Alert;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Clock;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Place;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.Answer.Column;
import io.countersign.forensics.report.CaseReport;
import io.countersign.forensics.report.Html;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign case export`: a case for people outside, with the proofs of its entries.
@CommandLine.Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a case as one zip file: a report, its events as CSV, the proofs of all its entries (events,",
            "later knowledge about them, alerts, steps), and how to check them without us. Its entries have to be",
            "sealed, which takes seconds. An access entry is chained first. The file is PHI: handle it so."
        },
        footer = {
            "",
            "Examples:",
            "  countersign case export 2026-014 -o case-2026-014.zip",
            "  countersign verify case-2026-014.zip --vkeys auditor.vkeys"
        })
final class CaseExportCommand implements Command {
    private static final List<String> COLUMNS =
            List.of(
                    "happened_at",
                    "who",
                    "department",
                    "recipient",
                    "account",
                    "activity",
                    "action",
                    "inspected",
                    "coverage",
                    "baa",
                    "elements",
                    "individuals_named",
                    "chain",
                    "seq",
                    "leaf_hash");

    @CommandLine.Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "the zip file to write")
    private Path output = Path.of("");

    @CommandLine.Mixin private CaseDays days = new CaseDays();
    @CommandLine.Mixin private CaseSite site = new CaseSite();

    private final Terminal terminal;

    CaseExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException {
        if (!output.toString().endsWith(PackVerdict.SUFFIX)) {
            throw new CommandFailure(ExitCode.USAGE, "-o names a .zip file");
        }
        try (CaseSite.Open open = site.open(terminal);
                VaultResidents vault = VaultResidents.of(open.deployment().configuration())) {
            CaseView view = open.view("CASE_EXPORT");
            if (!view.missing().isEmpty()) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        view.missing().size()
                                + " events of the case are not in the archive as the case names them: countersign archive rebuild and verify come first");
            }
            Individuals individuals = view.individuals(vault.residents());
            List<Clock> clocks = view.clocks(individuals, days.zone(), open.clocks(days.clocks()));
            LogPlace log = open.log();
            EntryReader reader = log.open(Optional.empty());
            Path proofs = Files.createTempFile("countersign-case", PackVerdict.SUFFIX);
            try {
                new PackExport(terminal, reader, log).entries(names(open, view), proofs);
                Map<String, String> texts = new LinkedHashMap<>();
                texts.put(CaseZip.HOW_TO, howTo());
                texts.put(
                        CaseZip.REPORT,
                        Html.of(
                                new CaseReport(
                                                view,
                                                individuals,
                                                clocks,
                                                terminal.clock().instant(),
                                                reader.checkpoint().origin()
                                                        + ", "
                                                        + reader.size().value()
                                                        + " entries")
                                        .report()));
                texts.put(CaseZip.EVENTS, csv(view));
                CaseZip.write(output, texts, proofs);
            } finally {
                Files.deleteIfExists(proofs);
            }
            terminal.say(
                    TerminalText.line(output.toString())
                            + " holds the case; whoever has the log's keys from elsewhere runs countersign verify on it");
        }
        return ExitCode.CLEAN;
    }

    /// All entries of the case: its events, what amends them, alerts about them, and its steps.
    private List<String> names(CaseSite.Open open, CaseView view)
            throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        view.disclosures().forEach(one -> names.add(one.place().name()));
        if (!names.isEmpty()) {
            open.amendments(List.copyOf(names)).stream().map(Place::name).forEach(names::add);
        }
        view.alerts().stream().map(Alert::place).map(Place::name).forEach(names::add);
        for (CaseStep step : view.steps()) {
            EntryRef entry = open.desk().entry(step.number()).orElseThrow();
            names.add(entry.getChain() + ":" + entry.getSeq());
        }
        return names.stream().distinct().toList();
    }

    private static String csv(CaseView view) {
        List<Column> columns = COLUMNS.stream().map(name -> new Column(name, "VARCHAR")).toList();
        List<List<JsonNode>> rows = new ArrayList<>();
        for (Disclosure one : view.disclosures()) {
            rows.add(cells(one).stream().map(cell -> (JsonNode) new TextNode(cell)).toList());
        }
        return String.join("\r\n", AnswerText.csv(new Answer(columns, rows, false, Duration.ZERO)))
                + "\r\n";
    }

    private static List<String> cells(Disclosure one) {
        return List.of(
                one.happenedAt().toString(),
                one.who().orElse(""),
                one.department().orElse(""),
                one.recipient(),
                one.account(),
                one.activity(),
                one.action().orElse(""),
                one.inspected(),
                one.coverage(),
                one.baa().orElse(""),
                String.join(
                        " ",
                        one.elements().stream()
                                .map(element -> element.type() + ":" + element.count())
                                .toList()),
                Integer.toString(one.subjects().size()),
                one.place().chain(),
                Long.toString(one.place().seq()),
                one.place().leafHash());
    }

    private static String howTo() {
        return """
        How to check this case without trusting who gave it to you

        1. Get the verifier keys of the log (a file of lines NAME+ID+KEY) from the hospital by another way than this
           file, or from where their fingerprints are published.
        2. With Countersign:   countersign verify THIS-FILE.zip --vkeys KEYS
           It says AUTHENTIC where each entry in proofs.zip was in the log that these keys signed, and whether the
           entries are all events and steps that the case had by its last step.
        3. Without Countersign: unpack proofs.zip out of this file, and run the program of the specification,
           which needs Python and nothing else:   python3 verify_pack.py proofs.zip --vkeys KEYS
        4. Any reader of the C2SP formats tlog-proof and signed-note checks the single proofs in proofs.zip.

        report.html and events.csv are for reading. Nothing signs them: what counts is in the entries, which
        name chain, number and leaf hash of each event.
        The entries hold no text that was sent, and tokens in place of patients. Tokens count as PHI.
        Access made outside Countersign is not in this log.
        """;
    }
}
