package io.countersign.app.cases;

import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Entries of an installation and the logs that hold them, all sealed.
///
/// @param readers of all logs
/// @param byLog the entries that each log holds, the oldest first; logs that hold none are left out
public record SealedEntries(LogReaders readers, Map<EntryReader, List<EntryKey>> byLog) {
    /// The ledger seals each second; a slow machine takes longer.
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(300);

    /// Opens the logs at their present checkpoints.
    @FunctionalInterface
    public interface Logs {
        LogReaders open() throws IOException;
    }

    /// Waits until all of them are sealed.
    ///
    /// @throws CaseRefusedException where that takes too long, or no log holds one
    public static SealedEntries await(Logs logs, List<EntryKey> entries)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + WITHIN.toNanos();
        while (true) {
            LogReaders readers = logs.open();
            Map<EntryReader, List<EntryKey>> byLog = readers.holding(entries);
            int missing = entries.size() - byLog.values().stream().mapToInt(List::size).sum();
            if (missing == 0) {
                return new SealedEntries(readers, byLog);
            }
            if (System.nanoTime() - end > 0) {
                throw new CaseRefusedException(
                        "The sealed log does not hold "
                                + missing
                                + " of these entries: does the ledger role run?");
            }
            Thread.sleep(PAUSE);
        }
    }
}
