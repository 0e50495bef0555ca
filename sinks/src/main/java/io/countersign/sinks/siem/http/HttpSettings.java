package io.countersign.sinks.siem.http;

import io.countersign.sinks.siem.tls.TlsFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// How an HTTP sink connects.
///
/// @param requestTimeout for a whole exchange, the reply's body included
/// @param proxy `host:port` of an HTTP proxy
public record HttpSettings(Duration requestTimeout, TlsFiles tls, Optional<String> proxy) {
    public static final String REQUEST_TIMEOUT_MS = "request.timeout.ms";
    public static final String PROXY = "proxy";
    public static final String WITHOUT_TLS = "send-without-tls";

    /// Adds the keys of a connection to a sink's own.
    public static ConfigDef define(ConfigDef definition) {
        definition.define(
                REQUEST_TIMEOUT_MS,
                ConfigDef.Type.LONG,
                30_000L,
                ConfigDef.Range.between(100, 600_000),
                ConfigDef.Importance.LOW,
                "How long a request may take before it is sent again.");
        return TlsFiles.define(definition)
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
                TlsFiles.of(config),
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
