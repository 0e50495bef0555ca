package io.countersign.bench.traffic;

import java.time.Instant;

/// One record as its source delivers it.
///
/// @param arrival when it is delivered; its own time stamp lies before that
/// @param seq dense within the source, from 0; the line number of its file less one
/// @param value its bytes; not copied
/// @param again the transport delivers the same record a second time, under the same number
@SuppressWarnings("ArrayRecordComponent") // made, sent and forgotten; never compared
public record SimulatedRecord(
        Instant arrival, Source source, long seq, byte[] value, Incident incident, boolean again) {
    /// Without the bytes.
    @Override
    public String toString() {
        return "SimulatedRecord[" + source + ", " + seq + ", " + incident.kind() + "]";
    }
}
