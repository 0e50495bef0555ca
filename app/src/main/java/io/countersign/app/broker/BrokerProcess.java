package io.countersign.app.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker of ours in a child JVM: `try (BrokerProcess broker =
/// BrokerProcess.start(BrokerSettings.in(directory)))`.
///
/// The child stops cleanly when [#close()] ends its standard input, and just so when this JVM dies
/// in whatever way: the operating system closes the pipe. It ignores Ctrl-C, which a terminal sends
/// to both, so that this JVM can finish its transactions first. Its log goes to `broker.log` in its
/// directory. Not thread-safe.
public final class BrokerProcess implements AutoCloseable {
    /// The line by which the child says that clients can connect.
    public static final String READY = "countersign-broker-port ";

    /// The hidden command that the child runs.
    public static final String COMMAND = "broker";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int LOG_LINES_IN_MESSAGE = 5;
    private static final String MAIN = "io.countersign.app.Countersign";

    private final Process process;
    private final int port;
    private final BrokerSettings settings;

    private BrokerProcess(Process process, int port, BrokerSettings settings) {
        this.process = process;
        this.port = port;
        this.settings = settings;
    }

    /// Starts the child and returns when clients can connect: about two seconds, one with an AOT
    /// cache.
    ///
    /// @throws BrokerFailure where it does not come up within 90 seconds; nothing is left running
    ///   then
    public static BrokerProcess start(BrokerSettings settings) {
        Process process;
        try {
            Files.createDirectories(settings.directory());
            process =
                    new ProcessBuilder(command(settings))
                            .redirectError(settings.errors().toFile())
                            .start();
        } catch (IOException e) {
            throw new BrokerFailure(
                    "Cannot start a broker in " + settings.directory() + ": " + e.getMessage(), e);
        }
        CompletableFuture<Integer> ready = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("broker-output").start(() -> readOutput(process, ready));
        try {
            BrokerProcess started =
                    new BrokerProcess(
                            process,
                            ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS),
                            settings);
            started.tellPort();
            return started;
        } catch (ExecutionException e) {
            process.destroyForcibly();
            throw new BrokerFailure(
                    "The broker in "
                            + settings.directory()
                            + " ended before it was ready. "
                            + lastLines(settings));
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new BrokerFailure(
                    "The broker in "
                            + settings.directory()
                            + " was not ready within "
                            + START_LIMIT.toSeconds()
                            + " s. "
                            + lastLines(settings));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new BrokerFailure(
                    "Interrupted while the broker in " + settings.directory() + " was starting", e);
        }
    }

    /// The port of the broker that runs in a directory, of whichever process; empty where none
    /// does.
    ///
    /// @throws BrokerFailure where one runs and its port is not known
    /// @throws IOException where the directory may not be read
    public static OptionalInt portOfRunning(Path directory) throws IOException {
        BrokerSettings settings = BrokerSettings.in(directory);
        if (!Files.exists(settings.lock())) {
            return OptionalInt.empty();
        }
        try (FileChannel lock = FileChannel.open(settings.lock(), StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) {
                return OptionalInt.empty();
            }
        }
        try {
            return OptionalInt.of(Integer.parseInt(Files.readString(settings.portFile()).strip()));
        } catch (NoSuchFileException | NumberFormatException e) {
            throw new BrokerFailure(
                    "A broker is running in "
                            + settings.directory()
                            + " and does not say on which port: name it with kafka.port in the configuration",
                    e);
        }
    }

    /// So that commands find it whose configuration leaves the port open. Without the file they say
    /// so: no reason not to run.
    private void tellPort() {
        try {
            Files.writeString(settings.portFile(), port + "\n");
        } catch (IOException e) {
            LOG.warn("The port is not written beside the broker's data", e);
        }
    }

    /// The port on 127.0.0.1 that clients connect to.
    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Completes when the broker has ended, for whatever reason.
    public CompletableFuture<Void> ended() {
        return process.onExit().thenAccept(ignored -> {});
    }

    /// Ends the child at once, as a crash would (SIGKILL); for tests of what survives.
    public void crash() {
        process.destroyForcibly();
        waitFor(STOP_LIMIT);
    }

    /// Stops the broker cleanly: usually under a second; after twenty it is killed.
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is broken: the child is gone or about to be, which waiting will show.
        }
        if (!waitFor(STOP_LIMIT)) {
            crash();
        }
        try {
            Files.deleteIfExists(settings.portFile());
        } catch (IOException e) {
            LOG.warn("The file with the broker's port stays behind", e);
        }
    }

    private boolean waitFor(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static List<String> command(BrokerSettings settings) {
        List<String> command = new ArrayList<>();
        // A JVM leaves a signal alone that was ignored when it started, as under nohup.
        command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "countersign-broker"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dfile.encoding=UTF-8",
                        "-Dcountersign.log.file=" + settings.log(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN,
                        COMMAND,
                        settings.directory().toString(),
                        Integer.toString(settings.port())));
        return command;
    }

    private static void readOutput(Process process, CompletableFuture<Integer> ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(Integer.parseInt(line.substring(READY.length())));
                }
            }
        } catch (IOException | NumberFormatException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("end of output"));
    }

    /// What the child said last: its own message where there is one, else the end of its log.
    private static String lastLines(BrokerSettings settings) {
        List<String> lines = linesOf(settings.errors());
        if (lines.isEmpty()) {
            lines = linesOf(settings.log());
        }
        List<String> last =
                lines.subList(Math.max(0, lines.size() - LOG_LINES_IN_MESSAGE), lines.size());
        return String.join(System.lineSeparator(), last)
                + System.lineSeparator()
                + "Its log is "
                + settings.log();
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // No such file: the child ended before it wrote one.
            return List.of();
        }
    }
}
