package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.locked.ManifestPage;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Adds pages to a manifest, and knows what the newest says. Belongs to one thread; where two write
/// one manifest, the slower one is refused and starts over.
final class ManifestWriter {
    private final LockedStore store;
    private final Manifest manifest;
    private final String installation;
    private final List<NoteSigner> signers;
    private final RetentionRule rule;

    private Optional<Manifest.Page> newest = Optional.empty();
    private long next;
    private Sha256 previous = Sha256.ZEROS;
    private Instant made = Instant.EPOCH;
    private final Map<String, LockedTree> trees = new LinkedHashMap<>();

    private ManifestWriter(
            LockedStore store,
            Manifest manifest,
            String installation,
            List<NoteSigner> signers,
            RetentionRule rule) {
        this.store = store;
        this.manifest = manifest;
        this.installation = installation;
        this.signers = List.copyOf(signers);
        this.rule = rule;
    }

    /// Goes on behind the newest page.
    ///
    /// @throws LockedLogException where there are pages, and none of them is by a trusted key
    static ManifestWriter open(
            LockedStore store,
            String installation,
            List<NoteSigner> signers,
            Collection<? extends NoteVerifier> trusted,
            RetentionRule rule)
            throws IOException {
        Manifest manifest = new Manifest(store, installation, trusted);
        ManifestWriter writer = new ManifestWriter(store, manifest, installation, signers, rule);
        Optional<Manifest.Page> last = manifest.newest();
        if (last.isPresent()) {
            writer.follow(last.get());
        } else if (manifest.hasAny()) {
            throw new LockedLogException(
                    "there is a manifest already, and no key of "
                            + installation
                            + " signed it: another installation writes there, or its keys are missing here");
        }
        return writer;
    }

    private void follow(Manifest.Page page) {
        newest = Optional.of(page);
        next = page.says().number() + 1;
        previous = page.hash();
        made = page.says().made();
        trees.clear();
        page.says().trees().forEach(tree -> trees.put(tree.origin(), tree));
    }

    /// Whether what it goes on behind still lies in the store, which is asked each time: one that
    /// is away, or does not know us any more, says so though nothing is to be stored.
    boolean isThere() throws IOException {
        return newest.isPresent()
                ? store.describe(
                                ManifestPage.path(newest.get().says().number()),
                                newest.get().version())
                        .isPresent()
                : !manifest.hasAny();
    }

    /// How far a log is locked; nothing at all where no page names it.
    LockedTree tree(String origin) {
        LockedTree tree = trees.get(origin);
        return tree == null ? LockedTree.none(origin) : tree;
    }

    /// When the newest page was made.
    Instant made() {
        return made;
    }

    Manifest manifest() {
        return manifest;
    }

    /// Adds a page about objects that are stored.
    void append(LockedTree tree, List<ManifestLine> lines, Instant now) throws IOException {
        Map<String, LockedTree> with = new LinkedHashMap<>(trees);
        with.put(tree.origin(), tree);
        append(List.copyOf(with.values()), lines, now);
    }

    /// The same where no log has changed.
    void append(List<ManifestLine> lines, Instant now) throws IOException {
        append(List.copyOf(trees.values()), lines, now);
    }

    private void append(List<LockedTree> allTrees, List<ManifestLine> lines, Instant now)
            throws IOException {
        ManifestPage page =
                new ManifestPage(
                        installation,
                        next,
                        previous,
                        now.truncatedTo(ChronoUnit.SECONDS),
                        allTrees,
                        lines);
        byte[] bytes = page.sign(signers);
        Lock lock = lock(lines, now);
        Optional<LockedObject> created = store.create(ManifestPage.path(next), bytes, lock);
        Optional<Manifest.Page> there =
                created.isPresent() ? Optional.empty() : manifest.signed(next);
        if (there.isPresent() && !there.get().hash().equals(ManifestPage.hash(bytes))) {
            throw new ManifestMovedException(next);
        }
        // Created by a call that was reported as failed; or others put something in the way.
        LockedObject stored =
                created.isPresent()
                        ? created.get()
                        : store.put(ManifestPage.path(next), bytes, lock);
        follow(new Manifest.Page(page, stored.version(), ManifestPage.hash(bytes)));
    }

    /// As long as the longest of what the page names.
    private Lock lock(List<ManifestLine> lines, Instant now) {
        Lock lock = rule.of(now, now);
        for (ManifestLine line : lines) {
            Instant until =
                    switch (line) {
                        case ManifestLine.Stored stored -> stored.until();
                        case ManifestLine.Longer longer -> longer.until();
                        case ManifestLine.Held _, ManifestLine.Freed _, ManifestLine.Disposed _ ->
                                lock.until();
                    };
            if (until.isAfter(lock.until())) {
                lock = new Lock(lock.mode(), until, false);
            }
        }
        return lock;
    }
}
