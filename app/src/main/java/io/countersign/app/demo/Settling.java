package io.countersign.app.demo;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Knows when everything that was sent is chained, tallied and sealed.
final class Settling {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MAX_TRIES = 1_200;

    private final Installation installation;
    private final Watch watch;
    private final Deployment deployment;
    private final int talliesBefore;
    private String state = "";
    private long sealedAtLeast = Long.MAX_VALUE;

    Settling(Installation installation, Watch watch) {
        this.installation = installation;
        this.watch = watch;
        this.deployment = installation.deployment();
        this.talliesBefore = watch.count(EntryKind.TALLY);
    }

    /// Asks each chain to write its open tally, so that the log accounts for every offset.
    void askForTallies() throws InterruptedException {
        AvroSerializer<ControlRecord> serializer =
                new AvroSerializer<>(ControlRecord.class, BundledSchemas.get());
        byte[] request =
                serializer.serialize(
                        Topics.CONTROL,
                        ControlRecord.newBuilder()
                                .setKind(ControlKind.TALLY)
                                .setOrigin("demo")
                                .setTimeMillis(0L)
                                .build());
        awaitAudited();
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            for (int partition = 0;
                    partition < deployment.configuration().partitions();
                    partition++) {
                producer.send(new ProducerRecord<>(Topics.CONTROL, partition, null, request)).get();
            }
        } catch (ExecutionException failed) {
            throw new KafkaException("the tallies can't be asked for", failed.getCause());
        }
    }

    private void awaitAudited() throws InterruptedException {
        for (int tries = 0; tries < MAX_TRIES && unread() > 0; tries++) {
            Thread.sleep(PAUSE);
        }
    }

    boolean isSettled() {
        int tallies = watch.count(EntryKind.TALLY) - talliesBefore;
        if (tallies < deployment.configuration().partitions()) {
            state = "the last tallies are being written";
            return false;
        }
        if (sealedAtLeast == Long.MAX_VALUE) {
            sealedAtLeast =
                    installation
                            .ledger()
                            .progress()
                            .map(progress -> progress.seal() + 2)
                            .orElse(Long.MAX_VALUE);
        }
        boolean sealed =
                installation
                        .ledger()
                        .progress()
                        .filter(progress -> progress.seal() >= sealedAtLeast)
                        .isPresent();
        state = "the last entries are being sealed";
        return sealed;
    }

    /// Raw records that the audit topology has not committed yet.
    private long unread() throws InterruptedException {
        try (Admin admin = Admin.create(deployment.client())) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (String topic : List.of(Topics.PROXY_RAW, Topics.PROMPT_RAW)) {
                for (int p = 0; p < deployment.configuration().partitions(); p++) {
                    latest.put(new TopicPartition(topic, p), OffsetSpec.latest());
                }
            }
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    admin.listOffsets(latest, new ListOffsetsOptions()).all().get();
            Map<TopicPartition, OffsetAndMetadata> committed =
                    admin.listConsumerGroupOffsets(
                                    deployment.configuration().audit().applicationId())
                            .partitionsToOffsetAndMetadata()
                            .get();
            long unread = 0;
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
                OffsetAndMetadata done = committed.get(end.getKey());
                unread += end.getValue().offset() - (done == null ? 0 : done.offset());
            }
            state = unread + " records are still to be judged";
            return unread;
        } catch (ExecutionException failed) {
            throw new KafkaException("offsets can't be read", failed.getCause());
        }
    }

    @Override
    public String toString() {
        return state;
    }
}
