package io.countersign.schemas.serde;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// Serdes for Kafka Streams, one per record class and role.
public final class AvroSerdes {
    private AvroSerdes() {}

    /// For values, with the schemas of this build.
    public static <T extends SpecificRecord> Serde<T> value(Class<T> type) {
        return value(type, BundledSchemas.get());
    }

    public static <T extends SpecificRecord> Serde<T> value(Class<T> type, SchemaResolver schemas) {
        return serde(type, schemas, false);
    }

    public static <T extends SpecificRecord> Serde<T> key(Class<T> type, SchemaResolver schemas) {
        return serde(type, schemas, true);
    }

    /// Confluent's default naming: the topic, and what of its records it is.
    public static String subject(String topic, boolean key) {
        return topic + (key ? "-key" : "-value");
    }

    private static <T extends SpecificRecord> Serde<T> serde(
            Class<T> type, SchemaResolver schemas, boolean key) {
        AvroSerializer<T> serializer = new AvroSerializer<>(type, schemas);
        AvroDeserializer<T> deserializer = new AvroDeserializer<>(type, schemas);
        serializer.configure(Map.of(), key);
        deserializer.configure(Map.of(), key);
        return Serdes.serdeFrom(serializer, deserializer);
    }
}
