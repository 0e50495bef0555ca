package io.countersign.sinks.archive;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PersonPart;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// An entry and its leaf hash: all that its rows are made from.
public final class ArchivedEntry {
    /// What the ledger writes about the log itself: it is not on the entry topic, so that a live
    /// archive never sees it, and no question about events needs it.
    private static final Set<EntryKind> OF_THE_LOG_ITSELF =
            Set.of(EntryKind.SEAL, EntryKind.SCHEMA, EntryKind.KEY, EntryKind.TIMESTAMP);

    private final AuditEntry entry;
    private final Hash leafHash;

    /// Asked for by most columns.
    private final Optional<EventEntry> event;

    /// @param entry as it was decoded from its leaf
    /// @param leafHash SHA-256 of the leaf, as `docs/spec/entry.md` says
    public ArchivedEntry(AuditEntry entry, Hash leafHash) {
        this.entry = entry;
        this.leafHash = leafHash;
        this.event =
                entry.getEvent()
                        .or(() -> entry.getAmendment().map(amendment -> amendment.getRevised()));
    }

    public AuditEntry entry() {
        return entry;
    }

    /// Whether entries of a kind have rows.
    public static boolean hasRows(EntryKind kind) {
        return !OF_THE_LOG_ITSELF.contains(kind);
    }

    /// The event; of an amendment the event as it is judged now.
    Optional<EventEntry> event() {
        return event;
    }

    /// When it happened: event time, and where there is no event the time of the entry.
    long happenedMicros() {
        return micros(event().map(EventEntry::getTimeMillis).orElse(entry.getTimeMillis()));
    }

    /// The person's id, by the directory of people.
    Optional<String> person() {
        return event().flatMap(EventEntry::getPerson).flatMap(PersonPart::getId);
    }

    /// The person's id, and where there is none the user as the source spelt it.
    Optional<String> who() {
        return person().or(() -> event().flatMap(EventEntry::getUser));
    }

    /// As the directory of people names it, and where it does not, as the source does.
    Optional<String> department() {
        return event().flatMap(EventEntry::getPerson)
                .flatMap(PersonPart::getDepartment)
                .or(() -> event().flatMap(EventEntry::getDepartment));
    }

    /// Each info type once, in the order of the entry.
    List<String> findingTypes() {
        Optional<EventEntry> event = event();
        if (event.isEmpty()) {
            return List.of();
        }
        Set<String> types = new LinkedHashSet<>();
        for (FindingCount finding : event.get().getContent().getFindings()) {
            types.add(finding.getType());
        }
        return List.copyOf(types);
    }

    ByteBuffer hash() {
        return bytes(leafHash.bytes());
    }

    static ByteBuffer bytes(byte[] value) {
        return ByteBuffer.wrap(value);
    }

    static long micros(long millis) {
        return TimeUnit.MILLISECONDS.toMicros(millis);
    }
}
