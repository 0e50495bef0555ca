package io.countersign.topology;

import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.RawRecord;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// Node `read-control`: what others ask to have chained.
final class ReadControlNode extends ContextualProcessor<byte[], byte[], Void, Passage> {
    private static final byte[] NO_PAYLOAD = {};

    private final AvroDecoder<ControlRecord> decoder;

    ReadControlNode(SchemaResolver schemas) {
        decoder = new AvroDecoder<>(ControlRecord.class, schemas);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        RawRecord raw =
                new RawRecord(
                        place.topic(),
                        place.partition(),
                        place.offset(),
                        record.timestamp(),
                        "",
                        "",
                        OptionalLong.empty(),
                        record.value() == null ? NO_PAYLOAD : record.value());
        context().forward(new Record<>(null, read(raw), record.timestamp()));
    }

    private Passage read(RawRecord raw) {
        try {
            return new Passage.Control(raw, decoder.framed(raw.payload()));
        } catch (UndecodableRecordException _unreadable) {
            return new Passage.UnreadableControl(raw);
        }
    }
}
