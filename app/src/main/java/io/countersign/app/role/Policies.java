package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.audit.keys.SecretFile;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroSerializer;
import io.countersign.topology.PolicyVerifier;
import io.countersign.topology.policy.SignedPolicyVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// How a policy gets onto its topic and whose signature counts.
public final class Policies {
    /// The one key of the policy topic.
    private static final byte[] KEY = "policy".getBytes(StandardCharsets.UTF_8);

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

    /// Trusts the signers that the configuration names and, where it names none, this
    /// installation's own key.
    ///
    /// @throws MalformedNoteException where a configured signer is no vkey
    public static PolicyVerifier verifier(Deployment deployment)
            throws IOException, MalformedNoteException {
        Configuration configuration = deployment.configuration();
        List<String> signers = configuration.keys().policySigners();
        VerifierKeys trusted =
                signers.isEmpty()
                        ? new VerifierKeys(List.of(signer(configuration).verifierKey()))
                        : VerifierKeys.parse(String.join("\n", signers) + "\n");
        return new SignedPolicyVerifier(deployment.schemas(), trusted.verifiers());
    }

    /// Signs a policy with this installation's own key and puts it onto the topic; returns once
    /// Kafka has it.
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
            producer.send(new ProducerRecord<>(Topics.POLICY, KEY, signed)).get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("Kafka did not take the policy", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
