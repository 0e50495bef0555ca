package io.countersign.audit.verify;

import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Gives the bundles of a stretch in their order, prepared by other threads where there are some, a
/// bounded number ahead of the one that follows them.
final class BundlesAhead {
    /// Some megabytes, however long the log.
    private static final int MAX_AHEAD = 64;

    private final TileSource source;
    private final Optional<ExecutorService> workers;
    private final TreeSize size;
    private final long bundles;
    private final ArrayDeque<Future<PreparedBundle>> ahead = new ArrayDeque<>();
    private final Queue<PreparedBundle.Look> idle = new ConcurrentLinkedQueue<>();
    private long nextAsked;
    private long next;

    /// @param size of the tree whose tiles are read
    /// @param from leaf in whose bundle the stretch begins
    /// @param to leaves up to which is read
    BundlesAhead(
            TileSource source,
            Optional<ExecutorService> workers,
            TreeSize size,
            long from,
            long to) {
        this.source = source;
        this.workers = workers;
        this.size = size;
        this.next = from / TilePath.FULL_WIDTH;
        this.nextAsked = next;
        this.bundles = to == 0 ? 0 : (to - 1) / TilePath.FULL_WIDTH + 1;
    }

    /// The next bundle; asking beyond the last is a mistake.
    PreparedBundle next() throws IOException {
        if (next >= bundles) {
            throw new IllegalStateException("the stretch has " + bundles + " bundles");
        }
        if (workers.isEmpty()) {
            return prepare(next++);
        }
        for (; ahead.size() < MAX_AHEAD && nextAsked < bundles; nextAsked++) {
            long n = nextAsked;
            ahead.add(workers.get().submit(() -> prepare(n)));
        }
        next++;
        try {
            return ahead.remove().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("a bundle could not be prepared", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the verification was interrupted");
        }
    }

    private PreparedBundle prepare(long n) throws IOException {
        PreparedBundle.Look free = idle.poll();
        PreparedBundle.Look look = free == null ? new PreparedBundle.Look() : free;
        try {
            return PreparedBundle.of(source, size, n, look);
        } finally {
            idle.add(look);
        }
    }

    /// What was asked for and is no longer wanted.
    void cancel() {
        ahead.forEach(future -> future.cancel(true));
    }
}
