package io.countersign.app.cli;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/// The command line: the list of commands, and the way from arguments to an exit code.
public final class CommandLineTool {
    private static final int HELP_WIDTH = 100;

    private CommandLineTool() {}

    /// Runs one command; never throws. The streams are flushed afterwards.
    public static ExitCode run(Terminal terminal, String... arguments) {
        CommandLine line = commands(terminal);
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

    private static CommandLine commands(Terminal terminal) {
        return new CommandLine(new Root())
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new UpCommand(terminal))
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new IngestCommand(terminal))
                .addSubcommand(new JudgeCommand(terminal))
                .addSubcommand(new ScanCommand(terminal))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new WhyCommand(terminal))
                .addSubcommand(
                        new CommandLine(new KeysCommand())
                                .addSubcommand(new KeysCommand.Generate(terminal))
                                .addSubcommand(new KeysCommand.ListKeys(terminal)))
                .addSubcommand(
                        new CommandLine(new ConfigCommand())
                                .addSubcommand(new ConfigCommand.Check(terminal)))
                .addSubcommand(PolicyCommand.commands(terminal))
                .addSubcommand(new BrokerCommand(terminal))
                .addSubcommand(new WarmUpCommand(terminal));
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
        } catch (Exception e) {
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
