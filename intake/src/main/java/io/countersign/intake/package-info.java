/// Brings bytes to Kafka: listeners and file ingest, with a source id and a dense sequence for
/// every record. It knows protocols and files; it knows nothing of what the bytes mean. Open
/// `RawRecords` first.
@org.jspecify.annotations.NullMarked
package io.countersign.intake;
