package io.countersign.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A program that nobody here wrote, by its name. Where it is missing a test skips with a line that
/// says so; where `COUNTERSIGN_REQUIRES` lists it, the test fails.
record InstalledProgram(Path path) {
    /// Skips the test where it is not there.
    static InstalledProgram orSkip(String name) {
        Optional<Path> found =
                Stream.concat(
                                Arrays.stream(
                                        System.getenv()
                                                .getOrDefault("PATH", "")
                                                .split(File.pathSeparator, -1)),
                                Stream.of("/usr/sbin"))
                        .map(folder -> Path.of(folder, name))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (found.isEmpty() && isRequired(name)) {
            throw new AssertionError(name + " is required here and is not there");
        }
        Assumptions.assumeTrue(found.isPresent(), name + " is not there: the test is skipped");
        return new InstalledProgram(found.orElseThrow());
    }

    private static boolean isRequired(String name) {
        return Arrays.asList(
                        System.getenv().getOrDefault("COUNTERSIGN_REQUIRES", "").split(" ", -1))
                .contains(name);
    }

    /// Skips the test where a run fails, since a part of the program is not there.
    void runOrSkip(Path output, String... arguments) throws IOException, InterruptedException {
        int status = start(output, arguments).waitFor();
        String name = path.getFileName().toString();
        if (status != 0 && isRequired(name)) {
            throw new AssertionError(name + " lacks a part: " + Files.readString(output));
        }
        Assumptions.assumeTrue(status == 0, name + " lacks a part: the test is skipped");
    }

    /// Runs it to its end; its output goes to a file.
    ///
    /// @throws IllegalStateException where it fails
    void run(Path output, String... arguments) throws IOException, InterruptedException {
        Process process = start(output, arguments);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    path.getFileName() + " failed: " + Files.readString(output));
        }
    }

    Process start(Path output, String... arguments) throws IOException {
        java.util.List<String> command = new java.util.ArrayList<>();
        command.add(path.toString());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }
}
