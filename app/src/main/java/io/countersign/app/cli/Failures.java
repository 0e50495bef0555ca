package io.countersign.app.cli;

import io.countersign.app.config.ConfigurationException;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.sources.InvalidMappingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one place that turns an exception into a message and an exit code.
///
/// Only exceptions that we know to be free of payload text are quoted. Any other is a fault of
/// ours: its class and place are shown, and its message only where the environment asks for it.
final class Failures {
    /// Set to anything: stack traces with their messages, which may quote what was processed.
    static final String TRACE_VARIABLE = "COUNTERSIGN_STACK_TRACES_THAT_MAY_QUOTE_INPUT";

    private static final String OURS = "io.countersign.";

    private Failures() {}

    static ExitCode report(Throwable failure, Terminal terminal) {
        ExitCode exitCode =
                switch (failure) {
                    case CommandFailure known -> known.exitCode();
                    case ConfigurationException _, InvalidMappingException _ -> ExitCode.USAGE;
                    case InvalidPolicyFileException _ -> ExitCode.REJECTED;
                    default -> ExitCode.FAILED;
                };
        for (String line : lines(failure)) {
            terminal.err().println(line);
        }
        if (terminal.isSet(TRACE_VARIABLE)) {
            failure.printStackTrace(terminal.err());
        }
        return exitCode;
    }

    private static List<String> lines(Throwable failure) {
        return switch (failure) {
            case ConfigurationException e -> configuration(e);
            case CommandFailure e -> messageLines(e.getMessage());
            case InvalidPolicyFileException e -> messageLines(e.getMessage());
            case NoSuchFileException e -> List.of("There is no file " + quoted(e.getFile()));
            case AccessDeniedException e ->
                    List.of("You may not read or write " + quoted(e.getFile()));
            case NotDirectoryException e -> List.of(quoted(e.getFile()) + " is not a directory");
            case FileNotFoundException e -> List.of("Cannot open " + quoted(e.getMessage()));
            case FileSystemException e ->
                    List.of("Cannot use " + quoted(e.getFile()) + ": " + quoted(e.getReason()));
            case IOException e when isOurs(e) -> messageLines(e.getMessage());
            case RuntimeException e when isOurs(e) -> messageLines(e.getMessage());
            default -> unexpected(failure);
        };
    }

    private static List<String> configuration(ConfigurationException failure) {
        List<String> lines = new ArrayList<>();
        lines.add("The configuration is refused:");
        for (String problem : failure.problems()) {
            lines.add("  " + TerminalText.line(problem));
        }
        return lines;
    }

    /// Our own exceptions carry no payload text: that is a rule of the house.
    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith(OURS);
    }

    private static List<String> unexpected(Throwable failure) {
        String place = "";
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS)) {
                place =
                        " in "
                                + frame.getClassName()
                                + "."
                                + frame.getMethodName()
                                + ", line "
                                + frame.getLineNumber();
                break;
            }
        }
        return List.of(
                "Something failed that should not: " + failure.getClass().getName() + place,
                "Its message is not shown, since it may quote input; "
                        + TRACE_VARIABLE
                        + "=1 shows it.");
    }

    private static List<String> messageLines(@Nullable String message) {
        return text(message).lines().map(TerminalText::line).toList();
    }

    private static String quoted(@Nullable String text) {
        return TerminalText.line(text(text));
    }

    private static String text(@Nullable String message) {
        return message == null ? "(no message)" : message;
    }
}
