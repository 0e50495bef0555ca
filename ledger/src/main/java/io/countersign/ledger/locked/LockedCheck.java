package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestPage;
import io.countersign.audit.locked.RecordPart;
import io.countersign.audit.merkle.RunningRoot;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.ledger.locked.LockedFault.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Compares a locked record with its manifest, with itself and with the logs that it was made of:
/// each object as the store describes it, every locked entry up to the signed root, and what lies
/// there besides.
public final class LockedCheck {
    /// A keeper that is at work stores objects a little before it names them.
    private static final Duration NAMED_WITHIN = Duration.ofHours(1);

    /// A keeper adds a page a day at least, where the log grows.
    private static final Duration PAGE_WITHIN = Duration.ofDays(2);

    /// Pages older than that may have been disposed of.
    private static final int KEPT_YEARS = 6;

    /// Where `archive check` left its test objects.
    private static final String LOCK_CHECK = "lock-check/";

    private static final int MAX_PARALLEL = 16;

    private final LockedStore store;
    private final String installation;
    private final Instant now;
    private final Faults faults = new Faults();

    /// A log as it is now.
    ///
    /// @param verified its checkpoint, which trusted keys vouch for
    public record LiveLog(TileSource tiles, Checkpoint verified) {}

    /// @param pages that were read
    /// @param objects that the manifest names
    /// @param disposed of these, gone after their time by a disposal
    /// @param governance of these, locked so that who has a permission may still delete them
    /// @param leaves that were read from locked bundles and give the signed roots
    /// @param evidence records whose sealed evidence is there, as their entries name it
    /// @param open leaves that the logs had when the newest page was written, behind the locked
    ///   ones
    /// @param faults the first of them, by weight
    /// @param counts all of them
    public record Result(
            long pages,
            long objects,
            long disposed,
            long governance,
            long leaves,
            long evidence,
            long open,
            List<LockedFault> faults,
            Map<Kind, Long> counts) {
        public Result {
            faults = List.copyOf(faults);
            counts = Map.copyOf(counts);
        }

        public boolean isClean() {
            return counts.isEmpty();
        }
    }

    /// @param now by this machine's clock
    public LockedCheck(LockedStore store, String installation, Instant now) {
        this.store = store;
        this.installation = installation;
        this.now = now;
    }

    /// @param live by origin; empty where the record is looked at alone
    public Result of(LockedRecord record, Optional<Map<String, LiveLog>> live) throws IOException {
        if (record.newest().isEmpty()) {
            fault(
                    Kind.NO_MANIFEST,
                    ManifestPage.FOLDER,
                    "there is no page of a manifest that a trusted key signed");
            return result(record, new Described(0, 0), new Read(0, 0), 0);
        }
        checkPages(record);
        Described described = describeAll(record);
        checkOthers(record);
        DisposalCheck disposals = new DisposalCheck(installation, record);
        EvidenceCheck evidence = new EvidenceCheck(store, record, faults);
        Read read = new Read(0, 0);
        long open = 0;
        for (LockedTree tree : record.trees()) {
            boolean disposed =
                    record.isDisposed(RecordPart.log(LockedTiles.folder(installation, tree)));
            if (!disposed) {
                read = read.plus(checkEntries(record, tree, disposals, evidence));
                open += tree.sealed().value() - tree.size().value();
            }
            Optional<LiveLog> log =
                    live.flatMap(logs -> Optional.ofNullable(logs.get(tree.origin())));
            // A log that was disposed of need not be there any more; where it is, it is the same.
            if (live.isPresent() && !(disposed && log.isEmpty())) {
                checkLog(record, tree, log);
            }
        }
        if (disposals.hasAny() && live.isPresent()) {
            live.get().forEach((origin, log) -> disposals.readBehind(locked(record, origin), log));
        }
        disposals.finish(faults, live.isPresent());
        return result(record, described, read, open);
    }

    /// Leaves of a log that were read from the record.
    private static long locked(LockedRecord record, String origin) {
        return record.newest()
                .flatMap(page -> page.says().tree(origin))
                .map(tree -> tree.size().value())
                .orElse(0L);
    }

    /// What was read of locked bundles.
    private record Read(long leaves, long evidence) {
        Read plus(Read other) {
            return new Read(leaves + other.leaves, evidence + other.evidence);
        }
    }

    private Result result(LockedRecord record, Described described, Read read, long open) {
        return new Result(
                record.pages().pages().size(),
                record.objects().size(),
                described.disposed(),
                described.governance(),
                read.leaves(),
                read.evidence(),
                open,
                faults.listed(),
                faults.counts());
    }

    private void fault(Kind kind, String place, String sentence) {
        faults.add(kind, place, sentence);
    }

    private void checkPages(LockedRecord record) throws IOException {
        Manifest.Page oldest = record.pages().pages().getFirst();
        boolean mayBeDisposed =
                oldest.says()
                        .made()
                        .atOffset(ZoneOffset.UTC)
                        .plusYears(KEPT_YEARS)
                        .toInstant()
                        .isBefore(now);
        for (long gap : record.pages().gaps()) {
            if (gap > oldest.says().number() || !mayBeDisposed) {
                fault(
                        Kind.PAGE_MISSING,
                        ManifestPage.path(gap),
                        "the page is missing, or is not the one that the page after it names");
            }
        }
        for (Manifest.Page page : record.pages().pages()) {
            String path = ManifestPage.path(page.says().number());
            Optional<LockedObject> object = store.describe(path, page.version());
            if (object.filter(found -> found.mode().isPresent() && found.until().isPresent())
                    .isEmpty()) {
                fault(Kind.UNLOCKED, path, "nothing locks this page");
            }
        }
    }

    private record Described(long disposed, long governance) {}

    private Described describeAll(LockedRecord record) throws IOException {
        long disposed = 0;
        long governance = 0;
        try (ExecutorService threads =
                Executors.newFixedThreadPool(MAX_PARALLEL, Thread.ofVirtual().factory())) {
            List<Future<Described>> answers = new ArrayList<>();
            for (LockedRecord.Promise promise : record.objects().values()) {
                answers.add(threads.submit(() -> described(promise)));
            }
            for (Future<Described> answer : answers) {
                Described one = answer.get();
                disposed += one.disposed();
                governance += one.governance();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IOException(e);
        } catch (InterruptedException _stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("comparing objects");
        }
        return new Described(disposed, governance);
    }

    private Described described(LockedRecord.Promise promise) throws IOException {
        String path = promise.stored().path();
        Optional<LockedObject> found = store.describe(path, promise.stored().version());
        if (promise.disposed()) {
            if (found.isPresent()) {
                fault(
                        Kind.UNFINISHED,
                        path,
                        "was let go and is there still: countersign retention dispose goes on with it");
            }
            return new Described(found.isPresent() ? 0 : 1, 0);
        }
        if (found.isEmpty()) {
            if (!promise.isKept(now)) {
                fault(
                        Kind.NOT_DISPOSED,
                        path,
                        "is gone after its time, and no page says that two persons let it go");
                return new Described(0, 0);
            }
            fault(Kind.MISSING, path, "is missing, and was to be locked until " + promise.until());
            return new Described(0, 0);
        }
        LockedObject object = found.get();
        if (object.bytes() != promise.stored().bytes()
                || object.sha256()
                        .filter(sha256 -> !sha256.equals(promise.stored().sha256()))
                        .isPresent()
                || (object.sha256().isEmpty() && !hasItsBytes(promise))) {
            fault(Kind.CHANGED, path, "has other bytes than were locked");
        }
        boolean over = promise.until().isBefore(now);
        if (object.mode().isEmpty() || object.until().isEmpty()) {
            if (!over) {
                fault(
                        Kind.UNLOCKED,
                        path,
                        "nothing locks it, and it was to be locked until " + promise.until());
            }
        } else if (object.until().get().isBefore(promise.until()) && !over) {
            fault(
                    Kind.SHORTER,
                    path,
                    "is locked until "
                            + object.until().get()
                            + ", and was to be locked until "
                            + promise.until());
        }
        if (!promise.holds().isEmpty() && !object.held()) {
            fault(
                    Kind.NOT_HELD,
                    path,
                    "bears no legal hold, and the manifest holds it for "
                            + String.join(", ", promise.holds()));
        }
        return new Described(
                0, object.mode().filter(mode -> mode == LockMode.GOVERNANCE).isPresent() ? 1 : 0);
    }

    /// Of a store that keeps no checksum of its own.
    private boolean hasItsBytes(LockedRecord.Promise promise) throws IOException {
        return store.read(
                        promise.stored().path(),
                        promise.stored().version(),
                        Math.toIntExact(promise.stored().bytes()))
                .filter(bytes -> Sha256.of(bytes).equals(promise.stored().sha256()))
                .isPresent();
    }

    /// What lies there besides, and what readers see who name no version.
    private void checkOthers(LockedRecord record) throws IOException {
        Map<String, String> current = new HashMap<>();
        for (LockedStore.Version version : store.versions("")) {
            if (version.current()) {
                current.put(version.path(), version.version());
            }
            if (ManifestPage.numberOf(version.path()).isEmpty()
                    && !version.path().startsWith(LOCK_CHECK)
                    && !record.names(version)
                    && version.stored().isBefore(now.minus(NAMED_WITHIN))) {
                fault(
                        Kind.UNLISTED,
                        version.path(),
                        "no page names it: the manifest was cut, or others write here");
            }
        }
        for (LockedRecord.Promise promise : record.objects().values()) {
            String path = promise.stored().path();
            if (!promise.disposed()
                    && !promise.stored().version().equals(current.get(path))
                    && store.describe(path, promise.stored().version()).isPresent()) {
                fault(
                        Kind.HIDDEN,
                        path,
                        "its name was deleted or written over; the locked version is there");
            }
        }
    }

    /// Reads every locked entry, and what evidence the record has of it.
    ///
    /// @return how much there is, where the entries give the signed root
    private Read checkEntries(
            LockedRecord record, LockedTree tree, DisposalCheck disposals, EvidenceCheck evidence)
            throws IOException {
        String folder = LockedTiles.folder(installation, tree);
        LogTiles log = new LogTiles(new LockedTiles(store, record, folder), tree.size());
        TreeHasher hasher = new TreeHasher();
        RunningRoot root = new RunningRoot();
        long records = 0;
        try {
            for (long n = 0; n * TilePath.FULL_WIDTH < tree.size().value(); n++) {
                Bundle bundle = log.bundle(n);
                for (int i = 0; i < bundle.width(); i++) {
                    root.add(hasher.leafHash(bundle.array(), bundle.start(i), bundle.length(i)));
                }
                if (disposals.hasAny()) {
                    disposals.read(bundle);
                }
                if (n * TilePath.FULL_WIDTH < tree.evidence().value()) {
                    records += evidence.bundle(tree, folder, bundle, n);
                }
            }
        } catch (DamagedLogException _damaged) {
            fault(
                    Kind.ROOT_DIFFERS,
                    tree.origin(),
                    "the entries from leaf "
                            + root.size().value()
                            + " on cannot be read from the record");
            return new Read(root.size().value(), records);
        }
        if (!root.root().equals(tree.root())) {
            fault(
                    Kind.ROOT_DIFFERS,
                    tree.origin(),
                    "the locked entries do not give the root that the manifest signed");
            return new Read(0, records);
        }
        return new Read(root.size().value(), records);
    }

    private void checkLog(LockedRecord record, LockedTree tree, Optional<LiveLog> live)
            throws IOException {
        long size = live.map(log -> log.verified().size().value()).orElse(0L);
        if (size < tree.sealed().value()) {
            fault(
                    Kind.LOG_SHORTER,
                    tree.origin(),
                    "the log "
                            + (live.isEmpty() ? "is gone" : "has " + size + " leaves")
                            + ", and had "
                            + tree.sealed().value()
                            + " when the manifest was last written: the first "
                            + tree.size().value()
                            + " are locked, and leaves "
                            + Math.max(size, tree.size().value())
                            + " to "
                            + (tree.sealed().value() - 1)
                            + " are lost");
        }
        if (live.isEmpty() || size < tree.size().value()) {
            return;
        }
        try {
            LogTiles tiles = new LogTiles(live.get().tiles(), live.get().verified().size());
            if (!RunningRoot.from(tree.size(), tiles).root().equals(tree.root())) {
                fault(
                        Kind.LOG_DIFFERS,
                        tree.origin(),
                        "the log does not begin with the leaves that were locked of it");
            }
        } catch (UncheckedIOException _unreadable) {
            fault(
                    Kind.LOG_DIFFERS,
                    tree.origin(),
                    "the log's tiles cannot be read: countersign verify names the damage");
        }
        long full = size - size % TilePath.FULL_WIDTH;
        Instant made = record.newest().orElseThrow().says().made();
        if (full > tree.size().value() && made.isBefore(now.minus(PAGE_WITHIN))) {
            fault(
                    Kind.BEHIND,
                    tree.origin(),
                    "the manifest ends with page "
                            + record.newest().orElseThrow().says().number()
                            + " of "
                            + made
                            + ", and the log has "
                            + (full - tree.size().value())
                            + " leaves more in full bundles: the manifest was cut, or no keeper runs");
        }
    }
}
