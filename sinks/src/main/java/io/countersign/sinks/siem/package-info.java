/// The core that all SIEM sinks share: decoding of entries and alerts, in-order watermarks, errant
/// records. It knows Kafka Connect and the wire format; it knows no receiver and no event schema.
/// Open [WireDecoder] first, then [Watermarks].
@NullMarked
package io.countersign.sinks.siem;

import org.jspecify.annotations.NullMarked;
