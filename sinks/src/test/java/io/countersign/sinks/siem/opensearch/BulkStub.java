package io.countersign.sinks.siem.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.HttpStub.Request;
import io.countersign.sinks.siem.http.HttpStub.Response;
import io.countersign.sinks.siem.http.StubbedReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A cluster as probes of a real OpenSearch 3.8 showed it: a body has to end with a line, a busy
/// node answers 200 with 429 for items, a document that is there already is 409 and is not written
/// again, and the template has to be there first.
final class BulkStub extends StubbedReceiver {
    static final String USER = "countersign";
    static final String PASSWORD = "invented-first";
    static final String NEW_PASSWORD = "invented-second";

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> documents = new LinkedHashMap<>();
    private boolean template;

    private volatile String password = PASSWORD;

    BulkStub(HttpStub.Certificate certificate) throws Exception {
        super(certificate);
    }

    @Override
    protected synchronized Response answer(Request request) {
        String pair = USER + ":" + password;
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
        if (!request.header("Authorization").equals(expected)) {
            return Response.of(401, "Unauthorized");
        }
        if (request.path().startsWith("/_index_template/") && request.method().equals("PUT")) {
            template = true;
            return Response.of(200, "{\"acknowledged\":true}");
        }
        if (!request.path().equals("/_bulk") || !template || !request.body().endsWith("\n")) {
            return Response.of(400, "{\"error\":{\"type\":\"illegal_argument_exception\"}}");
        }
        try {
            return items(request.body().split("\n"));
        } catch (IOException e) {
            return Response.of(400, "{\"error\":{\"type\":\"illegal_argument_exception\"}}");
        }
    }

    private Response items(String[] lines) throws IOException {
        ArrayNode items = json.createArrayNode();
        boolean errors = false;
        for (int line = 0; line < lines.length; line += 2) {
            JsonNode create = json.readTree(lines[line]).path("create");
            String id = create.path("_id").asText();
            JsonNode document = json.readTree(lines[line + 1]);
            ObjectNode item = items.addObject().putObject("create");
            int status = status(id, create, document);
            item.put("status", status);
            if (status == 400) {
                item.putObject("error").put("type", "mapper_parsing_exception");
            }
            errors |= status != 201;
            if (status == 201) {
                ids.add(id);
                documents.put(id, lines[line + 1]);
            }
        }
        ObjectNode reply = json.createObjectNode().put("errors", errors);
        reply.set("items", items);
        return Response.of(200, reply.toString());
    }

    private int status(String id, JsonNode create, JsonNode document) {
        if (isBusy()) {
            return 429;
        }
        if (documents.containsKey(id)) {
            return 409;
        }
        boolean fits =
                create.path("_index").asText().matches("countersign-ecs-\\d{4}\\.\\d{2}")
                        && document.path("event").path("id").asText().equals(id);
        return fits && !refuses(id) ? 201 : 400;
    }

    @Override
    public synchronized List<String> eventIds() {
        return List.copyOf(ids);
    }

    @Override
    public synchronized String stored(String eventId) {
        return documents.getOrDefault(eventId, "");
    }

    @Override
    public void rotateCredentials() {
        password = NEW_PASSWORD;
    }
}
