package io.countersign.sinks.siem;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.LeafHash;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.schemas.serde.WireFormat;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/// The value of a Kafka record to an entry or an alert, told apart by the schema that wrote it.
/// Bytes that are neither are an outcome, not an exception.
///
/// The leaf hash is computed from the bytes as they came, never from an entry that was serialised
/// again (`docs/spec/entry.md`). For one thread.
public final class WireDecoder {
    private static final String ENTRY = AuditEntry.getClassSchema().getFullName();
    private static final String ALERT = Alert.getClassSchema().getFullName();
    private static final HexFormat HEX = HexFormat.of();

    private final SchemaResolver schemas;
    private final AvroDecoder<AuditEntry> entries;
    private final AvroDecoder<Alert> alerts;
    private @Nullable Schema lastWriter;
    private long lastFingerprint;

    public WireDecoder(SchemaResolver schemas) {
        this.schemas = schemas;
        this.entries = new AvroDecoder<>(AuditEntry.class, schemas);
        this.alerts = new AvroDecoder<>(Alert.class, schemas);
    }

    /// @param value what the converter made of the record's value; only `byte[]` can be decoded
    /// @throws io.countersign.schemas.registry.RegistryException where a registry does not answer
    ///   as it should, which says nothing about the record
    public Decoded decode(@Nullable Object value) {
        if (!(value instanceof byte[] bytes)) {
            return new Decoded.Undecodable("VALUE_NOT_BYTES");
        }
        try {
            WireFormat.Framed framed = WireFormat.read(bytes);
            Schema writer = schemas.writerSchema(framed.schema());
            if (writer.getFullName().equals(ENTRY)) {
                return entry(writer, bytes, framed.bodyOffset(), framed.bodyLength());
            }
            if (writer.getFullName().equals(ALERT)) {
                return raised(alerts.body(writer, bytes, framed.bodyOffset(), framed.bodyLength()));
            }
            return new Decoded.Undecodable("NOT_AN_ENTRY_OR_ALERT");
        } catch (UndecodableRecordException e) {
            return new Decoded.Undecodable(e.code().name());
        } catch (IllegalArgumentException e) {
            // A position refused its parts, such as a negative sequence number.
            return new Decoded.Undecodable("INVALID_FIELD");
        }
    }

    private Decoded entry(Schema writer, byte[] bytes, int offset, int length) {
        if (length > EntryCodec.MAX_BODY_BYTES) {
            return new Decoded.Undecodable(UndecodableRecordException.Code.TOO_LARGE.name());
        }
        AuditEntry entry = entries.body(writer, bytes, offset, length);
        Hash leafHash =
                LeafHash.of(
                        fingerprint(writer), Arrays.copyOfRange(bytes, offset, offset + length));
        return new Decoded.Entry(position(entry.getChain(), entry.getSeq(), leafHash), entry);
    }

    private static Decoded raised(Alert alert) {
        EntryRef cause = alert.getCause();
        return new Decoded.Raised(
                position(cause.getChain(), cause.getSeq(), cause.getLeafHash()), alert);
    }

    private static LogPosition position(String chain, long seq, Hash leafHash) {
        return new LogPosition(chain, seq, HEX.formatHex(leafHash.bytes()));
    }

    /// Computed once per writer: the resolver answers with the same object again and again.
    @SuppressWarnings("ReferenceEquality")
    private long fingerprint(Schema writer) {
        if (writer != lastWriter) {
            lastFingerprint = SchemaNormalization.parsingFingerprint64(writer);
            lastWriter = writer;
        }
        return lastFingerprint;
    }
}
