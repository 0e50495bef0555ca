package io.countersign.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A store that speaks S3 and has users that come and go while it runs, in a process of its own on
/// loopback.
final class Versitygw implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final String ROOT = "countersign-root";
    private static final String ROOT_SECRET = "not-a-real-secret-root-41";

    private final InstalledProgram program;
    private final int port = LoopbackPort.free();
    private final Path folder;
    private final Process process;

    private Versitygw(InstalledProgram program, Path folder) throws IOException {
        this.program = program;
        this.folder = folder;
        ProcessBuilder builder =
                new ProcessBuilder(
                                program.path().toString(),
                                "--port",
                                "127.0.0.1:" + port,
                                "--iam-dir",
                                below("users"),
                                // Who is removed is nobody at once.
                                "--iam-cache-disable",
                                "posix",
                                "--versioning-dir",
                                below("versions"),
                                below("objects"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("versitygw.log").toFile());
        builder.environment().put("ROOT_ACCESS_KEY", ROOT);
        builder.environment().put("ROOT_SECRET_KEY", ROOT_SECRET);
        this.process = builder.start();
        LoopbackPort.awaitAnswer(port, START_LIMIT);
    }

    /// Skips the test where the program is missing.
    static Versitygw startOrSkip(Path folder) throws IOException {
        return new Versitygw(InstalledProgram.orSkip("versitygw"), folder);
    }

    private String below(String name) throws IOException {
        return Files.createDirectories(folder.resolve("versitygw").resolve(name)).toString();
    }

    void addUser(String name, String secret) throws Exception {
        admin("create-user", "--access", name, "--secret", secret, "--role", "admin");
    }

    void removeUser(String name) throws Exception {
        admin("delete-user", "--access", name);
    }

    private void admin(String... command) throws Exception {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "admin",
                                "--access",
                                ROOT,
                                "--secret",
                                ROOT_SECRET,
                                "--endpoint-url",
                                "http://127.0.0.1:" + port));
        words.addAll(Arrays.asList(command));
        program.run(folder.resolve("admin.log"), words.toArray(String[]::new));
    }

    /// The section `s3` of a configuration that reads its keys from a file.
    String section(Path keys) {
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
