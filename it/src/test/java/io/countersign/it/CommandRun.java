package io.countersign.it;

import io.countersign.app.cli.CommandLineTool;
import io.countersign.app.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/// A command in this JVM, on a terminal that is none. The result is the exit code, a blank, and all
/// that was written.
final class CommandRun {
    private CommandRun() {}

    static String run(String... arguments) {
        return answering("", arguments);
    }

    /// @param input what a person types
    static String answering(String input, String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        output,
                        output,
                        Map.of(),
                        Set.of(),
                        Clock.systemUTC());
        int code = CommandLineTool.run(terminal, arguments).code();
        return code + " " + output.toString(StandardCharsets.UTF_8);
    }
}
