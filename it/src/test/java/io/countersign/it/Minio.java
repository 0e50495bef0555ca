package io.countersign.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A store that speaks S3, in a process of its own on loopback.
final class Minio implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    static final String USER = "countersign-test";
    static final String SECRET = "not-a-real-secret-5c1d";

    private final InstalledProgram program;
    private final int port;
    private final Path folder;
    private Process process;

    private Minio(InstalledProgram program, int port, Path folder) throws IOException {
        this.program = program;
        this.port = port;
        this.folder = folder;
        this.process = begun();
    }

    /// Skips the test where the program is missing.
    static Minio startOrSkip(Path folder) throws IOException {
        return new Minio(InstalledProgram.orSkip("minio"), LoopbackPort.free(), folder);
    }

    private Process begun() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                program.path().toString(),
                                "server",
                                "--address",
                                "127.0.0.1:" + port,
                                folder.resolve("store").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("minio.log").toFile()));
        builder.environment().put("MINIO_ROOT_USER", USER);
        builder.environment().put("MINIO_ROOT_PASSWORD", SECRET);
        builder.environment().put("MINIO_UPDATE", "off");
        builder.environment().put("MINIO_BROWSER", "off");
        Process begun = builder.start();
        LoopbackPort.awaitAnswer(port, START_LIMIT);
        return begun;
    }

    /// `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Starts it again with what it had.
    void again() throws IOException {
        process = begun();
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /// The section `s3` of a configuration that reaches it.
    String section() throws IOException {
        return section("right.keys", SECRET);
    }

    /// The same with keys that it refuses.
    String sectionWithWrongKeys(String secret) throws IOException {
        return section("wrong.keys", secret);
    }

    private String section(String name, String secret) throws IOException {
        Path keys =
                Files.writeString(
                        folder.resolve(name),
                        "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                                .formatted(USER, secret));
        return """
        s3:
          endpoint: http://127.0.0.1:%d
          path-style: true
          keys-file: %s
        """
                .formatted(port, keys);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException _stop) {
            Thread.currentThread().interrupt();
        }
    }
}
