package io.countersign.it;

import io.countersign.app.role.Deployment;
import io.countersign.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/// The raw topics and the group that reads them, as the brokers see both.
record RawInputs(Admin admin, Deployment deployment, int partitions) {
    /// The offset that the next record of each partition gets.
    Map<TopicPartition, Long> ends() throws Exception {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (String topic : List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW)) {
            for (int p = 0; p < partitions; p++) {
                latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(latest).all().get().entrySet()) {
            ends.put(end.getKey(), end.getValue().offset());
        }
        return ends;
    }

    /// Waits until the audit topology has committed past every raw record.
    void awaitJudged(Duration limit) {
        awaitJudged(limit, () -> {});
    }

    /// As above.
    ///
    /// @param meanwhile before each look
    void awaitJudged(Duration limit, Runnable meanwhile) {
        Awaitility.await("all raw records judged")
                .atMost(limit)
                .ignoreExceptions()
                .until(() -> {
                    meanwhile.run();
                    Map<TopicPartition, OffsetAndMetadata> committed =
                            admin.listConsumerGroupOffsets(group())
                                    .partitionsToOffsetAndMetadata()
                                    .get();
                    return ends().entrySet().stream()
                            .allMatch(end -> {
                                OffsetAndMetadata done = committed.get(end.getKey());
                                return end.getValue() == (done == null ? 0 : done.offset());
                            });
                });
    }

    ConsumerGroupDescription readers() throws Exception {
        return admin.describeConsumerGroups(List.of(group()))
                .all()
                .get()
                .values()
                .iterator()
                .next();
    }

    private String group() {
        return deployment.configuration().audit().applicationId();
    }
}
