package io.countersign.intake.bridge;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// What the foreign cluster is called, and which partitions its topics have now.
final class ForeignTopics {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Admin admin;
    private final List<String> topics;

    ForeignTopics(Admin admin, List<String> topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /// The id that the cluster gave itself: it stays where addresses change.
    String cluster() {
        return await(admin.describeCluster().clusterId());
    }

    /// The topics that are there.
    Map<String, TopicDescription> present() {
        Map<String, TopicDescription> present = new HashMap<>();
        admin.describeTopics(topics)
                .topicNameValues()
                .forEach((name, description) -> {
                    try {
                        present.put(name, await(description));
                    } catch (UnknownTopicOrPartitionException _notYet) {
                        // Others may be there; it is looked for again.
                    }
                });
        return present;
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException kafka
                    ? kafka
                    : new KafkaException("the foreign cluster did not answer", failed.getCause());
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException("the foreign cluster did not answer", late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }
}
