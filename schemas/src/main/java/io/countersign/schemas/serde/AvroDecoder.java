package io.countersign.schemas.serde;

import io.countersign.schemas.serde.UndecodableRecordException.Code;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Bytes to records of one generated class, whatever version of its schema wrote them. What the
/// bytes ask for is bounded by how many there are. For one thread: each thread makes its own.
///
/// All methods throw [UndecodableRecordException] for bytes that are no such record, and pass on
/// what the resolver throws where it cannot answer now.
public final class AvroDecoder<T extends SpecificRecord> {
    /// Writer schemas whose resolution is kept; the oldest goes first.
    private static final int MAX_WRITERS = 64;

    private final RecordModel model;
    private final Schema reader;
    private final SchemaResolver schemas;
    private final Class<T> type;
    private final BodyDecoder decoder;
    private final Map<Schema, BodyReader<T>> readers = new LinkedHashMap<>();
    private @Nullable Schema lastWriter;
    private @Nullable BodyReader<T> lastReader;

    /// Reads bodies of one writer's schema.
    private interface BodyReader<T> {
        T read(BodyDecoder in) throws IOException;
    }

    public AvroDecoder(Class<T> type, SchemaResolver schemas) {
        this(type, schemas, new BodyDecoder());
    }

    private AvroDecoder(Class<T> type, SchemaResolver schemas, BodyDecoder decoder) {
        this.decoder = decoder;
        this.type = type;
        this.model = new RecordModel(type);
        this.reader = model.getSchema(type);
        this.schemas = schemas;
    }

    /// One that keeps short texts which it read lately, and gives the same object for the same
    /// bytes: for records that repeat each other and that hold nothing that may not be kept.
    public static <T extends SpecificRecord> AvroDecoder<T> ofRepetitive(
            Class<T> type, SchemaResolver schemas) {
        return new AvroDecoder<>(type, schemas, new BodyDecoder(new RecentTexts()));
    }

    /// A value without the schema id header.
    public T framed(byte[] value) {
        return at(value, WireFormat.read(value));
    }

    /// A value with its schema id header, or with null where the record has none.
    public T framed(byte[] value, byte @Nullable [] header) {
        return at(value, WireFormat.read(value, header));
    }

    /// A bare body, written with the schema that this build has for the class.
    public T body(byte[] body) {
        return body(reader, body, 0, body.length);
    }

    /// A bare body within an array, written with the given schema; all `length` bytes belong to it.
    public T body(Schema writer, byte[] bytes, int offset, int length) {
        if (length > WireFormat.MAX_BODY_BYTES) {
            throw new UndecodableRecordException(Code.TOO_LARGE);
        }
        BodyReader<T> bodies = readerFor(writer);
        decoder.reset(bytes, offset, length);
        T decoded;
        try {
            decoded = bodies.read(decoder);
        } catch (EOFException e) {
            throw new UndecodableRecordException(Code.TRUNCATED);
        } catch (IOException | RuntimeException e) {
            // The library reports bad bytes with half a dozen unchecked types (AvroTypeException,
            // index out of bounds, ...); none of them means anything else here, and their messages
            // quote the bytes.
            throw new UndecodableRecordException(Code.MALFORMED_BODY);
        }
        if (decoder.remaining() > 0) {
            throw new UndecodableRecordException(Code.TRAILING_BYTES);
        }
        return decoded;
    }

    /// Whether the body that was decoded last, with this class's own schema as its writer's, is
    /// spelt as an encoder of ours spells it: shortest numbers, each array in one block. Says the
    /// same as encoding it again and comparing, without the work. Without meaning after an
    /// exception, and for another writer's schema, whose fields may have been skipped.
    public boolean wasCanonical() {
        return decoder.canonical();
    }

    private T at(byte[] value, WireFormat.Framed framed) {
        return body(
                schemas.writerSchema(framed.schema()),
                value,
                framed.bodyOffset(),
                framed.bodyLength());
    }

    /// Schemas are compared by identity first: a resolver answers with the same object again and
    /// again.
    private BodyReader<T> readerFor(Schema writer) {
        if (lastReader != null && writer.equals(lastWriter)) {
            return lastReader;
        }
        BodyReader<T> found = readers.get(writer);
        if (found == null) {
            found = newReader(writer);
            if (readers.size() == MAX_WRITERS) {
                readers.remove(readers.keySet().iterator().next());
            }
            readers.put(writer, found);
        }
        lastWriter = writer;
        lastReader = found;
        return found;
    }

    private BodyReader<T> newReader(Schema writer) {
        if (writer.equals(reader)) {
            Optional<OwnSchemaReader> own = OwnSchemaReader.of(type);
            if (own.isPresent()) {
                OwnSchemaReader straight = own.get();
                return in -> type.cast(straight.read(in));
            }
        } else if (SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
                != SchemaCompatibilityType.COMPATIBLE) {
            throw new UndecodableRecordException(Code.INCOMPATIBLE_SCHEMA);
        }
        SpecificDatumReader<T> resolving = new SpecificDatumReader<>(writer, reader, model);
        return in -> resolving.read(null, in);
    }
}
