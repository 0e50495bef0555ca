package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.merkle.ConsistencyProof;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.storage.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Locks what of a log's tiles is full or final. What the entries give is proven to be what the
/// signed checkpoint commits to before anything of it is locked.
final class FullBundles {
    /// Where a log grows too slowly to fill a bundle, a page a day says how long it was.
    private static final Duration PAGE_AT_LEAST_EVERY = Duration.ofDays(1);

    private final Pass pass;
    private final LogToKeep log;
    private final Checkpoint sealed;
    private final LogTiles tiles;
    private final List<LegalHold> holds;

    FullBundles(Pass pass, LogToKeep log, List<LegalHold> holds) {
        this.pass = pass;
        this.log = log;
        this.sealed = log.verified();
        this.tiles = new LogTiles(log.tiles(), sealed.size());
        this.holds = holds;
    }

    void keep() throws IOException {
        LockedTree tree = pass.tree(sealed.origin());
        requireNotShorter(tree);
        if (tree.size().equals(sealed.size()) && tree.sealed().equals(sealed.size())) {
            return;
        }
        GrowingTiles growing = behind(tree);
        long full = sealed.size().value() / TilePath.FULL_WIDTH;
        for (long n = tree.size().value() / TilePath.FULL_WIDTH; n < full; ) {
            long end = Math.min(full, n + Keeper.BUNDLES_OF_A_PAGE);
            List<Waiting> waiting = new ArrayList<>();
            for (; n < end; n++) {
                waiting.addAll(bundle(n, growing));
            }
            requireSealed(growing);
            tree = locked(tree, growing, waiting);
        }
        if (log.ended() && tree.size().compareTo(sealed.size()) < 0) {
            tree = keepEnd(growing, tree);
        }
        boolean due = !pass.now().isBefore(pass.made().plus(PAGE_AT_LEAST_EVERY));
        if (due && tree.sealed().compareTo(sealed.size()) < 0) {
            locked(tree, growing, List.of());
        }
    }

    private void requireNotShorter(LockedTree tree) throws LockedLogException {
        if (sealed.size().compareTo(tree.sealed()) < 0) {
            throw new LockedLogException(
                    sealed.origin()
                            + " has "
                            + sealed.size().value()
                            + " leaves, and had "
                            + tree.sealed().value()
                            + " when the manifest was last written: it was cut or set back");
        }
    }

    /// Goes on behind what is locked, which the log has to begin with.
    private GrowingTiles behind(LockedTree tree) throws LockedLogException {
        if (tree.size().value() % TilePath.FULL_WIDTH != 0) {
            throw new LockedLogException(
                    sealed.origin() + " goes on after its end, which was locked");
        }
        GrowingTiles growing = new GrowingTiles(tree.size(), tiles);
        if (!growing.root().equals(tree.root())) {
            throw new LockedLogException(
                    sealed.origin()
                            + " does not begin with the "
                            + tree.size().value()
                            + " leaves that were locked of it: countersign archive verify compares them");
        }
        return growing;
    }

    /// A full bundle and the tiles that became full with it.
    private List<Waiting> bundle(long n, GrowingTiles growing) throws IOException {
        Bundle bundle = tiles.bundle(n);
        BundleFacts facts = add(bundle, growing);
        List<Waiting> waiting = new ArrayList<>();
        waiting.add(entries(tiles.bundlePath(n), bundle.array(), facts));
        for (StoredObject tile : growing.takeFull()) {
            waiting.add(hashes(tile, facts));
        }
        return waiting;
    }

    private Waiting entries(TilePath.EntryBundle path, byte[] bytes, BundleFacts facts) {
        // Held from its first moment; the lines about legal holds, of which there may be many,
        // follow with the holds.
        boolean held =
                !facts.policies().isEmpty()
                        || holds.stream()
                                .filter(hold -> hold.ended().isEmpty())
                                .anyMatch(hold -> hold.of(sealed.origin()).contains(path.n()));
        Lock lock = pass.rule().of(facts.latest(), pass.now());
        return new Waiting(
                log.folder() + "log/" + path.path(),
                bytes,
                new Lock(lock.mode(), lock.until(), held),
                List.copyOf(facts.policies()));
    }

    private Waiting hashes(StoredObject tile, BundleFacts facts) {
        return new Waiting(
                log.folder() + "log/" + tile.path().path(),
                tile.bytes(),
                pass.rule().ofHashes(facts.latest(), pass.now()),
                List.of());
    }

    private BundleFacts add(Bundle bundle, GrowingTiles growing) {
        TreeHasher hasher = new TreeHasher();
        for (int i = 0; i < bundle.width(); i++) {
            growing.add(hasher.leafHash(bundle.array(), bundle.start(i), bundle.length(i)));
        }
        return BundleFacts.of(bundle, pass.now());
    }

    private void requireSealed(GrowingTiles growing) throws LockedLogException {
        if (!ConsistencyProof.generate(growing.size(), sealed.size(), tiles)
                .verify(growing.root(), sealed.root())
                .isValid()) {
            throw new LockedLogException(
                    "the entries of "
                            + sealed.origin()
                            + " up to leaf "
                            + growing.size().value()
                            + " do not lead to the root of its checkpoint: countersign verify names the damage");
        }
    }

    /// The partial tiles of a log that has ended, and its checkpoint: they are final.
    private LockedTree keepEnd(GrowingTiles growing, LockedTree tree) throws IOException {
        long n = sealed.size().value() / TilePath.FULL_WIDTH;
        Bundle bundle = tiles.bundle(n);
        BundleFacts facts = add(bundle, growing);
        requireSealed(growing);
        List<Waiting> waiting = new ArrayList<>();
        waiting.add(entries(tiles.bundlePath(n), bundle.array(), facts));
        for (StoredObject tile : growing.rest()) {
            waiting.add(hashes(tile, facts));
        }
        waiting.add(
                new Waiting(
                        log.folder() + "log/" + TilePath.CHECKPOINT,
                        log.note().encode(),
                        pass.rule().ofHashes(facts.latest(), pass.now()),
                        List.of()));
        return locked(tree, growing, waiting);
    }

    private LockedTree locked(LockedTree before, GrowingTiles growing, List<Waiting> waiting)
            throws IOException {
        List<ManifestLine> lines = pass.stored(waiting);
        return pass.say(before.grown(growing.size(), growing.root(), sealed.size()), lines);
    }
}
