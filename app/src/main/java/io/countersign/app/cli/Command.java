package io.countersign.app.cli;

/// A command of the command line; its options are picocli's annotations.
interface Command {
    /// Does it. What goes wrong is thrown: [Failures] turns it into a message and an exit code.
    ExitCode run() throws Exception;
}
