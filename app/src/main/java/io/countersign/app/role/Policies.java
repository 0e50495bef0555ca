package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.audit.keys.SecretFile;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.topology.KeptCopy;
import io.countersign.topology.PolicyVerifier;
import io.countersign.topology.policy.SignedPolicyVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// How a policy gets onto its topic and whose signature counts.
public final class Policies {
    /// The one key of the policy topic, beside that of its copy.
    private static final String KEY = "policy";

    private static final String LABEL = "countersign-policy-signing-key";
    private static final Path FILE = Path.of("keys/policy.key");

    private Policies() {}

    /// The key by which this installation signs its own policy; drawn at the first call.
    public static Ed25519NoteSigner signer(Configuration configuration) throws IOException {
        Path file = configuration.resolve(FILE);
        // The other keys may be configured to lie elsewhere.
        KeyRing.ownerOnlyFolder(file);
        SecretFile.create(file, LABEL, new SecureRandom());
        return new Ed25519NoteSigner(
                configuration.ledger().origin() + "/policy", SecretFile.read(file, LABEL));
    }

    /// Whether [#verifier(Deployment)] would draw no key: elsewhere than where the policy is signed
    /// there may be none.
    public static boolean signersAreKnown(Configuration configuration) {
        return !configuration.keys().policySigners().isEmpty()
                || Files.exists(configuration.resolve(FILE));
    }

    /// Trusts the signers that the configuration names and, where it names none, this
    /// installation's own key.
    ///
    /// @throws MalformedNoteException where a configured signer is no vkey
    public static PolicyVerifier verifier(Deployment deployment)
            throws IOException, MalformedNoteException {
        return new SignedPolicyVerifier(deployment.schemas(), trusted(deployment).verifiers());
    }

    /// The keys whose signatures count, for the policy and for the directory of people.
    static VerifierKeys trusted(Deployment deployment) throws IOException, MalformedNoteException {
        List<String> signers = deployment.configuration().keys().policySigners();
        return signers.isEmpty()
                ? new VerifierKeys(List.of(signer(deployment.configuration()).verifierKey()))
                : VerifierKeys.parse(String.join("\n", signers) + "\n");
    }

    /// What lies on the topic now.
    public sealed interface Current {
        /// No record, or the last one was deleted.
        record Absent() implements Current {}

        /// @param sha256 of the policy's bytes, in hexadecimal
        record Published(PolicyDocument policy, String sha256) implements Current {}

        /// The topology refuses it as well, and keeps the last good one.
        ///
        /// @param code such as `POLICY_NO_TRUSTED_SIGNATURE`
        record Untrusted(String code) implements Current {}
    }

    /// Reads the policy topic to its end.
    ///
    /// @throws UnreachableClusterException where no cluster answers
    public static Current current(Deployment deployment)
            throws IOException, MalformedNoteException {
        Optional<byte[]> stored = stored(deployment);
        return stored.isPresent() ? read(deployment, stored.get()) : new Current.Absent();
    }

    /// The record of the policy topic as it lies there, whoever signed it; empty where there is
    /// none.
    ///
    /// @throws UnreachableClusterException where no cluster answers
    static Optional<byte[]> stored(Deployment deployment) {
        AtomicReference<Optional<byte[]>> last = new AtomicReference<>(Optional.empty());
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            topics.read(
                    Topics.POLICY,
                    record -> {
                        if (Arrays.equals(record.key(), bytes(KEY))) {
                            last.set(Optional.ofNullable(record.value()));
                        }
                    },
                    _count -> {});
        }
        return last.get();
    }

    /// The bytes of the policy that lies on the topic now, which its hash is over; empty where
    /// there is none that counts.
    public static Optional<byte[]> document(Deployment deployment)
            throws IOException, MalformedNoteException {
        Optional<byte[]> stored = stored(deployment);
        return stored.isPresent()
                        && verifier(deployment).verify(stored.get())
                                instanceof PolicyVerifier.Outcome.Valid
                ? Optional.of(bytesOf(deployment, stored.get()))
                : Optional.empty();
    }

    /// The bytes of the policy in a record as the topic and the locked record have it, whoever
    /// signed it: what names its hash says whether it is the one.
    ///
    /// @throws UndecodableRecordException where it is none
    public static byte[] bytesOf(Deployment deployment, byte[] record) {
        ByteBuffer policy =
                new AvroDecoder<>(SignedPolicy.class, deployment.schemas())
                        .framed(record)
                        .getPolicy()
                        .duplicate();
        byte[] bytes = new byte[policy.remaining()];
        policy.get(bytes);
        return bytes;
    }

    private static Current read(Deployment deployment, byte[] record)
            throws IOException, MalformedNoteException {
        return switch (verifier(deployment).verify(record)) {
            case PolicyVerifier.Outcome.Refused(String code) -> new Current.Untrusted(code);
            case PolicyVerifier.Outcome.Valid _ -> {
                byte[] bytes = bytesOf(deployment, record);
                yield new Current.Published(PolicyNote.decode(bytes), Sha256.of(bytes).hex());
            }
        };
    }

    /// Whether the running topologies would take what we sign: the configuration may name other
    /// signers.
    public static boolean ownSignatureCounts(Deployment deployment)
            throws IOException, MalformedNoteException {
        List<String> signers = deployment.configuration().keys().policySigners();
        return signers.isEmpty()
                || VerifierKeys.parse(String.join("\n", signers) + "\n")
                        .keys()
                        .contains(signer(deployment.configuration()).verifierKey());
    }

    /// Signs a policy with this installation's own key and puts it onto the topic, with its
    /// [KeptCopy]; returns once Kafka has both.
    public static void publish(
            Deployment deployment, Producer<byte[], byte[]> producer, PolicyDocument policy)
            throws IOException {
        byte[] signed =
                new AvroSerializer<>(SignedPolicy.class, deployment.schemas())
                        .serialize(
                                Topics.POLICY,
                                PolicyNote.sign(
                                        policy, List.of(signer(deployment.configuration()))));
        try {
            // The copy last: until it is there, the copy is of the last good policy.
            for (String key : List.of(KEY, KeptCopy.keyOf(KEY))) {
                producer.send(new ProducerRecord<>(Topics.POLICY, bytes(key), signed)).get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("Kafka did not take the policy", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
