package io.countersign.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Kafka values (or keys) in any form of the wire format to records of one generated class. A null
/// value, a tombstone, is null. For any thread, as Kafka Streams shares one instance among its
/// threads.
///
/// Throws [UndecodableRecordException] where the bytes are no such record, and whatever the
/// resolver throws where it cannot answer now; only the former is a reason to reject a record.
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    private final ThreadLocal<AvroDecoder<T>> decoders;
    private volatile String header = WireFormat.VALUE_SCHEMA_HEADER;

    public AvroDeserializer(Class<T> type, SchemaResolver schemas) {
        this.decoders = ThreadLocal.withInitial(() -> new AvroDecoder<>(type, schemas));
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        this.header = isKey ? WireFormat.KEY_SCHEMA_HEADER : WireFormat.VALUE_SCHEMA_HEADER;
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] value) {
        return value == null ? null : decoders.get().framed(value);
    }

    @Override
    public @Nullable T deserialize(
            String topic, @Nullable Headers headers, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        Header last = headers == null ? null : headers.lastHeader(header);
        if (last == null) {
            return decoders.get().framed(value);
        }
        byte[] prefix = last.value();
        return decoders.get().framed(value, prefix == null ? new byte[0] : prefix);
    }
}
