package io.countersign.forensics.query;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A process that answers questions, started with the first one and used for those after it. Its
/// environment is empty; what it may read is named in each question. Where it does not answer in
/// time it is killed, and the next question starts another.
///
/// For one thread, but [#close] may come from any and ends a question that is under way.
public final class QueryProcess implements AutoCloseable {
    /// The engine stops by itself when the time is up; this is for one that does not, and for its
    /// start.
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final List<String> command;
    private volatile @Nullable Talk talk;
    private volatile boolean closed;

    /// @param command starts a process that runs [QueryProtocol#serve] over its standard input and
    ///   output
    public QueryProcess(List<String> command) {
        this.command = List.copyOf(command);
    }

    /// Asks, and waits for the whole answer.
    ///
    /// @throws RefusedQuestionException also where the process ended, was closed, or took too long
    public Answer ask(Question question) throws IOException, InterruptedException {
        Talk running = running();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("question")
                .start(() -> {
                    try {
                        answer.complete(running.ask(question));
                    } catch (IOException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        boolean answered = false;
        try {
            Answer heard =
                    answer.get(
                            question.limits().time().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
            answered = true;
            return heard;
        } catch (ExecutionException e) {
            // A refusal is an answer too.
            answered =
                    e.getCause() instanceof RefusedQuestionException refused
                            && refused.refusal() != Refusal.ENGINE_FAILED;
            throw failed(e.getCause());
        } catch (TimeoutException _silent) {
            throw new RefusedQuestionException(
                    Refusal.OUT_OF_TIME, "The engine did not stop when the time was up: ended");
        } finally {
            if (!answered) {
                end();
            }
        }
    }

    private RefusedQuestionException failed(@Nullable Throwable cause) {
        if (cause instanceof RefusedQuestionException refused && !closed) {
            return refused;
        }
        return new RefusedQuestionException(
                Refusal.ENGINE_FAILED,
                closed ? "The question was given up" : "The process that answers questions ended");
    }

    private Talk running() throws IOException {
        if (closed) {
            throw new RefusedQuestionException(Refusal.ENGINE_FAILED, "Closed");
        }
        Talk running = talk;
        if (running == null || !running.process.isAlive()) {
            running = new Talk(command);
            talk = running;
        }
        return running;
    }

    /// Ends the process, and the question that it is at.
    @Override
    public void close() {
        closed = true;
        end();
    }

    private void end() {
        Talk running = talk;
        if (running != null) {
            running.process.destroyForcibly();
            talk = null;
        }
    }

    /// One process with its two streams.
    private static final class Talk {
        private final Process process;
        private final Writer questions;
        private final BufferedReader answers;

        Talk(List<String> command) throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            // The engine's messages quote what it reads.
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            this.process = builder.start();
            this.questions =
                    new BufferedWriter(
                            new OutputStreamWriter(
                                    process.getOutputStream(), StandardCharsets.UTF_8));
            this.answers =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
        }

        Answer ask(Question question) throws IOException {
            QueryProtocol.write(questions, question);
            return QueryProtocol.read(answers);
        }
    }
}
