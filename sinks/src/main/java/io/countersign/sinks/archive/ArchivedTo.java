package io.countersign.sinks.archive;

import io.countersign.audit.merkle.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/// How far a table holds the log, as the summary of each of its snapshots says:
///
/// ```
/// countersign.next.<chain id>   the seq that the table holds everything below
/// countersign.log.origin        where it was made from a log: its name, entries, and root over them
/// countersign.log.size
/// countersign.log.root
/// ```
///
/// @param next for each chain the first seq that is not there
/// @param log the part of a log that has been read in whole; empty for what came off the entry
///   topic
public record ArchivedTo(SortedMap<String, Long> next, Optional<LogPart> log) {
    private static final String PREFIX = "countersign.";
    private static final String NEXT = PREFIX + "next.";
    private static final String ORIGIN = PREFIX + "log.origin";
    private static final String SIZE = PREFIX + "log.size";
    private static final String ROOT = PREFIX + "log.root";

    public static final ArchivedTo NOTHING = new ArchivedTo(new TreeMap<>(), Optional.empty());

    public ArchivedTo {
        next = new TreeMap<>(next);
    }

    /// The first entries of a log.
    ///
    /// @param origin the log's name
    /// @param size their number
    /// @param root of the tree over them
    public record LogPart(String origin, long size, Sha256 root) {
        public LogPart {
            if (size < 0) {
                throw new IllegalArgumentException("a log has no " + size + " entries");
            }
        }
    }

    /// The first seq of a chain that is not there.
    public long next(String chain) {
        return next.getOrDefault(chain, 0L);
    }

    /// What both hold.
    ArchivedTo and(ArchivedTo other) {
        SortedMap<String, Long> both = new TreeMap<>();
        next.forEach((chain, seq) -> {
            long least = Math.min(seq, other.next(chain));
            if (least > 0) {
                both.put(chain, least);
            }
        });
        return new ArchivedTo(
                both,
                log.flatMap(mine ->
                        other.log
                                .filter(theirs -> theirs.origin().equals(mine.origin()))
                                .map(theirs -> theirs.size() < mine.size() ? theirs : mine)));
    }

    void writeTo(BiConsumer<String, String> summary) {
        next.forEach((chain, seq) -> summary.accept(NEXT + chain, Long.toString(seq)));
        log.ifPresent(part -> {
            summary.accept(ORIGIN, part.origin());
            summary.accept(SIZE, Long.toString(part.size()));
            summary.accept(ROOT, part.root().hex());
        });
    }

    /// How far a table goes, as its newest snapshot says that says so. A program that merges files,
    /// as any may, does not repeat what the snapshot before said.
    ///
    /// @throws IllegalArgumentException where the snapshot that said so was forgotten
    static ArchivedTo of(Table table) {
        Snapshot snapshot = table.currentSnapshot();
        while (snapshot != null) {
            if (isSaidBy(snapshot)) {
                return of(snapshot.summary());
            }
            Long parent = snapshot.parentId();
            snapshot = parent == null ? null : table.snapshot(parent);
            if (parent != null && snapshot == null) {
                throw new IllegalArgumentException(
                        "the table's snapshots do not say any more how far it goes: countersign"
                                + " archive rebuild makes it again");
            }
        }
        return NOTHING;
    }

    /// Whether a snapshot itself says how far it goes.
    static boolean isSaidBy(Snapshot snapshot) {
        return snapshot.summary().keySet().stream().anyMatch(key -> key.startsWith(PREFIX));
    }

    /// What the summary of a table's snapshot says.
    ///
    /// @throws IllegalArgumentException where the summary is not what [#writeTo] writes
    public static ArchivedTo of(Map<String, String> summary) {
        SortedMap<String, Long> next = new TreeMap<>();
        summary.forEach((key, value) -> {
            if (key.startsWith(NEXT)) {
                next.put(key.substring(NEXT.length()), number(value));
            }
        });
        String origin = summary.get(ORIGIN);
        String root = summary.get(ROOT);
        if (origin == null || root == null) {
            return new ArchivedTo(next, Optional.empty());
        }
        return new ArchivedTo(
                next,
                Optional.of(
                        new LogPart(
                                origin,
                                number(summary.getOrDefault(SIZE, "")),
                                Sha256.ofHex(root))));
    }

    private static long number(String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _saidBelow) {
            // Falls through to the one message.
        }
        throw new IllegalArgumentException("a snapshot's summary does not say how far it goes");
    }
}
