/// From the request that a proxy showed to one raw record: its parts, their texts, the documents
/// among them, and none of its secrets. It knows HTTP bodies; it knows neither ICAP nor Kafka nor
/// what a text means. Open `RequestRecord` first.
@org.jspecify.annotations.NullMarked
package io.countersign.intake.body;
