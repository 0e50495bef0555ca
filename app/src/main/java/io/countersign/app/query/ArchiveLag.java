package io.countersign.app.query;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.Topics;
import io.countersign.sinks.archive.ArchivedTo;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How far an archive is behind the logs, chain by chain.
///
/// @param chains of the entry topic, by name
/// @param newest of the entries that are archived and sealed
/// @param oldest time of the first entry of the logs
public record ArchiveLag(List<Behind> chains, Optional<Newest> newest, Optional<Instant> oldest) {
    /// What HIPAA wants documentation kept for (45 CFR 164.316(b)(2)(i)).
    private static final Period RETENTION = Period.ofYears(6);

    public ArchiveLag {
        chains = List.copyOf(chains);
    }

    /// @param archived the first number that the archive does not have
    /// @param sealed the first number that the logs do not have
    /// @param waitingSince when the first entry was chained that the logs have and the archive has
    ///   not
    public record Behind(String chain, long archived, long sealed, Optional<Instant> waitingSince) {
        /// Entries that the logs have and the archive has not; negative where the archive is ahead.
        public long lag() {
            return sealed - archived;
        }
    }

    /// An entry, by its place and the time it was chained.
    public record Newest(String chain, long seq, Instant time) {}

    /// @param to how far the archive goes
    public static ArchiveLag of(ArchivedTo to, LogReaders logs) throws IOException {
        Map<String, Long> sealed = new TreeMap<>();
        for (EntryReader log : logs.oldestFirst()) {
            log.sealedHeads().forEach((chain, last) -> sealed.merge(chain, last + 1, Math::max));
        }
        to.next().keySet().forEach(chain -> sealed.putIfAbsent(chain, 0L));
        List<Behind> chains = new ArrayList<>();
        List<Newest> newest = new ArrayList<>();
        for (Map.Entry<String, Long> one : sealed.entrySet()) {
            ChainId chain = ChainId.parse(one.getKey());
            if (!chain.topic().equals(Topics.AUDIT_ENTRY)) {
                continue;
            }
            long archived = to.next(one.getKey());
            chains.add(
                    new Behind(
                            one.getKey(),
                            archived,
                            one.getValue(),
                            archived < one.getValue()
                                    ? time(logs, chain, archived)
                                    : Optional.empty()));
            long last = Math.min(archived, one.getValue()) - 1;
            if (last >= 0) {
                time(logs, chain, last)
                        .ifPresent(time -> newest.add(new Newest(one.getKey(), last, time)));
            }
        }
        return new ArchiveLag(
                chains,
                newest.stream().max(Comparator.comparing(Newest::time)),
                oldest(logs.oldestFirst().getFirst()));
    }

    private static Optional<Instant> time(LogReaders logs, ChainId chain, long seq)
            throws IOException {
        return logs.find(chain, seq)
                .map(found -> Instant.ofEpochMilli(found.says().getTimeMillis()));
    }

    private static Optional<Instant> oldest(EntryReader first) throws IOException {
        return first.size().value() == 0
                ? Optional.empty()
                : Optional.of(
                        Instant.ofEpochMilli(
                                first.entry(first.at(new LeafIndex(0))).getTimeMillis()));
    }

    /// Entries that the logs have and the archive has not.
    public long entries() {
        return chains.stream().mapToLong(chain -> Math.max(0, chain.lag())).sum();
    }

    /// When the oldest of them was chained.
    public Optional<Instant> waitingSince() {
        return chains.stream()
                .map(Behind::waitingSince)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /// The day on which the six years of the oldest entry end.
    public Optional<LocalDate> keptUntil() {
        return oldest.map(time -> time.atZone(ZoneOffset.UTC).toLocalDate().plus(RETENTION));
    }
}
