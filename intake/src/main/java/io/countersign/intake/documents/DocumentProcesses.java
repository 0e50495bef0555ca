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

    /// A process that answers slower than this to its first document starts slowly.
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
        texts.forEach(text -> counts.count(text.gap()));
        return texts;
    }

    private static List<DocumentText> failed(String name, byte[] bytes, DocumentGap gap) {
        return List.of(new DocumentText(name, DocumentKind.of(bytes).word(), "", gap));
    }

    @Override
    public void close() {
        closed = true;
        idle.forEach(Worker::end);
    }

    /// One process, or the place for one. For whoever took it out of the queue.
    private final class Worker {
        private @Nullable Process process;
        private boolean answered;

        List<DocumentText> open(String name, byte[] bytes) throws InterruptedException {
            Optional<Process> running = running();
            if (running.isEmpty()) {
                return failed(name, bytes, DocumentGap.DOCUMENTS_NOT_OPENED);
            }
            Process asked = running.get();
            CompletableFuture<List<DocumentText>> answer = new CompletableFuture<>();
            Thread.ofVirtual()
                    .name("document")
                    .start(() -> {
                        try {
                            answer.complete(ask(asked, name, bytes));
                        } catch (IOException | RuntimeException broken) {
                            answer.completeExceptionally(broken);
                        }
                    });
            boolean kept = false;
            try {
                long wait = limits.time().toMillis() + (answered ? 0 : START_MILLIS);
                List<DocumentText> texts = answer.get(wait, TimeUnit.MILLISECONDS);
                kept = true;
                answered = true;
                return texts;
            } catch (TimeoutException | ExecutionException _limit) {
                // Dead of its memory, or alive and to be killed: either way the document's doing.
                counts.killed();
                return failed(name, bytes, DocumentGap.DOCUMENT_LIMIT);
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
            return DocumentProtocol.answer(
                    new DataInputStream(new BufferedInputStream(process.getInputStream())));
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
                answered = false;
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
