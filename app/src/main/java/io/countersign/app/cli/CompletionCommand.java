package io.countersign.app.cli;

import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;

/// `countersign completion`: a script for the shell, made of the commands as they are.
@CommandLine.Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script with which the shell completes commands and options.",
        footer = {
            "",
            "Examples:",
            "  countersign completion bash > ~/.local/share/bash-completion/completions/countersign",
            "  echo 'source <(countersign completion zsh)' >> ~/.zshrc"
        })
final class CompletionCommand implements Command {
    /// Both take the same script, which asks the shell which of them it is.
    private static final Set<String> SHELLS = Set.of("bash", "zsh");

    @CommandLine.Parameters(paramLabel = "SHELL", description = "bash or zsh")
    private String shell = "";

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() {
        if (!SHELLS.contains(shell)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "There is a completion for bash and for zsh, and no other");
        }
        String script = AutoComplete.bash("countersign", CommandLineTool.whole(terminal));
        terminal.out().print(script);
        return ExitCode.CLEAN;
    }
}
