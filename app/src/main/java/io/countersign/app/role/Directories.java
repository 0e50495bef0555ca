package io.countersign.app.role;

import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.policy.IdentityNote;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.SignedIdentity;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.IdentityVerifier;
import io.countersign.topology.KeptCopy;
import io.countersign.topology.policy.SignedIdentityVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// How the directory of people gets onto its topic: part by part, signed by the key that signs the
/// policy, and trusted where the policy would be.
public final class Directories {
    private Directories() {}

    /// @throws MalformedNoteException where a configured signer is no vkey
    public static IdentityVerifier verifier(Deployment deployment)
            throws IOException, MalformedNoteException {
        return new SignedIdentityVerifier(
                deployment.schemas(), Policies.trusted(deployment).verifiers());
    }

    /// What lies on the topic now.
    ///
    /// @param parts by key, those that are trusted; the copy where the record itself is not
    /// @param refused keys of records that the topology refuses as well
    public record Current(Map<String, IdentityPart> parts, List<String> refused) {
        public Current {
            parts = Map.copyOf(parts);
            refused = List.copyOf(refused);
        }
    }

    /// Reads the identity topic to its end.
    ///
    /// @throws UnreachableClusterException where no cluster answers
    public static Current current(Deployment deployment)
            throws IOException, MalformedNoteException {
        Map<String, byte[]> last = new HashMap<>();
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            topics.read(
                    Topics.IDENTITY,
                    record -> {
                        if (record.key() != null && record.value() != null) {
                            last.put(
                                    new String(record.key(), StandardCharsets.UTF_8),
                                    record.value());
                        }
                    },
                    _count -> {});
        }
        List<NoteVerifier> trusted = Policies.trusted(deployment).verifiers();
        Map<String, IdentityPart> parts = new HashMap<>();
        Map<String, IdentityPart> copies = new HashMap<>();
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, byte[]> record : last.entrySet()) {
            Optional<String> original = KeptCopy.original(record.getKey());
            String key = original.orElse(record.getKey());
            Optional<IdentityPart> part = open(deployment, trusted, key, record.getValue());
            if (part.isPresent()) {
                (original.isPresent() ? copies : parts).put(key, part.get());
            } else if (original.isEmpty()) {
                refused.add(key);
            }
        }
        copies.forEach(parts::putIfAbsent);
        return new Current(parts, refused);
    }

    private static Optional<IdentityPart> open(
            Deployment deployment, List<NoteVerifier> trusted, String key, byte[] record) {
        try {
            SignedIdentity signed =
                    new AvroDecoder<>(SignedIdentity.class, deployment.schemas()).framed(record);
            return IdentityNote.open(key, signed, trusted)
                            instanceof IdentityNote.Opening.Trusted(IdentityPart part)
                    ? Optional.of(part)
                    : Optional.empty();
        } catch (UndecodableRecordException _unreadable) {
            // Refused like one that nobody trusted has signed.
            return Optional.empty();
        }
    }

    /// Signs parts with this installation's own key and puts them onto the topic, each with its
    /// [KeptCopy]; returns once Kafka has them.
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
            for (String key : List.of(part.getKey(), KeptCopy.keyOf(part.getKey()))) {
                sent.add(
                        producer.send(
                                new ProducerRecord<>(
                                        Topics.IDENTITY,
                                        key.getBytes(StandardCharsets.UTF_8),
                                        signed)));
            }
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
