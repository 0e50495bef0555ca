package io.countersign.ledger;

import io.countersign.audit.tiles.Leaf;
import org.apache.avro.Schema;

/// An entry as it came from the topic.
///
/// @param writer the schema that its body was written with
record ReadEntry(int partition, long offset, Schema writer, Leaf leaf) {}
