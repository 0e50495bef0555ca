package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.config.Configuration;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.schemas.SignedPolicy;
import io.countersign.schemas.serde.AvroSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// As the locked record keeps them, or as a case's file has them; by their own hash, whatever the
/// files are called.
class EarlierPoliciesAreReadFromAFolderTest {
    @TempDir Path folder;

    private Optional<Deployment> deployment = Optional.empty();

    @BeforeEach
    void open() throws Exception {
        deployment =
                Optional.of(
                        new Deployment(
                                Configuration.defaults(), "127.0.0.1:9", "test", Optional.empty()));
    }

    private Map<String, byte[]> read() throws IOException {
        return EarlierPolicies.in(folder, deployment.orElseThrow());
    }

    @Test
    void signedAndBare() throws Exception {
        SignedPolicy signed =
                PolicyNote.sign(
                        PolicyYaml.demo(),
                        List.of(new Ed25519NoteSigner("policy.example.org", new byte[32])));
        byte[] policy = new byte[signed.getPolicy().remaining()];
        signed.getPolicy().duplicate().get(policy);
        try (AvroSerializer<SignedPolicy> serializer =
                new AvroSerializer<>(SignedPolicy.class, deployment.orElseThrow().schemas())) {
            Files.write(
                    folder.resolve("one.signed-policy"), serializer.serialize("policy.v1", signed));
        }
        Files.writeString(folder.resolve("two.policy"), "of another release");
        Files.writeString(folder.resolve("notes.txt"), "no policy");
        assertThat(read())
                .containsOnlyKeys(
                        Sha256.of(policy).hex(),
                        Sha256.of(
                                        "of another release"
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .hex())
                .hasEntrySatisfying(
                        Sha256.of(policy).hex(), bytes -> assertThat(bytes).isEqualTo(policy));
    }

    @Test
    void whatIsNoneIsNamed() throws Exception {
        assertThatThrownBy(this::read)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("*.signed-policy or *.policy");
        Files.writeString(folder.resolve("one.signed-policy"), "nothing signed");
        assertThatThrownBy(this::read)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("one.signed-policy is no signed policy");
        assertThatThrownBy(
                        () -> EarlierPolicies.in(folder.resolve("away"), deployment.orElseThrow()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--policies names no folder");
    }
}
