package io.countersign.sinks.siem.opensearch;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The body of one `_bulk` request: for each event an action and its document, a line each, the
/// last ended too. `create` with the event's id: what is there already is answered 409 and not
/// written again. Pure.
final class BulkRequest {
    private BulkRequest() {}

    static byte[] body(Batch batch, IndexName index) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(batch.bytes() + 128 * batch.size());
        for (OutboundEvent event : batch.events()) {
            String action =
                    "{\"create\":{\"_index\":\"%s\",\"_id\":\"%s\"}}\n"
                            .formatted(
                                    index.of(event.timeMillis()),
                                    new String(
                                            JsonStringEncoder.getInstance()
                                                    .quoteAsString(event.eventId())));
            out.writeBytes(action.getBytes(StandardCharsets.UTF_8));
            out.writeBytes(event.payload());
            out.write('\n');
        }
        return out.toByteArray();
    }
}
