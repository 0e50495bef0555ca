package io.countersign.topology;

import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroEncoder;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// A store of records of one class. Each value names the schema that it was written with, so that a
/// later version reads what an earlier one kept. Owned by one task.
final class AvroShelf<T extends SpecificRecord> {
    /// A row with its key.
    record Row<T>(String key, T value) {}

    private final KeyValueStore<String, byte[]> store;
    private final int schemaId;
    private final AvroEncoder<T> encoder;
    private final AvroDecoder<T> decoder;

    AvroShelf(KeyValueStore<String, byte[]> store, Class<T> type) {
        this.store = store;
        this.schemaId = BundledSchemas.get().id(type);
        this.encoder = new AvroEncoder<>(type);
        this.decoder = new AvroDecoder<>(type, BundledSchemas.get());
    }

    Optional<T> get(String key) {
        return Optional.ofNullable(store.get(key)).map(decoder::framed);
    }

    void put(String key, T value) {
        store.put(key, WireFormat.frame(schemaId, encoder.body(value)));
    }

    void delete(String key) {
        store.delete(key);
    }

    /// Keys in their order, without a look at what is kept under them.
    ///
    /// @param from inclusive
    /// @param to exclusive
    List<String> keys(String from, String to) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> found = store.range(from, to)) {
            while (found.hasNext()) {
                String key = found.next().key;
                if (!key.equals(to)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /// Rows in the order of their keys.
    ///
    /// @param from inclusive
    /// @param to exclusive
    List<Row<T>> rows(String from, String to) {
        List<Row<T>> rows = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> found = store.range(from, to)) {
            while (found.hasNext()) {
                KeyValue<String, byte[]> row = found.next();
                if (!row.key.equals(to)) {
                    rows.add(new Row<>(row.key, decoder.framed(row.value)));
                }
            }
        }
        return rows;
    }
}
