package io.countersign.audit.chain;

import io.countersign.schemas.serde.SchemaRef;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.WireFormat;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/// From an entry as it lies on Kafka to the leaf that is hashed: the same body behind another
/// header, never decoded and encoded again.
///
/// ```
/// value = 00 id body | 01 guid body                      (WireFormat)
/// leaf  = C3 01 || fingerprint of the writer schema || body
/// ```
///
/// A fingerprint is computed once for each schema. One instance serves one thread.
public final class LeafReader {
    /// Writer schemas remembered; a release a month for twenty years.
    static final int MAX_WRITERS = 256;

    private final SchemaResolver schemas;
    private final Map<SchemaRef, Writer> writers = new HashMap<>();

    private record Writer(Schema schema, long fingerprint) {}

    /// @param writer the schema that the body was written with
    /// @param bytes the leaf, in a fresh array
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record Read(Schema writer, byte[] bytes) {
        @Override
        public String toString() {
            return "Read[" + writer.getFullName() + ", " + bytes.length + " bytes]";
        }
    }

    /// @param schemas knows the schemas of the entry topic
    public LeafReader(SchemaResolver schemas) {
        this.schemas = schemas;
    }

    /// The leaf of a value whose record has no schema id header.
    ///
    /// @throws io.countersign.schemas.serde.UndecodableRecordException where the value has no known
    ///   writer schema
    /// @throws MalformedEntryException where the body is larger than an entry may be
    public Read read(byte[] value) {
        return read(value, null);
    }

    /// The leaf of a value whose record may have the schema id header.
    ///
    /// @param header that header's value, null where there is none
    /// @throws io.countersign.schemas.serde.UndecodableRecordException where the value has no known
    ///   writer schema
    /// @throws MalformedEntryException where the body is larger than an entry may be
    public Read read(byte[] value, byte @Nullable [] header) {
        WireFormat.Framed framed = WireFormat.read(value, header);
        Writer writer = writer(framed.schema());
        return new Read(
                writer.schema,
                EntryCodec.leaf(
                        writer.fingerprint, value, framed.bodyOffset(), framed.bodyLength()));
    }

    private Writer writer(SchemaRef ref) {
        Writer known = writers.get(ref);
        if (known != null) {
            return known;
        }
        if (writers.size() >= MAX_WRITERS) {
            writers.clear();
        }
        Schema schema = schemas.writerSchema(ref);
        Writer writer = new Writer(schema, SchemaNormalization.parsingFingerprint64(schema));
        writers.put(ref, writer);
        return writer;
    }
}
