/// Records to bytes and back: the Confluent wire format around plain Avro bodies, without
/// Confluent's jars. It knows Avro, kafka-clients' serializer interfaces and the schemas that this
/// build carries, and nothing of HTTP or of what the records mean. Open
/// [io.countersign.schemas.serde.WireFormat] first.
@NullMarked
package io.countersign.schemas.serde;

import org.jspecify.annotations.NullMarked;
