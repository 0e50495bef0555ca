package io.countersign.schemas.serde;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Records of one generated class to Kafka values (or keys) in the wire format with a four-byte id.
/// A null record is a null value: a tombstone. For any thread, as Kafka Streams shares one instance
/// among its threads.
///
/// Throws [IllegalArgumentException] for an incomplete or too large record, and whatever the
/// resolver throws.
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
    /// Topics whose id is kept; beyond it the resolver is asked again each time.
    private static final int MAX_TOPICS = 1_000;

    private final SchemaResolver schemas;
    private final ThreadLocal<AvroEncoder<T>> encoders;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private volatile boolean key;

    public AvroSerializer(Class<T> type, SchemaResolver schemas) {
        this.schemas = schemas;
        this.encoders = ThreadLocal.withInitial(() -> new AvroEncoder<>(type));
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        this.key = isKey;
        ids.clear();
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        if (record == null) {
            return null;
        }
        AvroEncoder<T> encoder = encoders.get();
        byte[] body = encoder.body(record);
        Integer id = ids.get(topic);
        if (id == null) {
            id = schemas.idOf(AvroSerdes.subject(topic, key), encoder.schema());
            if (ids.size() < MAX_TOPICS) {
                ids.put(topic, id);
            }
        }
        return WireFormat.frame(id, body);
    }
}
