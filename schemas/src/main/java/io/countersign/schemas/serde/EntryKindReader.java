package io.countersign.schemas.serde;

import io.countersign.schemas.EntryKind;
import java.util.Optional;
import org.apache.avro.Schema;

/// Says of which kind an entry is without decoding the rest of it: for whoever looks for the few
/// reviews among millions of events. The kind is the first field of every version of the schema.
/// Serves any thread.
public final class EntryKindReader {
    private static final String KIND = "kind";
    private static final int VARINT_DATA = 0x7F;
    private static final int VARINT_MORE = 0x80;

    private final SchemaResolver schemas;

    public EntryKindReader(SchemaResolver schemas) {
        this.schemas = schemas;
    }

    /// @param value of a record on the entry topic, without a schema id header
    /// @return empty where only decoding can tell: the writer has another first field, or a kind
    ///   that this version does not know
    /// @throws UndecodableRecordException where it is no record in the wire format
    public Optional<EntryKind> kind(byte[] value) {
        WireFormat.Framed framed = WireFormat.read(value);
        Schema.Field first = schemas.writerSchema(framed.schema()).getFields().getFirst();
        int at = framed.bodyOffset();
        if (!first.name().equals(KIND)
                || first.schema().getType() != Schema.Type.ENUM
                || framed.bodyLength() == 0
                || (value[at] & VARINT_MORE) != 0) {
            return Optional.empty();
        }
        // A zigzag varint of one byte: the kinds are fewer than 64.
        int index = (value[at] & VARINT_DATA) >>> 1;
        if ((value[at] & 1) != 0 || index >= first.schema().getEnumSymbols().size()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EntryKind.valueOf(first.schema().getEnumSymbols().get(index)));
        } catch (IllegalArgumentException later) {
            return Optional.empty();
        }
    }
}
