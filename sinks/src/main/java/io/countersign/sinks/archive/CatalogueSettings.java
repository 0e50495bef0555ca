package io.countersign.sinks.archive;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How to reach the tables of an archive in a catalogue that speaks Iceberg's REST protocol. It
/// holds no secret, only where they lie.
///
/// @param uri of the catalogue
/// @param warehouse as the catalogue calls it; empty: its own
/// @param namespace of the tables, its parts separated by dots
/// @param storage what the tables' files lie in: a directory, or a bucket and prefix
/// @param token a file with a bearer token
/// @param credential a file with `client-id:secret`, for which the catalogue or `oauth2` gives
///   tokens
/// @param oauth2 who gives tokens; empty: the catalogue
/// @param scope of these tokens
/// @param files the class of [TableFiles] that reaches a bucket, and its settings; empty: a
///   directory
public record CatalogueSettings(
        String uri,
        Optional<String> warehouse,
        String namespace,
        String storage,
        Optional<Path> token,
        Optional<Path> credential,
        Optional<String> oauth2,
        Optional<String> scope,
        Map<String, String> files) {
    /// Key of the class in `files`; it has a constructor without arguments and is initialised with
    /// the others.
    public static final String FILES_CLASS = "class";

    /// Key of the storage among what the class is initialised with.
    public static final String FILES_STORAGE = "storage";

    private static final String FILES = "files.";

    public CatalogueSettings {
        files = Map.copyOf(files);
    }

    /// As texts, which [#of] reads.
    public Map<String, String> toProperties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("uri", uri);
        properties.put("namespace", namespace);
        properties.put("storage", storage);
        warehouse.ifPresent(value -> properties.put("warehouse", value));
        token.ifPresent(value -> properties.put("token.file", value.toString()));
        credential.ifPresent(value -> properties.put("credential.file", value.toString()));
        oauth2.ifPresent(value -> properties.put("oauth2.uri", value));
        scope.ifPresent(value -> properties.put("scope", value));
        files.forEach((key, value) -> properties.put(FILES + key, value));
        return properties;
    }

    /// @throws IllegalArgumentException where one of `uri`, `namespace` and `storage` is missing
    public static CatalogueSettings of(Map<String, String> properties) {
        Map<String, String> files = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(FILES)) {
                files.put(key.substring(FILES.length()), value);
            }
        });
        return new CatalogueSettings(
                required(properties, "uri"),
                Optional.ofNullable(properties.get("warehouse")),
                required(properties, "namespace"),
                required(properties, "storage"),
                Optional.ofNullable(properties.get("token.file")).map(Path::of),
                Optional.ofNullable(properties.get("credential.file")).map(Path::of),
                Optional.ofNullable(properties.get("oauth2.uri")),
                Optional.ofNullable(properties.get("scope")),
                files);
    }

    private static String required(Map<String, String> properties, String key) {
        String value = properties.get(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("a catalogue needs " + key);
        }
        return value;
    }
}
