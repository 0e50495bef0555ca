package io.countersign.sinks.siem.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.HttpStub.Request;
import io.countersign.sinks.siem.http.HttpStub.Response;
import io.countersign.sinks.siem.http.StubbedReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A receiver that checks the signature as the guide says, and takes JSON only.
final class WebhookStub extends StubbedReceiver {
    static final String SECRET = "invented-signing-secret";
    static final String NEW_SECRET = "invented-next-signing-secret";

    private final ObjectMapper json = new ObjectMapper();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, String> bodies = new LinkedHashMap<>();

    private volatile String secret = SECRET;

    WebhookStub(HttpStub.Certificate certificate) throws Exception {
        super(certificate);
    }

    @Override
    protected synchronized Response answer(Request request) {
        long seconds = Long.parseLong(request.header("X-Countersign-Timestamp"));
        String expected =
                Signature.of(secret, seconds, request.body().getBytes(StandardCharsets.UTF_8));
        if (!request.header("X-Countersign-Signature").equals(expected)) {
            return Response.of(401, "");
        }
        if (isBusy()) {
            return Response.of(429, "");
        }
        String id = request.header("X-Countersign-Event-Id");
        if (refuses(id)) {
            return Response.of(422, "cannot take " + request.body());
        }
        try {
            if (json.readTree(request.body()).isMissingNode()) {
                return Response.of(400, "");
            }
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
    public void rotateCredentials() {
        secret = NEW_SECRET;
    }
}
