package io.countersign.app.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The program that shows long answers a screen at a time, chosen as git chooses it: what `PAGER`
/// says, else `less`, which for its part ends at once where all fits on a screen.
///
/// Only where a person sits before standard output: what is piped on or written to a file is never
/// paged. The lines have gone through [TerminalText] before, whoever reads them.
///
/// @param command for a shell
/// @param environment what is set for it beside our own
record Pager(String command, Map<String, String> environment) {
    /// Leaves the screen as it is, shows colours, and ends where one screen is enough.
    private static final String LESS_OPTIONS = "FRX";

    /// A shell's status where it found no such program.
    private static final int NOT_FOUND = 127;

    /// The pager of an environment; empty where there is to be none: `PAGER` is empty or `cat`, or
    /// the terminal can do nothing but print.
    static Optional<Pager> of(Map<String, String> environment) {
        String command = environment.getOrDefault("PAGER", "less").strip();
        if (command.isEmpty()
                || command.equals("cat")
                || environment.getOrDefault("TERM", "").equals("dumb")) {
            return Optional.empty();
        }
        return Optional.of(
                new Pager(
                        command,
                        environment.containsKey("LESS") ? Map.of() : Map.of("LESS", LESS_OPTIONS)));
    }

    /// Shows lines until the person has seen enough of them.
    ///
    /// @param output where the program writes
    /// @return false where there is no such program, and nothing was shown
    boolean show(List<String> lines, Output output) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        output.prepare(builder);
        Process process;
        try {
            process = builder.start();
        } catch (IOException _noShell) {
            return false;
        }
        // Ctrl-C ends both: the pager would go on reading the terminal.
        Thread ending = new Thread(process::destroy, "ending the pager");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            Thread writing =
                    Thread.ofVirtual().name("to the pager").start(() -> write(lines, process));
            output.follow(process);
            boolean shown = process.waitFor() != NOT_FOUND;
            writing.join();
            return shown;
        } finally {
            forget(ending);
        }
    }

    private static void forget(Thread ending) {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException _underWay) {
            // It runs already, and ends what is ended.
        }
    }

    private static void write(List<String> lines, Process process) {
        try (Writer in =
                new BufferedWriter(
                        new OutputStreamWriter(
                                process.getOutputStream(), StandardCharsets.UTF_8))) {
            for (String line : lines) {
                in.write(line);
                in.write('\n');
            }
        } catch (IOException _seenEnough) {
            // Who leaves the pager early does not want the rest.
        }
    }

    /// Where a pager writes.
    interface Output {
        void prepare(ProcessBuilder pager);

        /// Until it has written all.
        void follow(Process pager) throws IOException;
    }
}
