package io.countersign.schemas.registry;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where a registry is and how to speak to it. [#from] reads Confluent's setting names;
/// `docs/guides/schema-registry.md` lists them with their defaults.
///
/// @param urls tried in order, and again from the one that answered last
/// @param maxRetries rounds through all addresses after the first
public record RegistryConfig(
        List<URI> urls,
        Credentials credentials,
        TlsSettings tls,
        Optional<Proxy> proxy,
        Duration connectTimeout,
        Duration readTimeout,
        int maxRetries,
        Duration retryWait,
        Duration maxRetryWait,
        Duration latestTtl,
        Duration missingTtl,
        WriteOptions writing) {
    static final int MAX_URLS = 10;
    static final int MAX_RETRIES = 20;
    static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

    /// An HTTP proxy.
    public record Proxy(String host, int port) {}

    public RegistryConfig {
        urls = List.copyOf(urls);
        if (urls.isEmpty() || urls.size() > MAX_URLS) {
            throw new IllegalArgumentException(
                    "schema.registry.url holds 1 to " + MAX_URLS + " addresses");
        }
        urls.forEach(RegistryConfig::checkUrl);
        within("http.connect.timeout.ms", connectTimeout, Duration.ofMillis(1));
        within("http.read.timeout.ms", readTimeout, Duration.ofMillis(1));
        within("retries.wait.ms", retryWait, Duration.ZERO);
        within("retries.max.wait.ms", maxRetryWait, retryWait);
        if (maxRetries < 0 || maxRetries > MAX_RETRIES) {
            throw new IllegalArgumentException("max.retries lies between 0 and " + MAX_RETRIES);
        }
    }

    /// A registry without credentials, with the default timeouts.
    public static RegistryConfig of(URI... urls) {
        return new RegistryConfig(
                List.of(urls),
                new Credentials.None(),
                TlsSettings.DEFAULT,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                3,
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                WriteOptions.DEFAULT);
    }

    /// Reads the settings among others of a Kafka client, which are left alone. A setting that
    /// starts with `schema.registry.`, `basic.auth.` or `bearer.auth.` and is not known is refused,
    /// as is one given under both of its names.
    ///
    /// @throws IllegalArgumentException naming the setting, never a secret's value
    public static RegistryConfig from(Map<String, ?> settings) {
        return RegistrySettings.read(settings);
    }

    private static void checkUrl(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "schema.registry.url: an address starts with http:// or https:// and a host");
        }
        if (url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "schema.registry.url: an address is a host and a path");
        }
    }

    private static void within(String setting, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    setting
                            + " lies between "
                            + least.toMillis()
                            + " and "
                            + MAX_TIMEOUT.toMillis());
        }
    }

    /// Whether somebody on the way could read what is sent there.
    static boolean isReadableOnTheWay(URI url) {
        if (url.getScheme().equalsIgnoreCase("https")) {
            return false;
        }
        String host = url.getHost();
        if (host.equals("localhost")) {
            return false;
        }
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        try {
            return !(literal && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return true;
        }
    }

    static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Without the text, which may hold a password.
            throw new IllegalArgumentException("schema.registry.url: not an address");
        }
    }
}
