package io.countersign.audit.verify;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.TileSource;
import io.countersign.schemas.AuditEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Single entries of an installation's logs, of which there is one a year: an entry is found by its
/// chain and number in whichever log it lies.
///
/// [LogTrust] says which logs a key vouches for. One instance belongs to one thread.
public final class LogReaders {
    /// An installation has no more logs.
    public static final int MAX_LOGS = 200;

    private final List<EntryReader> logs;

    private LogReaders(List<EntryReader> logs) {
        this.logs = List.copyOf(logs);
    }

    /// Opens each log at its current checkpoint.
    ///
    /// @param oldestFirst at least one
    /// @param trusted keys that vouch for each of them, one way or another
    /// @throws MalformedNoteException where they do not vouch for one, or its checkpoint is none
    public static LogReaders open(List<? extends TileSource> oldestFirst, VerifierKeys trusted)
            throws IOException, MalformedNoteException {
        if (oldestFirst.isEmpty() || oldestFirst.size() > MAX_LOGS) {
            throw new IllegalArgumentException("an installation has 1 to " + MAX_LOGS + " logs");
        }
        LogTrust trust = LogTrust.of(oldestFirst, trusted);
        List<EntryReader> logs = new ArrayList<>();
        for (int i = 0; i < oldestFirst.size(); i++) {
            Optional<EntryReader> opened = trust.opened().get(i);
            // Where nobody vouches, opening it says why.
            logs.add(
                    opened.isPresent()
                            ? opened.get()
                            : EntryReader.open(oldestFirst.get(i), trust.keys().verifiers()));
        }
        return new LogReaders(logs);
    }

    /// An entry, and the log that holds it.
    public record Found(EntryReader log, FoundEntry entry) {
        /// What it says.
        public AuditEntry says() {
            return log.entry(entry);
        }
    }

    /// Finds an entry as [EntryReader#find(ChainId, long)] does, the newest log first.
    public Optional<Found> find(ChainId chain, long seq) throws IOException {
        for (EntryReader log : logs.reversed()) {
            Optional<FoundEntry> found = log.find(chain, seq);
            if (found.isPresent()) {
                return found.map(entry -> new Found(log, entry));
            }
        }
        return Optional.empty();
    }

    /// Finds many entries at once, as [EntryReader#locate(Collection)] does in each log, the newest
    /// first.
    ///
    /// @return by log, the oldest first, which of them it holds in its order; what no log holds is
    ///   in no list, and a log that holds none is left out
    public Map<EntryReader, List<EntryKey>> holding(Collection<EntryKey> keys) throws IOException {
        Set<EntryKey> missing = new LinkedHashSet<>(keys);
        Map<EntryReader, List<EntryKey>> newestFirst = new LinkedHashMap<>();
        for (EntryReader log : logs.reversed()) {
            List<EntryKey> here = List.copyOf(log.located(missing).keySet());
            if (!here.isEmpty()) {
                newestFirst.put(log, here);
                missing.removeAll(Set.copyOf(here));
            }
        }
        Map<EntryReader, List<EntryKey>> held = new LinkedHashMap<>();
        for (EntryReader log : logs) {
            if (newestFirst.containsKey(log)) {
                held.put(log, newestFirst.getOrDefault(log, List.of()));
            }
        }
        return held;
    }

    /// Later knowledge about an entry, of its own log and the ones after it, as
    /// [EntryReader#amendments(FoundEntry)] finds it in each.
    public List<Found> amendments(Found original) throws IOException {
        List<Found> found = new ArrayList<>();
        for (EntryReader log : logs.subList(logs.indexOf(original.log()), logs.size())) {
            List<FoundEntry> here =
                    log == original.log()
                            ? log.amendments(original.entry())
                            : log.amendments(original.says(), 0);
            here.forEach(entry -> found.add(new Found(log, entry)));
        }
        return found;
    }

    /// All of them, the oldest first.
    public List<EntryReader> oldestFirst() {
        return Collections.unmodifiableList(logs);
    }

    /// The one that is sealed now.
    public EntryReader newest() {
        return logs.getLast();
    }

    /// Entries of all logs.
    public long entries() {
        return logs.stream().mapToLong(log -> log.size().value()).sum();
    }
}
