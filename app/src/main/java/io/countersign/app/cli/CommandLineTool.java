package io.countersign.app.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/// The command line: the list of commands, and the way from arguments to an exit code.
public final class CommandLineTool {
    private static final int HELP_WIDTH = 100;

    private CommandLineTool() {}

    /// Runs one command; never throws. The streams are flushed afterwards.
    public static ExitCode run(Terminal terminal, String... arguments) {
        CommandLine line = commands(terminal, arguments);
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

    /// The tree of commands. Where the first argument names one, the others are left out: reading
    /// their annotations would take longer than many a command.
    private static CommandLine commands(Terminal terminal, String[] arguments) {
        CommandLine root = new CommandLine(new Root());
        Map<String, Supplier<CommandLine>> all = all(terminal);
        @Nullable Supplier<CommandLine> named =
                arguments.length == 0 ? null : all.get(arguments[0]);
        if (named != null) {
            return root.addSubcommand(arguments[0], named.get());
        }
        all.forEach((name, command) -> root.addSubcommand(name, command.get()));
        return root;
    }

    private static Map<String, Supplier<CommandLine>> all(Terminal terminal) {
        Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
        all.put("demo", () -> new CommandLine(new DemoCommand(terminal)));
        all.put("up", () -> new CommandLine(new UpCommand(terminal)));
        all.put("run", () -> new CommandLine(new RunCommand(terminal)));
        all.put("ingest", () -> new CommandLine(new IngestCommand(terminal)));
        all.put("judge", () -> new CommandLine(new JudgeCommand(terminal)));
        all.put("scan", () -> new CommandLine(new ScanCommand(terminal)));
        all.put("verify", () -> new CommandLine(new VerifyCommand(terminal)));
        all.put("prove", () -> new CommandLine(new ProveCommand(terminal)));
        all.put("why", () -> new CommandLine(new WhyCommand(terminal)));
        all.put(
                "keys",
                () ->
                        new CommandLine(new KeysCommand())
                                .addSubcommand(new KeysCommand.Generate(terminal))
                                .addSubcommand(new KeysCommand.ListKeys(terminal)));
        all.put(
                "config",
                () ->
                        new CommandLine(new ConfigCommand())
                                .addSubcommand(new ConfigCommand.Check(terminal)));
        all.put("policy", () -> PolicyCommand.commands(terminal));
        all.put("catalogue", () -> CatalogueCommand.commands(terminal));
        all.put("broker", () -> new CommandLine(new BrokerCommand(terminal)));
        all.put("warm-up", () -> new CommandLine(new WarmUpCommand(terminal)));
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
