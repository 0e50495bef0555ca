package io.countersign.audit.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A program that nobody here wrote. Where it is missing a test skips with a line that says so;
/// where `COUNTERSIGN_REQUIRES` in the environment lists it, as CI does for what it found, the test
/// fails instead.
enum ForeignProgram {
    SH("sh -c true"),
    OPENSSL("openssl version"),
    XXD("xxd --version"),
    GO("go version");

    private static final int RUN_SECONDS = 120;

    private final String trial;

    ForeignProgram(String trial) {
        this.trial = trial;
    }

    /// Skips the test where the program is not there.
    void orSkip() throws InterruptedException {
        boolean there;
        try {
            there = run(Path.of("."), List.of(trial.split(" ", -1))).status() == 0;
        } catch (IOException _absent) {
            there = false;
        }
        String name = name().toLowerCase(Locale.ROOT);
        if (!there
                && Arrays.asList(
                                System.getenv()
                                        .getOrDefault("COUNTERSIGN_REQUIRES", "")
                                        .split(" ", -1))
                        .contains(name)) {
            throw new AssertionError(name + " is required here and does not run");
        }
        Assumptions.assumeTrue(there, name + " is not there: the case is skipped");
    }

    record Ran(int status, String text) {}

    /// Runs a command in a folder. Output goes to a file, so that a program that hangs is ended all
    /// the same.
    static Ran run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("foreign-program", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            boolean ended = process.waitFor(RUN_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            return new Ran(
                    ended ? process.exitValue() : -1,
                    Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
