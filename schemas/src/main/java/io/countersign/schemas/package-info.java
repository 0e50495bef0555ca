/// The records that travel between the rooms: Avro classes, their wire format, and the client of a
/// Schema Registry. It knows Avro and kafka-clients' serializer interfaces, and nothing of what the
/// records mean. Open `AuditEntry` first (generated from `src/main/avro/entry.avdl`).
@org.jspecify.annotations.NullMarked
package io.countersign.schemas;
