package io.countersign.sinks.siem.http;

import io.countersign.schemas.tls.Pem;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// How an HTTP sink connects.
///
/// @param requestTimeout for a whole exchange, the reply's body included
/// @param authorities PEM file of the authorities to trust; the JDK's own where there is none
/// @param certificate PEM file of our own certificate and its chain, for receivers that ask for one
/// @param key PEM file of its private key
/// @param proxy `host:port` of an HTTP proxy
public record HttpSettings(
        Duration requestTimeout,
        Optional<Path> authorities,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<String> proxy) {
    public static final String REQUEST_TIMEOUT_MS = "request.timeout.ms";
    public static final String AUTHORITIES = "tls.ca.file";
    public static final String CERTIFICATE = "tls.certificate.file";
    public static final String KEY = "tls.key.file";
    public static final String PROXY = "proxy";
    public static final String WITHOUT_TLS = "send-without-tls";

    private static final int MAX_PEM_BYTES = 1024 * 1024;

    public HttpSettings {
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigException(CERTIFICATE + " and " + KEY + " go together");
        }
    }

    /// Adds the keys of a connection to a sink's own.
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        REQUEST_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        ConfigDef.Range.between(100, 600_000),
                        ConfigDef.Importance.LOW,
                        "How long a request may take before it is sent again.")
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
                        "PEM file of its private key (PKCS#8).")
                .define(
                        PROXY,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.LOW,
                        "host:port of an HTTP proxy on the way to the receiver.")
                .define(
                        WITHOUT_TLS,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        ConfigDef.Importance.HIGH,
                        "Permit addresses that begin with http://. Whoever is on the way reads the events and the"
                                + " credentials.");
    }

    /// @throws ConfigException where keys contradict each other
    public static HttpSettings of(AbstractConfig config) {
        return new HttpSettings(
                Duration.ofMillis(config.getLong(REQUEST_TIMEOUT_MS)),
                file(config, AUTHORITIES),
                file(config, CERTIFICATE),
                file(config, KEY),
                Optional.of(config.getString(PROXY))
                        .filter(proxy -> !proxy.isBlank())
                        .map(HttpSettings::proxy));
    }

    /// An address as it was given, without the slashes at its end.
    ///
    /// @throws ConfigException where it is none, holds a user or a password, or goes without TLS
    ///   unless that is permitted
    public static URI address(AbstractConfig config, String key, String given) {
        URI uri;
        try {
            uri = new URI(given.strip().replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw new ConfigException(key + ": no address");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new ConfigException(key + ": an address begins with https:// and names a host");
        }
        if (uri.getUserInfo() != null) {
            throw new ConfigException(key + ": an address holds no user and no password");
        }
        if (scheme.equals("http") && !config.getBoolean(WITHOUT_TLS)) {
            throw new ConfigException(
                    key + ": " + uri.getHost() + " goes without TLS; see " + WITHOUT_TLS);
        }
        return uri;
    }

    /// A file that has to be named.
    ///
    /// @throws ConfigException naming the key
    public static Path required(AbstractConfig config, String key) {
        return file(config, key).orElseThrow(() -> new ConfigException(key + ": name a file"));
    }

    /// A file, empty where the key is.
    public static Optional<Path> file(AbstractConfig config, String key) {
        return Optional.ofNullable(config.getString(key))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    /// @throws SinkFailureException with [SinkFailure#CREDENTIALS_UNUSABLE], naming the files
    SSLContext context() {
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

    private static String proxy(String given) {
        int colon = given.lastIndexOf(':');
        if (colon < 1 || !given.substring(colon + 1).matches("\\d{1,5}")) {
            throw new ConfigException(PROXY + ": write host:port");
        }
        return given;
    }

    static String hostOf(String proxy) {
        return proxy.substring(0, proxy.lastIndexOf(':'));
    }

    static int portOf(String proxy) {
        return Integer.parseInt(proxy.substring(proxy.lastIndexOf(':') + 1));
    }
}
