package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.detectors.Finding;
import io.countersign.detectors.phi.Decision;
import io.countersign.detectors.phi.Extent;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Text;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign scan`: PHI in any text, without Kafka.
@CommandLine.Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        description = {
            "Finds PHI in text files, in the files of directories, or in standard input (-).",
            "Prints types and places; the text itself only with --show-matches. Exit code 1 where",
            "PHI was found."
        },
        footer = {
            "",
            "Examples:",
            "  countersign scan notes.txt visits/",
            "  pbpaste | countersign scan -",
            "  countersign scan --json export.csv",
            "  countersign scan --jsonl documents.jsonl > spans.jsonl"
        })
final class ScanCommand implements Command {
    @CommandLine.Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "files or directories; - is standard input")
    private List<String> inputs = List.of();

    @CommandLine.Option(
            names = "--show-matches",
            description = "print the text that was found: it is PHI, mind who sees it")
    private boolean showMatches;

    @CommandLine.Option(names = "--json", description = "one JSON document for machines")
    private boolean json;

    @CommandLine.Option(
            names = "--jsonl",
            description = {
                "read lines {\"id\":…,\"text\":…} and write a line {\"id\",\"spans\",\"phi\"} for each;",
                "start and end count Unicode code points, phi is null where undecided"
            })
    private boolean jsonLines;

    private final Terminal terminal;

    ScanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        if (json && jsonLines) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--json and --jsonl are two outputs: give one");
        }
        if (jsonLines && showMatches) {
            throw new CommandFailure(ExitCode.USAGE, "--jsonl never writes matched text");
        }
        PhiDetector detector = PhiDetector.standard();
        if (jsonLines) {
            return new JsonLinesScan(detector, terminal).run(inputs);
        }
        try (ScanOutput output = json ? jsonOutput() : new TableOutput(terminal, showMatches)) {
            ScannedFiles files = new ScannedFiles(terminal);
            files.forEach(inputs, (name, part) -> inspect(detector, output, name, part));
            return output.finish(files);
        }
    }

    private void inspect(
            PhiDetector detector, ScanOutput output, String name, ScannedFiles.Part part)
            throws IOException {
        List<Text> texts = Places.single(part.utf8());
        output.inspected(name, part, texts.getFirst(), detector.inspect(texts));
    }

    private ScanOutput jsonOutput() throws IOException {
        return new JsonOutput(terminal, showMatches);
    }

    /// Where results go.
    interface ScanOutput extends AutoCloseable {
        void inspected(String name, ScannedFiles.Part part, Text text, Inspection inspection)
                throws IOException;

        /// Says the sum.
        ExitCode finish(ScannedFiles files) throws IOException;

        @Override
        void close() throws IOException;
    }

    /// A table for people.
    private static final class TableOutput implements ScanOutput {
        private final Terminal terminal;
        private final boolean showMatches;
        private final ScanTotals totals = new ScanTotals();

        TableOutput(Terminal terminal, boolean showMatches) {
            this.terminal = terminal;
            this.showMatches = showMatches;
        }

        @Override
        public void inspected(
                String name, ScannedFiles.Part part, Text text, Inspection inspection) {
            totals.add(inspection);
            Decision decision = inspection.decision();
            String verdict =
                    switch (decision.answer()) {
                        case YES -> terminal.red("PHI");
                        case NO -> terminal.green("no PHI");
                        case UNDECIDED -> terminal.yellow("undecided");
                    };
            String extent =
                    inspection.extent() == Extent.FULL
                            ? ""
                            : ", inspected "
                                    + inspection.extent()
                                    + " ("
                                    + inspection.extentReason()
                                    + ")";
            terminal.say(
                    terminal.bold(TerminalText.line(name) + part.suffix())
                            + ": "
                            + verdict
                            + " ("
                            + decision.reason()
                            + extent
                            + ")");
            Places places = new Places(text);
            for (Finding finding : inspection.findings()) {
                Optional<Places.Place> place = places.of(inspection, finding);
                String where =
                        place.map(found -> "line " + (part.firstLine() + found.line() - 1))
                                .orElse("string " + (finding.leaf() + 1));
                String line =
                        String.format(
                                "  %-12s %-22s %-12s",
                                where, finding.type().name(), finding.likelihood());
                terminal.say(
                        showMatches
                                ? line + " " + matched(inspection, places, finding, place)
                                : line.stripTrailing());
            }
        }

        @Override
        public ExitCode finish(ScannedFiles files) {
            terminal.say(totals.summary(files.files()));
            return totals.exitCode().and(files.exitCode());
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }

    private static String matched(
            Inspection inspection, Places places, Finding finding, Optional<Places.Place> place) {
        return TerminalText.line(
                place.isPresent() ? places.matched(finding) : inspection.normalisedValue(finding));
    }

    /// One JSON document for machines.
    private static final class JsonOutput implements ScanOutput {
        private final JsonGenerator generator;
        private final boolean showMatches;
        private final ScanTotals totals = new ScanTotals();

        JsonOutput(Terminal terminal, boolean showMatches) throws IOException {
            this.generator = new JsonFactory().createGenerator(terminal.out());
            this.showMatches = showMatches;
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.writeStartObject();
            generator.writeArrayFieldStart("files");
        }

        @Override
        public void inspected(String name, ScannedFiles.Part part, Text text, Inspection inspection)
                throws IOException {
            totals.add(inspection);
            generator.writeStartObject();
            generator.writeStringField("file", name);
            generator.writeNumberField("firstLine", part.firstLine());
            generator.writeFieldName("phi");
            writePhi(generator, inspection);
            generator.writeStringField("reason", inspection.decision().reason().name());
            generator.writeStringField("inspected", inspection.extent().name());
            generator.writeStringField("inspectedReason", inspection.extentReason().name());
            generator.writeNumberField("bytesInspected", inspection.bytesInspected());
            generator.writeArrayFieldStart("findings");
            Places places = new Places(text);
            for (Finding finding : inspection.findings()) {
                generator.writeStartObject();
                generator.writeStringField("type", finding.type().name());
                generator.writeStringField("likelihood", finding.likelihood().name());
                Optional<Places.Place> place = places.of(inspection, finding);
                if (place.isPresent()) {
                    generator.writeNumberField("line", part.firstLine() + place.get().line() - 1);
                    generator.writeNumberField("start", place.get().start());
                    generator.writeNumberField("end", place.get().end());
                } else {
                    generator.writeNumberField("string", finding.leaf() + 1);
                }
                generator.writeArrayFieldStart("evidence");
                for (String code : finding.evidence()) {
                    generator.writeString(code);
                }
                generator.writeEndArray();
                if (showMatches) {
                    generator.writeStringField(
                            "match",
                            place.isPresent()
                                    ? places.matched(finding)
                                    : inspection.normalisedValue(finding));
                }
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeEndObject();
        }

        @Override
        public ExitCode finish(ScannedFiles files) throws IOException {
            generator.writeEndArray();
            generator.writeNumberField("findings", totals.findings());
            generator.writeBooleanField("phi", totals.phi() > 0);
            generator.writeEndObject();
            generator.writeRaw('\n');
            return totals.exitCode().and(files.exitCode());
        }

        @Override
        public void close() throws IOException {
            generator.close();
        }
    }

    static void writePhi(JsonGenerator generator, Inspection inspection) throws IOException {
        Optional<Boolean> phi = inspection.decision().phi();
        if (phi.isPresent()) {
            generator.writeBoolean(phi.get());
        } else {
            generator.writeNull();
        }
    }
}
