package io.countersign.app.judge;

import io.countersign.detectors.identity.People;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.sources.Event;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import io.countersign.sources.Parsed;
import io.countersign.topology.steps.Inspect;
import io.countersign.topology.steps.Intake;
import io.countersign.topology.steps.Judge;
import io.countersign.topology.steps.Locate;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import io.countersign.topology.steps.RawRecord;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// One line to its verdict, by the same steps as in the stream. For one thread.
public final class LineJudge {
    private final InputFormats formats;
    private final Intake intake;
    private final Inspect inspect;
    private final PolicyInForce policy;
    private final InstantSource clock;
    private final Optional<People> people;

    /// @param formats what a line may be
    /// @param clock stands in for the broker's append time
    /// @param patients the hospital's patient index, where there is one
    public LineJudge(
            InputFormats formats,
            PolicyInForce policy,
            InstantSource clock,
            Optional<PatientIndex> patients) {
        this(formats, policy, clock, patients, Optional.empty());
    }

    /// @param people the directory of people, where there is one
    public LineJudge(
            InputFormats formats,
            PolicyInForce policy,
            InstantSource clock,
            Optional<PatientIndex> patients,
            Optional<People> people) {
        this.formats = formats;
        this.intake = new Intake(formats);
        this.inspect = new Inspect(() -> patients);
        this.policy = policy;
        this.clock = clock;
        this.people = people;
    }

    /// @param number of the line, from 1
    /// @param format name of an input format, or `auto`
    /// @return a [Passage.Judged], [Passage.Counted] or [Passage.Rejected]
    public Passage judge(long number, String format, byte[] line) {
        return judge(number, format, "", line);
    }

    /// The same for a line of a source that the policy may know.
    public Passage judge(long number, String format, String sourceId, byte[] line) {
        RawRecord raw =
                new RawRecord(
                        "file",
                        0,
                        number,
                        clock.millis(),
                        format,
                        sourceId,
                        OptionalLong.empty(),
                        line);
        Passage passage = intake.receive(raw);
        if (passage instanceof Passage.Received received) {
            passage = Locate.locate(received, policy, people);
        }
        if (passage instanceof Passage.Located located) {
            passage = Judge.judge(inspect.inspect(located));
        }
        return passage;
    }

    /// The event of a line that was only counted.
    public Optional<Event> eventOf(RawRecord raw) {
        Optional<InputFormat> format =
                raw.format().equals(Intake.AUTO)
                        ? formats.detect(raw.payload())
                        : formats.named(raw.format());
        return format.isPresent()
                        && format.get().parse(raw.payload()) instanceof Parsed.Accepted(Event event)
                ? Optional.of(event)
                : Optional.empty();
    }
}
