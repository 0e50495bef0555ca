package io.countersign.sinks.archive;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.jspecify.annotations.Nullable;

/// Iceberg's own catalogue and its own handlers of the REST protocol behind a port of this machine,
/// with a warehouse in a directory. It lets something happen around a commit.
public final class LocalCatalogue implements AutoCloseable {
    static final String TOKEN = "not-a-real-token-83c1";

    private final ObjectMapper json = new ObjectMapper();
    private final WarehouseCatalogue catalogue;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path warehouse;
    private volatile Commits commits = new Commits() {};

    /// What happens around commits.
    interface Commits {
        default void before(String table) {}

        /// Done, and not answered yet.
        default void after(String table) {}
    }

    private LocalCatalogue(Path warehouse) throws IOException {
        this.warehouse = warehouse;
        this.catalogue = new WarehouseCatalogue(warehouse);
        json.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
        json.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        json.setPropertyNamingStrategy(new PropertyNamingStrategies.KebabCaseStrategy());
        RESTSerializers.registerAll(json);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/", this::answer);
        server.start();
    }

    static LocalCatalogue start(Path warehouse) throws IOException {
        Files.writeString(token(warehouse), TOKEN + "\n");
        return new LocalCatalogue(Files.createDirectories(warehouse));
    }

    private static Path token(Path warehouse) {
        return warehouse.resolveSibling("catalogue.token");
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    WarehouseCatalogue behind() {
        return catalogue;
    }

    void around(Commits happens) {
        commits = happens;
    }

    ArchivePlace place() {
        return place(uri(), warehouse);
    }

    /// The archive in such a catalogue.
    public static ArchivePlace place(String uri, Path warehouse) {
        return new ArchivePlace.InCatalogue(
                new CatalogueSettings(
                        uri,
                        Optional.empty(),
                        "hospital.audit",
                        warehouse.toString(),
                        Optional.of(token(warehouse)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        int code = 200;
        Object body;
        try {
            if (!("Bearer " + TOKEN)
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                throw new NotAuthorizedException("who are you");
            }
            body = answered(exchange);
        } catch (RuntimeException e) {
            code = code(e);
            body =
                    ErrorResponse.builder()
                            .responseCode(code)
                            .withType(e.getClass().getSimpleName())
                            .withMessage(String.valueOf(e.getMessage()))
                            .build();
        }
        byte[] bytes = body == null ? new byte[0] : json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(
                bytes.length == 0 ? 204 : code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static int code(RuntimeException e) {
        return switch (e) {
            case NotAuthorizedException unused -> 401;
            case NoSuchNamespaceException unused -> 404;
            case NoSuchTableException unused -> 404;
            case NotFoundException unused -> 404;
            case AlreadyExistsException unused -> 409;
            case CommitFailedException unused -> 409;
            default -> 500;
        };
    }

    private @Nullable Object answered(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        List<String> path =
                Arrays.asList(
                        exchange.getRequestURI().getPath().substring("/v1/".length()).split("/"));
        String request =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.getFirst().equals("config")) {
            return ConfigResponse.builder().build();
        }
        if (path.size() == 1) {
            return CatalogHandlers.createNamespace(
                    catalogue, json.readValue(request, CreateNamespaceRequest.class));
        }
        Namespace namespace = Namespace.of(path.get(1).split("\u001f"));
        if (path.size() == 3 && method.equals("GET")) {
            return CatalogHandlers.listTables(catalogue, namespace);
        }
        if (path.size() == 3) {
            CreateTableRequest create = json.readValue(request, CreateTableRequest.class);
            return create.stageCreate()
                    ? CatalogHandlers.stageTableCreate(catalogue, namespace, create)
                    : CatalogHandlers.createTable(catalogue, namespace, create);
        }
        TableIdentifier table = TableIdentifier.of(namespace, path.get(3));
        return switch (method) {
            case "GET" -> CatalogHandlers.loadTable(catalogue, table, SnapshotMode.ALL);
            case "POST" -> committed(table, json.readValue(request, UpdateTableRequest.class));
            default -> {
                CatalogHandlers.dropTable(catalogue, table);
                yield null;
            }
        };
    }

    private Object committed(TableIdentifier table, UpdateTableRequest request) {
        commits.before(table.name());
        Object done = CatalogHandlers.updateTable(catalogue, table, request);
        commits.after(table.name());
        return done;
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        catalogue.close();
    }
}
