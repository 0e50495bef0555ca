package io.countersign.app.scan;

import io.countersign.app.cli.ExitCode;
import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
import io.countersign.detectors.Category;
import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.phi.Decision;
import io.countersign.detectors.phi.JoinedInspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.TextWindow;
import io.countersign.detectors.phi.TextWindows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Documents as lines of JSON in, spans as lines of JSON out, in the same order: one thread reads
/// blocks of lines and writes, the others parse and inspect. Memory does not grow with the input.
public final class JsonLinesScan {
    /// Health facts that scorers know by their own names; all others are HEALTH, so that nobody
    /// takes them for identifiers.
    private static final Set<String> NAMED_HEALTH =
            Set.of(
                    "DIAGNOSIS",
                    "DRUG",
                    "PROCEDURE",
                    "LAB",
                    "ICD10",
                    "NDC",
                    "CPT",
                    "HCPCS",
                    "LOINC",
                    "SNOMED");

    private final Terminal terminal;
    private final ScanProgress progress;
    private final ScanInputs inputs;
    private final KnownPatients patients;
    private final int threads;
    private ExitCode exitCode = ExitCode.CLEAN;
    private String name = "";
    private long line;

    /// @param charset of inputs that do not say themselves; empty: UTF-8
    /// @param patients whom to know
    public JsonLinesScan(
            Terminal terminal, Optional<Charset> charset, KnownPatients patients, int threads) {
        this.patients = patients;
        this.terminal = terminal;
        this.threads = threads;
        this.progress = new ScanProgress(terminal);
        this.inputs =
                new ScanInputs(
                        terminal,
                        progress,
                        charset,
                        Optional.empty(),
                        () -> exitCode = exitCode.and(ExitCode.REJECTED));
    }

    /// What a block of lines gave.
    ///
    /// @param output lines of JSON
    /// @param refused numbers of refused lines in the block, from 1
    private record Answer(
            String name,
            boolean first,
            long bytes,
            JsonBytes output,
            long lines,
            long spans,
            boolean phi,
            List<Integer> refused) {
        @Override
        public String toString() {
            return "Answer[" + lines + " lines]";
        }
    }

    /// Scans the inputs that the command line names.
    public ExitCode run(List<String> names) throws IOException {
        try (OrderedWork<Answer> work = new OrderedWork<>(threads, this::take)) {
            inputs.forEach(names, text -> read(text, work));
            work.finish();
        }
        return exitCode;
    }

    private void read(InputText text, OrderedWork<Answer> work) throws IOException {
        LineBlocks blocks = new LineBlocks(text);
        boolean first = true;
        while (true) {
            Optional<LineBlocks.Block> next = blocks.next();
            if (next.isEmpty()) {
                if (text.shortfall() != Shortfall.NONE) {
                    work.finish();
                    inputs.refuse(
                            text.name(),
                            !text.shortfall().refusal().isEmpty()
                                    ? text.shortfall().refusal()
                                    : "inspected PARTIAL (" + text.shortfall() + ")");
                }
                return;
            }
            LineBlocks.Block block = next.get();
            boolean isFirst = first;
            first = false;
            work.submit(detector -> answer(text.name(), isFirst, block, patients, detector));
            if (blocks.paused()) {
                work.finish();
                terminal.write(new byte[0]);
            }
        }
    }

    private static Answer answer(
            String input,
            boolean first,
            LineBlocks.Block block,
            KnownPatients patients,
            PhiDetector detector)
            throws IOException {
        if (block.tooLong()) {
            return new Answer(input, first, 0, new JsonBytes(), 1, 0, false, List.of(1));
        }
        Documents documents = new Documents(detector, patients);
        documents.lines(block.bytes());
        return new Answer(
                input,
                first,
                block.bytes().length,
                documents.output,
                documents.lines,
                documents.spans,
                documents.phi,
                documents.refused);
    }

    private void take(Answer answer) throws IOException {
        if (answer.first()) {
            name = answer.name();
            line = 0;
        }
        for (int refused : answer.refused()) {
            terminal.err()
                    .println(
                            TerminalText.line(name)
                                    + " line "
                                    + (line + refused)
                                    + ": not an object with a text \"text\"; skipped");
            exitCode = exitCode.and(ExitCode.REJECTED);
        }
        line += answer.lines();
        if (answer.phi()) {
            exitCode = exitCode.and(ExitCode.FOUND);
        }
        terminal.write(answer.output().toArray());
        progress.advance(answer.bytes(), answer.spans());
    }

    /// The documents of one block.
    private static final class Documents {
        private final PhiDetector detector;
        private final KnownPatients patients;
        private final DocumentLine document = new DocumentLine();
        private final JsonBytes output = new JsonBytes();
        private final List<Integer> refused = new ArrayList<>();
        private int lines;
        private long spans;
        private boolean phi;

        Documents(PhiDetector detector, KnownPatients patients) {
            this.patients = patients;
            this.detector = detector;
        }

        void lines(byte[] bytes) throws IOException {
            int from = 0;
            while (from < bytes.length) {
                int to = from;
                boolean blank = true;
                while (to < bytes.length && bytes[to] != '\n') {
                    blank &= bytes[to] <= ' ' && bytes[to] >= 0;
                    to++;
                }
                lines++;
                if (blank) {
                    // An empty line is nothing.
                } else if (document.read(bytes, from, to)) {
                    write();
                } else {
                    refused.add(lines);
                }
                from = to + 1;
            }
        }

        private void write() throws IOException {
            output.ascii("{\"id\":");
            output.bytes(document.id());
            output.ascii(",\"spans\":[");
            boolean whole = document.text().length <= TextWindows.WHOLE_BYTES;
            JoinedInspection joined = whole ? whole() : inWindows();
            Decision decision = joined.decision();
            Optional<Boolean> decided = decision.phi();
            phi |= decided.orElse(false);
            output.ascii("],");
            if (patients.asked()) {
                index(joined, decision);
            }
            output.ascii(
                    decided.isEmpty()
                            ? "\"phi\":null}\n"
                            : decided.get() ? "\"phi\":true}\n" : "\"phi\":false}\n");
        }

        /// What the patient index says.
        private void index(JoinedInspection joined, Decision decision) {
            output.ascii("\"index\":\"");
            output.ascii(KnownPatients.said(decision).map(Enum::name).orElse(""));
            output.ascii("\",\"patients\":");
            output.number(joined.patients().size());
            List<String> subjects = patients.subjects(joined.patients());
            if (!subjects.isEmpty()) {
                output.ascii(",\"subjects\":[\"");
                output.ascii(String.join("\",\"", subjects));
                output.ascii("\"]");
            }
            output.ascii(",");
        }

        private JoinedInspection whole() {
            WindowScan scan =
                    WindowScan.of(detector, patients, TextWindow.whole(document.text()), false);
            boolean first = true;
            for (Found found : scan.found()) {
                span(found, first);
                first = false;
            }
            JoinedInspection joined = new JoinedInspection(patients.index(), patients.now());
            joined.add(scan.inspection(), scan.owned());
            return joined;
        }

        private JoinedInspection inWindows() throws IOException {
            JoinedInspection joined = new JoinedInspection(patients.index(), patients.now());
            TextWindows windows =
                    new TextWindows(new ByteArrayInputStream(document.text()), detector);
            long codePoints = 0;
            long reportedTo = 0;
            boolean first = true;
            for (Optional<TextWindow> next = windows.next();
                    next.isPresent();
                    next = windows.next()) {
                WindowScan scan = WindowScan.of(detector, patients, next.get(), false);
                List<Finding> owned = new ArrayList<>(scan.owned().size());
                for (int i = 0; i < scan.found().size(); i++) {
                    Found found = scan.found().get(i).after(0, codePoints);
                    if (found.start() >= reportedTo) {
                        reportedTo = found.end();
                        owned.add(scan.owned().get(i));
                        span(found, first);
                        first = false;
                    }
                }
                joined.add(scan.inspection(), owned);
                codePoints += scan.codePoints();
            }
            return joined;
        }

        private void span(Found found, boolean first) {
            spans++;
            output.ascii(first ? "{\"start\":" : ",{\"start\":");
            output.number(found.start());
            output.ascii(",\"end\":");
            output.number(found.end());
            output.ascii(",\"type\":\"");
            output.ascii(name(found.finding().type()));
            output.ascii("\",\"likelihood\":\"");
            output.ascii(found.finding().likelihood().name());
            output.ascii("\"}");
        }

        private static String name(InfoType type) {
            return type.category() == Category.HEALTH && !NAMED_HEALTH.contains(type.name())
                    ? "HEALTH"
                    : type.name();
        }
    }
}
