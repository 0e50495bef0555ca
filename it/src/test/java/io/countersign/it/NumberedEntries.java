package io.countersign.it;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.TallyEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroEncoder;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Entries of one chain a partition, in transactions as the audit role writes them; every tenth is
/// a tally, which a SIEM sink does not select. For one thread.
final class NumberedEntries implements AutoCloseable {
    private static final int OF_A_TRANSACTION = 50;
    private static final int TALLY_EVERY = 10;
    private static final long TIME_MILLIS = 1_795_339_872_000L;

    private final KafkaProducer<byte[], byte[]> producer;
    private final int partitions;

    NumberedEntries(String bootstrapServers, int partitions) {
        this.partitions = partitions;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "acks",
                                "all",
                                "transactional.id",
                                "numbered-entries"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        producer.initTransactions();
    }

    /// Ids of the events that come of so many entries a chain.
    Set<String> selected(int perChain) {
        Set<String> ids = new TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            for (int seq = 0; seq < perChain; seq++) {
                if (seq % TALLY_EVERY != 0) {
                    ids.add(chain(partition) + "#" + seq);
                }
            }
        }
        return ids;
    }

    /// @param from the first number in each chain
    /// @param to exclusive
    /// @param pause after each transaction
    void send(int from, int to, Duration pause) throws InterruptedException {
        for (int next = from; next < to; next += OF_A_TRANSACTION) {
            producer.beginTransaction();
            for (int seq = next; seq < Math.min(to, next + OF_A_TRANSACTION); seq++) {
                for (int partition = 0; partition < partitions; partition++) {
                    write(partition, wire(entry(chain(partition), seq)));
                }
            }
            producer.commitTransaction();
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    /// A record that is none of ours.
    void sendAlien(int partition, byte[] value) {
        producer.beginTransaction();
        write(partition, value);
        producer.commitTransaction();
    }

    /// Within a transaction, whose commit throws where a send failed.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(int partition, byte[] value) {
        producer.send(new ProducerRecord<>(Topics.AUDIT_ENTRY, partition, null, value));
    }

    private static String chain(int partition) {
        return Topics.AUDIT_ENTRY + "/" + partition + "@1";
    }

    private static AuditEntry entry(String chain, long seq) {
        AuditEntry.Builder entry =
                AuditEntry.newBuilder()
                        .setChain(chain)
                        .setSeq(seq)
                        .setPrev(new Hash(new byte[32]))
                        .setIncarnation(new Incarnation(new byte[16]))
                        .setTimeMillis(TIME_MILLIS + seq);
        return seq % TALLY_EVERY == 0
                ? entry.setKind(EntryKind.TALLY)
                        .setTally(TallyEntry.newBuilder().setInputs(List.of()).build())
                        .build()
                : entry.setKind(EntryKind.INCIDENT)
                        .setIncident(
                                IncidentEntry.newBuilder().setCode("CHAIN_HEAD_DAMAGED").build())
                        .build();
    }

    private static byte[] wire(AuditEntry entry) {
        return WireFormat.frame(
                BundledSchemas.get().id(AuditEntry.class),
                new AvroEncoder<>(AuditEntry.class).body(entry));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
