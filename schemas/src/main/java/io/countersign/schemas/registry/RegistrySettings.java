package io.countersign.schemas.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Settings by Confluent's names to a [RegistryConfig].
final class RegistrySettings {
    private static final Pattern LINE_END = Pattern.compile("\\R\\z");
    private static final String NAMESPACE = "schema.registry.";
    private static final Set<String> REFUSED_PREFIXES =
            Set.of(NAMESPACE, "basic.auth.", "bearer.auth.");
    private static final Set<String> TLS_PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    /// Only with the namespace: the bare names belong to others.
    private static final Set<String> NAMESPACED =
            Set.of(
                    "url",
                    "allow.credentials.without.tls",
                    "ssl.truststore.location",
                    "ssl.truststore.password",
                    "ssl.truststore.type",
                    "ssl.truststore.certificates",
                    "ssl.keystore.location",
                    "ssl.keystore.password",
                    "ssl.keystore.type",
                    "ssl.keystore.key",
                    "ssl.keystore.certificate.chain",
                    "ssl.key.password",
                    "ssl.protocol",
                    "ssl.enabled.protocols",
                    "ssl.endpoint.identification.algorithm");

    /// With the namespace or without it.
    private static final Set<String> EITHER =
            Set.of(
                    "basic.auth.credentials.source",
                    "basic.auth.user.info",
                    "bearer.auth.credentials.source",
                    "bearer.auth.token",
                    "http.connect.timeout.ms",
                    "http.read.timeout.ms",
                    "max.retries",
                    "retries.wait.ms",
                    "retries.max.wait.ms",
                    "latest.cache.ttl.sec",
                    "missing.id.cache.ttl.sec",
                    "proxy.host",
                    "proxy.port",
                    "auto.register.schemas",
                    "use.latest.version",
                    "normalize.schemas",
                    "latest.compatibility.strict");

    private final Map<String, ?> settings;

    private RegistrySettings(Map<String, ?> settings) {
        this.settings = settings;
    }

    static RegistryConfig read(Map<String, ?> settings) {
        return new RegistrySettings(settings).read();
    }

    /// Every setting under the name that the guide lists it by.
    static Set<String> names() {
        Set<String> names = new TreeSet<>(EITHER);
        NAMESPACED.forEach(name -> names.add(NAMESPACE + name));
        return names;
    }

    private RegistryConfig read() {
        refuseUnknown();
        RegistryConfig defaults = RegistryConfig.of(URI.create("http://localhost"));
        List<URI> given = urls();
        List<URI> urls = given.stream().map(RegistrySettings::withoutUserInfo).toList();
        Credentials credentials = credentials(given);
        if (!(credentials instanceof Credentials.None)
                && urls.stream().anyMatch(RegistryConfig::isReadableOnTheWay)
                && !flag("allow.credentials.without.tls", false)) {
            throw new IllegalArgumentException(
                    "schema.registry.url: credentials would travel in clear over http://; use https://, or set "
                            + NAMESPACE
                            + "allow.credentials.without.tls=true");
        }
        return new RegistryConfig(
                urls,
                credentials,
                tls(),
                proxy(),
                millis("http.connect.timeout.ms", defaults.connectTimeout()),
                millis("http.read.timeout.ms", defaults.readTimeout()),
                number("max.retries", defaults.maxRetries()),
                millis("retries.wait.ms", defaults.retryWait()),
                millis("retries.max.wait.ms", defaults.maxRetryWait()),
                seconds("latest.cache.ttl.sec", defaults.latestTtl()),
                seconds("missing.id.cache.ttl.sec", defaults.missingTtl()),
                new WriteOptions(
                        flag("auto.register.schemas", false),
                        flag("use.latest.version", false),
                        flag("normalize.schemas", false),
                        flag("latest.compatibility.strict", true)));
    }

    private void refuseUnknown() {
        Set<String> known = new HashSet<>(EITHER);
        EITHER.forEach(name -> known.add(NAMESPACE + name));
        NAMESPACED.forEach(name -> known.add(NAMESPACE + name));
        for (String name : settings.keySet()) {
            if (REFUSED_PREFIXES.stream().anyMatch(name::startsWith) && !known.contains(name)) {
                throw new IllegalArgumentException(
                        name + ": no such setting of the schema registry");
            }
            if (name.startsWith(NAMESPACE)
                    && EITHER.contains(name.substring(NAMESPACE.length()))
                    && settings.containsKey(name.substring(NAMESPACE.length()))) {
                throw new IllegalArgumentException(
                        name + ": given twice, with " + NAMESPACE + " and without");
            }
        }
    }

    private List<URI> urls() {
        String text =
                text("url")
                        .orElseThrow(() ->
                                new IllegalArgumentException("schema.registry.url is missing"));
        List<URI> urls = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            urls.add(RegistryConfig.uri(part.strip()));
        }
        return urls;
    }

    private Credentials credentials(List<URI> urls) {
        Set<String> inUrls =
                urls.stream()
                        .map(url -> url.getRawUserInfo() == null ? "" : url.getRawUserInfo())
                        .collect(Collectors.toSet());
        if (inUrls.size() > 1) {
            throw new IllegalArgumentException(
                    "schema.registry.url: all addresses have the same credentials or none");
        }
        String inUrl = inUrls.iterator().next();
        Optional<String> bearerSource = text("bearer.auth.credentials.source");
        Optional<String> basicSource = text("basic.auth.credentials.source");
        Optional<String> userInfo = line("basic.auth.user.info");
        if (bearerSource.isPresent() && (basicSource.isPresent() || userInfo.isPresent())) {
            throw new IllegalArgumentException(
                    "bearer.auth.credentials.source: basic.auth is given as well");
        }
        if (bearerSource.isPresent()) {
            if (!inUrl.isEmpty()) {
                throw new IllegalArgumentException(
                        "schema.registry.url: bearer.auth is given as well");
            }
            if (!bearerSource.get().equals("STATIC_TOKEN")) {
                throw new IllegalArgumentException(
                        "bearer.auth.credentials.source: only STATIC_TOKEN is supported");
            }
            return new Credentials.Bearer(
                    new Secret(
                            line("bearer.auth.token")
                                    .orElseThrow(() ->
                                            new IllegalArgumentException(
                                                    "bearer.auth.token is missing"))));
        }
        if (text("bearer.auth.token").isPresent()) {
            throw new IllegalArgumentException(
                    "bearer.auth.token: needs bearer.auth.credentials.source=STATIC_TOKEN");
        }
        switch (basicSource.orElse("URL")) {
            case "URL" -> {
                if (userInfo.isPresent()) {
                    throw new IllegalArgumentException(
                            "basic.auth.user.info: needs basic.auth.credentials.source=USER_INFO");
                }
                return inUrl.isEmpty()
                        ? new Credentials.None()
                        : basic("schema.registry.url", inUrl, true);
            }
            case "USER_INFO" -> {
                if (!inUrl.isEmpty()) {
                    throw new IllegalArgumentException(
                            "schema.registry.url: basic.auth.user.info is given as well");
                }
                return basic(
                        "basic.auth.user.info",
                        userInfo.orElseThrow(() ->
                                new IllegalArgumentException("basic.auth.user.info is missing")),
                        false);
            }
            default ->
                    throw new IllegalArgumentException(
                            "basic.auth.credentials.source: only URL and USER_INFO are supported");
        }
    }

    private static Credentials basic(String setting, String userInfo, boolean percentEncoded) {
        int colon = userInfo.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(setting + ": a user, a colon and a password");
        }
        String user = userInfo.substring(0, colon);
        String password = userInfo.substring(colon + 1);
        return percentEncoded
                ? new Credentials.Basic(decoded(user), new Secret(decoded(password)))
                : new Credentials.Basic(user, new Secret(password));
    }

    private static String decoded(String percentEncoded) {
        try {
            return URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "schema.registry.url: credentials are not percent-encoded");
        }
    }

    private static URI withoutUserInfo(URI url) {
        if (url.getRawUserInfo() == null) {
            return url;
        }
        try {
            return new URI(
                    url.getScheme(), null, url.getHost(), url.getPort(), url.getPath(), null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("schema.registry.url: not an address");
        }
    }

    private TlsSettings tls() {
        text("ssl.endpoint.identification.algorithm")
                .filter(name -> !name.equalsIgnoreCase("https"))
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            NAMESPACE
                                    + "ssl.endpoint.identification.algorithm: host names are always checked");
                });
        return new TlsSettings(trust(), identity(), protocols());
    }

    private Optional<TlsSettings.Store> trust() {
        Optional<String> location = text("ssl.truststore.location");
        Optional<String> certificates = text("ssl.truststore.certificates");
        String type = storeType("ssl.truststore.type");
        if (!type.equals("PEM")) {
            refuse(certificates, "ssl.truststore.certificates", "needs ssl.truststore.type=PEM");
            return location.map(path ->
                    new TlsSettings.Store.File(
                            Path.of(path),
                            type,
                            secret("ssl.truststore.password"),
                            Optional.empty()));
        }
        refuse(
                text("ssl.truststore.password"),
                "ssl.truststore.password",
                "certificates in PEM have none");
        String pem = pemText("ssl.truststore", location, certificates);
        return Optional.of(new TlsSettings.Store.PemText(pem, Optional.empty(), Optional.empty()));
    }

    private Optional<TlsSettings.Store> identity() {
        Optional<String> location = text("ssl.keystore.location");
        Optional<String> key = text("ssl.keystore.key");
        Optional<String> chain = text("ssl.keystore.certificate.chain");
        String type = storeType("ssl.keystore.type");
        if (!type.equals("PEM")) {
            refuse(key, "ssl.keystore.key", "needs ssl.keystore.type=PEM");
            refuse(chain, "ssl.keystore.certificate.chain", "needs ssl.keystore.type=PEM");
            return location.map(path ->
                    new TlsSettings.Store.File(
                            Path.of(path),
                            type,
                            secret("ssl.keystore.password"),
                            secret("ssl.key.password")));
        }
        refuse(
                text("ssl.keystore.password"),
                "ssl.keystore.password",
                "a key in PEM has ssl.key.password");
        if (key.isPresent() != chain.isPresent()) {
            throw new IllegalArgumentException(
                    NAMESPACE + "ssl.keystore.key and .certificate.chain come together");
        }
        String pem = pemText("ssl.keystore", location, chain);
        return Optional.of(
                new TlsSettings.Store.PemText(
                        pem, Optional.of(new Secret(key.orElse(pem))), secret("ssl.key.password")));
    }

    private static String pemText(
            String store, Optional<String> location, Optional<String> inline) {
        if (location.isPresent() == inline.isPresent()) {
            throw new IllegalArgumentException(
                    NAMESPACE + store + ": type PEM needs a location or the text itself, not both");
        }
        return inline.orElseGet(() ->
                TlsSettings.pemFile(
                        NAMESPACE + store + ".location", Path.of(location.orElseThrow())));
    }

    private static void refuse(Optional<String> value, String name, String reason) {
        if (value.isPresent()) {
            throw new IllegalArgumentException(NAMESPACE + name + ": " + reason);
        }
    }

    private String storeType(String name) {
        String type = text(name).orElse("JKS");
        if (!Set.of("JKS", "PKCS12", "PEM").contains(type)) {
            throw new IllegalArgumentException(NAMESPACE + name + ": one of JKS, PKCS12 and PEM");
        }
        return type;
    }

    private List<String> protocols() {
        List<String> protocols = new ArrayList<>();
        text("ssl.enabled.protocols")
                .or(() -> text("ssl.protocol").filter(name -> !name.equals("TLS")))
                .ifPresent(names -> {
                    for (String name : names.split(",", -1)) {
                        protocols.add(name.strip());
                    }
                });
        if (!TLS_PROTOCOLS.containsAll(protocols)) {
            throw new IllegalArgumentException(
                    NAMESPACE + "ssl.enabled.protocols: only TLSv1.2 and TLSv1.3");
        }
        return protocols;
    }

    private Optional<RegistryConfig.Proxy> proxy() {
        Optional<String> host = text("proxy.host");
        int port = number("proxy.port", 0);
        if (host.isPresent() != (port > 0) || port > 65_535) {
            throw new IllegalArgumentException("proxy.host and proxy.port come together");
        }
        return host.map(name -> new RegistryConfig.Proxy(name, port));
    }

    /// Without the line end of the file that it came from.
    private Optional<String> line(String name) {
        return text(name).map(value -> LINE_END.matcher(value).replaceFirst(""));
    }

    private Optional<Secret> secret(String name) {
        return text(name).map(Secret::new);
    }

    /// Kafka's own Password type prints itself as `[hidden]`: anything but plain values is refused
    /// here.
    private Optional<String> text(String name) {
        Object value = settings.get(NAMESPACE + name);
        if (value == null && EITHER.contains(name)) {
            value = settings.get(name);
        }
        return switch (value) {
            case null -> Optional.empty();
            case String text ->
                    text.isEmpty() && !name.endsWith("algorithm")
                            ? Optional.empty()
                            : Optional.of(text);
            case Boolean flag -> Optional.of(flag.toString());
            case Number number -> Optional.of(number.toString());
            case List<?> list ->
                    Optional.of(
                            list.stream().map(String::valueOf).collect(Collectors.joining(",")));
            default -> throw new IllegalArgumentException(name + ": a text, a number or a flag");
        };
    }

    private boolean flag(String name, boolean otherwise) {
        Optional<String> text = text(name).map(value -> value.strip().toLowerCase(Locale.ROOT));
        return switch (text.orElse(Boolean.toString(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + ": true or false");
        };
    }

    private int number(String name, int otherwise) {
        try {
            return text(name).map(value -> Integer.parseInt(value.strip())).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": a whole number");
        }
    }

    private Duration millis(String name, Duration otherwise) {
        return Duration.ofMillis(number(name, Math.toIntExact(otherwise.toMillis())));
    }

    private Duration seconds(String name, Duration otherwise) {
        return Duration.ofSeconds(number(name, Math.toIntExact(otherwise.toSeconds())));
    }
}
