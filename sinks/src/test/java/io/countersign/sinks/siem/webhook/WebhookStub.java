package io.countersign.sinks.siem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.sinks.siem.delivery.Receiver;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.HttpStub.Request;
import io.countersign.sinks.siem.http.HttpStub.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A receiver that checks the signature as the guide says, and takes JSON only.
final class WebhookStub implements Receiver {
    static final String SECRET = "invented-signing-secret";
    static final String NEW_SECRET = "invented-next-signing-secret";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpStub http;
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> bodies = new LinkedHashMap<>();

    private volatile String secret = SECRET;
    private volatile boolean busy;
    private volatile Predicate<String> refused = id -> false;

    WebhookStub(HttpStub.Certificate certificate) throws Exception {
        http = new HttpStub(certificate, this::answer);
    }

    String address() {
        return http.address();
    }

    private synchronized Response answer(Request request) {
        long seconds = Long.parseLong(request.header("X-Countersign-Timestamp"));
        String expected =
                Signature.of(secret, seconds, request.body().getBytes(StandardCharsets.UTF_8));
        if (!request.header("X-Countersign-Signature").equals(expected)) {
            return Response.of(401, "");
        }
        if (busy) {
            return Response.of(429, "");
        }
        String id = request.header("X-Countersign-Event-Id");
        if (refused.test(id)) {
            return Response.of(422, "cannot take " + request.body());
        }
        try {
            JsonNode unused = json.readTree(request.body());
        } catch (IOException e) {
            return Response.of(400, "");
        }
        ids.add(id);
        bodies.put(id, request.body());
        return Response.of(202, "");
    }

    @Override
    public synchronized List<String> eventIds() {
        return List.copyOf(ids);
    }

    @Override
    public synchronized String stored(String eventId) {
        return bodies.getOrDefault(eventId, "");
    }

    @Override
    public void away(boolean away) {
        http.away(away);
    }

    @Override
    public void busy(boolean isBusy) {
        busy = isBusy;
    }

    @Override
    public void slow(Duration delay) {
        http.slow(delay);
    }

    @Override
    public void refuseEvents(Predicate<String> eventId) {
        refused = eventId;
    }

    @Override
    public void rotateCredentials() {
        secret = NEW_SECRET;
    }

    @Override
    public void close() {
        http.close();
    }
}
