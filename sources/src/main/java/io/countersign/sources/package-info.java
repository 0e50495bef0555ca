/// Raw bytes to an [io.countersign.sources.Event]: one file per input format, each a total parser.
/// It knows what vendors write and what of it can be trusted; it knows nothing of Kafka, of
/// services or of coverage. Open [io.countersign.sources.InputFormat] first.
@org.jspecify.annotations.NullMarked
package io.countersign.sources;
