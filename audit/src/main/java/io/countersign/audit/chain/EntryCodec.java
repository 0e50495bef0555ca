package io.countersign.audit.chain;

import io.countersign.audit.chain.MalformedEntryException.Reason;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/// Entries to bytes and back; `docs/spec/entry.md` is the format.
///
/// ```
/// leaf = C3 01 || fingerprint (8 bytes, little-endian CRC-64-AVRO) || body (Avro binary)
/// ```
///
/// Encode an entry once and keep the bytes: Avro binary is not canonical, so a leaf is hashed as it
/// is stored and never encoded again to be hashed. One instance serves one thread: encoder, decoder
/// and buffer are reused. Errors are [MalformedEntryException]s, which quote nothing.
public final class EntryCodec {
    /// Magic and fingerprint.
    public static final int HEADER_BYTES = 10;

    /// A bundle gives an entry's length in two bytes.
    public static final int MAX_LEAF_BYTES = 65_535;

    public static final int MAX_BODY_BYTES = MAX_LEAF_BYTES - HEADER_BYTES;

    /// CRC-64-AVRO of the schema that this version writes.
    public static final long FINGERPRINT =
            SchemaNormalization.parsingFingerprint64(AuditEntry.getClassSchema());

    private static final byte MAGIC_0 = (byte) 0xC3;
    private static final byte MAGIC_1 = 0x01;
    private static final int FIRST_BUFFER_BYTES = 4096;

    /// Generated encode methods instead of reflection over the schema; the bytes are the same.
    private static final SpecificData GENERATED = generated();

    private final SpecificDatumWriter<AuditEntry> writer =
            new SpecificDatumWriter<>(AuditEntry.getClassSchema(), GENERATED);
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(FIRST_BUFFER_BYTES);
    private final Map<Long, Schema> writers = new HashMap<>();
    private final AvroDecoder<AuditEntry> decoder =
            AvroDecoder.ofRepetitive(AuditEntry.class, BundledSchemas.get());
    private @Nullable BinaryEncoder encoder;

    /// Knows the schema that this version writes and those of earlier releases.
    public EntryCodec() {
        this(List.of());
    }

    /// @param writers further schemas that entries may have been written with, such as those of
    ///   `schema` entries
    public EntryCodec(List<Schema> writers) {
        for (Schema schema : writers) {
            this.writers.put(SchemaNormalization.parsingFingerprint64(schema), schema);
        }
    }

    /// The body of an entry, in a fresh array.
    public byte[] body(AuditEntry entry) {
        return encode(entry, 0);
    }

    /// The leaf of an entry, in a fresh array.
    public byte[] leaf(AuditEntry entry) {
        return encode(entry, HEADER_BYTES);
    }

    /// The leaf around a body that was written before.
    public static byte[] leaf(long fingerprint, byte[] body) {
        return leaf(fingerprint, body, 0, body.length);
    }

    /// The leaf around a body that lies within a larger array, such as a Kafka value.
    public static byte[] leaf(long fingerprint, byte[] bytes, int bodyOffset, int bodyLength) {
        if (bodyLength > MAX_BODY_BYTES) {
            throw new MalformedEntryException(Reason.TOO_LARGE);
        }
        byte[] leaf = new byte[HEADER_BYTES + bodyLength];
        putHeader(leaf, fingerprint);
        System.arraycopy(bytes, bodyOffset, leaf, HEADER_BYTES, bodyLength);
        return leaf;
    }

    /// The fingerprint of a leaf.
    public static long fingerprint(byte[] leaf) {
        return fingerprint(leaf, 0, leaf.length);
    }

    /// Refuses a leaf that is too long for one, or does not begin as one.
    static void requireHeader(byte[] leaf) {
        requireHeader(leaf, 0, leaf.length);
    }

    private static void requireHeader(byte[] array, int offset, int length) {
        if (length > MAX_LEAF_BYTES) {
            throw new MalformedEntryException(Reason.TOO_LARGE);
        }
        if (length < HEADER_BYTES || array[offset] != MAGIC_0 || array[offset + 1] != MAGIC_1) {
            throw new MalformedEntryException(Reason.BAD_MAGIC);
        }
    }

    /// The fingerprint of a leaf that lies within a larger array, such as a bundle.
    public static long fingerprint(byte[] array, int offset, int length) {
        requireHeader(array, offset, length);
        long fingerprint = 0;
        for (int i = offset + HEADER_BYTES - 1; i >= offset + 2; i--) {
            fingerprint = (fingerprint << 8) | (array[i] & 0xFF);
        }
        return fingerprint;
    }

    /// The entry of a leaf.
    public AuditEntry entry(byte[] leaf) {
        return entry(leaf, 0, leaf.length);
    }

    /// The entry of a leaf that lies within a larger array, such as a bundle.
    public AuditEntry entry(byte[] array, int offset, int length) {
        return decode(
                fingerprint(array, offset, length),
                array,
                offset + HEADER_BYTES,
                length - HEADER_BYTES);
    }

    /// The entry of a body that was written with the schema of a fingerprint.
    public AuditEntry entry(long fingerprint, byte[] body) {
        return decode(fingerprint, body, 0, body.length);
    }

    /// Whether the leaf that was decoded last, written with this version's schema, is spelt as this
    /// version spells it: [#canonical(byte\[\])] for what is at hand already. Without meaning for a
    /// leaf of another schema.
    public boolean wasCanonical() {
        return decoder.wasCanonical();
    }

    /// True where the leaf decodes and this version would write the same bytes. False for a leaf
    /// that some other encoder wrote in another form; a leaf of an older schema is never this
    /// version's form.
    public boolean canonical(byte[] leaf) {
        return fingerprint(leaf) == FINGERPRINT && Arrays.equals(leaf(entry(leaf)), leaf);
    }

    static byte[] header(long fingerprint) {
        byte[] header = new byte[HEADER_BYTES];
        putHeader(header, fingerprint);
        return header;
    }

    private static void putHeader(byte[] target, long fingerprint) {
        target[0] = MAGIC_0;
        target[1] = MAGIC_1;
        for (int i = 0; i < Long.BYTES; i++) {
            target[2 + i] = (byte) (fingerprint >>> (8 * i));
        }
    }

    private byte[] encode(AuditEntry entry, int headerBytes) {
        buffer.reset();
        if (headerBytes > 0) {
            buffer.write(header(FINGERPRINT), 0, headerBytes);
        }
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        try {
            writer.write(entry, encoder);
            encoder.flush();
        } catch (IOException | RuntimeException _unfit) {
            // Without its cause: Avro's messages may quote the value of a field.
            encoder = null;
            throw new MalformedEntryException(Reason.MISSING_FIELD);
        }
        if (buffer.size() - headerBytes > MAX_BODY_BYTES) {
            throw new MalformedEntryException(Reason.TOO_LARGE);
        }
        return buffer.toByteArray();
    }

    private AuditEntry decode(long fingerprint, byte[] bytes, int offset, int length) {
        if (length > MAX_BODY_BYTES) {
            throw new MalformedEntryException(Reason.TOO_LARGE);
        }
        try {
            return decoder.body(writerSchema(fingerprint), bytes, offset, length);
        } catch (UndecodableRecordException e) {
            throw new MalformedEntryException(
                    e.code() == UndecodableRecordException.Code.TRAILING_BYTES
                            ? Reason.TRAILING_BYTES
                            : Reason.BAD_BODY);
        }
    }

    private Schema writerSchema(long fingerprint) {
        if (fingerprint == FINGERPRINT) {
            return AuditEntry.getClassSchema();
        }
        Schema given = writers.get(fingerprint);
        if (given != null) {
            return given;
        }
        return BundledSchemas.get()
                .byFingerprint(fingerprint)
                .map(BundledSchemas.Bundled::schema)
                .filter(schema -> schema.getName().equals(AuditEntry.class.getSimpleName()))
                .orElseThrow(() -> new MalformedEntryException(Reason.UNKNOWN_FINGERPRINT));
    }

    private static SpecificData generated() {
        SpecificData data = new SpecificData(EntryCodec.class.getClassLoader());
        data.setCustomCoders(true);
        return data;
    }
}
