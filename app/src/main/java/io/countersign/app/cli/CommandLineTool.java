package io.countersign.app.cli;

import io.countersign.app.documents.DocumentWorkers;
import io.countersign.app.query.ArchiveQuestions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The command line: the list of commands, and the way from arguments to an exit code.
public final class CommandLineTool {
    private static final int HELP_WIDTH = 100;

    private CommandLineTool() {}

    /// Runs one command; never throws. The streams are flushed afterwards.
    public static ExitCode run(Terminal terminal, String... arguments) {
        CommandLine line = commands(terminal, arguments);
        FirstSentences.inListsOf(line);
        CommandGroups.list(line);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setExecutionStrategy(result -> execute(result, terminal));
        line.setParameterExceptionHandler((failure, _) -> usage(failure, terminal));
        try {
            return ExitCode.of(line.execute(arguments));
        } finally {
            terminal.flush();
        }
    }

    /// The arguments that are no command's and no option's, found without running anything; what a
    /// command would miss is not looked at.
    public static List<String> unknown(Terminal terminal, String... arguments) {
        String[] withHelp = Arrays.copyOf(arguments, arguments.length + 1);
        withHelp[arguments.length] = "--help";
        CommandLine.ParseResult result =
                commands(terminal, arguments)
                        .setUnmatchedArgumentsAllowed(true)
                        .parseArgs(withHelp);
        return result.asCommandLineList().stream()
                .map(command -> command.getParseResult().unmatched())
                .flatMap(List::stream)
                .toList();
    }

    /// The tree of commands. Reading the annotations of all would take longer than many a command:
    /// where the first argument names one, the others are left out, and where it names none, only
    /// what the list of commands shows of each is there.
    private static CommandLine commands(Terminal terminal, String[] arguments) {
        CommandLine root = new CommandLine(new Root());
        Map<String, Entry> all = all(terminal);
        @Nullable Entry first = arguments.length == 0 ? null : all.get(arguments[0]);
        if (first != null) {
            return root.addSubcommand(arguments[0], first.command().get());
        }
        // `help scan` is about that one.
        List<String> named = List.of(arguments);
        all.forEach((name, entry) ->
                root.addSubcommand(
                        name, named.contains(name) ? entry.command().get() : entry.listing()));
        return root;
    }

    /// The tree with everything in it: what completion needs.
    static CommandLine whole(Terminal terminal) {
        CommandLine root = new CommandLine(new Root());
        all(terminal).forEach((name, entry) -> root.addSubcommand(name, entry.command().get()));
        return root;
    }

    /// A command of the tree.
    ///
    /// @param type carries the annotation
    private record Entry(Class<?> type, Supplier<CommandLine> command) {
        static Entry of(Class<?> type, Supplier<Command> command) {
            return new Entry(type, () -> new CommandLine(command.get()));
        }

        /// Name and description without options and parameters.
        CommandLine listing() {
            CommandLine.Command annotation =
                    Objects.requireNonNull(type.getAnnotation(CommandLine.Command.class));
            CommandSpec spec = CommandSpec.wrapWithoutInspection(annotation);
            spec.usageMessage().description(annotation.description()).hidden(annotation.hidden());
            return new CommandLine(spec);
        }
    }

    private static Map<String, Entry> all(Terminal terminal) {
        Map<String, Entry> all = new LinkedHashMap<>();
        all.put("demo", Entry.of(DemoCommand.class, () -> new DemoCommand(terminal)));
        all.put("up", Entry.of(UpCommand.class, () -> new UpCommand(terminal)));
        all.put("run", Entry.of(RunCommand.class, () -> new RunCommand(terminal)));
        all.put("ingest", Entry.of(IngestCommand.class, () -> new IngestCommand(terminal)));
        all.put("source", new Entry(SourceCommand.class, () -> SourceCommand.commands(terminal)));
        all.put("judge", Entry.of(JudgeCommand.class, () -> new JudgeCommand(terminal)));
        all.put("scan", Entry.of(ScanCommand.class, () -> new ScanCommand(terminal)));
        all.put(
                "reidentify",
                Entry.of(ReidentifyCommand.class, () -> new ReidentifyCommand(terminal)));
        all.put(
                "patients",
                new Entry(PatientsCommand.class, () -> PatientsCommand.commands(terminal)));
        all.put(
                "identity",
                new Entry(IdentityCommand.class, () -> IdentityCommand.commands(terminal)));
        all.put("verify", Entry.of(VerifyCommand.class, () -> new VerifyCommand(terminal)));
        all.put("prove", Entry.of(ProveCommand.class, () -> new ProveCommand(terminal)));
        all.put("why", Entry.of(WhyCommand.class, () -> new WhyCommand(terminal)));
        all.put("query", Entry.of(QueryCommand.class, () -> new QueryCommand(terminal)));
        all.put("case", new Entry(CaseCommand.class, () -> CaseCommand.commands(terminal)));
        all.put("report", new Entry(ReportCommand.class, () -> ReportCommand.commands(terminal)));
        all.put(
                "archive",
                new Entry(ArchiveCommand.class, () -> ArchiveCommand.commands(terminal)));
        all.put("alert", new Entry(AlertCommand.class, () -> AlertCommand.commands(terminal)));
        all.put("access", new Entry(AccessCommand.class, () -> AccessCommand.commands(terminal)));
        all.put("review", new Entry(ReviewCommand.class, () -> ReviewCommand.commands(terminal)));
        all.put("drill", Entry.of(DrillCommand.class, () -> new DrillCommand(terminal)));
        all.put("sink", new Entry(SinkCommand.class, () -> SinkCommand.commands(terminal)));
        all.put(
                "retention",
                new Entry(RetentionCommand.class, () -> RetentionCommand.commands(terminal)));
        all.put("vault", new Entry(VaultCommand.class, () -> VaultCommand.commands(terminal)));
        all.put("keys", new Entry(KeysCommand.class, () -> KeysCommand.commands(terminal)));
        all.put("recover", Entry.of(RecoverCommand.class, () -> new RecoverCommand(terminal)));
        all.put("grow", Entry.of(GrowCommand.class, () -> new GrowCommand(terminal)));
        all.put(
                "config",
                new Entry(
                        ConfigCommand.class,
                        () ->
                                new CommandLine(new ConfigCommand())
                                        .addSubcommand(new ConfigCommand.Check(terminal))));
        all.put("rejudge", Entry.of(RejudgeCommand.class, () -> new RejudgeCommand(terminal)));
        all.put("policy", new Entry(PolicyCommand.class, () -> PolicyCommand.commands(terminal)));
        all.put(
                "catalogue",
                new Entry(CatalogueCommand.class, () -> CatalogueCommand.commands(terminal)));
        all.put(
                "completion",
                Entry.of(CompletionCommand.class, () -> new CompletionCommand(terminal)));
        all.put(
                DocumentWorkers.COMMAND,
                Entry.of(DocumentWorkerCommand.class, DocumentWorkerCommand::new));
        all.put(
                ArchiveQuestions.COMMAND,
                Entry.of(QueryWorkerCommand.class, QueryWorkerCommand::new));
        all.put("broker", Entry.of(BrokerCommand.class, () -> new BrokerCommand(terminal)));
        all.put("warm-up", Entry.of(WarmUpCommand.class, () -> new WarmUpCommand(terminal)));
        return all;
    }

    private static int execute(CommandLine.ParseResult result, Terminal terminal) {
        if (CommandLine.printHelpIfRequested(result)) {
            return ExitCode.CLEAN.code();
        }
        CommandLine innermost = result.asCommandLineList().getLast();
        if (!(innermost.getCommand() instanceof Command command)) {
            throw new ParameterException(innermost, "Name a command");
        }
        try {
            return command.run().code();
        } catch (Exception | LinkageError e) {
            // A class that the runtime lacks is for a person to read too.
            return Failures.report(e, terminal).code();
        }
    }

    private static int usage(ParameterException failure, Terminal terminal) {
        CommandLine command = failure.getCommandLine();
        // picocli quotes the argument, which may hold anything.
        terminal.err()
                .println(TerminalText.line(Objects.requireNonNullElse(failure.getMessage(), "")));
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, terminal.err());
        terminal.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.code();
    }
}
