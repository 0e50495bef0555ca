package io.countersign.bench.alerting;

import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyDocument;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.PolicyInForce;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The policy of the simulated hospital: the bundled catalogue, the site's own file with the name
/// of its record system, and its register.
final class SimulatedPolicy {
    private SimulatedPolicy() {}

    static PolicyDocument document() {
        try {
            Path folder = Files.createTempDirectory("countersign-bench-policy");
            Path catalogue = copied(folder, "catalogue.yaml");
            Path register = copied(folder, "register.yaml");
            try {
                return PolicyYaml.of(List.of(catalogue), register);
            } finally {
                Files.delete(catalogue);
                Files.delete(register);
                Files.delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InvalidPolicyFileException broken) {
            throw new IllegalStateException("the simulated hospital's policy is broken", broken);
        }
    }

    static PolicyInForce inForce() {
        PolicyDocument document = document();
        return new PolicyInForce(
                new Hash(Sha256.of(document.getVersion().getBytes(StandardCharsets.UTF_8)).bytes()),
                PolicyReader.read(document));
    }

    private static Path copied(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in =
                Objects.requireNonNull(
                        SimulatedPolicy.class.getResourceAsStream(
                                "/io/countersign/bench/traffic/" + name))) {
            Files.copy(in, file);
        }
        return file;
    }
}
