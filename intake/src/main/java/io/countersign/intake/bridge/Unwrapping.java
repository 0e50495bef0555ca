package io.countersign.intake.bridge;

import io.countersign.schemas.serde.GenericDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.schemas.serde.WireFormat;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Takes the records out of a foreign value. For one thread.
final class Unwrapping {
    /// What a foreign value held.
    sealed interface Unwrapped {
        /// @param records at least one
        record Records(List<byte[]> records) implements Unwrapped {}

        /// @param code why it holds none, in the grammar of a rejection's code
        record Refused(String code) implements Unwrapped {}
    }

    /// A tombstone, or nothing at all.
    static final String NO_VALUE = "NO_VALUE";

    /// The path leads nowhere.
    static final String NO_PAYLOAD = "NO_PAYLOAD";

    static final String NO_JSON = "NO_JSON";
    private static final String AVRO = "AVRO_";

    private final Encoding encoding;
    private final PayloadPath path;
    private final GenericDecoder avro;

    /// @param schemas of the foreign cluster's registry; asked for [Encoding#AVRO] only
    Unwrapping(BridgeSettings settings, SchemaResolver schemas) {
        this.encoding = settings.encoding();
        this.path = settings.payload();
        this.avro = new GenericDecoder(schemas);
    }

    /// What the registry throws where it can't answer now is passed on: the record waits.
    Unwrapped unwrap(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return new Unwrapped.Refused(NO_VALUE);
        }
        return switch (encoding) {
            case STRING -> new Unwrapped.Records(List.of(value));
            case JSON -> fromJson(value);
            case AVRO -> fromAvro(record);
        };
    }

    private Unwrapped fromAvro(ConsumerRecord<byte[], byte[]> record) {
        Header schema = record.headers().lastHeader(WireFormat.VALUE_SCHEMA_HEADER);
        try {
            return fromJson(
                    AvroJson.of(
                            avro.framed(record.value(), schema == null ? null : schema.value())));
        } catch (UndecodableRecordException undecodable) {
            return new Unwrapped.Refused(AVRO + undecodable.code().name());
        }
    }

    private Unwrapped fromJson(byte[] json) {
        if (path.isWhole()) {
            return new Unwrapped.Records(List.of(json));
        }
        try {
            List<byte[]> records = path.in(json);
            return records.isEmpty()
                    ? new Unwrapped.Refused(NO_PAYLOAD)
                    : new Unwrapped.Records(records);
        } catch (IOException _noJson) {
            return new Unwrapped.Refused(NO_JSON);
        }
    }
}
