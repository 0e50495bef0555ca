package io.countersign.schemas.serde;

import java.util.UUID;

/// How a record names the schema that it was written with.
public sealed interface SchemaRef {
    /// A registry's four-byte id, signed as Java reads it: ids of the bundled schemas are negative.
    record Id(int value) implements SchemaRef {}

    /// A registry's globally unique id, as newer Confluent clients write it.
    record Guid(UUID value) implements SchemaRef {}
}
