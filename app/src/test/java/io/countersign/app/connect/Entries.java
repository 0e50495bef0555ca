package io.countersign.app.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroEncoder;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.WireFormat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Entries on Kafka for the sink tests, and the events that came of them.
final class Entries {
    static final String CHAIN = "audit.entry.v1/0@1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Entries() {}

    static KafkaProducer<byte[], byte[]> transactionalProducer(String bootstrapServers) {
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "acks",
                                "all",
                                "transactional.id",
                                "sink-test"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    static ProducerRecord<byte[], byte[]> record(long seq) {
        return new ProducerRecord<>(Topics.AUDIT_ENTRY, 0, null, wire(seq));
    }

    /// Within a transaction, whose commit throws where a send failed.
    @SuppressWarnings("FutureReturnValueIgnored")
    static void send(
            KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    static byte[] wire(long seq) {
        AuditEntry entry =
                AuditEntry.newBuilder()
                        .setKind(EntryKind.INCIDENT)
                        .setChain(CHAIN)
                        .setSeq(seq)
                        .setPrev(new Hash(new byte[32]))
                        .setIncarnation(new Incarnation(new byte[16]))
                        .setTimeMillis(1_795_339_872_000L)
                        .setIncident(
                                IncidentEntry.newBuilder().setCode("CHAIN_HEAD_DAMAGED").build())
                        .build();
        return WireFormat.frame(
                BundledSchemas.get().id(AuditEntry.class),
                new AvroEncoder<>(AuditEntry.class).body(entry));
    }

    /// The sequence numbers of the events in the directory's files, in file order. A last line that
    /// is not ended is not an event yet.
    static List<Long> sequences(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.ndjson")) {
            found.forEach(files::add);
            files.sort(null);
            List<Long> sequences = new ArrayList<>();
            for (Path file : files) {
                String text = Files.readString(file);
                for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                    JsonNode event = JSON.readTree(line);
                    long seq = event.at("/unmapped/countersign/log/seq").asLong(-1);
                    if (!event.at("/metadata/uid").asText().equals(CHAIN + "#" + seq)) {
                        throw new IllegalStateException("an event's id is not its log position");
                    }
                    sequences.add(seq);
                }
            }
            return sequences;
        } catch (IOException e) {
            return List.of();
        }
    }
}
