package io.countersign.sinks.siem.splunk;

import io.countersign.schemas.json.Json;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Requests to a collector. Pure.
final class HecRequestBuilder {
    private static final String CHANNEL = "X-Splunk-Request-Channel";

    private HecRequestBuilder() {}

    /// The events as JSON objects one behind the other.
    static HttpRequest.Builder events(URI endpoint, UUID channel, String token, Batch batch) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(batch.bytes() + batch.size());
        for (OutboundEvent event : batch.events()) {
            body.writeBytes(event.payload());
            body.write('\n');
        }
        return post(endpoint, "/services/collector/event", channel, token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
    }

    /// Asks which of the acknowledgements of a channel are there.
    static HttpRequest.Builder acknowledgements(
            URI endpoint, UUID channel, String token, Collection<Long> ids) {
        List<Json> asked =
                ids.stream().<Json>map(id -> new Json.Num(BigDecimal.valueOf(id))).toList();
        Json body = new Json.Obj(Map.of("acks", new Json.Arr(asked)));
        return post(endpoint, "/services/collector/ack", channel, token)
                .POST(HttpRequest.BodyPublishers.ofString(body.text()));
    }

    /// Sends no event: with a good token the collector answers code 5, no data.
    static HttpRequest.Builder nothing(URI endpoint, UUID channel, String token) {
        return post(endpoint, "/services/collector/event", channel, token)
                .POST(HttpRequest.BodyPublishers.noBody());
    }

    private static HttpRequest.Builder post(URI endpoint, String path, UUID channel, String token) {
        return HttpRequest.newBuilder(URI.create(endpoint + path))
                .header("Authorization", "Splunk " + token)
                .header("Content-Type", "application/json; charset=utf-8")
                .header(CHANNEL, channel.toString());
    }
}
