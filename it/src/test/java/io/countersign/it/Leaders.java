package io.countersign.it;

import io.countersign.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.awaitility.Awaitility;

/// Which node leads which partition of what a chain lives by: inputs, entries, control, and Kafka's
/// own topics of offsets and transactions.
final class Leaders {
    private static final List<String> TOPICS =
            List.of(
                    Topics.PROXY_RAW,
                    Topics.PROMPT_RAW,
                    Topics.CONTROL,
                    Topics.AUDIT_ENTRY,
                    Topics.EVIDENCE);

    /// Made by Kafka when they are first needed.
    private static final List<String> INTERNAL =
            List.of("__consumer_offsets", "__transaction_state");

    private final Admin admin;
    private final Duration limit;

    Leaders(Admin admin, Duration limit) {
        this.admin = admin;
        this.limit = limit;
    }

    /// The node that leads a partition of the entry topic.
    int ofChain(int partition) throws Exception {
        Integer leader = now().get(new TopicPartition(Topics.AUDIT_ENTRY, partition));
        if (leader == null) {
            throw new IllegalStateException("partition " + partition + " has no leader");
        }
        return leader;
    }

    /// Partitions without a leader are missing.
    Map<TopicPartition, Integer> now() throws Exception {
        Map<TopicPartition, Integer> leaders = new HashMap<>();
        for (TopicDescription topic : describe()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                Node leader = partition.leader();
                if (leader != null && !leader.isEmpty()) {
                    leaders.put(
                            new TopicPartition(topic.name(), partition.partition()), leader.id());
                }
            }
        }
        return leaders;
    }

    /// Waits until all partitions that a dead node led have another leader.
    ///
    /// @param before leaders when it died
    /// @return how many those were
    int awaitMoved(Map<TopicPartition, Integer> before, int dead) {
        Awaitility.await("leaders in place of node " + dead)
                .atMost(limit)
                .ignoreExceptions()
                .until(() -> {
                    Map<TopicPartition, Integer> after = now();
                    return after.keySet().containsAll(before.keySet())
                            && !after.containsValue(dead);
                });
        return (int) before.values().stream().filter(leader -> leader == dead).count();
    }

    /// Waits until every partition has all its copies in step.
    ///
    /// @param meanwhile before each look
    void awaitInStep(int copies, Runnable meanwhile) {
        Awaitility.await("all copies in step")
                .atMost(limit)
                .ignoreExceptions()
                .until(() -> {
                    meanwhile.run();
                    return describe().stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.isr().size() == copies);
                });
    }

    private List<TopicDescription> describe() throws Exception {
        List<String> names =
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().stream()
                        .filter(name -> TOPICS.contains(name) || INTERNAL.contains(name))
                        .toList();
        return List.copyOf(admin.describeTopics(names).allTopicNames().get().values());
    }
}
