package io.countersign.app.reevaluation;

import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The events of an installation's sealed logs, each as it is judged by now: with its latest
/// amendment in its place. Drills are left out.
///
/// Reads the logs twice: amendments first, so that no more than their places are held in memory.
/// For one thread.
public final class SealedEvents {
    /// More amended events are not looked at in one run.
    public static final int MAX_AMENDED = 2_000_000;

    /// Takes one event after the other.
    public interface Visitor {
        /// An amendment that was sealed in the time, in the order of the logs; comes before all
        /// events.
        default void amendment(AuditEntry amendment) {}

        /// @param original the event's own entry
        /// @param latest its latest amendment, or its own entry
        /// @param standing the event as the latest says
        void event(SealedPlace original, SealedPlace latest, EventEntry standing);
    }

    /// Where an amended event and its latest amendment lie.
    private static final class Amended {
        private SealedPlace latest;
        private Optional<SealedPlace> original = Optional.empty();

        Amended(SealedPlace latest) {
            this.latest = latest;
        }
    }

    private final Map<String, Map<Long, Amended>> amended = new HashMap<>();
    private final Visitor visitor;
    private long amendedEvents;

    private SealedEvents(Visitor visitor) {
        this.visitor = visitor;
    }

    /// Shows all events that were sealed since a time. What was seen counts only once this returns:
    /// then what was read has led to the checkpoint of each log.
    ///
    /// @param progress told from time to time how many entries were looked at
    /// @throws IOException where a log cannot be read, is damaged, or has too many amendments
    public static void read(LogReaders logs, Instant since, Visitor visitor, LongConsumer progress)
            throws IOException {
        SealedEvents events = new SealedEvents(visitor);
        EntriesSince.read(logs, since, EnumSet.of(EntryKind.AMENDMENT), events::note, progress);
        if (events.amendedEvents > MAX_AMENDED) {
            throw new IOException(
                    "more than "
                            + MAX_AMENDED
                            + " events were amended in this time: ask about less of it");
        }
        EntriesSince.read(
                logs,
                since,
                EnumSet.of(EntryKind.EVENT, EntryKind.AMENDMENT),
                events::show,
                progress);
    }

    private void note(SealedPlace place, AuditEntry entry) {
        visitor.amendment(entry);
        EntryRef original = entry.getAmendment().map(AmendmentEntry::getOriginal).orElseThrow();
        Map<Long, Amended> ofChain =
                amended.computeIfAbsent(original.getChain(), _ -> new HashMap<>());
        Amended known = ofChain.get(original.getSeq());
        if (known != null) {
            known.latest = place;
        } else if (++amendedEvents <= MAX_AMENDED) {
            ofChain.put(original.getSeq(), new Amended(place));
        }
    }

    private void show(SealedPlace place, AuditEntry entry) {
        if (entry.getEvent().isPresent()) {
            Optional<Amended> later = amended(place.chain(), place.seq());
            if (later.isPresent()) {
                later.get().original = Optional.of(place);
            } else {
                show(place, place, entry.getEvent().get());
            }
            return;
        }
        AmendmentEntry amendment = entry.getAmendment().orElseThrow();
        // Where the event was sealed before the time that was asked for, there is no original.
        amended(amendment.getOriginal().getChain(), amendment.getOriginal().getSeq())
                .filter(one -> one.latest.equals(place))
                .flatMap(one -> one.original)
                .ifPresent(original -> show(original, place, amendment.getRevised()));
    }

    private void show(SealedPlace original, SealedPlace latest, EventEntry standing) {
        if (standing.getDrill().isEmpty()) {
            visitor.event(original, latest, standing);
        }
    }

    private Optional<Amended> amended(String chain, long seq) {
        return Optional.ofNullable(amended.getOrDefault(chain, Map.of()).get(seq));
    }
}
