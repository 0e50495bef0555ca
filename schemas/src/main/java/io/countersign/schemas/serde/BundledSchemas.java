package io.countersign.schemas.serde;

import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertGroup;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.JoinMemory;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.RuleDay;
import io.countersign.schemas.SignedIdentity;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.WatchMemory;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.serde.UndecodableRecordException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/// The schemas that this build can write, and every one that an earlier release could: the pipeline
/// runs without a registry.
///
/// A schema's id is the first four bytes of its CRC-64-AVRO parsing fingerprint with the top bit
/// set. So it is negative as Java reads it, cannot meet a registry's id, and is the same on every
/// machine. Schemas that share a parsing form (other documentation or defaults) share the id: their
/// binary form is the same. Immutable, for any thread.
public final class BundledSchemas implements SchemaResolver {
    /// One schema with its two ids. `text` is what registers, logs and hands it on:
    /// [PlainSchema#text].
    public record Bundled(Schema schema, int id, long fingerprint, String text) {
        static Bundled of(Schema schema) {
            long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
            return new Bundled(schema, idOf(fingerprint), fingerprint, PlainSchema.text(schema));
        }
    }

    private static final int TOP_BIT = 0x8000_0000;

    /// Earlier releases of one record; a release a month for eighty years.
    private static final int MAX_RELEASES = 1_000;

    private static final BundledSchemas INSTANCE =
            new BundledSchemas(
                    List.of(
                            AuditEntry.getClassSchema(),
                            ControlRecord.getClassSchema(),
                            Alert.getClassSchema(),
                            WatchedEvent.getClassSchema(),
                            RuleDay.getClassSchema(),
                            JoinMemory.getClassSchema(),
                            WatchMemory.getClassSchema(),
                            AlertGroup.getClassSchema(),
                            EvidenceEnvelope.getClassSchema(),
                            SignedPolicy.getClassSchema(),
                            // Inside SignedPolicy; verdicts name it by its hash, and it must stay
                            // readable.
                            PolicyDocument.getClassSchema(),
                            SignedIdentity.getClassSchema(),
                            // Inside SignedIdentity.
                            IdentityPart.getClassSchema()));

    private final List<Bundled> current;
    private final Map<Integer, Bundled> byId = new HashMap<>();
    private final Map<Long, Bundled> byFingerprint = new HashMap<>();

    private BundledSchemas(List<Schema> records) {
        List<Bundled> current = new ArrayList<>();
        for (Schema record : records) {
            Bundled bundled = Bundled.of(record);
            add(bundled);
            current.add(bundled);
        }
        for (Schema record : records) {
            for (Schema released : released(record.getName())) {
                add(Bundled.of(released));
            }
        }
        this.current = List.copyOf(current);
    }

    public static BundledSchemas get() {
        return INSTANCE;
    }

    static BundledSchemas of(List<Schema> records) {
        return new BundledSchemas(records);
    }

    /// The schemas that this build writes.
    public List<Bundled> current() {
        return current;
    }

    /// The id that records of this class are written with.
    ///
    /// @throws IllegalArgumentException for a class that is not one of [#current()]
    public int id(Class<? extends SpecificRecord> record) {
        return idOf("", SpecificData.get().getSchema(record));
    }

    public Optional<Bundled> byId(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The CRC-64-AVRO fingerprint as a number; the single-object encoding writes it little-endian.
    public Optional<Bundled> byFingerprint(long fingerprint) {
        return Optional.ofNullable(byFingerprint.get(fingerprint));
    }

    @Override
    public Schema writerSchema(SchemaRef ref) {
        Bundled bundled =
                switch (ref) {
                    case SchemaRef.Id(int id) -> byId.get(id);
                    case SchemaRef.Guid guid -> null;
                };
        if (bundled == null) {
            throw new UndecodableRecordException(Code.UNKNOWN_SCHEMA);
        }
        return bundled.schema();
    }

    @Override
    public int idOf(String subject, Schema schema) {
        for (Bundled bundled : current) {
            if (bundled.schema().equals(schema)) {
                return bundled.id();
            }
        }
        throw new IllegalArgumentException(schema.getFullName() + " is not a bundled schema");
    }

    /// True for the ids that only a bundled schema can have.
    public static boolean isBundledId(int id) {
        return id < 0;
    }

    static int idOf(long fingerprint) {
        return (int) (fingerprint >>> Integer.SIZE) | TOP_BIT;
    }

    /// Two schemas under one id would make records unreadable; better no start than that.
    private void add(Bundled added) {
        Bundled known = byId.putIfAbsent(added.id(), added);
        if (known != null && known.fingerprint() != added.fingerprint()) {
            throw new IllegalStateException(
                    "schemas "
                            + known.schema().getFullName()
                            + " and "
                            + added.schema().getFullName()
                            + " have the same id; change one of them, such as the order of its fields");
        }
        byFingerprint.putIfAbsent(added.fingerprint(), added);
    }

    private static List<Schema> released(String record) {
        List<Schema> schemas = new ArrayList<>();
        for (int release = 1; release <= MAX_RELEASES; release++) {
            String name = "released/" + record + "/" + release + ".avsc";
            try (InputStream in = AuditEntry.class.getResourceAsStream(name)) {
                if (in == null) {
                    return schemas;
                }
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                schemas.add(new SchemaParser().parse(text).mainSchema());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the bundled schema " + name, e);
            }
        }
        throw new IllegalStateException("more than " + MAX_RELEASES + " releases of " + record);
    }
}
