package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.app.query.AnswerText;
import io.countersign.app.query.ArchiveQuestions;
import io.countersign.app.query.ArchiveQuestions.Planned;
import io.countersign.app.query.Extent;
import io.countersign.app.query.FetchGivenUpException;
import io.countersign.app.role.Deployment;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.ParquetAnswer;
import io.countersign.forensics.query.RefusedQuestionException;
import io.countersign.forensics.query.SqlShape;
import io.countersign.schemas.EntryRef;
import io.countersign.sinks.archive.ArchivePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/// `countersign query`: a question to the archive. Nothing of the answer is shown before the log
/// has an entry that says who asked what, and how many rows it was.
@CommandLine.Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Asks the archive: who sent what, when, to whom, and was it covered. What the archive does not",
            "have yet comes from the log and the entry topic, and the answer says how far it goes.",
            "QUESTION is one of the presets below, or SQL with --sql. Patients and tokens are asked for",
            "on the terminal or read from standard input, since others see a command line.",
            "An access entry is chained first: who asked, the question without its literals, and how",
            "many rows it gave. Where the log does not take it, nothing is shown. Your reason is sealed as",
            "evidence, and the entry is bound to it."
        },
        footer = {
            "",
            "Examples:",
            "  countersign query person --is j.doe --purpose BREACH_REVIEW",
            "  countersign query subject --patient --purpose BREACH_REVIEW --from 2026-01-01",
            "  countersign query disclosures --from 2026-11-01 --to 2026-12-01 --csv --purpose MONTHLY_REPORT",
            "  countersign query timeline --from 2026-11-01 --limit 50 --page 2 --purpose AUDIT",
            "  countersign query disclosures --from 2026-11-01 --format parquet -o november.parquet --purpose AUDIT",
            "  countersign query --sql \"SELECT service, count(*) FROM disclosures GROUP BY service\" --purpose AUDIT"
        })
final class QueryCommand implements Command {
    @CommandLine.Parameters(
            paramLabel = "QUESTION",
            arity = "0..1",
            description = "a preset",
            completionCandidates = QuestionOptions.Presets.class)
    private Optional<String> preset = Optional.empty();

    @CommandLine.Option(
            names = "--purpose",
            paramLabel = "CODE",
            required = true,
            description = "why, as a code of A-Z, 0-9 and _; it goes into the log")
    private String purpose = "";

    @CommandLine.Mixin private Asker asker = new Asker();

    @CommandLine.Option(names = "--json", description = "an object a row")
    private boolean json;

    @CommandLine.Option(names = "--csv", description = "comma-separated, with a header")
    private boolean csv;

    @CommandLine.Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "parquet, into the file of --output")
    private Optional<String> format = Optional.empty();

    @CommandLine.Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where Parquet goes, for its owner alone; it must not be there")
    private Optional<Path> output = Optional.empty();

    @CommandLine.Option(
            names = "--archive",
            paramLabel = "DIR",
            description = "the archive's folder; what the configuration names otherwise")
    private Optional<Path> archive = Optional.empty();

    @CommandLine.Option(
            names = "--archived-only",
            description = "without what came since the archive was last written")
    private boolean archivedOnly;

    @CommandLine.Mixin private QuestionOptions question = new QuestionOptions();

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    QueryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException {
        requireOneForm();
        Applicant who =
                asker.applicant(purpose, site.configuration().access().withoutReason(), terminal);
        try (Interruption interruption = Interruption.watch();
                AlertSite open = site.running()) {
            ArchivePlace place = open.deployment().archive(archive);
            try (ArchiveQuestions questions = open(place, open.deployment())) {
                Planned planned = question.plan(preset, questions, open.deployment(), terminal);
                terminal.progress("asking: " + planned.cost());
                Answer answer;
                try {
                    answer = question.page(ask(questions, planned, interruption));
                } catch (RefusedQuestionException | FetchGivenUpException refused) {
                    if (interruption.isRequested()) {
                        // Who asked, and that nothing was shown.
                        EntryRef entry = chained(open.deployment(), who, planned, 0);
                        throw new CommandFailure(
                                ExitCode.FAILED,
                                "Given up: no row was shown; access entry "
                                        + entry.getChain()
                                        + ":"
                                        + entry.getSeq());
                    }
                    throw refused;
                }
                EntryRef entry = chained(open.deployment(), who, planned, answer.rows().size());
                write(answer);
                say(answer, entry, questions.extent());
            }
        }
        return ExitCode.CLEAN;
    }

    private void requireOneForm() {
        if (format.isPresent() && !format.get().equals("parquet")) {
            throw new CommandFailure(ExitCode.USAGE, "--format is parquet");
        }
        if (format.isPresent() != output.isPresent()) {
            throw new CommandFailure(ExitCode.USAGE, "--format parquet goes with --output FILE");
        }
        if (Stream.of(json, csv, format.isPresent()).filter(one -> one).count() > 1) {
            throw new CommandFailure(
                    ExitCode.USAGE, "One of --json, --csv and --format parquet, not several");
        }
        if (output.isPresent() && Files.exists(output.get())) {
            // Before anything is asked.
            throw new CommandFailure(
                    ExitCode.USAGE,
                    TerminalText.line(output.get().toString()) + " is there already");
        }
    }

    /// Ctrl-C ends the question, and not yet the command.
    private Answer ask(ArchiveQuestions questions, Planned planned, Interruption interruption)
            throws IOException, InterruptedException {
        Thread watching =
                Thread.ofVirtual()
                        .name("given up")
                        .start(() -> {
                            try {
                                interruption.await();
                                questions.giveUp();
                            } catch (InterruptedException _answered) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try {
            return questions.ask(
                    planned,
                    bytes ->
                            terminal.progress(
                                    String.format(
                                            "fetched %,d of %,d MB",
                                            bytes >> 20, planned.toFetch() >> 20)));
        } finally {
            watching.interrupt();
        }
    }

    private ArchiveQuestions open(ArchivePlace place, Deployment deployment)
            throws IOException, InterruptedException {
        return archivedOnly
                ? ArchiveQuestions.open(place, deployment)
                : ArchiveQuestions.upToNow(
                        place,
                        deployment,
                        terminal.clock().instant(),
                        entries ->
                                terminal.progress("read " + entries + " entries that came since"));
    }

    private EntryRef chained(Deployment deployment, Applicant who, Planned planned, int rows) {
        String shape = SqlShape.of(planned.question().sql());
        return who.chain(
                deployment,
                who.access("QUERY").setCount(rows).setQuery(shape),
                terminal.clock().instant());
    }

    private void write(Answer answer) throws IOException, InterruptedException {
        if (output.isPresent()) {
            ParquetAnswer.write(answer, output.get());
            terminal.say("written: " + TerminalText.line(output.get().toString()));
        } else if (json) {
            writeJson(answer);
        } else if (csv) {
            AnswerText.csv(answer).forEach(line -> terminal.out().print(line + "\r\n"));
        } else if (!answer.rows().isEmpty()) {
            List<String> lines = new ArrayList<>(AnswerText.table(answer, TerminalText::line));
            lines.set(0, terminal.bold(lines.getFirst()));
            terminal.page(lines);
        }
        terminal.checkOutput();
    }

    private void writeJson(Answer answer) throws IOException {
        JsonFactory factory = new ObjectMapper().getFactory();
        for (List<JsonNode> row : answer.rows()) {
            try (JsonGenerator generator = factory.createGenerator(terminal.out())) {
                generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                generator.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    generator.writeFieldName(answer.columns().get(i).name());
                    generator.writeTree(row.get(i));
                }
                generator.writeEndObject();
                generator.writeRaw('\n');
            }
        }
    }

    private void say(Answer answer, EntryRef entry, Optional<Extent> extent) {
        terminal.err()
                .println(
                        String.format(
                                "%,d rows%s in %,d ms; access entry %s:%d",
                                answer.rows().size(),
                                answer.cutOff()
                                        ? ", and there are more: " + question.nextPage()
                                        : "",
                                answer.engineTime().toMillis(),
                                entry.getChain(),
                                entry.getSeq()));
        terminal.err()
                .println(
                        extent.map(Extent::words)
                                .map(TerminalText::line)
                                .orElse(
                                        "of the archive alone: countersign archive status says how far it goes"));
    }
}
