package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.pack.Manifest;
import io.countersign.audit.pack.PackCheck;
import io.countersign.audit.pack.PackReport;
import io.countersign.audit.pack.PackTrust;
import io.countersign.audit.pack.Selection;
import io.countersign.audit.verify.Conclusion;
import java.io.IOException;
import java.nio.file.Path;

/// `countersign verify FILE.zip`: a proof pack against keys, without its log.
final class PackVerdict {
    static final String SUFFIX = ".zip";

    private static final String PROVEN =
            "A log whose key you trust had signed each of these entries, at its place";

    private final Terminal terminal;
    private final boolean json;

    PackVerdict(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /// Says what the file proves to somebody who believes these.
    ExitCode run(Path file, PackTrust trust) throws IOException {
        PackReport report = PackCheck.check(file, trust);
        if (json) {
            writeJson(report);
        } else {
            write(report);
        }
        return report.holds() ? ExitCode.CLEAN : ExitCode.FOUND;
    }

    private void write(PackReport report) {
        report.opened()
                .ifPresent(opened -> {
                    terminal.say("log        " + TerminalText.line(opened.checkpoint().origin()));
                    terminal.say("size       " + opened.checkpoint().size().value() + " entries");
                    terminal.say("signed by  " + TerminalText.line(opened.signedBy().vkey()));
                });
        report.manifest()
                .ifPresent(manifest -> {
                    terminal.say("entries    " + manifest.entries().size());
                    terminal.say("says       " + PackWords.of(manifest.selection()));
                });
        for (PackReport.Fault fault : report.faults()) {
            terminal.say(
                    terminal.red("FAILED  ")
                            + "%-16s ".formatted(fault.code().code())
                            + TerminalText.line(fault.place())
                            + ": "
                            + TerminalText.line(fault.sentence()));
        }
        if (report.count() > report.faults().size()) {
            terminal.say("        " + report.count() + " faults in all");
        }
        if (!report.holds()) {
            terminal.say(terminal.red(Conclusion.FAILED.name()) + ": this pack proves nothing.");
            return;
        }
        report.notes().forEach(note -> terminal.say("beside     " + TerminalText.line(note)));
        terminal.say(terminal.green(Conclusion.AUTHENTIC.name()) + ": " + proven(report));
    }

    private static String proven(PackReport report) {
        return report.manifest()
                .map(Manifest::selection)
                .map(selection ->
                        switch (selection) {
                            case Selection.Chosen _ ->
                                    PROVEN + "; what else that log says is not shown.";
                            case Selection.Numbers _ ->
                                    PROVEN
                                            + ", and the chain leads from the first to the last without a gap.";
                            case Selection.Sealed _ ->
                                    PROVEN + ", and the log holds no other leaf between the seals.";
                        })
                .orElse("");
    }

    private void writeJson(PackReport report) throws IOException {
        try (JsonGenerator out = new JsonFactory().createGenerator(terminal.out())) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.writeStartObject();
            out.writeStringField(
                    "conclusion",
                    (report.holds() ? Conclusion.AUTHENTIC : Conclusion.FAILED).name());
            if (report.opened().isPresent()) {
                OpenedCheckpoint opened = report.opened().get();
                out.writeStringField("origin", opened.checkpoint().origin());
                out.writeNumberField("size", opened.checkpoint().size().value());
                out.writeStringField("signedBy", opened.signedBy().vkey());
            }
            if (report.manifest().isPresent()) {
                Manifest manifest = report.manifest().get();
                out.writeStringField("selection", manifest.selection().line());
                out.writeNumberField("entries", manifest.entries().size());
            }
            out.writeNumberField("faults", report.count());
            out.writeArrayFieldStart("examples");
            for (PackReport.Fault fault : report.faults()) {
                out.writeStartObject();
                out.writeStringField("code", fault.code().code());
                out.writeStringField("place", fault.place());
                out.writeStringField("sentence", fault.sentence());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayFieldStart("notes");
            for (String note : report.notes()) {
                out.writeString(note);
            }
            out.writeEndArray();
            out.writeEndObject();
            out.writeRaw('\n');
        }
    }
}
