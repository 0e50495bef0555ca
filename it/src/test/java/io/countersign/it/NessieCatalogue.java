package io.countersign.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/// Project Nessie's server, which speaks Iceberg's REST protocol, in a process of its own on
/// loopback, with a warehouse in a [Minio]. Where `COUNTERSIGN_NESSIE` names no jar of it, the test
/// is skipped.
final class NessieCatalogue implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private NessieCatalogue(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// @param warehouse such as `s3://archive/hospital`
    static NessieCatalogue startOrSkip(Path folder, Minio store, String warehouse)
            throws IOException {
        String jar = System.getenv().getOrDefault("COUNTERSIGN_NESSIE", "");
        Assumptions.assumeTrue(
                Files.isRegularFile(Path.of(jar)),
                "COUNTERSIGN_NESSIE names no jar of Nessie: the test is skipped");
        int port = LoopbackPort.free();
        String s3 = "-Dnessie.catalog.service.s3.default-options.";
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx400m",
                                        "-XX:TieredStopAtLevel=1",
                                        "-Dquarkus.http.host=127.0.0.1",
                                        "-Dquarkus.http.port=" + port,
                                        "-Dquarkus.management.host=127.0.0.1",
                                        "-Dquarkus.management.port=" + LoopbackPort.free(),
                                        "-Dnessie.catalog.default-warehouse=hospital",
                                        "-Dnessie.catalog.warehouses.hospital.location="
                                                + warehouse,
                                        s3 + "endpoint=" + store.endpoint(),
                                        s3 + "path-style-access=true",
                                        s3 + "region=us-east-1",
                                        s3 + "access-key=urn:nessie-secret:quarkus:test.store",
                                        "-Dtest.store.name=" + Minio.USER,
                                        "-Dtest.store.secret=" + Minio.SECRET,
                                        "-jar",
                                        jar))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("nessie.log").toFile())
                        .start();
        NessieCatalogue started = new NessieCatalogue(process, port);
        Awaitility.await("the catalogue answers").atMost(START_LIMIT).until(started::answers);
        return started;
    }

    private boolean answers() throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(uri() + "/v1/config"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _notYet) {
            return false;
        }
    }

    String uri() {
        return "http://127.0.0.1:" + port + "/iceberg";
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
