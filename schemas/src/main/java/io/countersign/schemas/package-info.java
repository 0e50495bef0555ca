/// The records that travel between the rooms: Avro classes, their wire format, and the client of a
/// Schema Registry. It knows Avro and kafka-clients' serializer interfaces, and nothing of what the
/// records mean. Open `AuditEntry` first (generated from `src/main/avro/entry.avdl`).
///
/// Two things that generated classes offer do not work, since Avro 1.12.2 loads no class by a
/// schema's word: `newBuilder(record)`, which copies, and `getDecoder()`. Read with
/// [io.countersign.schemas.serde.AvroDecoder], and build each record from its parts.
@org.jspecify.annotations.NullMarked
package io.countersign.schemas;
