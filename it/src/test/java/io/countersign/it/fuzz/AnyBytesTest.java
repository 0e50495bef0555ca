package io.countersign.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Promise 7, and that garbage becomes a rejection: each target over its seeds, which are inputs of
/// the fuzzer that reach different code, and everything that it ever found. With
/// `-Djazzer.minutes=30` Jazzer itself goes on from them, in a process of its own for each target,
/// and `-Djazzer.targets=SCAN,REDACT` names those that take part:
///
/// ```
/// mvn -q test -pl it -am -Dtest=AnyBytesTest -Djazzer.minutes=30 -Dsurefire.failIfNoSpecifiedTests=false
/// ```
///
/// The minutes are those of each target. What it finds lies under `it/target/jazzer/<target>`; it
/// goes to `src/test/resources/fuzz/<target>` as the fixture of the repair.
class AnyBytesTest {
    private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");
    private static final int MINUTES = Integer.getInteger("jazzer.minutes", 0);
    private static final long SLACK_MINUTES = 5;

    /// What is fuzzed, in the order of the way of a record.
    enum Target {
        INTAKE(IntakeTarget.class, IntakeTarget::fuzzerTestOneInput, 65_536),
        PARSE(ParseTarget.class, ParseTarget::fuzzerTestOneInput, 65_536),
        SCAN(ScanTarget.class, ScanTarget::fuzzerTestOneInput, 65_536),
        REDACT(RedactTarget.class, RedactTarget::fuzzerTestOneInput, 16_384),
        READ(ReadTarget.class, ReadTarget::fuzzerTestOneInput, 65_536);

        private final Class<?> type;

        @SuppressWarnings("ImmutableEnumChecker")
        private final java.util.function.Consumer<byte[]> run;

        private final int maxBytes;

        Target(Class<?> type, java.util.function.Consumer<byte[]> run, int maxBytes) {
            this.type = type;
            this.run = run;
            this.maxBytes = maxBytes;
        }

        private Path seeds() {
            return SEEDS.resolve(name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySeedGivesAResult(Target target) throws IOException {
        List<Path> seeds = files(target.seeds());
        assertThat(seeds).hasSizeGreaterThan(20);
        for (Path seed : seeds) {
            try {
                target.run.accept(Files.readAllBytes(seed));
            } catch (RuntimeException | AssertionError | StackOverflowError failed) {
                throw new AssertionError(target + " fails on " + seed, failed);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void jazzerFindsNothing(Target target) throws IOException, InterruptedException {
        assumeTrue(MINUTES > 0, "-Djazzer.minutes=N runs Jazzer");
        String targets = System.getProperty("jazzer.targets", "");
        assumeTrue(
                targets.isEmpty() || List.of(targets.split(",", -1)).contains(target.name()),
                "not among jazzer.targets");
        Path directory = Path.of("target", "jazzer", target.name()).toAbsolutePath();
        Path corpus = Files.createDirectories(directory.resolve("corpus"));
        Path log = directory.resolve("log.txt");
        Process process =
                new ProcessBuilder(command(target, corpus, directory))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(process.waitFor(MINUTES + SLACK_MINUTES, TimeUnit.MINUTES))
                    .as("Jazzer ended; see " + log)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("Jazzer found something; see " + log).isZero();
        assertThat(Files.readString(log)).as(log.toString()).contains("Done ");
    }

    private static List<String> command(Target target, Path corpus, Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx1500m",
                        "-XX:+EnableDynamicAgentLoading",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.type.getName(),
                        "--instrumentation_includes=io.countersign.**",
                        "--custom_hook_includes=none.**",
                        "-max_total_time=" + TimeUnit.MINUTES.toSeconds(MINUTES),
                        "-max_len=" + target.maxBytes,
                        "-timeout=60",
                        "-rss_limit_mb=0",
                        "-artifact_prefix=" + directory + "/",
                        corpus.toString(),
                        target.seeds().toAbsolutePath().toString()));
        return command;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted(Comparator.comparing(Path::toString)).toList();
        }
    }
}
