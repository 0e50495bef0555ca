package io.countersign.bench.sinks;

import io.countersign.bench.GateFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A [ReceiverStub] in its own JVM.
final class RemoteReceiver implements AutoCloseable {
    /// How long events that were sent may take to be read.
    private static final long ARRIVE_NANOS = 60_000_000_000L;

    private final Process process;
    private final BufferedReader answers;
    private final int port;

    RemoteReceiver(Protocol protocol, Path folder) throws IOException {
        this(protocol, folder, 0);
    }

    /// @param at its port; 0 for one that is free
    RemoteReceiver(Protocol protocol, Path folder, int at) throws IOException {
        process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx256m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        ReceiverStub.class.getName(),
                                        protocol.word(),
                                        folder.toString(),
                                        Integer.toString(at)))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the receiver did not start");
        }
        port = Integer.parseInt(line);
    }

    int port() {
        return port;
    }

    void clear() throws IOException {
        String _ = ask('c');
    }

    /// The gate: what came is what was sent, and each of it once.
    void awaitExactly(long events) throws IOException, InterruptedException {
        long until = System.nanoTime() + ARRIVE_NANOS;
        String expected = events + " " + events;
        String tally = ask('t');
        while (!tally.equals(expected) && System.nanoTime() < until) {
            Thread.sleep(1);
            tally = ask('t');
        }
        if (!tally.equals(expected)) {
            throw new GateFailure(
                    "came and different: " + tally + ", sent and acknowledged: " + events);
        }
    }

    /// Events that came for the first time after a later one.
    long outOfOrder() throws IOException {
        return Long.parseLong(ask('o'));
    }

    private String ask(char question) throws IOException {
        process.getOutputStream().write(question);
        process.getOutputStream().flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the receiver is gone");
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
