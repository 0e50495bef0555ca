package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.tiles.DirectoryTileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each case of [TamperSuite] is done to a log in a directory, and exactly the checks that it names
/// refuse it; `docs/spec/tamper-suite.md` is that list. `-Dcountersign.write-docs=true` writes the
/// page anew.
class TamperSuiteTest {
    private static final Path PAGE = Path.of("..", "docs", "spec", "tamper-suite.md");
    private static Optional<SecondVerifier> second = Optional.empty();

    @TempDir Path directory;

    @BeforeAll
    static void startTheSecondVerifier() throws IOException {
        second = SecondVerifier.start();
    }

    @AfterAll
    static void endTheSecondVerifier() throws IOException {
        if (second.isPresent()) {
            second.get().close();
        }
    }

    static List<TamperCase> cases() {
        return TamperSuite.cases();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isRefusedByItsChecks(TamperCase tampered) throws IOException {
        TamperedLog log = new TamperedLog(directory.resolve("log"));
        Path earlier = directory.resolve("earlier-checkpoint");
        Files.copy(log.directory.resolve("checkpoint"), earlier);
        Request request = tampered.tampering().on(log);
        Report report =
                LogVerifier.verify(new DirectoryTileSource(log.directory), request, Progress.NONE);
        try (ExecutorService workers = Executors.newFixedThreadPool(3)) {
            assertThat(
                            LogVerifier.verify(
                                    new DirectoryTileSource(log.directory),
                                    request,
                                    Progress.NONE,
                                    workers))
                    .isEqualTo(report);
        }
        Set<String> refused = new TreeSet<>();
        report.failed().forEach(check -> refused.add(check.code().code()));
        assertThat(refused).isEqualTo(new TreeSet<>(tampered.refusedBy()));
        assertThat(report.conclusion() == Conclusion.FAILED)
                .isEqualTo(!tampered.refusedBy().isEmpty());
        if (second.isPresent()) {
            Optional<Path> remembered = request.memory().map(_memory -> earlier);
            assertThat(
                            !second.get()
                                    .codes(
                                            log.directory,
                                            request.trusted().orElseThrow(),
                                            remembered)
                                    .isEmpty())
                    .isEqualTo(tampered.alsoRefusedBy().contains(TamperCase.Tool.VERIFY_PY));
        }
    }

    @Test
    void aLogThatNobodyTouchedPasses() throws IOException {
        TamperedLog log = new TamperedLog(directory);
        assertThat(
                        LogVerifier.verify(
                                        new DirectoryTileSource(log.directory),
                                        TamperedLog.trusting(),
                                        Progress.NONE)
                                .conclusion())
                .isEqualTo(Conclusion.AUTHENTIC);
    }

    @Test
    void numbersAreUnique() {
        Set<String> ids = new HashSet<>();
        for (TamperCase tampered : TamperSuite.cases()) {
            assertThat(ids.add(tampered.id())).as(tampered.id()).isTrue();
        }
    }

    /// The tests of other modules that the page names are there.
    @Test
    void namedTestsExist() throws IOException {
        Set<String> named = new TreeSet<>();
        TamperSuite.cases().forEach(tampered -> named.addAll(tampered.running()));
        TamperPage.ELSEWHERE.forEach(row -> named.addAll(row.tests()));
        for (String test : named) {
            String[] part = test.split("#", -1);
            assertThat(sourceOf(part[0])).as(test).contains(" " + part[1] + "(");
        }
    }

    private static String sourceOf(String className) throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.toList()) {
                Path tests = module.resolve("src/test/java");
                if (!Files.isDirectory(tests)) {
                    continue;
                }
                try (Stream<Path> files = Files.walk(tests)) {
                    Optional<Path> found =
                            files.filter(file -> file.endsWith(className + ".java")).findFirst();
                    if (found.isPresent()) {
                        return Files.readString(found.get());
                    }
                }
            }
        }
        return "";
    }

    @Test
    void thePageIsThisList() throws IOException {
        String page = TamperPage.of(TamperSuite.cases());
        if (Boolean.getBoolean("countersign.write-docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    static String tools(TamperCase tampered) {
        return Arrays.stream(TamperCase.Tool.values())
                .filter(tampered.alsoRefusedBy()::contains)
                .map(tool -> tool.text)
                .collect(Collectors.joining(", "));
    }
}
