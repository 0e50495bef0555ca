package io.countersign.topology.steps;

import io.countersign.schemas.Outcome;
import io.countersign.sources.Event;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import io.countersign.sources.Parsed;
import io.countersign.sources.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Bytes to event. Total: whatever the bytes are, a passage comes back. One instance serves one
/// thread.
public final class Intake {
    /// The name that stands for "find out": the record's first bytes decide.
    public static final String AUTO = "auto";

    /// An event time that lies further ahead of the append time is not believed.
    public static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private final InputFormats formats;

    public Intake(InputFormats formats) {
        this.formats = formats;
    }

    public Passage receive(RawRecord raw) {
        Optional<InputFormat> format = format(raw);
        if (format.isEmpty()) {
            return new Passage.Rejected(
                    raw, RejectionCode.UNKNOWN_FORMAT, "no known input format is named");
        }
        return switch (format.get().parse(raw.payload())) {
            case Parsed.Accepted(Event event) when event.notAUse().isPresent() ->
                    new Passage.Counted(raw, Outcome.NOT_A_USE);
            case Parsed.Accepted(Event event) -> timed(raw, event);
            case Parsed.Rejected(RejectionCode code, String explanation) ->
                    new Passage.Rejected(raw, code, explanation);
        };
    }

    private Optional<InputFormat> format(RawRecord raw) {
        return raw.format().equals(AUTO)
                ? formats.detect(raw.payload())
                : formats.named(raw.format());
    }

    private static Passage timed(RawRecord raw, Event event) {
        Instant appended = Instant.ofEpochMilli(raw.appendMillis());
        Optional<Instant> stated = event.time();
        if (stated.isEmpty()) {
            return new Passage.Received(raw, event, appended, false);
        }
        boolean ahead = stated.get().isAfter(appended.plus(MAX_AHEAD));
        return new Passage.Received(raw, event, ahead ? appended : stated.get(), ahead);
    }
}
