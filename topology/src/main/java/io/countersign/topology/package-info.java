/// Record to record on Kafka: the audit topology and the alert topology, as pure functions of their
/// configuration. It knows Kafka Streams and the order of the steps; it knows nothing of the
/// environment, the clock, files or HTTP. Open `AuditTopology` first.
@org.jspecify.annotations.NullMarked
package io.countersign.topology;
