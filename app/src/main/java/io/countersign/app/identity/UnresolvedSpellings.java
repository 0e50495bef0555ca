package io.countersign.app.identity;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// Who is in the log and not in the directory: the spellings that resolved to nobody, counted from
/// the committed entries.
public final class UnresolvedSpellings {
    /// Entries of one partition that are looked at, the latest.
    private static final long MAX_ENTRIES = 5_000_000;

    /// One spelling as one source writes it.
    ///
    /// @param spelling the user, or the address of a lease that leads to nobody
    /// @param format of the source
    /// @param resolution UNKNOWN_SPELLING, AMBIGUOUS or SHARED
    /// @param events how many
    /// @param lastMillis time of the latest of them
    public record Spelling(
            String spelling,
            String format,
            PersonResolution resolution,
            long events,
            long lastMillis) {}

    private record Key(String spelling, String format, PersonResolution resolution) {}

    private record Count(long events, long lastMillis) {
        Count with(Count other) {
            return new Count(events + other.events, Math.max(lastMillis, other.lastMillis));
        }
    }

    private UnresolvedSpellings() {}

    /// The most frequent first.
    ///
    /// @param sinceMillis only what was appended since then
    /// @param progress is told how many entries were read
    public static List<Spelling> read(
            Deployment deployment, long sinceMillis, LongConsumer progress) {
        AvroDecoder<AuditEntry> decoder = new AvroDecoder<>(AuditEntry.class, deployment.schemas());
        Map<Key, Count> counts = new HashMap<>();
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            topics.readSince(
                    Topics.AUDIT_ENTRY,
                    sinceMillis,
                    MAX_ENTRIES,
                    record -> {
                        try {
                            decoder.framed(record.value())
                                    .getEvent()
                                    .filter(event -> event.getDrill().isEmpty())
                                    .ifPresent(event -> count(counts, event));
                        } catch (UndecodableRecordException _later) {
                            // An entry of a later version; verify names what is no entry at all.
                        }
                    },
                    progress);
        }
        return counts.entrySet().stream()
                .map(one ->
                        new Spelling(
                                one.getKey().spelling(),
                                one.getKey().format(),
                                one.getKey().resolution(),
                                one.getValue().events(),
                                one.getValue().lastMillis()))
                .sorted(
                        Comparator.comparingLong(Spelling::events)
                                .reversed()
                                .thenComparing(Spelling::spelling)
                                .thenComparing(Spelling::format))
                .toList();
    }

    private static void count(Map<Key, Count> counts, EventEntry event) {
        if (event.getPerson().isEmpty()) {
            return;
        }
        PersonResolution resolution = event.getPerson().get().getResolution();
        boolean nobody =
                switch (resolution) {
                    case UNKNOWN_SPELLING, AMBIGUOUS, SHARED -> true;
                    case RESOLVED, NOBODY, UNRECOGNISED -> false;
                };
        if (nobody) {
            counts.merge(
                    new Key(
                            event.getUser().or(event::getSourceIp).orElse(""),
                            event.getSource().getFormat(),
                            resolution),
                    new Count(1, event.getTimeMillis()),
                    Count::with);
        }
    }
}
