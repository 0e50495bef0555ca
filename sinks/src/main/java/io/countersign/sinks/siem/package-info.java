/// What all SIEM sinks see of a record: decoding of entries and alerts, their position in the log,
/// and the seam to an event format. It knows the wire format; it knows no receiver and no event
/// schema. Open [WireDecoder] first, then [EventEncoder].
@NullMarked
package io.countersign.sinks.siem;

import org.jspecify.annotations.NullMarked;
