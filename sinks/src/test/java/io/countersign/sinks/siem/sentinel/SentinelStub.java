package io.countersign.sinks.siem.sentinel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.HttpStub.Request;
import io.countersign.sinks.siem.http.HttpStub.Response;
import io.countersign.sinks.siem.http.StubbedReceiver;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Logs Ingestion API and its token endpoint, as strict as Microsoft's documentation: form
/// post, bearer token, api-version, one JSON array, TimeGenerated in each row, 1 MB a call, no
/// partial result. It refuses a field above 64 KB where the real one cuts it without a word.
final class SentinelStub extends StubbedReceiver {
    static final String SECRET = "Q~invented-secret-of-the-application";
    static final String NEW_SECRET = "Q~the-next-invented-secret";
    static final String PATH = "/dataCollectionRules/dcr-0123/streams/Custom-Countersign_CL";

    private static final int MAX_BYTES = 1_000_000;
    private static final int MAX_FIELD_BYTES = 64 * 1024;

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> rows = new LinkedHashMap<>();

    private volatile String secret = SECRET;
    private volatile String token = "first.token";

    SentinelStub(HttpStub.Certificate certificate) throws Exception {
        super(certificate);
    }

    /// Tokens that were given are not good any more, as after an hour.
    void endTokens() {
        token = "second.token";
    }

    @Override
    protected synchronized Response answer(Request request) {
        if (request.path().equals("/tenant-1/oauth2/v2.0/token")) {
            return token(request);
        }
        if (!request.path().equals(PATH) || !request.query().equals("api-version=2023-01-01")) {
            return Response.of(404, "{\"error\":{\"code\":\"NotFound\"}}");
        }
        if (!request.header("Authorization").equals("Bearer " + token)) {
            return Response.of(401, "{\"error\":{\"code\":\"InvalidToken\"}}");
        }
        if (isBusy()) {
            return new Response(429, Map.of("Retry-After", "1"), "");
        }
        if (request.bytes() > MAX_BYTES) {
            return Response.of(413, "{\"error\":{\"code\":\"ContentLengthLimitExceeded\"}}");
        }
        return rows(request);
    }

    private Response token(Request request) {
        boolean form =
                request.header("Content-Type").equals("application/x-www-form-urlencoded")
                        && request.body()
                                .contains("scope=https%3A%2F%2Fmonitor.azure.com%2F.default")
                        && request.body().contains("grant_type=client_credentials");
        String wanted = "client_secret=" + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return form && request.body().contains(wanted)
                ? Response.of(
                        200,
                        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\""
                                + token
                                + "\"}")
                : Response.of(401, "{\"error\":\"invalid_client\"}");
    }

    private Response rows(Request request) {
        try {
            JsonNode array = json.readTree(request.body());
            if (!array.isArray() || array.isEmpty()) {
                return malformed();
            }
            for (JsonNode row : array) {
                Instant unused = Instant.parse(row.path("TimeGenerated").asText());
                for (JsonNode field : row) {
                    if (field.toString().getBytes(StandardCharsets.UTF_8).length
                            > MAX_FIELD_BYTES) {
                        return malformed();
                    }
                }
                if (refuses(row.path("EventId").asText())) {
                    return malformed();
                }
            }
            for (JsonNode row : array) {
                ids.add(row.path("EventId").asText());
                rows.put(row.path("EventId").asText(), row.toString());
            }
            return Response.of(204, "");
        } catch (IOException | DateTimeParseException e) {
            return malformed();
        }
    }

    private static Response malformed() {
        return Response.of(400, "{\"error\":{\"code\":\"InvalidPayload\"}}");
    }

    @Override
    public synchronized List<String> eventIds() {
        return List.copyOf(ids);
    }

    @Override
    public synchronized String stored(String eventId) {
        return rows.getOrDefault(eventId, "");
    }

    @Override
    public void rotateCredentials() {
        secret = NEW_SECRET;
    }
}
