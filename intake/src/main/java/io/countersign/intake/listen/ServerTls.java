package io.countersign.intake.listen;

import io.countersign.schemas.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// TLS 1.2 and 1.3 as a server, with a PEM certificate chain and a PKCS #8 key. A client's
/// certificate is asked for where a source has one, and taken where some source is proven by it.
public final class ServerTls {
    private static final long MAX_FILE_BYTES = 1024 * 1024;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Certificate[] chain;
    private final PrivateKey key;
    private final InstantSource clock;

    private ServerTls(Certificate[] chain, PrivateKey key, InstantSource clock) {
        this.chain = chain;
        this.key = key;
        this.clock = clock;
    }

    /// @param certificate the server's own first
    /// @param key unencrypted; its file's mode protects it
    /// @throws IOException where a file holds no such thing, or key and certificate do not fit
    public static ServerTls of(Path certificate, Path key, InstantSource clock) throws IOException {
        try {
            ServerTls tls =
                    new ServerTls(
                            Pem.certificates(text(certificate)).toArray(new Certificate[0]),
                            Pem.privateKey(text(key), Optional.empty()),
                            clock);
            if (!tls.key.getAlgorithm().equals(tls.chain[0].getPublicKey().getAlgorithm())) {
                throw new GeneralSecurityException("the key does not belong to the certificate");
            }
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + ", " + key + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is larger than " + MAX_FILE_BYTES + " bytes");
        }
        return Files.readString(file);
    }

    /// A server socket, not yet bound.
    public SSLServerSocket socket(Sources sources) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            // In memory only; its password protects nothing.
            store.setKeyEntry("server", key, new char[0], chain);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys.getKeyManagers(),
                    new TrustManager[] {new OnlyThoseOf(sources, clock)},
                    null);
            SSLServerSocket socket =
                    (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
            socket.setEnabledProtocols(PROTOCOLS);
            socket.setWantClientAuth(sources.takeCertificates());
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
    }

    private record OnlyThoseOf(Sources sources, InstantSource clock) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            chain[0].checkValidity(Date.from(clock.instant()));
            if (sources.byCertificate(List.of(chain)).isEmpty()) {
                throw new CertificateException("no source has this certificate");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw new CertificateException("a server only");
        }

        /// None, so that a client shows its certificate whoever issued it.
        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
