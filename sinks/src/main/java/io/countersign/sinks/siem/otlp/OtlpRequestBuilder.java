package io.countersign.sinks.siem.otlp;

import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Export requests. Pure.
final class OtlpRequestBuilder {
    private static final byte[] OPEN =
            ("{\"resourceLogs\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
                            + "{\"stringValue\":\"countersign\"}}]},\"scopeLogs\":[{\"scope\":"
                            + "{\"name\":\"io.countersign\"},\"logRecords\":[")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "]}]}]}".getBytes(StandardCharsets.US_ASCII);

    private OtlpRequestBuilder() {}

    /// The records under one resource and scope.
    static HttpRequest.Builder logs(URI address, Batch batch) {
        return post(address, batch.events());
    }

    /// An export without records, which a receiver has to take.
    static HttpRequest.Builder nothing(URI address) {
        return post(address, List.of());
    }

    private static HttpRequest.Builder post(URI address, List<OutboundEvent> events) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(64 * 1024);
        body.writeBytes(OPEN);
        boolean first = true;
        for (OutboundEvent event : events) {
            if (!first) {
                body.write(',');
            }
            body.writeBytes(event.payload());
            first = false;
        }
        body.writeBytes(CLOSE);
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
    }
}
