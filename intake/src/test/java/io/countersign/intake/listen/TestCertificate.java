package io.countersign.intake.listen;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A self-signed certificate and its key as PEM files, made by the JDK's keytool.
public record TestCertificate(Path certificate, Path key, KeyStore store) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    public static TestCertificate make(Path directory, String name) throws Exception {
        return make(directory, name, "san=ip:127.0.0.1,dns:localhost");
    }

    /// One that may issue others.
    public static TestCertificate authority(Path directory, String name) throws Exception {
        return make(directory, name, "bc:critical=ca:true");
    }

    /// One that an authority issued.
    ///
    /// @param extensions as keytool takes them, such as `san=dns:proxy.example.org`
    public static TestCertificate issuedBy(
            TestCertificate authority, Path directory, String name, String... extensions)
            throws Exception {
        List<String> more = new ArrayList<>(List.of("-signer", nameOf(authority)));
        for (String extension : extensions) {
            more.addAll(List.of("-ext", extension));
        }
        Files.copy(directory.resolve(nameOf(authority) + ".p12"), directory.resolve(name + ".p12"));
        return generated(directory, name, more);
    }

    private static String nameOf(TestCertificate authority) {
        return authority.certificate().getFileName().toString().replace(".pem", "");
    }

    private static TestCertificate make(Path directory, String name, String extension)
            throws Exception {
        return generated(directory, name, List.of("-ext", extension));
    }

    private static TestCertificate generated(Path directory, String name, List<String> more)
            throws Exception {
        Path file = directory.resolve(name + ".p12");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
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
                                "-startdate",
                                "2026/01/01 00:00:00",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD)));
        command.addAll(more);
        Process keytool =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve(name + ".log").toFile())
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            all.load(in, PASSWORD);
        }
        Key key = all.getKey(name, PASSWORD);
        // Without the authority's key, which a client must not show.
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setKeyEntry(name, key, PASSWORD, all.getCertificateChain(name));
        return new TestCertificate(
                pem(
                        directory.resolve(name + ".pem"),
                        "CERTIFICATE",
                        store.getCertificate(name).getEncoded()),
                pem(directory.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded()),
                store);
    }

    /// Its own certificate first, then those above it.
    public List<X509Certificate> chain() throws Exception {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate one : store.getCertificateChain(store.aliases().nextElement())) {
            chain.add((X509Certificate) one);
        }
        return chain;
    }

    /// A socket of a client that shows it and trusts every server.
    public Socket connect(int port) throws Exception {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        return connect(port, keys.getKeyManagers());
    }

    /// A socket of a client that shows nothing and trusts every server.
    public static Socket connectWithout(int port) throws Exception {
        return connect(port, new KeyManager[0]);
    }

    private static Socket connect(int port, KeyManager[] keys) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new Anybody()}, null);
        Socket socket =
                context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// The client's side is not what is tested.
    private record Anybody() implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    public char[] password() {
        return PASSWORD.clone();
    }

    private static Path pem(Path file, String label, byte[] der) throws Exception {
        return Files.writeString(
                file,
                "-----BEGIN "
                        + label
                        + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END "
                        + label
                        + "-----\n");
    }
}
