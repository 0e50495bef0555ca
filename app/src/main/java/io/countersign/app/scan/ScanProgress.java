package io.countersign.app.scan;

import io.countersign.app.cli.Terminal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// The progress line: how much was scanned, how fast, what was found.
public final class ScanProgress {
    private static final long EVERY_MILLIS = 100;
    private static final int BAR = 24;

    private final Terminal terminal;
    private final long begun;
    private long shown;
    private long expected;
    private long read;
    private long bytes;
    private long findings;

    public ScanProgress(Terminal terminal) {
        this.terminal = terminal;
        this.begun = terminal.clock().millis();
        this.shown = begun;
    }

    /// Bytes that are to come, where they are known beforehand.
    void expect(long more) {
        expected += more;
    }

    /// Counts what is read of the inputs as they stand, packed or not: that is what the bar shows.
    InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int one = in.read();
                read += one < 0 ? 0 : 1;
                return one;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int count = in.read(bytes, from, length);
                read += Math.max(0, count);
                return count;
            }
        };
    }

    /// Text that was inspected, and findings in it.
    void advance(long moreBytes, long moreFindings) {
        bytes += moreBytes;
        findings += moreFindings;
        long now = terminal.clock().millis();
        if (now - shown >= EVERY_MILLIS) {
            shown = now;
            terminal.progress(line(now - begun));
        }
    }

    private String line(long millis) {
        StringBuilder line = new StringBuilder();
        if (expected > 0) {
            int filled = (int) Math.min(BAR, read * BAR / expected);
            line.append('[')
                    .append("#".repeat(filled))
                    .append("-".repeat(BAR - filled))
                    .append("] ")
                    .append(size(read))
                    .append(" of ")
                    .append(size(expected));
        } else {
            line.append(size(bytes));
        }
        return line.append(String.format(Locale.ROOT, ", %.0f MB/s, ", bytes / 1e3 / millis))
                .append(findings)
                .append(findings == 1 ? " finding" : " findings")
                .toString();
    }

    /// Bytes in the unit that suits: 7 B, 1.2 MB.
    static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double scaled = bytes;
        String unit = "";
        for (String larger : new String[] {"kB", "MB", "GB", "TB"}) {
            if (scaled < 1_000) {
                break;
            }
            scaled /= 1_000;
            unit = larger;
        }
        return String.format(Locale.ROOT, "%.1f %s", scaled, unit);
    }
}
