package io.countersign.ledger.locked;

import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.locked.ManifestPage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One pass of a keeper: stores objects, and says so in pages. Belongs to one thread.
final class Pass {
    /// Objects of one page that are stored at the same time.
    private static final int MAX_PARALLEL = 16;

    private final LockedStore store;
    private final RetentionRule rule;
    private final ManifestWriter pages;
    private final ObjectsSoFar soFar;
    private final Instant now;
    private long objects;

    /// @param now by this machine's clock
    Pass(
            LockedStore store,
            RetentionRule rule,
            ManifestWriter pages,
            ObjectsSoFar soFar,
            Instant now) {
        this.store = store;
        this.rule = rule;
        this.pages = pages;
        this.soFar = soFar;
        this.now = now;
    }

    LockedStore store() {
        return store;
    }

    RetentionRule rule() {
        return rule;
    }

    ObjectsSoFar soFar() {
        return soFar;
    }

    Instant now() {
        return now;
    }

    /// Objects that it has stored.
    long objects() {
        return objects;
    }

    LockedTree tree(String origin) {
        return pages.tree(origin);
    }

    /// When the newest page was made.
    Instant made() {
        return pages.made();
    }

    /// Stores objects side by side, and gives what the manifest is to say of them.
    List<ManifestLine> stored(List<Waiting> waiting) throws IOException {
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

    /// Adds a page about objects that are stored, with what is locked of their log then.
    LockedTree say(LockedTree tree, List<ManifestLine> lines) throws IOException {
        pages.append(tree, lines, now);
        lines.forEach(soFar::add);
        return tree;
    }

    /// Adds as many pages as the lines need, where no log has changed.
    void say(List<ManifestLine> lines) throws IOException {
        for (int from = 0; from < lines.size(); from += ManifestPage.MAX_LINES) {
            List<ManifestLine> some =
                    lines.subList(from, Math.min(lines.size(), from + ManifestPage.MAX_LINES));
            pages.append(some, now);
            some.forEach(soFar::add);
        }
    }
}
