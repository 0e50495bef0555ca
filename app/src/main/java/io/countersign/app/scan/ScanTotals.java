package io.countersign.app.scan;

import io.countersign.app.cli.ExitCode;
import io.countersign.detectors.phi.Extent;

/// The sums of a scan.
public final class ScanTotals {
    private long files;
    private long bytes;
    private long findings;
    private long phi;
    private long undecided;
    private long partial;
    private long skipped;
    private long pictures;
    private long unreadable;

    void add(long itsFindings, Seen seen, long itsBytes, int itsPictures) {
        files++;
        bytes += itsBytes;
        findings += itsFindings;
        pictures += itsPictures;
        switch (seen.extent()) {
            case FULL -> {
                // All of it was seen.
            }
            case PARTIAL -> partial++;
            case NOT_INSPECTED -> skipped++;
        }
        if (seen.phi().isEmpty()) {
            undecided += seen.extent() == Extent.NOT_INSPECTED ? 0 : 1;
        } else if (seen.phi().get()) {
            phi++;
        }
    }

    void addUnreadable() {
        unreadable++;
    }

    public long files() {
        return files;
    }

    public long findings() {
        return findings;
    }

    /// Inputs that are PHI.
    public long phi() {
        return phi;
    }

    /// For people. What was not inspected, or not wholly, is named: it is not clean.
    public String summary() {
        StringBuilder summary =
                new StringBuilder()
                        .append(files)
                        .append(files == 1 ? " file, " : " files, ")
                        .append(ScanProgress.size(bytes))
                        .append(", ")
                        .append(findings)
                        .append(findings == 1 ? " finding, PHI in " : " findings, PHI in ")
                        .append(phi);
        append(summary, ", undecided ", undecided);
        append(summary, ", not fully inspected ", partial);
        append(summary, ", skipped as no text ", skipped);
        append(summary, ", pictures that nobody looked at ", pictures);
        append(summary, ", could not be read ", unreadable);
        return summary.toString();
    }

    private static void append(StringBuilder summary, String words, long count) {
        if (count > 0) {
            summary.append(words).append(count);
        }
    }

    /// FOUND where there is PHI; else REJECTED where an input could not be read.
    ///
    /// @param failOnUnknown REJECTED also where an input is undecided
    /// @param failOnNotInspected REJECTED also where an input was not inspected, or not wholly
    public ExitCode exitCode(boolean failOnUnknown, boolean failOnNotInspected) {
        boolean rejected =
                unreadable > 0
                        || (failOnUnknown && undecided > 0)
                        || (failOnNotInspected && partial + skipped > 0);
        ExitCode read = rejected ? ExitCode.REJECTED : ExitCode.CLEAN;
        return phi > 0 ? ExitCode.FOUND.and(read) : read;
    }
}
