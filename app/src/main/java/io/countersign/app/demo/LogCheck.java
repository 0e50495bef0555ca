package io.countersign.app.demo;

import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.Check;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import java.io.IOException;
import java.nio.file.Path;

/// The demo's look at its own log, by the code that `countersign verify` runs.
final class LogCheck {
    private LogCheck() {}

    static Report verify(Path log, Path vkeys) throws IOException, MalformedNoteException {
        VerifierKeys keys = VerifierKeys.read(vkeys);
        return LogVerifier.verify(
                new DirectoryTileSource(log), Request.withKeysBeside(keys), Progress.NONE);
    }

    /// @return whether nothing failed
    static boolean show(Terminal terminal, Report report) {
        for (Check check : report.checks()) {
            String verdict =
                    switch (check.verdict()) {
                        case PASSED -> terminal.green("passed     ");
                        case FAILED -> terminal.red("FAILED     ");
                        case NOT_CHECKED -> terminal.faint("not checked");
                    };
            terminal.say(
                    "  %s  %-21s %s"
                            .formatted(
                                    verdict,
                                    check.code().code(),
                                    TerminalText.line(check.sentence())));
        }
        boolean held =
                report.conclusion() == Conclusion.CONSISTENT
                        || report.conclusion() == Conclusion.AUTHENTIC;
        terminal.say(
                "  %s: %d entries in %d chains, %d seals"
                        .formatted(
                                held
                                        ? terminal.green(report.conclusion().name())
                                        : terminal.red(report.conclusion().name()),
                                report.entries(),
                                report.chains().size(),
                                report.seals().count()));
        return held;
    }
}
