package io.countersign.app.scan;

import io.countersign.detectors.phi.PhiDetector;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Does tasks on several threads and hands over their results on the caller's thread, in the order
/// of the tasks. No more than [#AHEAD] results a thread wait, so that memory is bounded however
/// slow the receiver is.
///
/// A single task is done by the caller itself: short inputs need no threads.
final class OrderedWork<R> implements AutoCloseable {
    /// Tasks of one thread that may be waiting or done before their turn.
    static final int AHEAD = 2;

    interface Task<R> {
        R run(PhiDetector detector) throws IOException;
    }

    interface Receiver<R> {
        void take(R result) throws IOException;
    }

    private final int threads;
    private final Receiver<R> receiver;
    private final Queue<PhiDetector> idle = new ConcurrentLinkedQueue<>();
    private final Queue<Future<R>> inOrder = new ArrayDeque<>();
    private @Nullable Task<R> first;
    private @Nullable ExecutorService executor;

    OrderedWork(int threads, Receiver<R> receiver) {
        this.threads = threads;
        this.receiver = receiver;
    }

    /// Takes a further task; waits, and hands over results, where too many are under way.
    void submit(Task<R> task) throws IOException {
        if (executor == null) {
            if (first == null) {
                first = task;
                return;
            }
            executor = Executors.newFixedThreadPool(threads, OrderedWork::daemon);
            Task<R> held = first;
            first = null;
            start(executor, held);
        }
        start(executor, task);
    }

    private void start(ExecutorService running, Task<R> task) throws IOException {
        while (inOrder.size() >= threads * AHEAD
                || (!inOrder.isEmpty() && inOrder.element().isDone())) {
            receiver.take(result(inOrder.remove()));
        }
        inOrder.add(running.submit(() -> withDetector(task)));
    }

    /// Hands over what is left.
    void finish() throws IOException {
        if (first != null) {
            Task<R> only = first;
            first = null;
            receiver.take(withDetector(only));
        }
        while (!inOrder.isEmpty()) {
            receiver.take(result(inOrder.remove()));
        }
    }

    private R withDetector(Task<R> task) throws IOException {
        PhiDetector mine = idle.poll();
        PhiDetector detector = mine == null ? PhiDetector.standard() : mine;
        try {
            return task.run(detector);
        } finally {
            idle.add(detector);
        }
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "scan");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
