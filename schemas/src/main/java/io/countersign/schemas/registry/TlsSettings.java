package io.countersign.schemas.registry;

import io.countersign.schemas.tls.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Whom to trust and who to be. Without a trust store the JDK's own authorities count. Host names
/// are always checked.
///
/// @param protocols such as TLSv1.3; empty for the JDK's default
public record TlsSettings(Optional<Store> trust, Optional<Store> identity, List<String> protocols) {
    public static final TlsSettings DEFAULT =
            new TlsSettings(Optional.empty(), Optional.empty(), List.of());

    private static final int MAX_STORE_BYTES = 16 * 1024 * 1024;

    public TlsSettings {
        protocols = List.copyOf(protocols);
    }

    /// Certificates, and for an identity the private key with its chain.
    public sealed interface Store {
        /// JKS or PKCS12. The key's password is the store's where none is given.
        record File(Path path, String type, Optional<Secret> password, Optional<Secret> keyPassword)
                implements Store {}

        /// PEM text; the certificates of an identity start with its own.
        record PemText(
                String certificates, Optional<Secret> privateKey, Optional<Secret> keyPassword)
                implements Store {
            /// Certificates are public, and long.
            @Override
            public String toString() {
                return "PemText";
            }
        }
    }

    /// @throws IllegalArgumentException where a store cannot be read or does not hold what it
    ///   should
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity.isPresent() ? keyManagers(identity.get()).getKeyManagers() : null,
                    trust.isPresent() ? trustManagers(trust.get()).getTrustManagers() : null,
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "the TLS settings of the schema registry: " + e.getMessage(), e);
        }
    }

    private static TrustManagerFactory trustManagers(Store store)
            throws GeneralSecurityException, IOException {
        KeyStore authorities =
                switch (store) {
                    case Store.File file -> load(file);
                    case Store.PemText pem -> {
                        KeyStore built = empty();
                        int number = 0;
                        for (Certificate certificate : Pem.certificates(pem.certificates())) {
                            built.setCertificateEntry("authority-" + number++, certificate);
                        }
                        yield built;
                    }
                };
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory;
    }

    private static KeyManagerFactory keyManagers(Store store)
            throws GeneralSecurityException, IOException {
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        switch (store) {
            case Store.File file ->
                    factory.init(load(file), characters(file.keyPassword().or(file::password)));
            case Store.PemText pem -> {
                Secret text =
                        pem.privateKey()
                                .orElseThrow(() ->
                                        new GeneralSecurityException(
                                                "the identity has no private key"));
                PrivateKey key =
                        Pem.privateKey(text.reveal(), pem.keyPassword().map(Secret::reveal));
                KeyStore built = empty();
                // This store lives in memory only; its password protects nothing.
                built.setKeyEntry(
                        "identity",
                        key,
                        new char[0],
                        Pem.certificates(pem.certificates()).toArray(new Certificate[0]));
                factory.init(built, new char[0]);
            }
        }
        return factory;
    }

    private static KeyStore load(Store.File file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(file.type());
        try (InputStream in = Files.newInputStream(file.path())) {
            store.load(in, characters(file.password()));
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static char @org.jspecify.annotations.Nullable [] characters(
            Optional<Secret> password) {
        return password.isPresent() ? password.get().reveal().toCharArray() : null;
    }

    /// @throws IllegalArgumentException where the file cannot be read
    static String pemFile(String setting, Path path) {
        try {
            if (Files.size(path) > MAX_STORE_BYTES) {
                throw new IOException("the file is too large");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + ": cannot read " + path, e);
        }
    }
}
