package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TileSource;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything about one bundle that does not depend on those before it: its leaf tile, its leaf
/// hashes, and its entries as far as nothing is wrong with their form. Where something is, the
/// entry is left to [LogVerifier], which says so in the log's order. Made in any thread.
final class PreparedBundle {
    private final Optional<byte[]> tile;
    private final Optional<DamagedLogException> tileFault;
    private final Optional<Bundle> bundle;
    private final Optional<DamagedLogException> bundleFault;
    private final Sha256[] hashes;
    private final @Nullable AuditEntry[] entries;

    private PreparedBundle(
            Optional<byte[]> tile,
            Optional<DamagedLogException> tileFault,
            Optional<Bundle> bundle,
            Optional<DamagedLogException> bundleFault) {
        this.tile = tile;
        this.tileFault = tileFault;
        this.bundle = bundle;
        this.bundleFault = bundleFault;
        int width = bundle.map(Bundle::width).orElse(0);
        this.hashes = new Sha256[width];
        this.entries = new @Nullable AuditEntry[width];
    }

    /// What leaves are looked at with: a codec costs as much to make as dozens of entries to read.
    /// For one thread at a time.
    static final class Look {
        private final TreeHasher hasher = new TreeHasher();
        private Findings findings = new Findings();
        private EntryForms forms = new EntryForms(findings);

        /// The entry where nothing is wrong with its form; null also where it has to be looked at
        /// in the log's order.
        private @Nullable AuditEntry entry(byte[] array, int offset, int length) {
            if (!EntryForms.standsAlone(array, offset, length)) {
                return null;
            }
            Optional<AuditEntry> entry = forms.entry(array, offset, length, "");
            if (findings.anyFailed()) {
                findings = new Findings();
                forms = new EntryForms(findings);
                return null;
            }
            // A schema entry is learnt from, in the log's order.
            return entry.filter(found -> found.getKind() != EntryKind.SCHEMA).orElse(null);
        }
    }

    static PreparedBundle of(TileSource source, TreeSize size, long n, Look look)
            throws IOException {
        LogTiles tiles = new LogTiles(source, size);
        Optional<byte[]> tile = Optional.empty();
        Optional<DamagedLogException> tileFault = Optional.empty();
        try {
            tile = Optional.of(tiles.hashTile(0, n));
        } catch (DamagedLogException e) {
            tileFault = Optional.of(e);
        }
        Optional<Bundle> bundle = Optional.empty();
        Optional<DamagedLogException> bundleFault = Optional.empty();
        try {
            bundle = Optional.of(tiles.bundle(n));
        } catch (DamagedLogException e) {
            bundleFault = Optional.of(e);
        }
        PreparedBundle prepared = new PreparedBundle(tile, tileFault, bundle, bundleFault);
        if (bundle.isPresent()) {
            prepared.fill(bundle.get(), look);
        }
        return prepared;
    }

    private void fill(Bundle of, Look look) {
        for (int i = 0; i < of.width(); i++) {
            hashes[i] = look.hasher.leafHash(of.array(), of.start(i), of.length(i));
            entries[i] = look.entry(of.array(), of.start(i), of.length(i));
        }
    }

    Optional<byte[]> tile() {
        return tile;
    }

    Optional<DamagedLogException> tileFault() {
        return tileFault;
    }

    Optional<Bundle> bundle() {
        return bundle;
    }

    Optional<DamagedLogException> bundleFault() {
        return bundleFault;
    }

    Sha256 hash(int i) {
        return hashes[i];
    }

    Optional<AuditEntry> entry(int i) {
        return Optional.ofNullable(entries[i]);
    }
}
