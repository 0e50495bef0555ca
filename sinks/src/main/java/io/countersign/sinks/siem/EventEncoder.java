package io.countersign.sinks.siem;

import java.io.OutputStream;

/// An entry or alert in the words of a receiver. The same input gives the same bytes. An encoder
/// may keep its buffers, so it serves one thread at a time.
public interface EventEncoder {
    /// How much of an event is written.
    enum Detail {
        /// All that the format has a place for.
        FULL,
        /// What still leads back to the proof and can be judged: the event's id, its position in
        /// the log, class, verdict and severity; long texts and lists are cut. The event says that
        /// it was shortened.
        BRIEF
    }

    /// Writes the event without a separator behind it.
    void encode(Decoded.Known decoded, Detail detail, OutputStream out);
}
