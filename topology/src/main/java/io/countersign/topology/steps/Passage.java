package io.countersign.topology.steps;

import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Verdict;
import io.countersign.detectors.identity.Who;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Outcome;
import io.countersign.sources.Event;
import io.countersign.sources.RejectionCode;
import java.time.Instant;
import java.util.Optional;

/// What has become of one input record so far. Each step takes what concerns it and passes the rest
/// on unchanged; every record ends in the chain, as an entry or as a counted line of a tally.
public sealed interface Passage {
    RawRecord raw();

    /// The record is an event; nothing is known yet about its other end.
    ///
    /// @param time event time: the source's where it can be used, else the append time
    /// @param timeReplaced the source's time lay too far in the future
    record Received(RawRecord raw, Event event, Instant time, boolean timeReplaced)
            implements Passage {}

    /// The other end is a service of the catalogue.
    ///
    /// @param who whom the directory of people names at this end; empty: there is no directory
    record Located(
            Received received,
            Request request,
            Destination destination,
            PolicyInForce policy,
            Optional<Who> who)
            implements Passage {
        @Override
        public RawRecord raw() {
            return received.raw();
        }
    }

    /// The content was inspected, as far as there is any.
    record Inspected(Located located, ContentFinding content) implements Passage {
        @Override
        public RawRecord raw() {
            return located.raw();
        }
    }

    /// The verdict stands.
    record Judged(Inspected inspected, Coverage coverage, Verdict verdict) implements Passage {
        @Override
        public RawRecord raw() {
            return inspected.raw();
        }

        public Event event() {
            return inspected.located().received().event();
        }

        public Instant time() {
            return inspected.located().received().time();
        }

        public Destination destination() {
            return inspected.located().destination();
        }

        public ContentFinding content() {
            return inspected.content();
        }

        public PolicyInForce policy() {
            return inspected.located().policy();
        }

        public Optional<Who> who() {
            return inspected.located().who();
        }
    }

    /// Nothing to record but the count.
    record Counted(RawRecord raw, Outcome outcome) implements Passage {}

    /// No event of its format.
    record Rejected(RawRecord raw, RejectionCode code, String explanation) implements Passage {}

    /// The source sequence number came before, with another payload.
    record Duplicate(RawRecord raw) implements Passage {}

    /// Somebody asks to have something chained.
    record Control(RawRecord raw, ControlRecord record) implements Passage {}

    /// A control record that can't be read.
    record UnreadableControl(RawRecord raw) implements Passage {}
}
