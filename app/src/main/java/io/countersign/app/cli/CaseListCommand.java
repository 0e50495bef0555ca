package io.countersign.app.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine;

/// `countersign case list`: ids alone, so that nothing of a case is opened.
@CommandLine.Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the cases of the installation.",
        footer = {"", "Example:", "  countersign case list --dir countersign-data"})
final class CaseListCommand implements Command {
    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    CaseListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        List<String> cases = CaseSite.cases(site.configuration());
        cases.forEach(terminal::say);
        if (cases.isEmpty()) {
            terminal.say("There is no case: countersign case new CASE opens one");
        }
        return ExitCode.CLEAN;
    }
}
