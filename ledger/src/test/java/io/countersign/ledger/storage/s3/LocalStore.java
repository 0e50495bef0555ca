package io.countersign.ledger.storage.s3;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.services.s3.S3Client;

/// A store that others wrote, in a process of its own on loopback, with one bucket.
public final class LocalStore implements AutoCloseable {
    /// A program on the PATH that speaks S3.
    public enum Program {
        MINIO("minio"),
        VERSITYGW("versitygw");

        private final String file;

        Program(String file) {
            this.file = file;
        }
    }

    static final String BUCKET = "audit-log";

    private static final String KEY = "countersign-test";
    private static final String SECRET = "not-a-real-secret-77ab";
    private static final long START_WITHIN_SECONDS = 60;

    private final Program program;
    private final Path file;
    private final Path folder;
    private final int port = freePort();
    private String secret = SECRET;
    private Process process;

    private LocalStore(Program program, Path file, Path folder) throws IOException {
        this.program = program;
        this.file = file;
        this.folder = folder;
        this.process = start();
        handOutKeys();
    }

    /// Skips the test where the program is missing; fails it where `COUNTERSIGN_REQUIRES` lists it.
    public static LocalStore startOrSkip(Program program, Path folder) throws Exception {
        Optional<Path> found =
                Arrays.stream(
                                System.getenv()
                                        .getOrDefault("PATH", "")
                                        .split(File.pathSeparator, -1))
                        .map(place -> Path.of(place, program.file))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (found.isEmpty()
                && Arrays.asList(
                                System.getenv()
                                        .getOrDefault("COUNTERSIGN_REQUIRES", "")
                                        .split(" ", -1))
                        .contains(program.file)) {
            throw new AssertionError(program.file + " is required here and is not there");
        }
        Assumptions.assumeTrue(
                found.isPresent(), program.file + " is not there: the test is skipped");
        LocalStore store = new LocalStore(program, found.orElseThrow(), folder);
        store.awaitAnswer();
        try (S3Client client = store.endpoint().patientClient()) {
            client.createBucket(create -> create.bucket(BUCKET));
        }
        return store;
    }

    private Process start() throws IOException {
        String address = "127.0.0.1:" + port;
        Path data = Files.createDirectories(folder.resolve(program.file));
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(
                switch (program) {
                    case MINIO -> List.of("server", "--address", address, data.toString());
                    case VERSITYGW ->
                            List.of(
                                    "--port",
                                    address,
                                    "posix",
                                    "--versioning-dir",
                                    Files.createDirectories(folder.resolve("versions")).toString(),
                                    data.toString());
                });
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve(program.file + ".log").toFile()));
        builder.environment()
                .putAll(
                        Map.of(
                                "MINIO_ROOT_USER", KEY,
                                "MINIO_ROOT_PASSWORD", secret,
                                "MINIO_UPDATE", "off",
                                "MINIO_BROWSER", "off",
                                "ROOT_ACCESS_KEY", KEY,
                                "ROOT_SECRET_KEY", secret));
        return builder.start();
    }

    /// Writes the keys that it takes now into the file from which clients read theirs.
    public void handOutKeys() throws IOException {
        Files.writeString(
                keys(),
                "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                        .formatted(KEY, secret));
    }

    private Path keys() {
        return folder.resolve(program.file + ".keys");
    }

    /// Kills it.
    public void down() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Starts it again with what it had.
    public void up() throws Exception {
        process = start();
        awaitAnswer();
    }

    /// Exchanges its keys; those that were handed out are none any more.
    public void exchangeKeys() throws Exception {
        down();
        secret = "another-secret-of-no-use-" + port;
        up();
    }

    /// A log of its own in the bucket.
    public S3LogStorage open(String prefix) throws IOException {
        return S3LogStorage.open(client(), new S3Place(BUCKET, prefix));
    }

    /// Makes a bucket whose objects can be locked.
    public S3Place lockedBucket(String name, String prefix) {
        try (S3Client client = client()) {
            client.createBucket(create -> create.bucket(name).objectLockEnabledForBucket(true));
        }
        return new S3Place(name, prefix);
    }

    public S3Client client() {
        return endpoint().sealingClient();
    }

    public S3Endpoint endpoint() {
        return new S3Endpoint(Optional.of(uri()), Optional.empty(), true, Optional.of(keys()));
    }

    /// One that is free now, below those that the system gives to clients: while the store is down,
    /// no client's connection takes its place.
    private static int freePort() throws IOException {
        for (int tries = 100; ; tries--) {
            int port = 16_000 + ThreadLocalRandom.current().nextInt(4_000);
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

    /// Waits until it answers requests. That its port takes connections says less: MinIO listens
    /// there for a moment to see whether the port is free, and lets go of it again.
    private void awaitAnswer() throws Exception {
        HttpRequest ask = HttpRequest.newBuilder(uri()).timeout(Duration.ofSeconds(5)).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (long left = START_WITHIN_SECONDS * 10; ; left--) {
                try {
                    // It refuses who does not sign; a server that is not ready says 503.
                    if (client.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode()
                            < 500) {
                        return;
                    }
                } catch (IOException e) {
                    if (!process.isAlive()) {
                        throw new IOException(program.file + " ended before it answered", e);
                    }
                }
                if (left == 0) {
                    throw new IOException(program.file + " does not answer");
                }
                Thread.sleep(100);
            }
        }
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + port);
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
