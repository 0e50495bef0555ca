package io.countersign.app.reconcile;

import io.countersign.app.role.Deployment;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.FoundEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where ranges of chains lie in the signed log.
final class LeafRanges {
    private final @Nullable EntryReader reader;

    private LeafRanges(@Nullable EntryReader reader) {
        this.reader = reader;
    }

    /// Without a log in this place, or one that can't be trusted, no range is known.
    static LeafRanges of(Deployment deployment) {
        if (!Files.isRegularFile(deployment.log().resolve(TilePath.CHECKPOINT))
                || !Files.isRegularFile(deployment.vkeys())) {
            return new LeafRanges(null);
        }
        try {
            return new LeafRanges(
                    EntryReader.open(
                            new DirectoryTileSource(deployment.log()),
                            VerifierKeys.read(deployment.vkeys()).verifiers()));
        } catch (IOException | MalformedNoteException _unusable) {
            return new LeafRanges(null);
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
}
