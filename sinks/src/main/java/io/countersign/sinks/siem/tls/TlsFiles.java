package io.countersign.sinks.siem.tls;

import io.countersign.schemas.tls.Pem;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// Whom to trust, and who we are.
///
/// @param authorities PEM file of the authorities to trust; the JDK's own where there is none
/// @param certificate PEM file of our own certificate and its chain, for receivers that ask for one
/// @param key PEM file of its private key
public record TlsFiles(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
    public static final String AUTHORITIES = "tls.ca.file";
    public static final String CERTIFICATE = "tls.certificate.file";
    public static final String KEY = "tls.key.file";

    private static final int MAX_PEM_BYTES = 1024 * 1024;

    public TlsFiles {
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigException(CERTIFICATE + " and " + KEY + " go together");
        }
    }

    /// Adds the keys to a sink's own.
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        AUTHORITIES,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.MEDIUM,
                        "PEM file of the certificate authorities to trust; without it those of the Java runtime.")
                .define(
                        CERTIFICATE,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "PEM file of our own certificate and its chain, where the receiver asks for one.")
                .define(
                        KEY,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "PEM file of its private key (PKCS#8).");
    }

    /// @throws ConfigException where the certificate stands without its key
    public static TlsFiles of(AbstractConfig config) {
        return new TlsFiles(
                file(config, AUTHORITIES), file(config, CERTIFICATE), file(config, KEY));
    }

    private static Optional<Path> file(AbstractConfig config, String key) {
        return Optional.ofNullable(config.getString(key))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    /// Read anew at each call, so that files can be exchanged while the sink runs.
    ///
    /// @throws SinkFailureException with [SinkFailure#CREDENTIALS_UNUSABLE], naming the files
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certificate.isPresent() && key.isPresent()
                            ? identity(certificate.get(), key.get()).getKeyManagers()
                            : null,
                    authorities.isPresent() ? trust(authorities.get()).getTrustManagers() : null,
                    null);
            return context;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            // The cause may quote what it could not read.
            throw new SinkFailureException(
                    SinkFailure.CREDENTIALS_UNUSABLE,
                    "the TLS files "
                            + authorities.map(Path::toString).orElse("")
                            + " "
                            + certificate.map(Path::toString).orElse(""));
        }
    }

    private static TrustManagerFactory trust(Path file)
            throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate authority : Pem.certificates(text(file))) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        if (number == 0) {
            throw new GeneralSecurityException("no certificate");
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static KeyManagerFactory identity(Path certificate, Path key)
            throws GeneralSecurityException, IOException {
        PrivateKey secret = Pem.privateKey(text(key), Optional.empty());
        KeyStore store = empty();
        // This store lives in memory only; its password protects nothing.
        store.setKeyEntry(
                "identity",
                secret,
                new char[0],
                Pem.certificates(text(certificate)).toArray(new Certificate[0]));
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_PEM_BYTES) {
            throw new IOException("too large");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
