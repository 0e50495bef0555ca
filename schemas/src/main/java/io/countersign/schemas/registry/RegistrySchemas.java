package io.countersign.schemas.registry;

import io.countersign.schemas.registry.RegistryException.Code;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.SchemaRef;
import io.countersign.schemas.serde.SchemaResolver;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;

/// The ids of a Schema Registry; ids of bundled schemas are read without asking it. For any thread.
///
/// Beside [UndecodableRecordException] all methods throw [RegistryException], which says nothing
/// about the record at hand: where it is retriable the record must wait.
public final class RegistrySchemas implements SchemaResolver {
    /// Parsed schemas kept; each is small.
    private static final int MAX_PARSED = 1_000;

    /// How deep references may lead from one schema to the next.
    private static final int MAX_REFERENCE_DEPTH = 16;

    private final SchemaRegistryClient client;
    private final WriteOptions writing;
    private final RecentEntries<SchemaRef, Schema> parsed =
            new RecentEntries<>(MAX_PARSED, Long.MAX_VALUE, () -> 0L);

    public RegistrySchemas(SchemaRegistryClient client, WriteOptions writing) {
        this.client = client;
        this.writing = writing;
    }

    @Override
    public Schema writerSchema(SchemaRef ref) {
        if (ref instanceof SchemaRef.Id(int id) && BundledSchemas.isBundledId(id)) {
            return BundledSchemas.get().writerSchema(ref);
        }
        Optional<Schema> known = parsed.get(ref);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<SchemaText> text =
                switch (ref) {
                    case SchemaRef.Id id -> client.schema(id.value());
                    case SchemaRef.Guid guid -> client.schema(guid.value());
                };
        Schema schema =
                parse(
                        text.orElseThrow(() ->
                                new UndecodableRecordException(
                                        UndecodableRecordException.Code.UNKNOWN_SCHEMA)));
        parsed.put(ref, schema);
        return schema;
    }

    /// As [WriteOptions] say. With `use.latest.version` the latest version's id is taken only where
    /// its parsing form is that of our schema: under another's id our bytes would be misread.
    /// (Confluent's serializer converts the record instead.)
    @Override
    public int idOf(String subject, Schema schema) {
        SchemaText text = SchemaText.of(schema);
        if (writing.autoRegister()) {
            return client.register(subject, text);
        }
        if (writing.useLatest()) {
            SubjectVersion latest =
                    client.latest(subject).orElseThrow(() -> notRegistered(subject));
            if (sameBytes(latest.schema(), schema)) {
                return latest.id();
            }
            if (writing.latestStrict()) {
                throw new RegistryException(
                        Code.LATEST_DIFFERS,
                        "version "
                                + latest.version()
                                + " of "
                                + subject
                                + " is not the schema that this program writes; register it, or set"
                                + " latest.compatibility.strict=false");
            }
        }
        return client.lookUp(subject, text).orElseThrow(() -> notRegistered(subject)).id();
    }

    private boolean sameBytes(SchemaText latest, Schema schema) {
        try {
            return SchemaNormalization.toParsingForm(parse(latest))
                    .equals(SchemaNormalization.toParsingForm(schema));
        } catch (UndecodableRecordException e) {
            return false; // not even Avro
        }
    }

    private Schema parse(SchemaText text) {
        if (!text.isAvro()) {
            throw new UndecodableRecordException(UndecodableRecordException.Code.NOT_AVRO);
        }
        try {
            SchemaParser parser = new SchemaParser();
            parseReferences(parser, text, new LinkedHashSet<>(), 0);
            return parser.parse(text.text()).mainSchema();
        } catch (AvroRuntimeException e) {
            throw new UndecodableRecordException(UndecodableRecordException.Code.NOT_AVRO);
        }
    }

    /// A schema's references come before it, each once.
    private void parseReferences(
            SchemaParser parser, SchemaText text, Set<SchemaReference> seen, int depth) {
        for (SchemaReference reference : text.references()) {
            if (!seen.add(new SchemaReference("", reference.subject(), reference.version()))) {
                continue;
            }
            if (depth == MAX_REFERENCE_DEPTH || seen.size() > SchemaText.MAX_REFERENCES) {
                throw new RegistryException(
                        Code.UNEXPECTED_ANSWER, "a schema with too many references");
            }
            SchemaText referred =
                    client.version(reference.subject(), reference.version())
                            .orElseThrow(() ->
                                    new RegistryException(
                                            Code.UNEXPECTED_ANSWER,
                                            "a schema refers to a version of "
                                                    + reference.subject()
                                                    + " that is not there"))
                            .schema();
            parseReferences(parser, referred, seen, depth + 1);
            parser.parse(referred.text());
        }
    }

    private static RegistryException notRegistered(String subject) {
        return new RegistryException(
                Code.NOT_REGISTERED,
                "the schema is not registered under "
                        + subject
                        + "; register it, or set auto.register.schemas=true");
    }
}
