package io.countersign.app.role;

import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.policy.IdentityNote;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.SignedIdentity;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.IdentityVerifier;
import io.countersign.topology.policy.SignedIdentityVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/// How the directory of people gets onto its topic: part by part, signed by the key that signs the
/// policy, and trusted where the policy would be.
public final class Directories {
    private static final Duration POLL = Duration.ofMillis(200);

    private Directories() {}

    /// @throws MalformedNoteException where a configured signer is no vkey
    public static IdentityVerifier verifier(Deployment deployment)
            throws IOException, MalformedNoteException {
        return new SignedIdentityVerifier(
                deployment.schemas(), Policies.trusted(deployment).verifiers());
    }

    /// What lies on the topic now.
    ///
    /// @param parts by key, those that are trusted
    /// @param refused keys of records that the topology refuses as well
    public record Current(Map<String, IdentityPart> parts, List<String> refused) {
        public Current {
            parts = Map.copyOf(parts);
            refused = List.copyOf(refused);
        }
    }

    /// Reads the identity topic to its end.
    public static Current current(Deployment deployment)
            throws IOException, MalformedNoteException {
        TopicPartition partition = new TopicPartition(Topics.IDENTITY, 0);
        Map<String, byte[]> last = new HashMap<>();
        try (Consumer<byte[], byte[]> reader = deployment.committedReader()) {
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (reader.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    if (record.key() != null && record.value() != null) {
                        last.put(new String(record.key(), StandardCharsets.UTF_8), record.value());
                    }
                }
            }
        }
        AvroDecoder<SignedIdentity> decoder =
                new AvroDecoder<>(SignedIdentity.class, deployment.schemas());
        Map<String, IdentityPart> parts = new HashMap<>();
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, byte[]> record : last.entrySet()) {
            try {
                SignedIdentity signed = decoder.framed(record.getValue());
                if (IdentityNote.open(
                                record.getKey(), signed, Policies.trusted(deployment).verifiers())
                        instanceof IdentityNote.Opening.Trusted(IdentityPart part)) {
                    parts.put(record.getKey(), part);
                    continue;
                }
            } catch (UndecodableRecordException _unreadable) {
                // Refused like one that nobody trusted has signed.
            }
            refused.add(record.getKey());
        }
        return new Current(parts, refused);
    }

    /// Signs parts with this installation's own key and puts them onto the topic; returns once
    /// Kafka has them.
    public static void publish(
            Deployment deployment,
            Producer<byte[], byte[]> producer,
            Collection<IdentityPart> parts)
            throws IOException {
        AvroSerializer<SignedIdentity> serializer =
                new AvroSerializer<>(SignedIdentity.class, deployment.schemas());
        List<Future<?>> sent = new ArrayList<>();
        for (IdentityPart part : parts) {
            byte[] signed =
                    serializer.serialize(
                            Topics.IDENTITY,
                            IdentityNote.sign(
                                    part, List.of(Policies.signer(deployment.configuration()))));
            sent.add(
                    producer.send(
                            new ProducerRecord<>(
                                    Topics.IDENTITY,
                                    part.getKey().getBytes(StandardCharsets.UTF_8),
                                    signed)));
        }
        try {
            for (Future<?> one : sent) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(
                    "Kafka did not take the directory of people", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
