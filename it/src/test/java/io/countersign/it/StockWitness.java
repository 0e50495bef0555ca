package io.countersign.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/// A witness that nobody here wrote, in Go; built once per version into the user's cache, and
/// skipped with one line where that cannot be done. CI builds it first.
enum StockWitness {
    LITEWITNESS("litewitness-v0.9.0", "filippo.io/torchwood/cmd/litewitness@v0.9.0"),
    OMNIWITNESS(
            "omniwitness-20260720",
            "github.com/transparency-dev/witness/cmd/omniwitness@v0.0.0-20260720115447-2e1c6971d19e");

    private static final int BUILD_SECONDS = 600;
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private final String folder;
    private final String source;

    StockWitness(String folder, String source) {
        this.folder = folder;
        this.source = source;
    }

    private String program() {
        return source.substring(source.lastIndexOf('/') + 1, source.indexOf('@'));
    }

    /// The program.
    Path orSkip() throws IOException, InterruptedException {
        Path bin =
                Path.of(
                        System.getProperty("user.home"),
                        ".cache",
                        "countersign",
                        "interop",
                        folder);
        Path tool = bin.resolve(program());
        if (!Files.isExecutable(tool)) {
            InstalledProgram.orSkip("go");
            Files.createDirectories(bin);
            ProcessBuilder build =
                    new ProcessBuilder("go", "install", source)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            build.environment().put("GOBIN", bin.toString());
            Process process = build.start();
            if (!process.waitFor(BUILD_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            boolean built = Files.isExecutable(tool);
            if (!built
                    && Arrays.asList(
                                    System.getenv()
                                            .getOrDefault("COUNTERSIGN_REQUIRES", "")
                                            .split(" ", -1))
                            .contains("go")) {
                throw new AssertionError(program() + " is required here and cannot be built");
            }
            Assumptions.assumeTrue(built, program() + " cannot be built: the test is skipped");
        }
        return tool;
    }

    /// Starts it and waits for its port. It reaches nobody: its way out leads to a closed port.
    Process start(Path output, int port, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("HTTPS_PROXY", "http://127.0.0.1:9");
        builder.environment().put("HTTP_PROXY", "http://127.0.0.1:9");
        Process process = builder.start();
        Awaitility.await(program())
                .atMost(STARTS_WITHIN)
                .until(() -> !process.isAlive() || isOpen(port));
        if (!process.isAlive()) {
            throw new IllegalStateException(program() + " ended: " + Files.readString(output));
        }
        return process;
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _closed) {
            return false;
        }
    }
}
