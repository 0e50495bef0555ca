package io.countersign.bench.sinks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A [ReceiverStub] in its own JVM.
final class RemoteReceiver implements BenchReceiver {
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

    @Override
    public int port() {
        return port;
    }

    @Override
    public void clear() throws IOException {
        String _ = ask('c');
    }

    @Override
    public String tally() throws IOException {
        return ask('t');
    }

    @Override
    public long lookAgainMillis() {
        return 1;
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
