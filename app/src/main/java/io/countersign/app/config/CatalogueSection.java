package io.countersign.app.config;

import io.countersign.app.config.Configuration.Catalogue;
import io.countersign.ledger.storage.s3.S3Place;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `archive.catalog`.
final class CatalogueSection {
    /// In clear only to this machine.
    private static final Pattern URI_TEXT =
            Pattern.compile(
                    "https://[^\\s@?#]{1,500}|http://(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?(/[^\\s@?#]{0,400})?");

    private static final Pattern NAMESPACE =
            Pattern.compile("[a-z0-9_]{1,60}(\\.[a-z0-9_]{1,60}){0,4}");
    private static final int MAX_CACHE_MEGABYTES = 1 << 20;

    private CatalogueSection() {}

    static Optional<Catalogue> read(Section section) {
        boolean stated = !section.names().isEmpty();
        Optional<URI> uri = uri(section, "uri", "(none)");
        Optional<String> warehouse = text(section, "warehouse", "(the catalogue's own)");
        String namespace = section.text("namespace", Catalogue.STANDARD_NAMESPACE);
        Optional<String> storage = text(section, "storage", "(none)");
        Optional<Path> token = text(section, "token-file", "(none)").map(Path::of);
        Optional<Path> credential = text(section, "credential-file", "(none)").map(Path::of);
        Optional<URI> oauth2 = uri(section, "oauth2-uri", "(the catalogue)");
        Optional<String> scope = text(section, "scope", "(none)");
        int cache =
                section.number(
                        "cache-megabytes",
                        Catalogue.STANDARD_CACHE_MEGABYTES,
                        1,
                        MAX_CACHE_MEGABYTES);
        section.close();
        if (!stated) {
            return Optional.empty();
        }
        if (!NAMESPACE.matcher(namespace).matches()) {
            section.problem(
                    "namespace", "is a name of a-z, 0-9 and _, or several with dots between");
        }
        if (token.isPresent() && credential.isPresent()) {
            section.problem("token-file", "goes without credential-file: one says who we are");
        }
        if (storage.isPresent()
                && storage.get().startsWith(S3Place.SCHEME)
                && S3Place.parse(storage.get()).isEmpty()) {
            section.problem("storage", "is s3://bucket/prefix, or a directory");
        }
        for (String required : new String[] {"uri", "storage"}) {
            if (!section.states(required)) {
                section.problem(
                        required,
                        required.equals("uri")
                                ? "is the catalogue's address"
                                : "is where the tables' files lie: s3://bucket/prefix, or a directory");
            }
        }
        return uri.isEmpty() || storage.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Catalogue(
                                uri.get(),
                                warehouse,
                                namespace,
                                storage.get(),
                                token,
                                credential,
                                oauth2,
                                scope,
                                cache));
    }

    private static Optional<String> text(Section section, String key, String otherwise) {
        boolean stated = section.states(key);
        String text = section.text(key, otherwise);
        return stated ? Optional.of(text) : Optional.empty();
    }

    private static Optional<URI> uri(Section section, String key, String otherwise) {
        Optional<String> text = text(section, key, otherwise);
        if (text.isPresent() && !URI_TEXT.matcher(text.get()).matches()) {
            section.problem(key, "must be https://host:port/path, or http:// on loopback");
            return Optional.empty();
        }
        return text.map(URI::create);
    }
}
