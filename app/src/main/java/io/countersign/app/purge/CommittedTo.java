package io.countersign.app.purge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// How far all who read the raw topics have come.
///
/// @param offsets the least that any group has committed, by partition; a partition that one of
///   them has committed nothing of is not there, and nothing may go from it
record CommittedTo(Map<TopicPartition, Long> offsets) {
    CommittedTo {
        offsets = Map.copyOf(offsets);
    }

    /// @param groups all of them count
    /// @param limit of each question, in seconds
    static CommittedTo read(Admin admin, List<String> groups, long limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> least = new HashMap<>();
        boolean first = true;
        for (String group : groups) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get(limit, TimeUnit.SECONDS);
            if (first) {
                committed.forEach((partition, at) -> {
                    if (at != null) {
                        least.put(partition, at.offset());
                    }
                });
                first = false;
                continue;
            }
            Set<TopicPartition> unread = new HashSet<>();
            least.replaceAll((partition, offset) -> {
                OffsetAndMetadata at = committed.get(partition);
                if (at == null) {
                    unread.add(partition);
                    return offset;
                }
                return Math.min(offset, at.offset());
            });
            least.keySet().removeAll(unread);
        }
        return new CommittedTo(least);
    }
}
