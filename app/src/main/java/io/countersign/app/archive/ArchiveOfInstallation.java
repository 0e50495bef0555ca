package io.countersign.app.archive;

import io.countersign.app.config.Configuration;
import io.countersign.app.s3.S3Connection;
import io.countersign.ledger.storage.s3.S3Endpoint;
import io.countersign.ledger.storage.s3.S3Place;
import io.countersign.sinks.archive.ArchivePlace;
import io.countersign.sinks.archive.CatalogueSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where a configuration says that the archive is.
public final class ArchiveOfInstallation {
    private ArchiveOfInstallation() {}

    /// The catalogue, or else the directory.
    public static ArchivePlace place(Configuration configuration) {
        return catalogue(configuration)
                .<ArchivePlace>map(ArchivePlace.InCatalogue::new)
                .orElseGet(() ->
                        new ArchivePlace.InDirectory(
                                configuration.resolve(configuration.archive().directory())));
    }

    /// How the catalogue is reached; empty where the archive is in a directory.
    private static Optional<CatalogueSettings> catalogue(Configuration configuration) {
        return configuration
                .archive()
                .catalogue()
                .map(stated ->
                        new CatalogueSettings(
                                stated.uri().toString(),
                                stated.warehouse(),
                                stated.namespace(),
                                isBucket(stated.storage())
                                        ? stated.storage()
                                        : configuration
                                                .resolve(Path.of(stated.storage()))
                                                .toString(),
                                stated.token().map(configuration::resolve),
                                stated.credential().map(configuration::resolve),
                                stated.oauth2().map(Object::toString),
                                stated.scope(),
                                isBucket(stated.storage()) ? bucket(configuration) : Map.of()));
    }

    private static boolean isBucket(String storage) {
        return storage.startsWith(S3Place.SCHEME);
    }

    private static Map<String, String> bucket(Configuration configuration) {
        S3Endpoint endpoint = S3Connection.endpoint(configuration);
        Map<String, String> files = new HashMap<>();
        files.put(CatalogueSettings.FILES_CLASS, BucketFiles.class.getName());
        endpoint.endpoint().ifPresent(uri -> files.put(BucketFiles.ENDPOINT, uri.toString()));
        endpoint.region().ifPresent(region -> files.put(BucketFiles.REGION, region));
        endpoint.credentials()
                .ifPresent(file -> files.put(BucketFiles.CREDENTIALS, file.toString()));
        files.put(BucketFiles.PATH_STYLE, Boolean.toString(endpoint.pathStyle()));
        return files;
    }
}
