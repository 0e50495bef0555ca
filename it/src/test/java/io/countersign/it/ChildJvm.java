package io.countersign.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `countersign` in a JVM of its own, so that it can be killed, stopped and continued. It dies with
/// this JVM at the latest. For one thread.
final class ChildJvm implements AutoCloseable {
    private static final Duration DEATH_LIMIT = Duration.ofSeconds(20);

    /// Roles close within a few seconds; this is what a busy machine needs.
    private static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    private static final String MAIN = "io.countersign.app.Countersign";

    private final Process process;
    private final Path output;
    private final Path errors;
    private final Thread reaper;

    private ChildJvm(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
        this.reaper = new Thread(process::destroyForcibly, "reaper-" + process.pid());
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /// @param directory for its standard output and error, in `NAME.out` and `NAME.err`
    /// @param arguments of `countersign`
    static ChildJvm start(Path directory, String name, String... arguments) {
        return start(directory, name, List.of(), MAIN, List.of(arguments));
    }

    /// As above, of another program on the same class path.
    ///
    /// @param flags further ones of the JVM
    /// @param main the program's class
    static ChildJvm start(
            Path directory, String name, List<String> flags, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dfile.encoding=UTF-8"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        Path output = directory.resolve(name + ".out");
        Path errors = directory.resolve(name + ".err");
        try {
            Files.createDirectories(directory);
            return new ChildJvm(
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                            .start(),
                    output,
                    errors);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /// Standard output of all children of this name.
    String output() {
        return read(output);
    }

    /// Standard error of all children of this name.
    String errors() {
        return read(errors);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly();
        if (!ends(DEATH_LIMIT)) {
            throw new IllegalStateException("process " + pid() + " survived SIGKILL");
        }
    }

    /// `kill -STOP`: it keeps its sockets and its memory and does nothing.
    void freeze() {
        signal("STOP");
    }

    /// `kill -CONT`.
    void thaw() {
        signal("CONT");
    }

    /// `kill -TERM`, and the exit code.
    int terminate() {
        process.destroy();
        return exitCode(STOP_LIMIT);
    }

    int exitCode(Duration limit) {
        if (!ends(limit)) {
            throw new IllegalStateException(
                    "process " + pid() + " did not end within " + limit.toSeconds() + " s");
        }
        return process.exitValue();
    }

    private boolean ends(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                            .inheritIO()
                            .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("process " + pid() + " takes no signal");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        ends(DEATH_LIMIT);
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException _shuttingDown) {
            // The reaper runs already.
        }
    }
}
