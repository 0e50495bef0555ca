package io.countersign.it;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// The broker that `countersign` itself brings, in a child JVM. Paused by SIGSTOP; it can't be cut
/// off, since it shares the loopback device with everybody.
final class BrokerInAChild implements TestBroker {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final String STOPPED = "State:\tT";

    private final BrokerSettings settings;
    private BrokerProcess process;
    private boolean paused;

    private BrokerInAChild(BrokerSettings settings) {
        this.settings = settings;
        this.process = BrokerProcess.start(settings);
    }

    static BrokerInAChild start(Path directory) {
        return new BrokerInAChild(new BrokerSettings(directory, LoopbackPort.free()));
    }

    @Override
    public String bootstrapServers() {
        return process.bootstrapServers();
    }

    @Override
    public void crash() {
        process.crash();
        paused = false;
    }

    @Override
    public void restart() {
        process = BrokerProcess.start(settings);
    }

    @Override
    public void pause() {
        signal("-STOP");
        paused = true;
        awaitStopped();
    }

    @Override
    public void unpause() {
        signal("-CONT");
        paused = false;
    }

    @Override
    public boolean canBeCutOff() {
        return false;
    }

    @Override
    public void disconnect() {
        throw new UnsupportedOperationException("a broker on the loopback device stays reachable");
    }

    @Override
    public void connect() {
        throw new UnsupportedOperationException("a broker on the loopback device stays reachable");
    }

    @Override
    public void close() {
        if (paused) {
            unpause();
        }
        process.close();
    }

    /// A busy thread stops a little after the signal, and could still acknowledge what came after
    /// it.
    private void awaitStopped() {
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        while (runningThreads() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the broker does not stop");
            }
            Thread.onSpinWait();
        }
    }

    private long runningThreads() {
        Path threads = Path.of("/proc/" + process.pid() + "/task");
        if (!Files.isDirectory(threads)) {
            // No Linux: then the signal has to be enough.
            return 0;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return all.filter(thread -> !isStopped(thread)).count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            return Files.readString(thread.resolve("status")).contains(STOPPED);
        } catch (NoSuchFileException ended) {
            return true;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void signal(String signal) {
        try {
            int code =
                    new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + signal + " ended with " + code);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
