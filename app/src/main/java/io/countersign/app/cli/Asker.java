package io.countersign.app.cli;

import io.countersign.audit.chain.EntryGrammar;
import java.util.Optional;
import picocli.CommandLine;

/// Who asks, as the access entry names them.
final class Asker {
    @CommandLine.Option(
            names = "--as",
            paramLabel = "NAME",
            description = "who asks; the name of your login where it is left out")
    private Optional<String> person = Optional.empty();

    /// @throws CommandFailure where the name would not stand in an entry
    String name() {
        String who = person.orElse(System.getProperty("user.name", ""));
        if (!EntryGrammar.user(who)) {
            throw new CommandFailure(ExitCode.USAGE, "--as is a name without control characters");
        }
        return who;
    }

    /// As above, of somebody who says why.
    ///
    /// @throws CommandFailure where name or purpose would not stand in an entry
    String name(String purpose) {
        if (!EntryGrammar.code(purpose)) {
            throw new CommandFailure(ExitCode.USAGE, "--purpose is 1 to 64 of A-Z 0-9 _");
        }
        return name();
    }
}
