package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.query.ArchiveQuestions;
import io.countersign.app.query.Extent;
import io.countersign.app.report.RegisterFacts;
import io.countersign.app.report.ReportFiles;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.forensics.periodic.Basis;
import io.countersign.forensics.periodic.LogState;
import io.countersign.forensics.periodic.Period;
import io.countersign.forensics.periodic.PeriodAnswers;
import io.countersign.forensics.periodic.PeriodQuestion;
import io.countersign.forensics.periodic.Register;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.Limits;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.SqlShape;
import io.countersign.forensics.report.Report;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.PolicyDocument;
import io.countersign.sinks.archive.ArchivePlace;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/// Where a report is made, and into which folder. The log has an entry that says who asked for it
/// before a file is written.
final class ReportSite {
    @CommandLine.Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "the folder for its files; named after the report otherwise")
    private Optional<Path> output = Optional.empty();

    @CommandLine.Mixin private Asker asker = new Asker();

    @CommandLine.Option(
            names = "--archive",
            paramLabel = "DIR",
            description = "the archive's folder; archive/ in the installation's otherwise")
    private Optional<Path> archive = Optional.empty();

    @CommandLine.Option(
            names = "--vkeys",
            paramLabel = "FILE",
            description =
                    "verifier keys that you have from elsewhere; by default those beside the log")
    private Optional<Path> vkeys = Optional.empty();

    @CommandLine.Mixin private AlertSite.Options installation = new AlertSite.Options();

    /// What a report makes of its basis and answers.
    @FunctionalInterface
    interface Making {
        Report report(Basis basis, PeriodAnswers answers, Asking asking)
                throws IOException, InterruptedException;
    }

    /// Who asks, of which installation.
    record Asking(AlertSite site, Asker asker, Optional<Path> archive, Terminal terminal) {}

    Configuration configuration() throws IOException {
        return installation.configuration();
    }

    /// Asks, has it chained, and writes the files.
    ///
    /// @param name of the folder, where none is named
    /// @param purpose a code, for the access entry
    ExitCode make(
            String name,
            String purpose,
            Period period,
            Set<PeriodQuestion> questions,
            Making making,
            Terminal terminal)
            throws IOException, InterruptedException {
        if (!period.from().isBefore(terminal.clock().instant())) {
            throw new CommandFailure(ExitCode.USAGE, "Nothing is on record of days to come");
        }
        Path folder = output.orElse(Path.of(name));
        Applicant who =
                asker.applicant(purpose, configuration().access().withoutReason(), terminal);
        try (AlertSite site = installation.running()) {
            ReportFiles.prepare(folder);
            Deployment deployment = site.deployment();
            ArchivePlace copy = deployment.archive(archive);
            ArchivedLog log = ArchivedLog.open(deployment.configuration(), vkeys);
            log.require(copy);
            Instant now = terminal.clock().instant();
            PeriodAnswers answers;
            LogState state;
            try (ArchiveQuestions asked =
                    ArchiveQuestions.upToNow(
                            copy,
                            deployment,
                            now,
                            count ->
                                    terminal.progress(
                                            "reading what the archive lacks: " + count))) {
                state = log.state(asked.extent().map(Extent::words).orElse(""));
                answers = answers(asked, period, questions, terminal);
            }
            Basis basis =
                    new Basis(
                            period,
                            now,
                            "countersign " + Root.version(),
                            state,
                            register(deployment));
            Report report =
                    making.report(basis, answers, new Asking(site, asker, archive, terminal));
            EntryRef entry = chained(deployment, who, period, questions, answers, terminal);
            int files = ReportFiles.write(folder, report);
            terminal.say(
                    files
                            + " files in "
                            + TerminalText.line(folder.toString())
                            + "; access entry "
                            + entry.getChain()
                            + ":"
                            + entry.getSeq());
        } catch (FileAlreadyExistsException there) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "There is a report already: "
                            + TerminalText.line(String.valueOf(there.getMessage()))
                            + "; name another folder with -o");
        }
        return ExitCode.CLEAN;
    }

    private static PeriodAnswers answers(
            ArchiveQuestions archive,
            Period period,
            Set<PeriodQuestion> questions,
            Terminal terminal)
            throws IOException, InterruptedException {
        Map<PeriodQuestion, Answer> answers = new EnumMap<>(PeriodQuestion.class);
        for (PeriodQuestion question : questions) {
            terminal.progress(
                    "asking " + (answers.size() + 1) + " of " + questions.size() + " questions");
            answers.put(question, archive.ask(archive.plan(question.ask(period), Limits.STANDARD)));
        }
        return new PeriodAnswers(answers);
    }

    private static Register register(Deployment deployment) throws IOException {
        try {
            return Policies.signersAreKnown(deployment.configuration())
                            && Policies.current(deployment)
                                    instanceof
                                    Policies.Current.Published(PolicyDocument policy, String sha256)
                    ? RegisterFacts.of(policy, sha256)
                    : Register.NONE;
        } catch (MalformedNoteException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The keys of policy signers are none: " + e.getMessage());
        }
    }

    private static EntryRef chained(
            Deployment deployment,
            Applicant who,
            Period period,
            Set<PeriodQuestion> questions,
            PeriodAnswers answers,
            Terminal terminal) {
        List<String> sql = new ArrayList<>();
        questions.stream()
                .map(question -> question.ask(period))
                .map(Preset.Asked::sql)
                .forEach(sql::add);
        return who.chain(
                deployment,
                who.access("REPORT")
                        .setCount(answers.rows())
                        .setQuery(SqlShape.of(String.join(";\n", sql))),
                terminal.clock().instant());
    }
}
