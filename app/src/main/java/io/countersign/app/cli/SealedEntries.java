package io.countersign.app.cli;

import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Entries of an installation and the logs that hold them, all sealed.
///
/// @param logs the oldest first
/// @param byLog the entries that each log holds; logs that hold none are left out
record SealedEntries(
        List<LogPlace> logs, LogReaders readers, Map<EntryReader, List<EntryKey>> byLog) {
    /// The ledger seals each second; a slow machine takes longer.
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(300);

    /// Waits until all of them are sealed.
    ///
    /// @throws CommandFailure where that takes too long, or no log holds one
    static SealedEntries await(List<LogPlace> logs, List<EntryKey> entries)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + WITHIN.toNanos();
        while (true) {
            LogReaders readers = LogPlace.open(logs, Optional.empty());
            Map<EntryReader, List<EntryKey>> byLog = readers.holding(entries);
            int missing = entries.size() - byLog.values().stream().mapToInt(List::size).sum();
            if (missing == 0) {
                return new SealedEntries(logs, readers, byLog);
            }
            if (System.nanoTime() - end > 0) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "The sealed log does not hold "
                                + missing
                                + " of these entries: does the ledger role run?");
            }
            Thread.sleep(PAUSE);
        }
    }

    /// Where one of the logs lies.
    LogPlace place(EntryReader log) {
        return logs.get(readers.oldestFirst().indexOf(log));
    }
}
