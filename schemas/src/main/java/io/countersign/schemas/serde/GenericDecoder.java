package io.countersign.schemas.serde;

import io.countersign.schemas.serde.UndecodableRecordException.Code;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.jspecify.annotations.Nullable;

/// Bytes to Avro's generic values by whatever schema wrote them, for topics that others fill. As
/// [AvroDecoder] it allocates no more than the bytes warrant. For one thread.
public final class GenericDecoder {
    /// Writer schemas whose reader is kept; the oldest goes first.
    private static final int MAX_WRITERS = 64;

    private final SchemaResolver schemas;
    private final BodyDecoder decoder = new BodyDecoder();

    /// Without logical types: a time stays the number that was written.
    private final GenericData model = new GenericData();

    private final Map<Schema, GenericDatumReader<Object>> readers = new LinkedHashMap<>();

    public GenericDecoder(SchemaResolver schemas) {
        this.schemas = schemas;
    }

    /// @param header the value of the record's schema id header, or null where it has none
    /// @return a value of `org.apache.avro.generic`, most often a record
    /// @throws UndecodableRecordException for bytes that are no such value; what the resolver
    ///   throws where it can't answer now is passed on
    public Object framed(byte[] value, byte @Nullable [] header) {
        WireFormat.Framed framed = WireFormat.read(value, header);
        GenericDatumReader<Object> reader = readerFor(schemas.writerSchema(framed.schema()));
        decoder.reset(value, framed.bodyOffset(), framed.bodyLength());
        Object decoded;
        try {
            decoded = reader.read(null, decoder);
        } catch (EOFException e) {
            throw new UndecodableRecordException(Code.TRUNCATED);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Bad bytes come as half a dozen types, whose messages quote them; a schema that
            // contains itself lets bytes nest as deep as there are bytes.
            throw new UndecodableRecordException(Code.MALFORMED_BODY);
        }
        if (decoder.remaining() > 0) {
            throw new UndecodableRecordException(Code.TRAILING_BYTES);
        }
        return decoded;
    }

    private GenericDatumReader<Object> readerFor(Schema writer) {
        GenericDatumReader<Object> found = readers.get(writer);
        if (found == null) {
            found = new GenericDatumReader<>(writer, writer, model);
            if (readers.size() == MAX_WRITERS) {
                readers.remove(readers.keySet().iterator().next());
            }
            readers.put(writer, found);
        }
        return found;
    }
}
