package io.countersign.sinks.siem.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.HttpStub.Request;
import io.countersign.sinks.siem.http.HttpStub.Response;
import io.countersign.sinks.siem.http.StubbedReceiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A receiver of OTLP logs that holds to the specification: path, media type, JSON mapping, partial
/// success with a count and no names.
final class OtlpStub extends StubbedReceiver {
    static final String TOKEN = "Bearer invented.first";
    static final String NEW_TOKEN = "Bearer invented.second";

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> records = new LinkedHashMap<>();

    private volatile String token = TOKEN;

    OtlpStub(HttpStub.Certificate certificate) throws Exception {
        super(certificate);
    }

    @Override
    protected synchronized Response answer(Request request) {
        if (!request.path().equals("/v1/logs")
                || !request.header("Content-Type").equals("application/json")) {
            return Response.of(404, "");
        }
        if (!request.header("Authorization").equals(token)) {
            return Response.of(401, "");
        }
        if (isBusy()) {
            return new Response(503, Map.of("Retry-After", "1"), "");
        }
        try {
            int rejected = 0;
            JsonNode scope =
                    json.readTree(request.body())
                            .path("resourceLogs")
                            .path(0)
                            .path("scopeLogs")
                            .path(0);
            for (JsonNode record : scope.path("logRecords")) {
                if (!record.path("timeUnixNano").isTextual()
                        || !record.path("severityNumber").isInt()
                        || !record.path("body").path("stringValue").isTextual()) {
                    return Response.of(400, "{\"code\":3,\"message\":\"invalid\"}");
                }
                JsonNode id = record.path("attributes").path(0);
                String value = id.path("value").path("stringValue").asText();
                if (!id.path("key").asText().equals("event.id") || refuses(value)) {
                    rejected++;
                } else {
                    ids.add(value);
                    records.put(value, record.path("body").path("stringValue").asText());
                }
            }
            return Response.of(
                    200,
                    rejected == 0
                            ? "{}"
                            : "{\"partialSuccess\":{\"rejectedLogRecords\":\""
                                    + rejected
                                    + "\",\"errorMessage\":\"refused\"}}");
        } catch (IOException e) {
            return Response.of(400, "{\"code\":3,\"message\":\"invalid\"}");
        }
    }

    @Override
    public synchronized List<String> eventIds() {
        return List.copyOf(ids);
    }

    @Override
    public synchronized String stored(String eventId) {
        return records.getOrDefault(eventId, "");
    }

    @Override
    public void rotateCredentials() {
        token = NEW_TOKEN;
    }
}
