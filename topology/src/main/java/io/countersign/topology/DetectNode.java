package io.countersign.topology;

import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.LeafReader;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/// Node `detect`: a VIOLATION becomes an alert. Its id follows from the entry's leaf hash, so that
/// a second delivery is known as the same alert.
final class DetectNode extends ContextualProcessor<byte[], byte[], Void, Object> {
    /// The class of an alert for one event that violates the policy.
    static final String PHI_DISCLOSED = "PHI_DISCLOSED";

    private static final int ID_BYTES = 16;

    private final LeafReader leaves;
    private final AvroDecoder<AuditEntry> decoder;

    DetectNode(SchemaResolver schemas) {
        this.leaves = new LeafReader(schemas);
        this.decoder = new AvroDecoder<>(AuditEntry.class, schemas);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        AuditEntry entry = decoder.framed(record.value());
        if (entry.getEvent().isEmpty()
                || entry.getEvent().get().getDisposition() != Disposition.VIOLATION) {
            return;
        }
        EntryRef cause =
                new EntryRef(
                        entry.getChain(),
                        entry.getSeq(),
                        LeafHash.of(leaves.read(record.value()).bytes()));
        Alert alert = alert(cause, entry.getEvent().get(), record.timestamp());
        context().forward(new Record<>(null, alert, record.timestamp()), AlertTopology.ALERTS);
        context()
                .forward(
                        new Record<>(null, control(alert), record.timestamp()),
                        AlertTopology.CONTROL);
    }

    private static Alert alert(EntryRef cause, EventEntry event, long nowMillis) {
        String id = HexFormat.of().formatHex(cause.getLeafHash().bytes(), 0, ID_BYTES);
        return new Alert(id, PHI_DISCLOSED, event.getSeverity(), nowMillis, cause, event);
    }

    private static ControlRecord control(Alert alert) {
        AlertEntry chained =
                new AlertEntry(
                        alert.getId(),
                        alert.getAlertClass(),
                        alert.getSeverity(),
                        List.of(alert.getCause()));
        return new ControlRecord(
                ControlKind.ALERT, "alert", alert.getRaisedMillis(), chained, null, null);
    }
}
