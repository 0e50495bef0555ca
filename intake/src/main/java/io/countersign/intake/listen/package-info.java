/// What every listener is made of: the door with its limits, TLS, who a source is and whether it
/// still is, and the way of its records to Kafka. It knows sockets and sequence numbers; it knows
/// no protocol and nothing of what the bytes mean. Open [io.countersign.intake.listen.Listener]
/// first, then [io.countersign.intake.listen.Protocol].
@org.jspecify.annotations.NullMarked
package io.countersign.intake.listen;
