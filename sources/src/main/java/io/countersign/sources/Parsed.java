package io.countersign.sources;

/// What parsing one raw record gave.
public sealed interface Parsed {
    /// The record is an event.
    record Accepted(Event event) implements Parsed {}

    /// The record is no event of the format. The explanation names the place and what was expected,
    /// never the text found.
    record Rejected(RejectionCode code, String explanation) implements Parsed {}
}
