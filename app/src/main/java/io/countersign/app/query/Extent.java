package io.countersign.app.query;

import io.countersign.audit.note.Checkpoint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How far an answer goes.
///
/// @param checkpoint of the newest log: all entries below it are in the answer; empty where there
///   is no log yet
/// @param sealed when it was sealed
/// @param fromLog entries that the archive did not have and the logs did
/// @param fromTopic entries that are committed on the entry topic and not sealed yet
/// @param asOf what was committed by then is in the answer; empty where some of the topic could not
///   be joined, so that the answer ends with the checkpoint
public record Extent(
        Optional<Checkpoint> checkpoint,
        Optional<Instant> sealed,
        long fromLog,
        long fromTopic,
        Optional<Instant> asOf) {

    /// In one line for people.
    public String words() {
        String log =
                checkpoint
                        .map(point ->
                                String.format(
                                        "checkpoint %s, %,d entries, root %s%s",
                                        point.origin(),
                                        point.size().value(),
                                        point.root().hex(),
                                        sealed.map(time -> ", sealed " + time).orElse("")))
                        .orElse("no checkpoint yet");
        return asOf.map(time ->
                        "complete up to "
                                + time.truncatedTo(ChronoUnit.SECONDS)
                                + ": "
                                + log
                                + ", and "
                                + fromTopic
                                + " entries that are not sealed yet")
                .orElse("complete up to " + log);
    }
}
