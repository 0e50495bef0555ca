package io.countersign.ledger;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A time stamping authority of OpenSSL's, behind HTTP on loopback, with a certificate authority of
/// its own.
final class LocalTsa implements AutoCloseable {
    private static final int SECONDS = 60;

    private final Path folder;
    private final HttpServer server;

    private LocalTsa(Path folder, HttpServer server) {
        this.folder = folder;
        this.server = server;
    }

    /// Starts it, or skips the test where OpenSSL is not there.
    static LocalTsa startOrSkip(Path folder) throws IOException, InterruptedException {
        boolean there;
        try {
            there = run(Path.of("."), "openssl", "version") == 0;
        } catch (IOException _absent) {
            there = false;
        }
        if (!there
                && System.getenv().getOrDefault("COUNTERSIGN_REQUIRES", "").contains("openssl")) {
            throw new AssertionError("openssl is required here and does not run");
        }
        Assumptions.assumeTrue(there, "openssl is not there: no time stamping authority");
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("tsa.cnf"),
                """
                [tsa]
                default_tsa = local
                [local]
                serial = serial
                signer_cert = tsa.pem
                signer_key = tsa.key
                certs = ca.pem
                signer_digest = sha256
                default_policy = 1.3.6.1.4.1.32473.1
                digests = sha256
                ess_cert_id_alg = sha256
                [authority]
                basicConstraints = critical,CA:TRUE
                keyUsage = critical,keyCertSign
                [stamping]
                extendedKeyUsage = critical,timeStamping
                """);
        Files.writeString(folder.resolve("serial"), "01\n");
        String key = "ec_paramgen_curve:P-256";
        for (String name : List.of("ca", "other-ca")) {
            must(
                    folder,
                    ("openssl req -x509 -newkey ec -pkeyopt "
                                    + key
                                    + " -nodes -days 30 -subj /CN=Test-"
                                    + name
                                    + " -keyout "
                                    + name
                                    + ".key -out "
                                    + name
                                    + ".pem -config tsa.cnf -extensions authority")
                            .split(" "));
        }
        must(
                folder,
                ("openssl req -new -newkey ec -pkeyopt "
                                + key
                                + " -nodes -subj /CN=Test-TSA -keyout tsa.key -out tsa.csr -config"
                                + " tsa.cnf")
                        .split(" "));
        must(
                folder,
                "openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out tsa.pem -extfile tsa.cnf -extensions stamping"
                        .split(" "));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LocalTsa tsa = new LocalTsa(folder, server);
        server.createContext(
                "/",
                exchange -> {
                    byte[] answer;
                    try {
                        answer = tsa.answer(exchange.getRequestBody().readAllBytes());
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    exchange.getResponseHeaders()
                            .add("Content-Type", "application/timestamp-reply");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return tsa;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /// Certificate of its authority; `other-ca.pem` is one that had no part in it.
    Path certificate(String name) {
        return folder.resolve(name);
    }

    byte[] answer(byte[] question) throws IOException, InterruptedException {
        Files.write(folder.resolve("question.tsq"), question);
        must(
                folder,
                "openssl ts -reply -queryfile question.tsq -out answer.tsr -config tsa.cnf -section local"
                        .split(" "));
        return Files.readAllBytes(folder.resolve("answer.tsr"));
    }

    /// `openssl ts -verify`: true where it accepts.
    boolean verifies(Path data, Path response) throws IOException, InterruptedException {
        return run(
                        folder,
                        "openssl",
                        "ts",
                        "-verify",
                        "-data",
                        data.toString(),
                        "-in",
                        response.toString(),
                        "-CAfile",
                        "ca.pem")
                == 0;
    }

    private static void must(Path folder, String... command)
            throws IOException, InterruptedException {
        if (run(folder, command) != 0) {
            throw new IOException(
                    Arrays.toString(command)
                            + " failed: "
                            + Files.readString(
                                    folder.resolve("output.txt"), StandardCharsets.UTF_8));
        }
    }

    private static int run(Path folder, String... command)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectOutput(
                folder.equals(Path.of("."))
                        ? ProcessBuilder.Redirect.DISCARD
                        : ProcessBuilder.Redirect.to(folder.resolve("output.txt").toFile()));
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return -1;
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
