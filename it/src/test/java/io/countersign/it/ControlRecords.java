package io.countersign.it;

import io.countersign.app.role.Deployment;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.BundledSchemas;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// What the ledger would tell the chains by and by, told at once.
final class ControlRecords {
    private ControlRecords() {}

    /// Asks each chain, and waits until the broker has taken it.
    ///
    /// @param kind one without content, such as a tick or a tally
    static void ask(Deployment deployment, int partitions, ControlKind kind) throws Exception {
        byte[] record =
                new AvroSerializer<>(ControlRecord.class, BundledSchemas.get())
                        .serialize(
                                Topics.CONTROL,
                                ControlRecord.newBuilder()
                                        .setKind(kind)
                                        .setOrigin("test")
                                        .setTimeMillis(0L)
                                        .build());
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            for (int partition = 0; partition < partitions; partition++) {
                producer.send(new ProducerRecord<>(Topics.CONTROL, partition, null, record)).get();
            }
        }
    }
}
