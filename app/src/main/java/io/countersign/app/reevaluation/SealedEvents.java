package io.countersign.app.reevaluation;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The events of an installation's sealed logs, each as it is judged by now: with its latest
/// amendment in its place. Drills are left out.
///
/// Reads the logs twice: amendments first, so that no more than their places are held in memory.
/// For one thread.
public final class SealedEvents {
    /// More amended events are not looked at in one run.
    public static final int MAX_AMENDED = 2_000_000;

    private static final int TOLD_EVERY = 10_000;

    /// The entry of an event, as it was chained.
    ///
    /// @param log that holds it
    public record Original(EntryReader log, LeafIndex index, String chain, long seq) {
        /// Names the entry by its leaf.
        public EntryRef reference() {
            try {
                return new EntryRef(chain, seq, new Hash(log.at(index).leaf().hash().bytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// What it says, without what became known later.
        public EventEntry event() {
            try {
                return log.entry(log.at(index)).getEvent().orElseThrow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Takes one event after the other.
    public interface Visitor {
        /// @param standing the event after its latest amendment
        void event(Original original, EventEntry standing);
    }

    /// Where an amended event and its latest amendment lie.
    private static final class Amended {
        private int log;
        private long latest;
        private Optional<Original> original = Optional.empty();
    }

    private final List<EntryReader> logs;
    private final Instant since;
    private final LongConsumer progress;
    private final Map<String, Map<Long, Amended>> amended = new HashMap<>();
    private long amendedEvents;
    private long looked;

    private SealedEvents(List<EntryReader> logs, Instant since, LongConsumer progress) {
        this.logs = logs;
        this.since = since;
        this.progress = progress;
    }

    /// Shows all events that were sealed since a time. What was seen counts only once this returns:
    /// then what was read has led to the checkpoint of each log.
    ///
    /// @param progress told from time to time how many entries were looked at
    /// @throws IOException where a log cannot be read, is damaged, or has too many amendments
    public static void read(LogReaders logs, Instant since, Visitor visitor, LongConsumer progress)
            throws IOException {
        SealedEvents events = new SealedEvents(logs.oldestFirst(), since, progress);
        try {
            events.each(false, events::note);
            events.each(true, (log, index, entry) -> events.show(log, index, entry, visitor));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (events.amendedEvents > MAX_AMENDED) {
            throw new IOException(
                    "more than "
                            + MAX_AMENDED
                            + " events were amended in this time: ask about less of it");
        }
    }

    private interface Seen {
        void entry(int log, LeafIndex index, AuditEntry entry);
    }

    private void each(boolean withEvents, Seen seen) throws IOException {
        for (int i = 0; i < logs.size(); i++) {
            int number = i;
            TreeSize before = logs.get(i).sealedBefore(since);
            logs.get(i)
                    .forEach(
                            before,
                            new EntryReader.EntryVisitor() {
                                @Override
                                public boolean wants(EntryKind kind) {
                                    if (++looked % TOLD_EVERY == 0) {
                                        progress.accept(looked);
                                    }
                                    return kind == EntryKind.AMENDMENT
                                            || (withEvents && kind == EntryKind.EVENT);
                                }

                                @Override
                                public void entry(AuditEntry entry, LeafIndex index) {
                                    if (index.value() >= before.value()) {
                                        seen.entry(number, index, entry);
                                    }
                                }
                            });
        }
    }

    private void note(int log, LeafIndex index, AuditEntry entry) {
        EntryRef original = entry.getAmendment().map(AmendmentEntry::getOriginal).orElseThrow();
        Map<Long, Amended> ofChain =
                amended.computeIfAbsent(original.getChain(), _ -> new HashMap<>());
        Amended known = ofChain.get(original.getSeq());
        if (known == null && ++amendedEvents <= MAX_AMENDED) {
            known = new Amended();
            ofChain.put(original.getSeq(), known);
        }
        if (known != null) {
            known.log = log;
            known.latest = index.value();
        }
    }

    private void show(int log, LeafIndex index, AuditEntry entry, Visitor visitor) {
        if (entry.getEvent().isPresent()) {
            Original original =
                    new Original(logs.get(log), index, entry.getChain(), entry.getSeq());
            Optional<Amended> later = amended(entry.getChain(), entry.getSeq());
            if (later.isPresent()) {
                later.get().original = Optional.of(original);
            } else {
                show(original, entry.getEvent().get(), visitor);
            }
            return;
        }
        AmendmentEntry amendment = entry.getAmendment().orElseThrow();
        // Where the event was sealed before the time that was asked for, there is no original.
        amended(amendment.getOriginal().getChain(), amendment.getOriginal().getSeq())
                .filter(one -> one.log == log && one.latest == index.value())
                .flatMap(one -> one.original)
                .ifPresent(original -> show(original, amendment.getRevised(), visitor));
    }

    private static void show(Original original, EventEntry standing, Visitor visitor) {
        if (standing.getDrill().isEmpty()) {
            visitor.event(original, standing);
        }
    }

    private Optional<Amended> amended(String chain, long seq) {
        return Optional.ofNullable(amended.getOrDefault(chain, Map.of()).get(seq));
    }
}
