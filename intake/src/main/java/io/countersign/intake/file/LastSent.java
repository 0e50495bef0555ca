package io.countersign.intake.file;

import java.util.OptionalLong;

/// Which record of a source Kafka has last, asked where an ingest was broken off.
public interface LastSent {
    /// Where there is nothing to ask: the marker alone counts.
    LastSent UNKNOWN = (_, _) -> OptionalLong.empty();

    /// The highest sequence number of a source that lies after a mark; empty where none does.
    OptionalLong after(IngestMarker.Mark mark, String sourceId);
}
