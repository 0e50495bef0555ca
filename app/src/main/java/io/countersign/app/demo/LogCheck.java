package io.countersign.app.demo;

import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.Check;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.KeptCheckpoints;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The demo's look at its own log, by the code that `countersign verify` runs.
final class LogCheck {
    private static final int CHECKS_A_LINE = 6;

    private LogCheck() {}

    static Report verify(Path log, Path vkeys) throws IOException, MalformedNoteException {
        VerifierKeys keys = VerifierKeys.read(vkeys);
        Request request = Request.withKeysBeside(keys);
        Optional<KeptCheckpoints> kept =
                KeptCheckpoints.in(log.resolveSibling(log.getFileName() + ".checkpoints"));
        return LogVerifier.verify(
                new DirectoryTileSource(log),
                kept.map(request::withKeptCheckpoints).orElse(request),
                Progress.NONE);
    }

    /// @return whether nothing failed
    static boolean show(Terminal terminal, Report report) {
        List<String> passed = new ArrayList<>();
        for (Check check : report.checks()) {
            switch (check.verdict()) {
                case PASSED -> passed.add(check.code().code());
                case FAILED ->
                        terminal.say(
                                "  %s  %-21s %s: %s"
                                        .formatted(
                                                terminal.red("FAILED"),
                                                check.code().code(),
                                                check.place(),
                                                TerminalText.line(check.sentence())));
                case NOT_CHECKED -> {}
            }
        }
        for (int from = 0; from < passed.size(); from += CHECKS_A_LINE) {
            terminal.say(
                    "  %s  %s"
                            .formatted(
                                    terminal.green("passed"),
                                    String.join(
                                            "  ",
                                            passed.subList(
                                                    from,
                                                    Math.min(
                                                            from + CHECKS_A_LINE,
                                                            passed.size())))));
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
