/// The records that travel between the rooms: Avro classes, their wire format, and the client of a
/// Schema Registry. It knows Avro and kafka-clients' serializer interfaces, and nothing of what the
/// records mean. Open `AuditEntry` first (generated from `src/main/avro/entry.avdl`).
///
/// Not `@NullMarked` as its sub-packages are: Avro's generated constructors and builders take null
/// for what is absent, and their getters give `Optional`.
package io.countersign.schemas;
