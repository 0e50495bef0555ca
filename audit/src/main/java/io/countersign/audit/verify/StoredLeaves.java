package io.countersign.audit.verify;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.schemas.AuditEntry;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// The leaves of a log as they are stored: nothing says yet that they are in the tree. One instance
/// belongs to one thread.
final class StoredLeaves {
    private final LogTiles tiles;
    private final EntryCodec codec;

    /// Read last: whoever asks for neighbours gets them without reading again.
    private OptionalLong lastNumber = OptionalLong.empty();

    private Optional<Bundle> lastBundle = Optional.empty();

    StoredLeaves(LogTiles tiles, EntryCodec codec) {
        this.tiles = tiles;
        this.codec = codec;
    }

    /// The bytes of a leaf.
    byte[] bytes(long index) throws IOException {
        return bundle(index / TilePath.FULL_WIDTH).entry((int) (index % TilePath.FULL_WIDTH));
    }

    private Bundle bundle(long n) throws IOException {
        if (lastBundle.isEmpty() || lastNumber.getAsLong() != n) {
            lastBundle = Optional.of(tiles.bundle(n));
            lastNumber = OptionalLong.of(n);
        }
        return lastBundle.get();
    }

    /// What a leaf's entry begins with. A leaf that is no entry of this version's schema is decoded
    /// in full; empty where that fails.
    Optional<EntryHead> head(byte[] leaf) {
        try {
            if (EntryCodec.fingerprint(leaf) == EntryCodec.FINGERPRINT) {
                return Optional.of(EntryHead.of(leaf));
            }
            AuditEntry entry = codec.entry(leaf);
            return Optional.of(
                    new EntryHead(
                            entry.getKind(),
                            entry.getChain(),
                            entry.getSeq(),
                            entry.getPrev(),
                            entry.getIncarnation(),
                            entry.getTimeMillis()));
        } catch (MalformedEntryException _noEntry) {
            return Optional.empty();
        }
    }

    /// Takes one entry after the other.
    interface Walk {
        /// @return whether to go on
        boolean goOn(long index, EntryHead head, byte[] leaf) throws IOException;
    }

    /// Walks over the entries in order. What is no entry is passed over.
    void walk(long from, long to, Walk walk) throws IOException {
        for (long index = from; index < to; index++) {
            byte[] leaf = bytes(index);
            Optional<EntryHead> head = head(leaf);
            if (head.isPresent() && !walk.goOn(index, head.get(), leaf)) {
                return;
            }
        }
    }

    AuditEntry entry(byte[] leaf) {
        return codec.entry(leaf);
    }
}
