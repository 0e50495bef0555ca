package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.locked.ManifestPage;
import io.countersign.audit.merkle.ConsistencyProof;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.verify.KeptCheckpoints;
import io.countersign.ledger.storage.StoredObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Locks what is full or final of an installation's logs. One page of the manifest after the other,
/// each in this order:
///
/// 1. The next full bundles are read, and hash tiles made of them. What they give is proven to be
///    what the signed checkpoint commits to: nothing else is locked for six years.
/// 2. They are stored, each once, with mode and date, and the store is asked what it has.
/// 3. A signed page names them.
///
/// A keeper that was killed anywhere begins at the newest page: it finds what was stored already,
/// and stores nothing twice. Two at once do no harm: the page that comes second is refused. Belongs
/// to one thread.
public final class Keeper {
    /// 16,384 leaves.
    public static final int BUNDLES_OF_A_PAGE = 64;

    /// Objects of one page that are stored at the same time.
    private static final int MAX_PARALLEL = 16;

    /// Where a log grows too slowly to fill a bundle, a page a day says how long it was.
    private static final Duration PAGE_AT_LEAST_EVERY = Duration.ofDays(1);

    /// Checkpoints and time stamps of one page.
    private static final int BESIDE_OF_A_PAGE = 500;

    /// A lock is made longer once it would become so much longer: not with each pass.
    private static final Duration WORTH_EXTENDING = Duration.ofDays(30);

    private final LockedStore store;
    private final String installation;
    private final List<NoteSigner> signers;
    private final List<NoteVerifier> trusted;
    private final RetentionRule rule;
    private Optional<ManifestWriter> manifest = Optional.empty();
    private Optional<HeldObjects> held = Optional.empty();

    /// Documents whose lock some page names.
    private final Map<String, LockedObject> known = new HashMap<>();

    private long objects;

    /// @param installation the name of the first log; each signer bears it
    /// @param trusted keys of that name, former ones too: who signed earlier pages
    public Keeper(
            LockedStore store,
            String installation,
            List<? extends NoteSigner> signers,
            Collection<? extends NoteVerifier> trusted,
            RetentionRule rule) {
        if (signers.isEmpty()
                || !signers.stream()
                        .allMatch(signer -> signer.verifierKey().name().equals(installation))) {
            throw new IllegalArgumentException(
                    "a manifest is signed under its installation's name");
        }
        this.store = store;
        this.installation = installation;
        this.signers = List.copyOf(signers);
        this.trusted = List.copyOf(trusted);
        this.rule = rule;
    }

    /// One pass over all that waits.
    ///
    /// @param now by this machine's clock
    /// @throws LockedLogException where a log is not what was locked of it
    /// @throws LockRefusedException where the store does not lock as it is asked to
    public KeepReport pass(ToKeep keep, Instant now) throws IOException {
        boolean done = false;
        objects = 0;
        try {
            ManifestWriter pages = manifest();
            if (held.isEmpty()) {
                held = Optional.of(HeldObjects.of(pages.manifest().chain().pages()));
            }
            for (LogToKeep log : keep.logs()) {
                keepBundles(pages, log, keep.holds(), now);
                keepBeside(pages, log, now);
            }
            keepDocuments(pages, keep, now);
            applyHolds(pages, held.get(), keep, now);
            KeepReport report = report(pages, keep.logs());
            done = true;
            return report;
        } catch (ManifestMovedException e) {
            held = Optional.empty();
            throw e;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            if (!done) {
                // What is known may be old now; the store says what is.
                manifest = Optional.empty();
            }
        }
    }

    private ManifestWriter manifest() throws IOException {
        if (manifest.isEmpty()) {
            manifest =
                    Optional.of(ManifestWriter.open(store, installation, signers, trusted, rule));
        }
        return manifest.get();
    }

    private void keepBundles(
            ManifestWriter pages, LogToKeep log, List<LegalHold> holds, Instant now)
            throws IOException {
        Checkpoint sealed = log.verified();
        LockedTree tree = pages.tree(sealed.origin());
        requireNotShorter(tree, sealed);
        if (tree.size().equals(sealed.size()) && tree.sealed().equals(sealed.size())) {
            return;
        }
        LogTiles tiles = new LogTiles(log.tiles(), sealed.size());
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
        long full = sealed.size().value() / TilePath.FULL_WIDTH;
        for (long n = tree.size().value() / TilePath.FULL_WIDTH; n < full; ) {
            long end = Math.min(full, n + BUNDLES_OF_A_PAGE);
            List<Waiting> waiting = new ArrayList<>();
            for (; n < end; n++) {
                waiting.addAll(bundle(log, tiles, n, growing, holds, now));
            }
            requireSealed(growing, tiles, sealed);
            tree = locked(pages, tree, growing, sealed, waiting, now);
        }
        if (log.ended() && tree.size().compareTo(sealed.size()) < 0) {
            tree = keepEnd(pages, log, tiles, growing, tree, holds, now);
        }
        boolean due = !now.isBefore(pages.made().plus(PAGE_AT_LEAST_EVERY));
        if (due && tree.sealed().compareTo(sealed.size()) < 0) {
            locked(pages, tree, growing, sealed, List.of(), now);
        }
    }

    private static void requireNotShorter(LockedTree tree, Checkpoint sealed)
            throws LockedLogException {
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

    /// A full bundle and the tiles that became full with it.
    private List<Waiting> bundle(
            LogToKeep log,
            LogTiles tiles,
            long n,
            GrowingTiles growing,
            List<LegalHold> holds,
            Instant now)
            throws IOException {
        Bundle bundle = tiles.bundle(n);
        BundleFacts facts = add(bundle, growing, now);
        List<Waiting> waiting = new ArrayList<>();
        waiting.add(entries(log, tiles.bundlePath(n), bundle.array(), facts, holds, now));
        for (StoredObject tile : growing.takeFull()) {
            waiting.add(hashes(log, tile, facts.latest(), now));
        }
        return waiting;
    }

    private Waiting entries(
            LogToKeep log,
            TilePath.EntryBundle path,
            byte[] bytes,
            BundleFacts facts,
            List<LegalHold> holds,
            Instant now) {
        // Held from its first moment; the lines about legal holds, of which there may be many,
        // follow
        // with the holds.
        boolean held =
                !facts.policies().isEmpty()
                        || holds.stream()
                                .filter(hold -> hold.ended().isEmpty())
                                .anyMatch(hold ->
                                        hold.of(log.verified().origin()).contains(path.n()));
        Lock lock = rule.of(facts.latest(), now);
        return new Waiting(
                log.folder() + "log/" + path.path(),
                bytes,
                new Lock(lock.mode(), lock.until(), held),
                List.copyOf(facts.policies()));
    }

    private Waiting hashes(LogToKeep log, StoredObject tile, Instant latest, Instant now) {
        return new Waiting(
                log.folder() + "log/" + tile.path().path(),
                tile.bytes(),
                rule.ofHashes(latest, now),
                List.of());
    }

    private static BundleFacts add(Bundle bundle, GrowingTiles growing, Instant now) {
        TreeHasher hasher = new TreeHasher();
        for (int i = 0; i < bundle.width(); i++) {
            growing.add(hasher.leafHash(bundle.array(), bundle.start(i), bundle.length(i)));
        }
        return BundleFacts.of(bundle, now);
    }

    private static void requireSealed(GrowingTiles growing, LogTiles tiles, Checkpoint sealed)
            throws LockedLogException {
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
    private LockedTree keepEnd(
            ManifestWriter pages,
            LogToKeep log,
            LogTiles tiles,
            GrowingTiles growing,
            LockedTree tree,
            List<LegalHold> holds,
            Instant now)
            throws IOException {
        long n = log.verified().size().value() / TilePath.FULL_WIDTH;
        Bundle bundle = tiles.bundle(n);
        BundleFacts facts = add(bundle, growing, now);
        requireSealed(growing, tiles, log.verified());
        List<Waiting> waiting = new ArrayList<>();
        waiting.add(entries(log, tiles.bundlePath(n), bundle.array(), facts, holds, now));
        for (StoredObject tile : growing.rest()) {
            waiting.add(hashes(log, tile, facts.latest(), now));
        }
        waiting.add(
                new Waiting(
                        log.folder() + "log/" + TilePath.CHECKPOINT,
                        log.note().encode(),
                        rule.ofHashes(facts.latest(), now),
                        List.of()));
        return locked(pages, tree, growing, log.verified(), waiting, now);
    }

    private LockedTree locked(
            ManifestWriter pages,
            LockedTree before,
            GrowingTiles growing,
            Checkpoint sealed,
            List<Waiting> waiting,
            Instant now)
            throws IOException {
        LockedTree tree =
                new LockedTree(
                        sealed.origin(),
                        growing.size(),
                        growing.root(),
                        sealed.size(),
                        before.kept());
        List<ManifestLine> lines = stored(waiting);
        pages.append(tree, lines, now);
        held.ifPresent(objectsHeld -> lines.forEach(objectsHeld::add));
        return tree;
    }

    /// Stores objects side by side, and gives what the manifest says of them.
    private List<ManifestLine> stored(List<Waiting> waiting) throws IOException {
        List<ManifestLine> lines = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(MAX_PARALLEL, Thread.ofVirtual().factory())) {
            List<Future<LockedObject>> puts = new ArrayList<>();
            for (Waiting one : waiting) {
                puts.add(threads.submit(() -> one.into(store)));
            }
            for (int i = 0; i < puts.size(); i++) {
                lines.addAll(waiting.get(i).lines(result(puts.get(i), threads)));
            }
        }
        objects += waiting.size();
        return lines;
    }

    private static LockedObject result(Future<LockedObject> put, ExecutorService threads)
            throws IOException {
        try {
            return put.get();
        } catch (ExecutionException e) {
            threads.shutdownNow();
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IOException(e);
        } catch (InterruptedException _stop) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("storing objects");
        }
    }

    /// Checkpoints that are kept and time stamps, but for the newest: witnesses may still cosign
    /// it.
    private void keepBeside(ManifestWriter pages, LogToKeep log, Instant now) throws IOException {
        LockedTree tree = pages.tree(log.verified().origin());
        if (tree.sealed().value() == 0) {
            // Its first page comes first.
            return;
        }
        TreeSet<Long> sizes = new TreeSet<>();
        Optional<KeptCheckpoints> kept = KeptCheckpoints.in(log.checkpoints());
        kept.ifPresent(there -> sizes.addAll(there.sizes()));
        if (!log.ended()) {
            sizes.pollLast();
        }
        TreeSet<Long> stamps = new TreeSet<>();
        KeptCheckpoints.in(log.timestamps()).ifPresent(there -> stamps.addAll(there.sizes()));
        List<Long> due =
                List.copyOf(sizes.subSet(tree.kept().value(), false, tree.sealed().value(), true));
        for (int from = 0; from < due.size(); from += BESIDE_OF_A_PAGE) {
            List<Long> some = due.subList(from, Math.min(due.size(), from + BESIDE_OF_A_PAGE));
            List<Waiting> waiting = new ArrayList<>();
            for (long size : some) {
                String name = size + ".checkpoint";
                beside(log, "log.checkpoints/", name, log.checkpoints().read(name), now)
                        .ifPresent(waiting::add);
            }
            for (long size : stamps.subSet(tree.kept().value(), false, some.getLast(), true)) {
                for (String name : List.of(size + ".checkpoint", size + ".tsr")) {
                    beside(log, "log.timestamps/", name, log.timestamps().read(name), now)
                            .ifPresent(waiting::add);
                }
            }
            tree =
                    new LockedTree(
                            tree.origin(),
                            tree.size(),
                            tree.root(),
                            tree.sealed(),
                            new TreeSize(some.getLast()));
            pages.append(tree, stored(waiting), now);
        }
    }

    private Optional<Waiting> beside(
            LogToKeep log, String folder, String name, Optional<byte[]> bytes, Instant now) {
        return bytes.map(file ->
                new Waiting(
                        log.folder() + folder + name, file, rule.ofHashes(now, now), List.of()));
    }

    /// Each once, and again only where its lock has become much too short: what is in force today
    /// is kept six years from today.
    private void keepDocuments(ManifestWriter pages, ToKeep keep, Instant now) throws IOException {
        List<Document> documents = new ArrayList<>(keep.documents());
        for (LogToKeep log : keep.logs()) {
            log.vkeys()
                    .ifPresent(keys ->
                            documents.add(
                                    Document.of(log.folder() + "keys/", keys, ".vkeys", now)));
        }
        List<Waiting> waiting = new ArrayList<>();
        List<ManifestLine> longer = new ArrayList<>();
        for (Document document : documents) {
            Lock lock = rule.of(document.lastInForce(), now);
            LockedObject before = known.get(document.path());
            if (before == null) {
                waiting.add(new Waiting(document.path(), document.bytes(), lock, List.of()));
            } else if (before.until()
                    .filter(until -> until.plus(WORTH_EXTENDING).isAfter(lock.until()))
                    .isEmpty()) {
                LockedObject after = store.extend(document.path(), before.version(), lock);
                known.put(document.path(), after);
                longer.add(new ManifestLine.Longer(document.path(), after.version(), lock.until()));
            }
        }
        List<ManifestLine> lines = stored(waiting);
        lines.addAll(longer);
        if (!lines.isEmpty()) {
            pages.append(lines, now);
            for (ManifestLine line : lines) {
                if (line instanceof ManifestLine.Stored(String path, String version, _, _, _)) {
                    store.describe(path, version).ifPresent(there -> known.put(path, there));
                }
            }
        }
    }

    /// Holds what is to be held and is not; frees what a hold that ended kept, after its lock was
    /// made as long as it has to be.
    private void applyHolds(ManifestWriter pages, HeldObjects objectsHeld, ToKeep keep, Instant now)
            throws IOException {
        for (LegalHold hold : keep.holds()) {
            List<ManifestLine> lines = new ArrayList<>();
            if (hold.ended().isPresent()) {
                lines.addAll(freed(objectsHeld, hold.name(), hold.ended().get(), now));
            } else {
                for (LogToKeep log : keep.logs()) {
                    lines.addAll(held(pages, objectsHeld, log, hold, now));
                }
            }
            say(pages, objectsHeld, lines, now);
        }
        if (keep.policyInForce().isPresent()) {
            // The entries about a policy are kept six years after its last day.
            for (String policy : objectsHeld.policies()) {
                if (!policy.equals(keep.policyInForce().get())) {
                    say(pages, objectsHeld, freed(objectsHeld, policy, now, now), now);
                }
            }
        }
    }

    private static void say(
            ManifestWriter pages, HeldObjects objectsHeld, List<ManifestLine> lines, Instant now)
            throws IOException {
        for (int from = 0; from < lines.size(); from += ManifestPage.MAX_LINES) {
            List<ManifestLine> some =
                    lines.subList(from, Math.min(lines.size(), from + ManifestPage.MAX_LINES));
            pages.append(some, now);
            some.forEach(objectsHeld::add);
        }
    }

    private List<ManifestLine> held(
            ManifestWriter pages,
            HeldObjects objectsHeld,
            LogToKeep log,
            LegalHold hold,
            Instant now)
            throws IOException {
        Checkpoint sealed = log.verified();
        LockedTree tree = pages.tree(sealed.origin());
        LogTiles tiles = new LogTiles(log.tiles(), sealed.size());
        List<ManifestLine> lines = new ArrayList<>();
        for (long n : hold.of(sealed.origin())) {
            if (n * TilePath.FULL_WIDTH >= tree.size().value()) {
                continue;
            }
            String path = log.folder() + "log/" + tiles.bundlePath(n).path();
            if (!objectsHeld.isHeld(path, hold.name())) {
                Bundle bundle = tiles.bundle(n);
                Lock lock = rule.of(BundleFacts.of(bundle, now).latest(), now);
                LockedObject there =
                        store.put(path, bundle.array(), new Lock(lock.mode(), lock.until(), true));
                lines.add(new ManifestLine.Held(path, there.version(), hold.name()));
            }
        }
        return lines;
    }

    private List<ManifestLine> freed(
            HeldObjects objectsHeld, String hold, Instant ended, Instant now) throws IOException {
        List<ManifestLine> lines = new ArrayList<>();
        for (ManifestLine.Held one : objectsHeld.by(hold)) {
            Lock lock = rule.of(ended, now);
            store.extend(one.path(), one.version(), lock);
            lines.add(new ManifestLine.Longer(one.path(), one.version(), lock.until()));
            // From here on the date alone keeps it, and the date is long enough.
            if (objectsHeld.holders(one.path()) == 1) {
                store.hold(one.path(), one.version(), false);
            }
            lines.add(new ManifestLine.Freed(one.path(), one.version(), hold));
        }
        return lines;
    }

    private KeepReport report(ManifestWriter pages, List<LogToKeep> logs) {
        long leaves = 0;
        long waiting = 0;
        long open = 0;
        for (LogToKeep log : logs) {
            long size = log.verified().size().value();
            long locked = pages.tree(log.verified().origin()).size().value();
            long full = log.ended() ? size : size - size % TilePath.FULL_WIDTH;
            leaves += locked;
            waiting += Math.max(0, full - locked);
            open += size - Math.max(full, locked);
        }
        return new KeepReport(leaves, waiting, open, objects, pages.made());
    }
}
