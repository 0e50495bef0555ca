/// Brings files to Kafka: each line once, however often an ingest is broken off and begun again. It
/// knows files, folders and how far each one is acknowledged; it knows nothing of what a line
/// means, but where Bedrock put a body elsewhere. Open `FileIngest` first.
@org.jspecify.annotations.NullMarked
package io.countersign.intake.file;
