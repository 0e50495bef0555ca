/// The sink that appends one JSON event a line to files, for any shipper that follows files. It
/// knows files, rotation and fsync; it does not know what an event means. Open [NdjsonClient]
/// first.
@NullMarked
package io.countersign.sinks.siem.ndjson;

import org.jspecify.annotations.NullMarked;
