package io.countersign.sinks.siem.splunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.HttpStub.Request;
import io.countersign.sinks.siem.http.HttpStub.Response;
import io.countersign.sinks.siem.http.StubbedReceiver;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An event collector that is as strict as Splunk's documentation and probes of the real one say:
/// per-object codes and the rule of the prefix, an unknown key that hides what lies behind it, a
/// cap answered with code 6 at object 0, and acknowledgements that are true once, per channel, and
/// forgotten with what was not written when it is killed.
final class HecStub extends StubbedReceiver {
    static final String TOKEN = "0f1e2d3c-1111-4222-8333-944455566677";
    static final String NEW_TOKEN = "9a8b7c6d-5555-4666-8777-088899900011";

    private static final Set<String> KEYS =
            Set.of("time", "host", "source", "sourcetype", "index", "event", "fields");

    private static final long ACK_DELAY_NANOS = Duration.ofMillis(60).toNanos();

    private final ObjectMapper json = new ObjectMapper();
    private final List<Stored> durable = new ArrayList<>();
    private final Map<String, Channel> channels = new HashMap<>();

    private volatile String token = TOKEN;
    private volatile int maxBytes = 5_242_881;
    private volatile boolean acknowledges = true;

    /// An event that it has.
    private record Stored(String id, String text) {}

    /// A batch that is indexed and not written yet.
    private record Indexed(List<Stored> events, long atNanos, boolean written) {}

    private static final class Channel {
        private final Map<Long, Indexed> open = new HashMap<>();
        private long nextAck;
    }

    HecStub(HttpStub.Certificate certificate) throws Exception {
        super(certificate);
    }

    void maxBytes(int bytes) {
        maxBytes = bytes;
    }

    void acknowledges(boolean on) {
        acknowledges = on;
    }

    /// The process is killed and started again: what was not written and all channels are gone.
    void kill() {
        away(true);
        synchronized (this) {
            channels.clear();
        }
        away(false);
    }

    @Override
    protected synchronized Response answer(Request request) {
        write();
        if (!request.header("Authorization").equals("Splunk " + token)) {
            return Response.of(403, "{\"text\":\"Invalid token\",\"code\":4}");
        }
        if (isBusy()) {
            return Response.of(503, "{\"text\":\"Server is busy\",\"code\":9}");
        }
        String channel = request.header("X-Splunk-Request-Channel");
        if (acknowledges && channel.isEmpty()) {
            return Response.of(400, "{\"text\":\"Data channel is missing\",\"code\":10}");
        }
        return switch (request.path()) {
            case "/services/collector/event" -> events(request, channel);
            case "/services/collector/ack" -> acks(request, channel);
            default -> Response.of(404, "{\"text\":\"not found\",\"code\":404}");
        };
    }

    private Response events(Request request, String channel) {
        if (request.body().isBlank()) {
            return Response.of(400, "{\"text\":\"No data\",\"code\":5}");
        }
        if (request.bytes() > maxBytes) {
            return invalid(6, 0);
        }
        List<Stored> taken = new ArrayList<>();
        Response response = null;
        try (MappingIterator<JsonNode> objects =
                json.readerFor(JsonNode.class).readValues(new StringReader(request.body()))) {
            for (int number = 0; objects.hasNextValue() && response == null; number++) {
                JsonNode object = objects.nextValue();
                response = fault(object, number);
                if (response == null) {
                    taken.add(
                            new Stored(
                                    object.path("fields").path("event_id").asText(),
                                    object.toString()));
                }
                if (hasUnknownKey(object)) {
                    break;
                }
            }
        } catch (IOException e) {
            response = invalid(6, taken.size());
        }
        if (response != null) {
            // What lies before the bad one is indexed, without an acknowledgement.
            index(channel, taken);
            return response;
        }
        long ack = index(channel, taken);
        return Response.of(
                200,
                acknowledges
                        ? "{\"text\":\"Success\",\"code\":0,\"ackId\":" + ack + "}"
                        : "{\"text\":\"Success\",\"code\":0}");
    }

    private @Nullable Response fault(JsonNode object, int number) {
        JsonNode event = object.get("event");
        if (event == null) {
            return invalid(12, number);
        }
        if (event.isNull() || (event.isBoolean() && !event.asBoolean())) {
            return invalid(6, number);
        }
        if (event.isTextual() && event.asText().isBlank()) {
            return invalid(13, number);
        }
        JsonNode fields = object.path("fields");
        for (JsonNode field : fields) {
            if (field.isContainerNode()) {
                return invalid(15, number);
            }
        }
        return refuses(fields.path("event_id").asText()) ? invalid(6, number) : null;
    }

    private static boolean hasUnknownKey(JsonNode object) {
        return object instanceof ObjectNode keys
                && keys.properties().stream().anyMatch(entry -> !KEYS.contains(entry.getKey()));
    }

    private static Response invalid(int code, int number) {
        return Response.of(
                400,
                "{\"text\":\"Invalid data format\",\"code\":"
                        + code
                        + ",\"invalid-event-number\":"
                        + number
                        + "}");
    }

    private long index(String channel, List<Stored> events) {
        if (!acknowledges) {
            durable.addAll(events);
            return -1;
        }
        Channel open = channels.computeIfAbsent(channel, unused -> new Channel());
        long ack = open.nextAck++;
        open.open.put(ack, new Indexed(events, System.nanoTime(), false));
        return ack;
    }

    /// What was indexed long enough ago is on the disk, in the order of its coming.
    private void write() {
        long now = System.nanoTime();
        channels.values().stream()
                .flatMap(channel -> channel.open.entrySet().stream())
                .filter(entry -> now - entry.getValue().atNanos() >= ACK_DELAY_NANOS)
                .filter(entry -> !entry.getValue().written())
                .sorted((a, b) -> Long.compare(a.getValue().atNanos(), b.getValue().atNanos()))
                .forEach(entry -> {
                    durable.addAll(entry.getValue().events());
                    entry.setValue(new Indexed(List.of(), entry.getValue().atNanos(), true));
                });
    }

    private Response acks(Request request, String channel) {
        if (!acknowledges) {
            return Response.of(400, "{\"text\":\"ACK is disabled\",\"code\":14}");
        }
        Channel open = channels.computeIfAbsent(channel, unused -> new Channel());
        ObjectNode acks = json.createObjectNode();
        try {
            for (JsonNode id : json.readTree(request.body()).path("acks")) {
                Indexed batch = open.open.get(id.asLong());
                boolean there = batch != null && batch.written();
                acks.put(id.asText(), there);
                if (there) {
                    // Said once.
                    open.open.remove(id.asLong());
                }
            }
        } catch (IOException e) {
            return Response.of(400, "{\"text\":\"Invalid data format\",\"code\":6}");
        }
        return Response.of(200, json.createObjectNode().set("acks", acks).toString());
    }

    @Override
    public synchronized List<String> eventIds() {
        write();
        return durable.stream().map(Stored::id).toList();
    }

    @Override
    public synchronized String stored(String eventId) {
        return durable.stream()
                .filter(event -> event.id().equals(eventId))
                .map(Stored::text)
                .findFirst()
                .orElse("");
    }

    @Override
    public void rotateCredentials() {
        token = NEW_TOKEN;
    }
}
