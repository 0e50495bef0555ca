package io.countersign.app.cli;

import io.countersign.detectors.phi.Decision;
import io.countersign.detectors.phi.Extent;
import io.countersign.detectors.phi.Inspection;

/// The sums of a scan.
final class ScanTotals {
    private long findings;
    private long phi;
    private long undecided;
    private long notFull;

    void add(Inspection inspection) {
        findings += inspection.findings().size();
        if (inspection.decision().answer() == Decision.Answer.YES) {
            phi++;
        }
        if (inspection.decision().answer() == Decision.Answer.UNDECIDED) {
            undecided++;
        }
        if (inspection.extent() != Extent.FULL) {
            notFull++;
        }
    }

    long findings() {
        return findings;
    }

    long phi() {
        return phi;
    }

    /// Undecided texts and those that were not fully inspected are named, and are not clean.
    String summary(long files) {
        StringBuilder summary =
                new StringBuilder()
                        .append(files)
                        .append(files == 1 ? " file, " : " files, ")
                        .append(findings)
                        .append(findings == 1 ? " finding, PHI in " : " findings, PHI in ")
                        .append(phi);
        if (undecided > 0) {
            summary.append(", undecided ").append(undecided);
        }
        if (notFull > 0) {
            summary.append(", not fully inspected ").append(notFull);
        }
        return summary.toString();
    }

    ExitCode exitCode() {
        return phi > 0 ? ExitCode.FOUND : ExitCode.CLEAN;
    }
}
