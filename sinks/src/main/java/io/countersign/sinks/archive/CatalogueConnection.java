package io.countersign.sinks.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTSessionCatalog;
import org.apache.iceberg.rest.auth.OAuth2Properties;

/// How a catalogue is reached: secrets, files, and what its refusals mean.
final class CatalogueConnection {
    private static final String CONNECT_LIMIT_MS = "10000";

    /// Between two bytes of an answer.
    private static final String READ_LIMIT_MS = "60000";

    private CatalogueConnection() {}

    /// What reaches the tables' files.
    static TableFiles files(CatalogueSettings settings) throws IOException {
        String type = settings.files().get(CatalogueSettings.FILES_CLASS);
        if (type == null) {
            Path directory = Path.of(settings.storage());
            Files.createDirectories(directory);
            return new DirectoryFiles(directory);
        }
        try {
            // By the loader of who runs this, since a worker of Connect loads us by another.
            TableFiles files =
                    Class.forName(type, true, CatalogueConnection.class.getClassLoader())
                            .asSubclass(TableFiles.class)
                            .getDeclaredConstructor()
                            .newInstance();
            Map<String, String> properties = new HashMap<>(settings.files());
            properties.put(CatalogueSettings.FILES_STORAGE, settings.storage());
            files.initialize(properties);
            return files;
        } catch (ReflectiveOperationException e) {
            throw new ArchiveFailedException(
                    "there is nothing here that reaches " + settings.storage(), e);
        }
    }

    /// @throws ArchiveFailedException where it cannot be reached, or does not let us in
    static RESTCatalog open(CatalogueSettings settings, TableFiles files) throws IOException {
        RESTCatalog catalogue =
                new RESTCatalog() {
                    // Whatever a catalogue says about files, ours are used.
                    @Override
                    protected RESTSessionCatalog newSessionCatalog(
                            Function<Map<String, String>, RESTClient> clients) {
                        return new RESTSessionCatalog(clients, (context, given) -> files);
                    }
                };
        try {
            catalogue.initialize("countersign", properties(settings));
            return catalogue;
        } catch (RuntimeException e) {
            catalogue.close();
            throw failure(settings, e);
        }
    }

    private static Map<String, String> properties(CatalogueSettings settings) throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.URI, settings.uri());
        properties.put("rest.client.connection-timeout-ms", CONNECT_LIMIT_MS);
        properties.put("rest.client.socket-timeout-ms", READ_LIMIT_MS);
        settings.warehouse()
                .ifPresent(name -> properties.put(CatalogProperties.WAREHOUSE_LOCATION, name));
        if (settings.token().isPresent()) {
            properties.put(OAuth2Properties.TOKEN, secret(settings.token().get()));
        }
        if (settings.credential().isPresent()) {
            properties.put(OAuth2Properties.CREDENTIAL, secret(settings.credential().get()));
        }
        settings.oauth2().ifPresent(uri -> properties.put(OAuth2Properties.OAUTH2_SERVER_URI, uri));
        settings.scope().ifPresent(scope -> properties.put(OAuth2Properties.SCOPE, scope));
        return properties;
    }

    /// Read anew each time, since tokens are exchanged.
    private static String secret(Path file) throws IOException {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new ArchiveFailedException(
                    "the catalogue's secret cannot be read: "
                            + file
                            + " ("
                            + e.getClass().getSimpleName()
                            + ")",
                    e);
        }
    }

    /// What went wrong, without the catalogue's own words, which anybody may have chosen.
    static ArchiveFailedException failure(CatalogueSettings settings, RuntimeException e) {
        if (e instanceof ArchiveMovedException) {
            throw e;
        }
        String place = "the catalogue " + settings.uri();
        String message =
                switch (e) {
                    case NotAuthorizedException unused ->
                            place
                                    + " does not know us: archive.catalog.token-file or credential-file";
                    case ForbiddenException unused ->
                            place
                                    + " does not allow this: we need to read, create, replace, drop and"
                                    + " commit to the tables of namespace "
                                    + settings.namespace();
                    case NoSuchWarehouseException unused ->
                            place + " has no such warehouse: archive.catalog.warehouse";
                    case IllegalArgumentException unused ->
                            "the tables of namespace "
                                    + settings.namespace()
                                    + " cannot be used: their files do not lie in archive.catalog.storage ("
                                    + settings.storage()
                                    + "), or their snapshots do not say how far they go";
                    case UncheckedIOException unused ->
                            "the files of the archive in "
                                    + settings.storage()
                                    + " cannot be reached";
                    default ->
                            place
                                    + " cannot be reached or does not answer as it should ("
                                    + e.getClass().getSimpleName()
                                    + ")";
                };
        return new ArchiveFailedException(message, e);
    }
}
