package io.countersign.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Records of one generated class to Avro binary, with reused buffers. The same record always gives
/// the same bytes: shortest numbers, each array in one block. For one thread: each thread makes its
/// own.
public final class AvroEncoder<T extends SpecificRecord> {
    /// A buffer that one large record has grown beyond this is let go after it.
    private static final int MAX_KEPT_BYTES = 1024 * 1024;

    private static final int FIRST_BYTES = 1024;

    private final Schema schema;
    private final SpecificDatumWriter<T> writer;
    private ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST_BYTES);
    private @Nullable BinaryEncoder encoder;

    public AvroEncoder(Class<T> type) {
        SpecificData model = new RecordModel(type);
        this.schema = model.getSchema(type);
        this.writer = new SpecificDatumWriter<>(schema, model);
    }

    public Schema schema() {
        return schema;
    }

    /// The Avro body alone, a new array.
    ///
    /// @throws IllegalArgumentException for a record that lacks a value, and for one above
    ///   [WireFormat#MAX_BODY_BYTES]; the message quotes nothing of it
    public byte[] body(T record) {
        out.reset();
        BinaryEncoder target = EncoderFactory.get().binaryEncoder(out, encoder);
        encoder = target;
        try {
            writer.write(record, target);
            target.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } catch (RuntimeException e) {
            // Without the cause: the library's messages quote the value that does not fit.
            encoder = null;
            throw new IllegalArgumentException(
                    "not a complete " + schema.getName() + ": " + e.getClass().getSimpleName());
        }
        if (out.size() > WireFormat.MAX_BODY_BYTES) {
            int size = out.size();
            out = new ByteArrayOutputStream(FIRST_BYTES);
            throw new IllegalArgumentException(
                    "a " + schema.getName() + " of " + size + " bytes is above the limit");
        }
        byte[] body = out.toByteArray();
        if (body.length > MAX_KEPT_BYTES) {
            out = new ByteArrayOutputStream(FIRST_BYTES);
        }
        return body;
    }
}
