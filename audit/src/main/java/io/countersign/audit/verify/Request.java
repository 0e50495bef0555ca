package io.countersign.audit.verify;

import io.countersign.audit.note.VerifierKeys;
import java.time.Duration;
import java.util.Optional;

/// What a log is verified against.
///
/// @param trusted keys that the caller has from elsewhere; only they make a log AUTHENTIC
/// @param beside keys that lie beside the log; used where there are no trusted ones
/// @param memory what was verified before under this origin and key
/// @param longestSealGap fails a log with a longer time between two seals
/// @param timestamps the files that lie beside the log, and whom to believe about time
/// @param kept the checkpoints that lie beside the log
/// @param part what is read; empty: the whole log
/// @param witnesses what witnesses say, and whom of them to believe
public record Request(
        Optional<VerifierKeys> trusted,
        Optional<VerifierKeys> beside,
        Optional<RememberedRoot> memory,
        Optional<Duration> longestSealGap,
        Optional<TimestampEvidence> timestamps,
        Optional<KeptCheckpoints> kept,
        Optional<Part> part,
        Optional<WitnessEvidence> witnesses) {
    /// Without files beside the log.
    public Request(
            Optional<VerifierKeys> trusted,
            Optional<VerifierKeys> beside,
            Optional<RememberedRoot> memory,
            Optional<Duration> longestSealGap) {
        this(
                trusted,
                beside,
                memory,
                longestSealGap,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// With keys from elsewhere.
    public static Request trusting(VerifierKeys trusted) {
        return new Request(
                Optional.of(trusted), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// With the keys that lie beside the log.
    public static Request withKeysBeside(VerifierKeys beside) {
        return new Request(
                Optional.empty(), Optional.of(beside), Optional.empty(), Optional.empty());
    }

    /// The same, with what was verified before.
    public Request remembering(RememberedRoot remembered) {
        return new Request(
                trusted,
                beside,
                Optional.of(remembered),
                longestSealGap,
                timestamps,
                kept,
                part,
                witnesses);
    }

    /// The same, with a limit to the time between two seals.
    public Request limitingSealGaps(Duration longest) {
        return new Request(
                trusted, beside, memory, Optional.of(longest), timestamps, kept, part, witnesses);
    }

    /// The same, with time stamps.
    public Request withTimestamps(TimestampEvidence evidence) {
        return new Request(
                trusted,
                beside,
                memory,
                longestSealGap,
                Optional.of(evidence),
                kept,
                part,
                witnesses);
    }

    /// The same, with the checkpoints that are kept beside the log.
    public Request withKeptCheckpoints(KeptCheckpoints checkpoints) {
        return new Request(
                trusted,
                beside,
                memory,
                longestSealGap,
                timestamps,
                Optional.of(checkpoints),
                part,
                witnesses);
    }

    /// The same, of a part of the log.
    public Request readingOnly(Part stretch) {
        return new Request(
                trusted,
                beside,
                memory,
                longestSealGap,
                timestamps,
                kept,
                Optional.of(stretch),
                witnesses);
    }

    /// The same, with what witnesses say.
    public Request withWitnesses(WitnessEvidence evidence) {
        return new Request(
                trusted,
                beside,
                memory,
                longestSealGap,
                timestamps,
                kept,
                part,
                Optional.of(evidence));
    }
}
