package io.countersign.intake.documents;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens documents in child processes. A document that takes too long, or more memory than a
/// process has, ends its process and nothing else; the next document starts another. Whoever asks
/// waits until a process is free. For any thread.
public final class DocumentProcesses implements DocumentReader {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentProcesses.class);

    /// A process that is not up after this never will be.
    private static final long START_MILLIS = 30_000;

    private final DocumentLimits limits;
    private final List<String> command;
    private final BlockingQueue<Worker> idle;
    private final DocumentCounts counts = new DocumentCounts();
    private volatile boolean closed;

    /// @param command starts a process that does what [DocumentProtocol#serve] does over its
    ///   standard streams, within the limits' memory
    public DocumentProcesses(DocumentLimits limits, List<String> command) {
        this.limits = limits;
        this.command = List.copyOf(command);
        this.idle = new ArrayBlockingQueue<>(limits.processes());
        for (int i = 0; i < limits.processes(); i++) {
            idle.add(new Worker());
        }
    }

    public DocumentCounts counts() {
        return counts;
    }

    @Override
    public List<DocumentText> read(String name, byte[] bytes) throws InterruptedException {
        if (bytes.length > DocumentLimits.MAX_INPUT_BYTES) {
            return counted(failed(name, bytes, DocumentGap.DOCUMENT_LIMIT));
        }
        Worker worker = idle.take();
        try {
            return counted(worker.open(name, bytes));
        } finally {
            idle.add(worker);
        }
    }

    private List<DocumentText> counted(List<DocumentText> texts) {
        texts.forEach(counts::count);
        return texts;
    }

    private static List<DocumentText> failed(String name, byte[] bytes, DocumentGap gap) {
        return List.of(new DocumentText(name, DocumentKind.of(bytes).word(), "", gap, 0));
    }

    @Override
    public void close() {
        closed = true;
        idle.forEach(Worker::end);
    }

    /// One process, or the place for one. For whoever took it out of the queue.
    private final class Worker {
        private @Nullable Process process;
        private boolean ready;

        List<DocumentText> open(String name, byte[] bytes) throws InterruptedException {
            Optional<Process> running = running();
            if (running.isEmpty()) {
                return failed(name, bytes, DocumentGap.DOCUMENTS_NOT_OPENED);
            }
            Process asked = running.get();
            if (!ready) {
                ready =
                        within(
                                        START_MILLIS,
                                        () -> {
                                            DocumentProtocol.awaitReady(from(asked));
                                            return true;
                                        })
                                .orElse(false);
                if (!ready) {
                    LOG.error("A process for documents does not come up: the document stays shut");
                    return failed(name, bytes, DocumentGap.DOCUMENTS_NOT_OPENED);
                }
            }
            Optional<List<DocumentText>> answer =
                    within(limits.time().toMillis(), () -> ask(asked, name, bytes));
            if (answer.isEmpty()) {
                // Dead of its memory, or alive and to be killed: either way the document's doing.
                counts.killed();
            }
            return answer.orElseGet(() -> failed(name, bytes, DocumentGap.DOCUMENT_LIMIT));
        }

        /// What the process says; empty, and it is ended, where it says nothing in time or nothing
        /// that can be.
        private <T> Optional<T> within(long millis, Callable<T> talk) throws InterruptedException {
            CompletableFuture<T> said = new CompletableFuture<>();
            Thread.ofVirtual()
                    .name("document")
                    .start(() -> {
                        try {
                            said.complete(talk.call());
                        } catch (Exception broken) {
                            said.completeExceptionally(broken);
                        }
                    });
            boolean kept = false;
            try {
                T heard = said.get(millis, TimeUnit.MILLISECONDS);
                kept = true;
                return Optional.of(heard);
            } catch (TimeoutException | ExecutionException _nothing) {
                return Optional.empty();
            } finally {
                if (!kept) {
                    end();
                }
            }
        }

        private static List<DocumentText> ask(Process process, String name, byte[] bytes)
                throws IOException {
            DocumentProtocol.ask(
                    new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
                    name,
                    bytes);
            return DocumentProtocol.answer(from(process));
        }

        /// Buffered anew each time: a worker never says more than it was asked.
        private static DataInputStream from(Process process) {
            return new DataInputStream(new BufferedInputStream(process.getInputStream()));
        }

        private Optional<Process> running() {
            Process running = process;
            if (running != null && running.isAlive()) {
                return Optional.of(running);
            }
            if (closed) {
                return Optional.empty();
            }
            try {
                Process started =
                        new ProcessBuilder(command)
                                // A reader's messages quote what it reads.
                                .redirectError(ProcessBuilder.Redirect.DISCARD)
                                .start();
                process = started;
                ready = false;
                counts.started();
                return Optional.of(started);
            } catch (IOException failed) {
                LOG.error("No process for documents can be started: none is opened", failed);
                return Optional.empty();
            }
        }

        void end() {
            Process running = process;
            if (running != null) {
                running.destroyForcibly();
                process = null;
            }
        }
    }
}
