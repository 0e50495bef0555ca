package io.countersign.app.purge;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/// What a pass of the purger did.
///
/// @param purged offsets that went, by raw partition; those of holes among them
/// @param held offsets that are left, over all raw partitions
/// @param blocked partitions that nothing goes from, and why
/// @param waiting raw partitions that somebody has not read so far
public record PurgeReport(
        Map<TopicPartition, Long> purged,
        long held,
        Map<Integer, Blocked> blocked,
        Set<String> waiting) {
    /// Why nothing goes from a partition, although it is sealed and old enough.
    public enum Blocked {
        EVIDENCE_MISSING("evidence that the log refers to is not on evidence.v1"),
        HEAD_NOT_FOUND("audit.entry.v1 does not lead to the sealed head");

        private final String sentence;

        Blocked(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    public PurgeReport {
        purged = Map.copyOf(purged);
        blocked = new TreeMap<>(blocked);
        waiting = new TreeSet<>(waiting);
    }

    public long total() {
        return purged.values().stream().mapToLong(Long::longValue).sum();
    }
}
