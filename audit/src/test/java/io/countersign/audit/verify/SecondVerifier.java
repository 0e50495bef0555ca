package io.countersign.audit.verify;

import io.countersign.audit.note.VerifierKeys;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;

/// `docs/spec/verify.py` and `verify_pack.py`, kept running for as many questions as a test has.
///
/// Where there is no Python 3 the test is skipped with a line that says so; where CI says that it
/// must be there (`COUNTERSIGN_REQUIRES=python3` in the environment) that is an error instead.
final class SecondVerifier implements AutoCloseable {
    static final Path PROGRAM = Path.of("..", "docs", "spec", "verify.py");
    static final Path PACK_PROGRAM = Path.of("..", "docs", "spec", "verify_pack.py");
    private static final Path LOOP = Path.of("src", "test", "foreign", "verify_loop.py");
    private static final String REQUIRES = "COUNTERSIGN_REQUIRES";

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;
    private final Path scratch;

    private SecondVerifier(Process process, Path scratch) {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.scratch = scratch;
    }

    /// Starts it, or skips the test.
    static SecondVerifier orSkip() throws IOException {
        Optional<SecondVerifier> started = start();
        Assumptions.assumeTrue(
                started.isPresent(), "python3 is not there: docs/spec/verify.py was not run");
        return started.orElseThrow();
    }

    /// Starts it; empty where there is no Python.
    static Optional<SecondVerifier> start() throws IOException {
        try {
            Process process =
                    new ProcessBuilder("python3", LOOP.toString(), PROGRAM.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            return Optional.of(
                    new SecondVerifier(process, Files.createTempDirectory("second-verifier")));
        } catch (IOException e) {
            if (System.getenv().getOrDefault(REQUIRES, "").contains("python3")) {
                throw e;
            }
            System.out.println("python3 is not there: docs/spec/verify.py was not run");
            return Optional.empty();
        }
    }

    /// The codes of the checks that a log fails.
    Set<String> codes(Path log, VerifierKeys trusted, Optional<Path> earlierCheckpoint)
            throws IOException {
        return ask(
                "log",
                log.toString(),
                vkeys(trusted).toString(),
                earlierCheckpoint.map(Path::toString).orElse("-"));
    }

    boolean accepts(Path proof, VerifierKeys trusted) throws IOException {
        return ask("proof", proof.toString(), vkeys(trusted).toString()).isEmpty();
    }

    /// The codes of the checks that a proof pack fails.
    Set<String> packCodes(Path pack, VerifierKeys trusted) throws IOException {
        return ask("pack", pack.toString(), vkeys(trusted).toString());
    }

    /// The lines of a corpus that got another verdict than they must.
    Set<String> disagreements(Path corpus) throws IOException {
        return ask("corpus", corpus.toString());
    }

    private Path vkeys(VerifierKeys trusted) throws IOException {
        Path file = scratch.resolve("trusted.vkeys");
        trusted.write(file);
        return file;
    }

    private Set<String> ask(String... words) throws IOException {
        questions.write(String.join("\t", words));
        questions.newLine();
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("verify.py ended");
        }
        return answer.equals("-") ? Set.of() : new TreeSet<>(List.of(answer.split(",", -1)));
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
        Files.deleteIfExists(scratch.resolve("trusted.vkeys"));
        Files.delete(scratch);
    }
}
