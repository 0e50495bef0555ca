package io.countersign.app.reconcile;

import io.countersign.app.purge.SealedLog;
import io.countersign.app.role.Deployment;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where ranges of chains lie in the signed logs, in a directory or a bucket.
final class LeafRanges implements AutoCloseable {
    private final SealedLog log;
    private final @Nullable LogReaders readers;

    private LeafRanges(SealedLog log, @Nullable LogReaders readers) {
        this.log = log;
        this.readers = readers;
    }

    /// Without a log in its place, or one that can't be read or trusted, no range is known.
    static LeafRanges of(Deployment deployment) {
        SealedLog log = new SealedLog(deployment.configuration());
        try {
            return new LeafRanges(log, log.logs());
        } catch (IOException | RuntimeException _unusable) {
            return new LeafRanges(log, null);
        }
    }

    /// @param first the first leaf
    /// @param end the one after the last
    /// @param laterLog origin of the log that they are of; empty for the installation's first
    record Range(long first, long end, Optional<String> laterLog) {}

    /// Empty where not all of it is sealed in one log.
    ///
    /// @param toSeq exclusive, above `fromSeq`
    Optional<Range> of(String chain, long fromSeq, long toSeq) {
        if (readers == null || toSeq <= fromSeq) {
            return Optional.empty();
        }
        try {
            ChainId id = ChainId.parse(chain);
            Optional<LogReaders.Found> last = readers.find(id, toSeq - 1);
            Optional<LogReaders.Found> first = last.isEmpty() ? last : readers.find(id, fromSeq);
            if (first.isEmpty() || last.get().log() != first.get().log()) {
                return Optional.empty();
            }
            EntryReader holding = first.get().log();
            return Optional.of(
                    new Range(
                            first.get().entry().index().value(),
                            last.get().entry().index().value() + 1,
                            holding.previousLog().map(_later -> holding.checkpoint().origin())));
        } catch (IOException | RuntimeException _unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
