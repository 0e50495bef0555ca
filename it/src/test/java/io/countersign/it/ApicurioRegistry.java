package io.countersign.it;

import io.countersign.schemas.registry.RegistryConfig;
import io.countersign.schemas.registry.RegistryException;
import io.countersign.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A real Apicurio Registry on a loopback port, where `schemas/src/test/interop/run.sh` installs
/// it. For one thread.
final class ApicurioRegistry implements AutoCloseable {
    private static final Path INSTALLED =
            Path.of(
                            System.getProperty(
                                    "interop.cache",
                                    System.getProperty("user.home")
                                            + "/.cache/countersign/interop"))
                    .resolve("apicurio");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final URI url;

    private ApicurioRegistry(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static boolean isInstalled() {
        return Files.exists(INSTALLED.resolve("quarkus-run.jar"));
    }

    /// Returns once it answers.
    ///
    /// @param output takes what it prints
    static ApicurioRegistry start(Path output) throws IOException {
        int port = LoopbackPort.free();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-Dquarkus.http.host=127.0.0.1",
                                "-Dquarkus.http.port=" + port,
                                "-Dquarkus.management.host=127.0.0.1",
                                "-Dquarkus.management.port=" + LoopbackPort.free(),
                                "-Dapicurio.storage.kind=sql",
                                "-Dapicurio.storage.sql.kind=h2",
                                "-jar",
                                "quarkus-run.jar")
                        .directory(INSTALLED.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        ApicurioRegistry registry =
                new ApicurioRegistry(
                        process, URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7"));
        boolean answers = false;
        try {
            registry.awaitAnswers();
            answers = true;
            return registry;
        } finally {
            if (!answers) {
                registry.close();
            }
        }
    }

    private void awaitAnswers() {
        try (SchemaRegistryClient client = new SchemaRegistryClient(RegistryConfig.of(url))) {
            Awaitility.await("Apicurio")
                    .atMost(LIMIT)
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException("Apicurio ended");
                        }
                        try {
                            client.subjects();
                            return true;
                        } catch (RegistryException _notYet) {
                            return false;
                        }
                    });
        }
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
