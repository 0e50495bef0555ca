package io.countersign.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// The two foreign programs, as `src/test/interop/run.sh` installs them.
final class Interop {
    private static final Path CACHE =
            Path.of(
                    System.getProperty(
                            "interop.cache",
                            System.getProperty("user.home") + "/.cache/countersign/interop"));
    private static final Duration START = Duration.ofMinutes(3);

    private Interop() {}

    /// A registry in a child process on loopback, in memory.
    record Apicurio(Process process, URI url) implements AutoCloseable {
        static Apicurio start(Path log) throws IOException, InterruptedException {
            Path folder = CACHE.resolve("apicurio");
            assumeTrue(
                    Files.exists(folder.resolve("quarkus-run.jar")),
                    "Apicurio is not installed: src/test/interop/run.sh does that");
            int port = freePort();
            ProcessBuilder builder =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx512m",
                                    "-Dquarkus.http.host=127.0.0.1",
                                    "-Dquarkus.http.port=" + port,
                                    "-Dquarkus.management.host=127.0.0.1",
                                    "-Dquarkus.management.port=" + freePort(),
                                    "-Dapicurio.storage.kind=sql",
                                    "-Dapicurio.storage.sql.kind=h2",
                                    "-jar",
                                    "quarkus-run.jar")
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            Process process = builder.start();
            Apicurio apicurio =
                    new Apicurio(
                            process, URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7"));
            long deadline = System.nanoTime() + START.toNanos();
            while (System.nanoTime() < deadline && process.isAlive()) {
                try (SchemaRegistryClient client = apicurio.client()) {
                    client.subjects();
                    return apicurio;
                } catch (RegistryException e) {
                    TimeUnit.MILLISECONDS.sleep(250);
                }
            }
            apicurio.close();
            throw new AssertionError("Apicurio did not start:\n" + Files.readString(log));
        }

        SchemaRegistryClient client() {
            return RegistryFailuresAreToldApartTest.client(url);
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Runs Confluent's Python client on a folder.
    static void python(String mode, URI registry, Path folder)
            throws IOException, InterruptedException {
        Path python = CACHE.resolve("venv/bin/python");
        assumeTrue(
                Files.exists(python),
                "Confluent's Python client is not installed: src/test/interop/run.sh does that");
        List<String> command =
                List.of(
                        python.toString(),
                        "src/test/interop/confluent_client.py",
                        mode,
                        registry.toString(),
                        folder.toString());
        Path log = folder.resolve("python.log");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log, StandardCharsets.UTF_8)).isZero();
    }

    /// One below those that the system gives to clients: who asks again and again whether a server
    /// has started would be given its very port as its own one day, and keep it from starting.
    private static int freePort() throws IOException {
        for (int tries = 100; ; tries--) {
            int port = 12_000 + ThreadLocalRandom.current().nextInt(4_000);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                if (tries == 0) {
                    throw e;
                }
            }
        }
    }
}
