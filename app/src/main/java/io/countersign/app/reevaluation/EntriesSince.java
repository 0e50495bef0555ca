package io.countersign.app.reevaluation;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongConsumer;

/// Entries of an installation's sealed logs from a time on, in their order.
public final class EntriesSince {
    private static final int TOLD_EVERY = 10_000;

    private EntriesSince() {}

    /// Takes one entry after the other.
    public interface Visitor {
        void entry(SealedPlace place, AuditEntry entry);
    }

    /// Shows the entries of some kinds that were sealed since a time. What was seen counts only
    /// once this returns: then what was read has led to the checkpoint of each log.
    ///
    /// @param progress told from time to time how many entries were looked at
    /// @throws IOException where a log cannot be read, or is damaged
    public static void read(
            LogReaders logs,
            Instant since,
            Set<EntryKind> kinds,
            Visitor visitor,
            LongConsumer progress)
            throws IOException {
        Counting counting = new Counting(kinds, progress);
        try {
            for (EntryReader log : logs.oldestFirst()) {
                TreeSize before = log.sealedBefore(since);
                log.forEach(before, counting.of(log, before, visitor));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static final class Counting {
        private final Set<EntryKind> kinds;
        private final LongConsumer progress;
        private long looked;

        Counting(Set<EntryKind> kinds, LongConsumer progress) {
            this.kinds = kinds;
            this.progress = progress;
        }

        EntryReader.EntryVisitor of(EntryReader log, TreeSize before, Visitor visitor) {
            return new EntryReader.EntryVisitor() {
                @Override
                public boolean wants(EntryKind kind) {
                    if (++looked % TOLD_EVERY == 0) {
                        progress.accept(looked);
                    }
                    return kinds.contains(kind);
                }

                @Override
                public void entry(AuditEntry entry, LeafIndex index) {
                    if (index.value() >= before.value()) {
                        visitor.entry(
                                new SealedPlace(log, index, entry.getChain(), entry.getSeq()),
                                entry);
                    }
                }
            };
        }
    }
}
