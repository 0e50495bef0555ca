package io.countersign.app.reconcile;

import io.countersign.app.purge.SealedLog;
import io.countersign.app.role.Deployment;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.FoundEntry;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where ranges of chains lie in the signed log, in a directory or a bucket.
final class LeafRanges implements AutoCloseable {
    private final SealedLog log;
    private final @Nullable EntryReader reader;

    private LeafRanges(SealedLog log, @Nullable EntryReader reader) {
        this.log = log;
        this.reader = reader;
    }

    /// Without a log in its place, or one that can't be read or trusted, no range is known.
    static LeafRanges of(Deployment deployment) {
        SealedLog log = new SealedLog(deployment.configuration());
        try {
            return new LeafRanges(log, log.open());
        } catch (IOException | RuntimeException _unusable) {
            return new LeafRanges(log, null);
        }
    }

    /// @param first the first leaf
    /// @param end the one after the last
    record Range(long first, long end) {}

    /// Empty where not all of it is sealed.
    ///
    /// @param toSeq exclusive, above `fromSeq`
    Optional<Range> of(String chain, long fromSeq, long toSeq) {
        if (reader == null || toSeq <= fromSeq) {
            return Optional.empty();
        }
        try {
            ChainId id = ChainId.parse(chain);
            Optional<FoundEntry> last = reader.find(id, toSeq - 1);
            Optional<FoundEntry> first = last.isEmpty() ? last : reader.find(id, fromSeq);
            return first.map(
                    found -> new Range(found.index().value(), last.get().index().value() + 1));
        } catch (IOException | RuntimeException _unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
