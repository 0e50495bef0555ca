package io.countersign.app.scan;

import io.countersign.app.cli.Terminal;
import io.countersign.detectors.Finding;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.JoinedInspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.TextWindow;
import io.countersign.detectors.phi.TextWindows;
import java.io.IOException;
import java.io.InputStream;
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
    private final boolean withMatches;
    private final int threads;
    private final PhiDetector reader = PhiDetector.standard();

    // Of the input that is being reported.
    private JoinedInspection joined = new JoinedInspection();
    private long bytes;
    private long lines;
    private long codePoints;
    private long reportedTo;

    /// @param withMatches whether [Found#match()] is filled
    public Scan(Terminal terminal, ScanReport report, boolean withMatches, int threads) {
        this.report = report;
        this.progress = new ScanProgress(terminal);
        this.withMatches = withMatches;
        this.threads = threads;
        this.inputs = new ScanInputs(terminal, progress, totals::addUnreadable);
    }

    /// One step of the report.
    private sealed interface Step {
        record Window(String name, boolean first, boolean last, WindowScan scan) implements Step {}

        /// Reading failed after `begun`, if it was.
        record Broken(String name, boolean begun) implements Step {}
    }

    /// Scans the inputs that the command line names.
    public ScanTotals run(List<String> names) throws IOException {
        try (OrderedWork<Step> work = new OrderedWork<>(threads, this::take)) {
            inputs.forEach(names, (name, in) -> read(name, in, work));
            work.finish();
        }
        report.finish(totals);
        return totals;
    }

    private void read(String name, InputStream in, OrderedWork<Step> work) throws IOException {
        TextWindows windows = new TextWindows(in, reader);
        boolean first = true;
        while (true) {
            Optional<TextWindow> next;
            try {
                next = windows.next();
            } catch (IOException e) {
                boolean begun = !first;
                work.submit(_ -> new Step.Broken(name, begun));
                return;
            }
            if (next.isEmpty()) {
                return;
            }
            TextWindow window = next.get();
            boolean isFirst = first;
            first = false;
            work.submit(detector ->
                    new Step.Window(
                            name,
                            isFirst,
                            window.last(),
                            WindowScan.of(detector, window, withMatches)));
        }
    }

    private void take(Step step) throws IOException {
        switch (step) {
            case Step.Window window -> take(window);
            case Step.Broken broken -> {
                inputs.refuse(
                        broken.name(),
                        broken.begun() ? "breaks off while being read" : "cannot be read");
                if (broken.begun()) {
                    end(false);
                }
            }
        }
    }

    private void take(Step.Window window) throws IOException {
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
            end(true);
        }
    }

    private void end(boolean readToEnd) throws IOException {
        totals.add(joined, bytes);
        report.end(joined, bytes, readToEnd);
        joined = new JoinedInspection();
        bytes = 0;
        lines = 0;
        codePoints = 0;
        reportedTo = 0;
    }
}
