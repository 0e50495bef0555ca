package io.countersign.sinks.archive;

import io.countersign.schemas.AuditEntry;
import io.countersign.sinks.siem.Samples;
import java.util.ArrayList;
import java.util.List;

/// The entries of an [ArchivedLog] as they lie on the entry topic: a partition a chain, and behind
/// every third an offset that a transaction's marker took.
public final class EntryTopic {
    public static final String NAME = "audit.entry.v1";

    private static final int DAYS = 3;

    private final List<List<At>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
    private final long[] ends = new long[2];

    /// An entry and its offset.
    public record At(long offset, AuditEntry entry) {
        /// In the wire format.
        public byte[] value() {
            return Samples.wire(entry);
        }
    }

    /// The same entries for the same number.
    public static EntryTopic of(int leaves) {
        return of(log(leaves));
    }

    /// The log that the entries are of.
    static ArchivedLog log(int leaves) {
        return ArchivedLog.of(leaves, DAYS);
    }

    private static EntryTopic of(ArchivedLog log) {
        EntryTopic topic = new EntryTopic();
        for (ArchivedEntry entry : log.entries()) {
            topic.add(entry);
        }
        return topic;
    }

    private void add(ArchivedEntry entry) {
        int partition = entry.entry().getChain().startsWith(NAME + "/0") ? 0 : 1;
        long offset = ends[partition];
        partitions.get(partition).add(new At(offset, entry.entry()));
        ends[partition] += entry.entry().getSeq() % 3 == 2 ? 2 : 1;
    }

    /// By partition.
    public List<List<At>> partitions() {
        return partitions;
    }

    /// How many there are.
    public int records() {
        return partitions.stream().mapToInt(List::size).sum();
    }

    /// The offset behind the last one of a partition.
    public long end(int partition) {
        return partitions.get(partition).isEmpty()
                ? 0
                : partitions.get(partition).getLast().offset() + 1;
    }
}
