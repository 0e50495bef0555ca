package io.countersign.schemas.serde;

import io.countersign.schemas.serde.UndecodableRecordException.Code;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Confluent's wire format, byte by byte (`docs/spec/wire.md`).
///
/// ```
/// value  = prefix body            written by us: prefix = 00 id
/// prefix = 00 id | 01 guid
/// id     = 4 bytes, big-endian
/// guid   = 16 bytes, most significant first
/// body   = Avro binary
/// ```
///
/// Where the record has the header `__value_schema_id` (for a key `__key_schema_id`), the header's
/// value is the prefix and the whole value is the body. Stateless, for any thread.
public final class WireFormat {
    public static final byte ID_MAGIC = 0;
    public static final byte GUID_MAGIC = 1;

    /// Header names of the form whose body is unframed.
    public static final String VALUE_SCHEMA_HEADER = "__value_schema_id";

    public static final String KEY_SCHEMA_HEADER = "__key_schema_id";

    static final int ID_PREFIX_BYTES = 1 + Integer.BYTES;
    static final int GUID_PREFIX_BYTES = 1 + 2 * Long.BYTES;

    /// The largest body written or read; Kafka's own limits on our topics lie below it.
    public static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private WireFormat() {}

    /// Where the body lies in the value, and which schema wrote it.
    public record Framed(SchemaRef schema, int bodyOffset, int bodyLength) {
        public Framed {
            if (bodyOffset < 0 || bodyLength < 0) {
                throw new IllegalArgumentException("negative offset or length");
            }
        }
    }

    /// The form that we write.
    ///
    /// @throws IllegalArgumentException for a body above [#MAX_BODY_BYTES]
    public static byte[] frame(int id, byte[] body) {
        if (body.length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "a body of " + body.length + " bytes is above the limit");
        }
        byte[] framed = new byte[ID_PREFIX_BYTES + body.length];
        putId(framed, id);
        System.arraycopy(body, 0, framed, ID_PREFIX_BYTES, body.length);
        return framed;
    }

    /// Reads the prefix of a value that came without the schema id header.
    ///
    /// @throws UndecodableRecordException with BAD_MAGIC, TRUNCATED or TOO_LARGE
    public static Framed read(byte[] value) {
        int prefixBytes = prefixBytes(value, Code.BAD_MAGIC);
        if (value.length < prefixBytes) {
            throw new UndecodableRecordException(Code.TRUNCATED);
        }
        return framed(schema(value), prefixBytes, value.length - prefixBytes);
    }

    /// Reads a value whose record may have the schema id header.
    ///
    /// @param header the value of the last header of that name, or null where there is none
    /// @throws UndecodableRecordException with BAD_HEADER, or as [#read(byte[])]
    public static Framed read(byte[] value, byte @Nullable [] header) {
        if (header == null) {
            return read(value);
        }
        if (header.length == 0 || header.length != prefixBytes(header, Code.BAD_HEADER)) {
            throw new UndecodableRecordException(Code.BAD_HEADER);
        }
        return framed(schema(header), 0, value.length);
    }

    /// The header's value for a GUID; we read this form and leave writing it to others.
    public static byte[] guidHeader(UUID guid) {
        return ByteBuffer.allocate(GUID_PREFIX_BYTES)
                .put(GUID_MAGIC)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    static void putId(byte[] target, int id) {
        target[0] = ID_MAGIC;
        target[1] = (byte) (id >>> 24);
        target[2] = (byte) (id >>> 16);
        target[3] = (byte) (id >>> 8);
        target[4] = (byte) id;
    }

    private static int prefixBytes(byte[] prefix, Code otherwise) {
        if (prefix.length == 0) {
            throw new UndecodableRecordException(Code.TRUNCATED);
        }
        return switch (prefix[0]) {
            case ID_MAGIC -> ID_PREFIX_BYTES;
            case GUID_MAGIC -> GUID_PREFIX_BYTES;
            default -> throw new UndecodableRecordException(otherwise);
        };
    }

    private static SchemaRef schema(byte[] prefix) {
        ByteBuffer in = ByteBuffer.wrap(prefix, 1, prefix.length - 1);
        return prefix[0] == ID_MAGIC
                ? new SchemaRef.Id(in.getInt())
                : new SchemaRef.Guid(new UUID(in.getLong(), in.getLong()));
    }

    private static Framed framed(SchemaRef schema, int bodyOffset, int bodyLength) {
        if (bodyLength > MAX_BODY_BYTES) {
            throw new UndecodableRecordException(Code.TOO_LARGE);
        }
        return new Framed(schema, bodyOffset, bodyLength);
    }
}
