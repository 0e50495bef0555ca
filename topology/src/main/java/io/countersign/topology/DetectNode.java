package io.countersign.topology;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.WatchedKind;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.topology.alerts.WatchKeys;
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

    private final AvroDecoder<WatchedEvent> decoder;

    DetectNode(SchemaResolver schemas) {
        this.decoder = new AvroDecoder<>(WatchedEvent.class, schemas);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        WatchedEvent watched = decoder.framed(record.value());
        if (watched.getKind() != WatchedKind.EVENT) {
            return;
        }
        EventEntry event = watched.getEvent().orElseThrow();
        if (event.getDisposition() != Disposition.VIOLATION
                || !watched.getKeys().contains(WatchKeys.about(event))) {
            return;
        }
        Alert alert = alert(watched.getEntry().orElseThrow(), event, record.timestamp());
        context().forward(new Record<>(null, alert, record.timestamp()), AlertTopology.ALERTS);
        context()
                .forward(
                        new Record<>(null, control(alert), record.timestamp()),
                        AlertTopology.CONTROL);
    }

    private static Alert alert(EntryRef cause, EventEntry event, long nowMillis) {
        String id = HexFormat.of().formatHex(cause.getLeafHash().bytes(), 0, ID_BYTES);
        return Alert.newBuilder()
                .setId(id)
                .setAlertClass(PHI_DISCLOSED)
                .setSeverity(event.getSeverity())
                .setRaisedMillis(nowMillis)
                .setCause(cause)
                .setEvent(event)
                .setGroup(id)
                .setAboutKind(WatchKeys.about(event).getKind())
                .setAbout(WatchKeys.about(event).getValue())
                .build();
    }

    private static ControlRecord control(Alert alert) {
        return ControlRecord.newBuilder()
                .setKind(ControlKind.ALERT)
                .setOrigin("alert")
                .setTimeMillis(alert.getRaisedMillis())
                .setAlert(
                        AlertEntry.newBuilder()
                                .setAlertId(alert.getId())
                                .setAlertClass(alert.getAlertClass())
                                .setSeverity(alert.getSeverity())
                                .setCauses(List.of(alert.getCause()))
                                .build())
                .build();
    }
}
