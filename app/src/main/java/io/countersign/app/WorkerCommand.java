package io.countersign.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this program starts itself once more, to do one dangerous thing: its own JVM and class path,
/// with a hidden command and a small heap. The child ends with its standard input.
public final class WorkerCommand {
    private static final String MAIN = "io.countersign.app.Countersign";

    private WorkerCommand() {}

    /// @param command the hidden command
    /// @param megabytes of heap; a child that needs more ends, and writes nothing of what it had
    /// @param options further ones of the JVM
    public static List<String> of(String command, int megabytes, String... options) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                // A terminal's Ctrl-C goes to the children too; they end with
                                // their input.
                                "/bin/sh",
                                "-c",
                                "trap '' INT; exec \"$@\"",
                                "countersign-" + command,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + megabytes + "m",
                                "-Xss1m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:-HeapDumpOnOutOfMemoryError",
                                "-XX:-UsePerfData",
                                "-Djava.awt.headless=true",
                                "-Dfile.encoding=UTF-8"));
        line.addAll(List.of(options));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, command));
        return List.copyOf(line);
    }
}
