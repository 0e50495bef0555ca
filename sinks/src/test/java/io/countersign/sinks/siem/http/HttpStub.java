package io.countersign.sinks.siem.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// An HTTPS server on the loopback that can go away, come back on the same port, and be slow.
public final class HttpStub implements AutoCloseable {
    static {
        // Without it each answer waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final SSLContext tls;
    private final boolean asksForCertificate;
    private final Function<Request, Response> answers;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;
    private int port;
    private volatile Duration delay = Duration.ZERO;

    /// What came.
    public record Request(
            String method, String path, String query, HttpExchange exchange, String body) {
        public String header(String name) {
            String value = exchange.getRequestHeaders().getFirst(name);
            return value == null ? "" : value;
        }

        public int bytes() {
            return body.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /// What goes back.
    public record Response(int status, Map<String, String> headers, String body) {
        public static Response of(int status, String body) {
            return new Response(status, Map.of(), body);
        }
    }

    public HttpStub(Certificate certificate, Function<Request, Response> answers) throws Exception {
        this(certificate, Optional.empty(), answers);
    }

    /// @param client whose certificate a client has to show; empty: none is asked for
    public HttpStub(
            Certificate certificate,
            Optional<Certificate> client,
            Function<Request, Response> answers)
            throws Exception {
        this.tls = SSLContext.getInstance("TLS");
        tls.init(
                certificate.keys().getKeyManagers(),
                client.isPresent() ? client.get().trust().getTrustManagers() : null,
                null);
        this.asksForCertificate = client.isPresent();
        this.answers = answers;
        start();
    }

    public String address() {
        return "https://127.0.0.1:" + port;
    }

    public void slow(Duration delay) {
        this.delay = delay;
    }

    /// Closes the port and breaks off what is under way, or opens it again.
    public synchronized void away(boolean away) {
        if (away) {
            stop();
        } else if (server == null) {
            start();
        }
    }

    private synchronized void start() {
        try {
            HttpsServer https =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
            https.setHttpsConfigurator(
                    new HttpsConfigurator(tls) {
                        @Override
                        public void configure(HttpsParameters parameters) {
                            SSLParameters secured = tls.getDefaultSSLParameters();
                            secured.setNeedClientAuth(asksForCertificate);
                            parameters.setSSLParameters(secured);
                        }
                    });
            threads = Executors.newFixedThreadPool(4);
            https.setExecutor(threads);
            https.createContext("/", this::handle);
            https.start();
            port = https.getAddress().getPort();
            server = https;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void stop() {
        HttpServer running = server;
        server = null;
        if (running != null) {
            running.stop(0);
        }
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body;
            try (InputStream in = exchange.getRequestBody()) {
                body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!delay.isZero()) {
                Thread.sleep(delay.toMillis());
            }
            String query = exchange.getRequestURI().getRawQuery();
            Response response =
                    answers.apply(
                            new Request(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI().getPath(),
                                    query == null ? "" : query,
                                    exchange,
                                    body));
            response.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /// A self-signed certificate, made by the JDK's keytool.
    ///
    /// @param pem its certificate as a PEM file
    public record Certificate(Path pem, KeyStore store) {
        static final char[] PASSWORD = "changeit".toCharArray();

        private static final Map<String, KeyStore> MADE = new ConcurrentHashMap<>();

        /// Settings of a sink that trusts somebody else than any stub.
        public static Map<String, String> ofSomebodyElse(Path directory) throws Exception {
            return Map.of("tls.ca.file", make(directory, "other").pem().toString());
        }

        /// What a server proves itself with.
        public KeyManagerFactory keys() throws GeneralSecurityException {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            return keys;
        }

        /// Trusts this certificate and no other.
        public TrustManagerFactory trust() throws GeneralSecurityException, IOException {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("it", store.getCertificate(store.aliases().nextElement()));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return trust;
        }

        /// Writes its private key as a PEM file (PKCS#8).
        public void writeKey(Path file) throws GeneralSecurityException, IOException {
            Key key = store.getKey(store.aliases().nextElement(), PASSWORD);
            Files.writeString(
                    file,
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                    .encodeToString(key.getEncoded())
                            + "\n-----END PRIVATE KEY-----\n");
        }

        /// The same certificate for the same name: keytool takes its time.
        public static Certificate make(Path directory, String name) throws Exception {
            KeyStore store = MADE.get(name);
            if (store == null) {
                store = made(directory, name);
                MADE.put(name, store);
            }
            String text =
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                    .encodeToString(store.getCertificate(name).getEncoded())
                            + "\n-----END CERTIFICATE-----\n";
            return new Certificate(
                    Files.writeString(directory.resolve(name + ".pem"), text), store);
        }

        private static KeyStore made(Path directory, String name) throws Exception {
            Path file = directory.resolve(name + ".p12");
            Process keytool =
                    new ProcessBuilder(
                                    List.of(
                                            Path.of(
                                                            System.getProperty("java.home"),
                                                            "bin",
                                                            "keytool")
                                                    .toString(),
                                            "-genkeypair",
                                            "-alias",
                                            name,
                                            "-keyalg",
                                            "EC",
                                            "-dname",
                                            "CN=" + name,
                                            "-validity",
                                            "3650",
                                            "-ext",
                                            "san=ip:127.0.0.1,dns:localhost",
                                            "-storetype",
                                            "PKCS12",
                                            "-keystore",
                                            file.toString(),
                                            "-storepass",
                                            new String(PASSWORD)))
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve(name + ".log").toFile())
                            .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            return store;
        }
    }
}
