package io.countersign.schemas.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.schemas.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.SchemaParser;

/// A registry as documented, and strict: it insists on the media types, the credentials and the
/// paths. Answers can be scripted in front of it. It gives GUIDs, which the real registry of the
/// interop tests does not.
final class FakeRegistry implements AutoCloseable {
    static final String BASE_PATH = "/base/v7";

    /// An answer to give instead of the next one.
    record Scripted(int status, String body) {}

    private record Version(int version, int id, String schema, String type, Json references) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, List<Version>> subjects = new LinkedHashMap<>();
    private final Map<String, String> levels = new LinkedHashMap<>();
    private String globalLevel = "BACKWARD";
    private int lastId;

    final Queue<Scripted> script = new ConcurrentLinkedQueue<>();
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    volatile String requiredAuthorization = "";
    volatile boolean compatible = true;
    volatile boolean hangInBody;

    FakeRegistry() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    FakeRegistry(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port() + BASE_PATH);
    }

    int port() {
        return server.getAddress().getPort();
    }

    static UUID guid(int id) {
        return new UUID(0x0123_4567_89AB_4DEFL, id);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String query = exchange.getRequestURI().getRawQuery();
            requests.add(
                    exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query));
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (hangInBody) {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                Thread.sleep(30_000);
            }
            Scripted scripted = script.poll();
            Scripted answer =
                    scripted != null
                            ? scripted
                            : answer(exchange, path, query == null ? "" : query, body);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Scripted answer(
            HttpExchange exchange, String path, String query, String body) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!requiredAuthorization.equals(authorization == null ? "" : authorization)) {
            return error(401, 401, "Unauthorized");
        }
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        if (accept == null
                || !(accept.contains("application/vnd.schemaregistry.v1+json")
                        || accept.equals("*/*"))) {
            return error(406, 406, "HTTP 406 Not Acceptable");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET")
                && !"application/vnd.schemaregistry.v1+json"
                        .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            return error(415, 415, "HTTP 415 Unsupported Media Type");
        }
        if (!path.startsWith(BASE_PATH + "/")) {
            return new Scripted(404, "");
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.substring(BASE_PATH.length() + 1).split("/", -1)) {
            parts.add(URLDecoder.decode(part, StandardCharsets.UTF_8));
        }
        Json.Obj request = body.isEmpty() ? new Json.Obj(Map.of()) : (Json.Obj) Json.parse(body);
        String route = method + " " + parts.getFirst() + " " + parts.size();
        return switch (route) {
            case "GET subjects 1" ->
                    ok(
                            new Json.Arr(
                                    subjects.keySet().stream()
                                            .map(s -> (Json) new Json.Str(s))
                                            .toList()));
            case "POST subjects 2" -> lookUp(parts.get(1), request);
            case "GET subjects 3" -> versions(parts.get(1));
            case "POST subjects 3" -> register(parts.get(1), request);
            case "GET subjects 4" -> version(parts.get(1), parts.get(3));
            case "GET schemas 3" ->
                    parts.get(1).equals("ids") ? byId(parts.get(2)) : byGuid(parts.get(2));
            case "POST compatibility 4" -> check(parts.get(2), request, query);
            case "GET config 1" -> ok(object("compatibilityLevel", new Json.Str(globalLevel)));
            case "GET config 2" -> level(parts.get(1), query);
            case "PUT config 1" -> {
                globalLevel = request.string("compatibility").orElseThrow();
                yield ok(object("compatibility", new Json.Str(globalLevel)));
            }
            case "PUT config 2" -> {
                levels.put(parts.get(1), request.string("compatibility").orElseThrow());
                yield ok(object("compatibility", new Json.Str(levels.get(parts.get(1)))));
            }
            default -> new Scripted(404, "");
        };
    }

    private Scripted register(String subject, Json.Obj request) {
        String text = request.string("schema").orElse("");
        String type = request.string("schemaType").orElse("AVRO");
        Json references = request.member("references").orElse(new Json.Arr(List.of()));
        if (type.equals("AVRO") && ((Json.Arr) references).items().isEmpty()) {
            try {
                new SchemaParser().parse(text).mainSchema();
            } catch (AvroRuntimeException e) {
                return error(422, 42201, "Invalid schema");
            }
        }
        if (!compatible) {
            return error(
                    409,
                    409,
                    "Schema being registered is incompatible\u001b[31m with an earlier schema");
        }
        List<Version> versions = subjects.computeIfAbsent(subject, s -> new ArrayList<>());
        for (Version version : versions) {
            if (version.schema().equals(text)) {
                return registered(version.id());
            }
        }
        int id =
                subjects.values().stream()
                        .flatMap(List::stream)
                        .filter(version -> version.schema().equals(text))
                        .map(Version::id)
                        .findFirst()
                        .orElseGet(() -> ++lastId);
        versions.add(new Version(versions.size() + 1, id, text, type, references));
        return registered(id);
    }

    private static Scripted registered(int id) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("id", number(id));
        members.put("guid", new Json.Str(guid(id).toString()));
        return ok(new Json.Obj(members));
    }

    private Scripted lookUp(String subject, Json.Obj request) {
        if (!subjects.containsKey(subject)) {
            return error(404, 40401, "Subject not found");
        }
        for (Version version : subjects.get(subject)) {
            if (version.schema().equals(request.string("schema").orElse(""))) {
                return ok(described(subject, version));
            }
        }
        return error(404, 40403, "Schema not found");
    }

    private Scripted versions(String subject) {
        if (!subjects.containsKey(subject)) {
            return error(404, 40401, "Subject not found");
        }
        return ok(
                new Json.Arr(
                        subjects.get(subject).stream().map(v -> number(v.version())).toList()));
    }

    private Scripted version(String subject, String number) {
        if (!subjects.containsKey(subject)) {
            return error(404, 40401, "Subject not found");
        }
        List<Version> versions = subjects.get(subject);
        for (Version version : versions) {
            if (number.equals("latest")
                    ? version.equals(versions.getLast())
                    : number.equals("" + version.version())) {
                return ok(described(subject, version));
            }
        }
        return error(404, 40402, "Version not found");
    }

    private Scripted byId(String id) {
        for (List<Version> versions : subjects.values()) {
            for (Version version : versions) {
                if (id.equals("" + version.id())) {
                    return ok(schema(version));
                }
            }
        }
        return error(404, 40403, "Schema not found");
    }

    private Scripted byGuid(String text) {
        for (int id = 1; id <= lastId; id++) {
            if (text.equals(guid(id).toString())) {
                return byId("" + id);
            }
        }
        return error(404, 40403, "Schema not found");
    }

    private Scripted check(String subject, Json.Obj request, String query) {
        if (!query.equals("verbose=true") || request.string("schema").isEmpty()) {
            return error(400, 400, "Bad request");
        }
        if (!subjects.containsKey(subject)) {
            return error(404, 40401, "Subject not found");
        }
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("is_compatible", new Json.Bool(compatible));
        if (!compatible) {
            members.put(
                    "messages",
                    new Json.Arr(List.of(new Json.Str("READER_FIELD_MISSING_DEFAULT_VALUE"))));
        }
        return ok(new Json.Obj(members));
    }

    private Scripted level(String subject, String query) {
        String level = levels.get(subject);
        if (level == null && !query.equals("defaultToGlobal=true")) {
            return error(
                    404, 40408, "Subject does not have subject-level compatibility configured");
        }
        return ok(object("compatibilityLevel", new Json.Str(level == null ? globalLevel : level)));
    }

    private static Json described(String subject, Version version) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("subject", new Json.Str(subject));
        members.put("id", number(version.id()));
        members.put("version", number(version.version()));
        members.put("guid", new Json.Str(guid(version.id()).toString()));
        members.putAll(((Json.Obj) schema(version)).members());
        return new Json.Obj(members);
    }

    private static Json schema(Version version) {
        Map<String, Json> members = new LinkedHashMap<>();
        if (!version.type().equals("AVRO")) {
            members.put("schemaType", new Json.Str(version.type()));
        }
        members.put("schema", new Json.Str(version.schema()));
        members.put("references", version.references());
        return new Json.Obj(members);
    }

    static Scripted error(int status, int code, String message) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("error_code", number(code));
        members.put("message", new Json.Str(message));
        return new Scripted(status, new Json.Obj(members).text());
    }

    private static Scripted ok(Json body) {
        return new Scripted(200, body.text());
    }

    private static Json object(String name, Json value) {
        return new Json.Obj(Map.of(name, value));
    }

    private static Json number(int value) {
        return new Json.Num(BigDecimal.valueOf(value));
    }
}
