package io.countersign.app.scan;

import io.countersign.app.cli.Terminal;
import io.countersign.detectors.Finding;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.JoinedInspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.TextWindow;
import io.countersign.detectors.phi.TextWindows;
import io.countersign.intake.documents.DocumentReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A scan of plain inputs: one thread reads windows and reports, the others inspect. Memory does
/// not grow with the inputs.
public final class Scan {
    private final ScanReport report;
    private final ScanProgress progress;
    private final ScanTotals totals = new ScanTotals();
    private final ScanInputs inputs;
    private final KnownPatients patients;
    private final boolean withMatches;
    private final int threads;
    private final PhiDetector reader = PhiDetector.standard();

    // Of the input that is being reported.
    private JoinedInspection joined;
    private long bytes;
    private long lines;
    private long codePoints;
    private long reportedTo;

    /// @param charset of inputs that do not say themselves; empty: UTF-8
    /// @param patients whom to know
    /// @param documents opens documents among the inputs; stays the caller's
    /// @param withMatches whether [Found#match()] is filled
    public Scan(
            Terminal terminal,
            ScanReport report,
            Optional<Charset> charset,
            DocumentReader documents,
            KnownPatients patients,
            boolean withMatches,
            int threads) {
        this.report = report;
        this.progress = new ScanProgress(terminal);
        this.patients = patients;
        this.joined = joined();
        this.withMatches = withMatches;
        this.threads = threads;
        this.inputs =
                new ScanInputs(
                        terminal,
                        progress,
                        charset,
                        Optional.of(new OpenedDocuments(documents)),
                        totals::addUnreadable);
    }

    /// One step of the report.
    ///
    /// @param shortfall what is missing, known with the last window
    /// @param pictures that nobody looked at, told with the last window
    private record Step(
            String name,
            boolean first,
            boolean last,
            Shortfall shortfall,
            int pictures,
            WindowScan scan) {
        @Override
        public String toString() {
            return "Step[" + scan + "]";
        }
    }

    private JoinedInspection joined() {
        return new JoinedInspection(patients.index(), patients.now());
    }

    /// Scans the inputs that the command line names.
    public ScanTotals run(List<String> names) throws IOException {
        try (OrderedWork<Step> work = new OrderedWork<>(threads, this::take)) {
            inputs.forEach(names, text -> read(text, work));
            work.finish();
        }
        report.finish(totals);
        return totals;
    }

    private void read(InputText text, OrderedWork<Step> work) throws IOException {
        String name = text.name();
        TextWindows windows = new TextWindows(text, reader);
        boolean first = true;
        while (true) {
            Optional<TextWindow> next = windows.next();
            if (next.isEmpty()) {
                return;
            }
            TextWindow window = next.get();
            boolean isFirst = first;
            first = false;
            Shortfall shortfall = window.last() ? text.shortfall() : Shortfall.NONE;
            work.submit(detector ->
                    new Step(
                            name,
                            isFirst,
                            window.last(),
                            shortfall,
                            text.pictures(),
                            WindowScan.of(detector, patients, window, withMatches)));
        }
    }

    private void take(Step window) throws IOException {
        WindowScan scan = window.scan();
        if (window.first()) {
            report.begin(window.name(), window.last());
        }
        List<Found> found = new ArrayList<>(scan.found().size());
        List<Finding> owned = new ArrayList<>(scan.found().size());
        for (int i = 0; i < scan.found().size(); i++) {
            Found placed = scan.found().get(i).after(lines, codePoints);
            // The window before may have reported something longer that reaches into this one.
            if (placed.start() >= reportedTo) {
                found.add(placed);
                owned.add(scan.owned().get(i));
                reportedTo = placed.end();
            }
        }
        Inspection inspection = scan.inspection();
        joined.add(inspection, owned);
        if (!found.isEmpty()) {
            report.found(found);
        }
        bytes += scan.bytes();
        lines += scan.lines();
        codePoints += scan.codePoints();
        progress.advance(scan.bytes(), found.size());
        if (window.last()) {
            if (!window.shortfall().refusal().isEmpty()) {
                inputs.refuse(window.name(), window.shortfall().refusal());
            }
            end(window.shortfall(), window.pictures());
        }
    }

    private void end(Shortfall shortfall, int pictures) throws IOException {
        Seen seen = Seen.of(joined, bytes, shortfall);
        totals.add(joined.findings(), seen, bytes, pictures);
        report.end(joined, seen, bytes, pictures);
        joined = joined();
        bytes = 0;
        lines = 0;
        codePoints = 0;
        reportedTo = 0;
    }
}
