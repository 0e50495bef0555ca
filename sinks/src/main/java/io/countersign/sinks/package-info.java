/// Kafka Connect sinks: audit entries and alerts to SIEMs and files. It knows encodings and
/// receivers; it knows nothing of how an entry came to be. Open
/// `io.countersign.sinks.siem.delivery` first.
@org.jspecify.annotations.NullMarked
package io.countersign.sinks;
