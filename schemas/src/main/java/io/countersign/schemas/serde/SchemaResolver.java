package io.countersign.schemas.serde;

import org.apache.avro.Schema;

/// Schema ids to schemas and back: the schemas of this build ([BundledSchemas]) or a Schema
/// Registry's ([io.countersign.schemas.registry.RegistrySchemas]). Implementations serve any
/// thread.
public interface SchemaResolver {
    /// The schema that a record was written with.
    ///
    /// @throws UndecodableRecordException with UNKNOWN_SCHEMA or NOT_AVRO where the id leads
    ///   nowhere
    Schema writerSchema(SchemaRef ref);

    /// The id to write in front of records of this schema.
    ///
    /// @param subject the registry's subject, `<topic>-value` or `<topic>-key`; the bundled schemas
    ///   need none
    /// @throws RuntimeException where the schema has no id, of the implementation's own kind
    int idOf(String subject, Schema schema);
}
