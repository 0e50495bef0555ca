package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Connectors;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Installation;
import io.countersign.app.role.RegistryCheck;
import io.countersign.app.role.SchemaRegistry;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Request;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.registry.CompatibilityLevel;
import io.countersign.schemas.registry.RegistryConfig;
import io.countersign.schemas.registry.SchemaRegistryClient;
import io.countersign.schemas.registry.SchemaText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// With a Schema Registry in the configuration every role writes and reads by its ids: a real
/// Apicurio Registry, the real topologies, ledger, intake and Connect.
///
/// Needs Apicurio where `schemas/src/test/interop/run.sh` installs it, and is skipped otherwise.
class RegistryServesEveryRoleTest {
    private static final int PARTITIONS = 1;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir Path folder;

    @Test
    void everyRecordOfOursCarriesAnIdOfTheRegistry() throws Exception {
        assumeTrue(
                ApicurioRegistry.isInstalled(),
                "Apicurio is not installed: schemas/src/test/interop/run.sh does that");
        try (ApicurioRegistry apicurio = ApicurioRegistry.start(folder.resolve("apicurio.log"));
                SchemaRegistryClient client =
                        new SchemaRegistryClient(RegistryConfig.of(apicurio.url()))) {
            URI url = apicurio.url();
            client.setCompatibility(CompatibilityLevel.FULL_TRANSITIVE);

            Configuration closed = configuration(url, false);
            assertThat(RegistryCheck.of(SchemaRegistry.config(closed).orElseThrow()))
                    .as("nothing is registered, and registering is off")
                    .filteredOn(RegistryCheck.Line::problem)
                    .hasSize(SchemaRegistry.WRITTEN.size());

            runs(configuration(url, true), client);
            assertThat(RegistryCheck.of(SchemaRegistry.config(closed).orElseThrow()))
                    .as("every schema is there now")
                    .noneMatch(RegistryCheck.Line::problem)
                    .anyMatch(line -> line.text().contains("FULL_TRANSITIVE"));
        }
    }

    private void runs(Configuration configuration, SchemaRegistryClient client) throws Exception {
        try (Installation installation =
                Installation.start(
                        configuration,
                        "test",
                        Optional.empty(),
                        PolicyYaml.demo(),
                        List.of(
                                IdentityPart.newBuilder()
                                        .setKey("people/00")
                                        .setLoadedMillis(1)
                                        .setStints(List.of())
                                        .setLeases(List.of())
                                        .build()),
                        TopicSetup.Flush.WITH_REPLICAS,
                        Connectors.of(configuration),
                        InstantSource.system(),
                        step -> {},
                        LoggerFactory.getLogger(RegistryServesEveryRoleTest.class)::warn)) {
            RawRecords records = installation.intake().records();
            byte[] prompt =
                    ("{\"user\":\"t.abara@hospital.example.org\",\"host\":\"chatgpt.com\",\"prompt\":"
                                    + "\"Patient Ada Quill, MRN 00917452, DOB 03/14/1950, type 2 diabetes\"}")
                            .getBytes(StandardCharsets.UTF_8);
            records.send("plain-json", "test", 0, prompt).get();
            records.send("plain-json", "test", 1, new byte[RawRecords.MAX_RECORD_BYTES + 1]).get();

            Map<String, Set<Integer>> ids =
                    Awaitility.await("an alert, a refusal and their lines in the SIEM's file")
                            .atMost(LIMIT)
                            .pollInterval(Duration.ofSeconds(1))
                            .until(
                                    () -> ids(installation.deployment()),
                                    seen -> complete(seen) && siemLines(configuration) >= 3);
            for (SchemaRegistry.Written written : SchemaRegistry.WRITTEN) {
                int id =
                        client.lookUp(written.subject(), SchemaText.of(written.schema()))
                                .orElseThrow()
                                .id();
                assertThat(ids.get(written.topic())).as(written.topic()).containsExactly(id);
            }
            assertThat(installation.failure()).isEmpty();
            Awaitility.await("sealed")
                    .atMost(LIMIT)
                    .until(
                            () -> installation.ledger().progress(),
                            progress -> progress.isPresent() && progress.get().seal() >= 1);
        }
        assertThat(
                        LogVerifier.verify(
                                        new DirectoryTileSource(
                                                configuration.resolve(Path.of("log"))),
                                        Request.withKeysBeside(
                                                VerifierKeys.read(
                                                        configuration.resolve(
                                                                Path.of("log.vkeys")))),
                                        Progress.NONE)
                                .conclusion())
                .isEqualTo(Conclusion.CONSISTENT);
    }

    private static boolean complete(Map<String, Set<Integer>> seen) {
        return SchemaRegistry.WRITTEN.stream().allMatch(one -> seen.containsKey(one.topic()));
    }

    private Configuration configuration(URI registry, boolean register) throws IOException {
        Path file = folder.resolve("countersign-" + register + ".yaml");
        Files.writeString(
                file,
                """
                directory: %s
                partitions: %d
                ledger:
                  interval: 300ms
                schema-registry:
                  url: ["%s"]
                  auto-register-schemas: %s
                """
                        .formatted(folder.resolve("data"), PARTITIONS, registry, register));
        return ConfigurationFile.read(file).configuration();
    }

    /// The schema ids of all values, by topic.
    private static Map<String, Set<Integer>> ids(Deployment deployment) {
        Map<String, Set<Integer>> ids = new HashMap<>();
        List<TopicPartition> partitions = new ArrayList<>();
        SchemaRegistry.WRITTEN.forEach(one -> partitions.add(new TopicPartition(one.topic(), 0)));
        try (Consumer<byte[], byte[]> reader = deployment.committedReader()) {
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p -> reader.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(200))) {
                    assertThat(record.value()[0]).as("magic byte").isZero();
                    ids.computeIfAbsent(record.topic(), _ -> new TreeSet<>())
                            .add(ByteBuffer.wrap(record.value(), 1, Integer.BYTES).getInt());
                }
            }
        }
        return ids;
    }

    private static long siemLines(Configuration configuration) {
        Path siem = configuration.resolve(Path.of("siem"));
        if (!Files.isDirectory(siem)) {
            return 0;
        }
        long lines = 0;
        try (Stream<Path> files = Files.list(siem)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".ndjson")).toList()) {
                lines += Files.readAllLines(file).size();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return lines;
    }
}
