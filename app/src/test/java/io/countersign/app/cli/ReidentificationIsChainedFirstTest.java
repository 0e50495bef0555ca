package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.broker.BrokerProcess;
import io.countersign.app.broker.BrokerSettings;
import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.app.role.Role;
import io.countersign.app.role.StreamsRoles;
import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real broker and the real audit topology: before the first byte of a value is written, its
/// access entry is committed to the log; where nobody chains it, nothing is written.
class ReidentificationIsChainedFirstTest {
    private static final String NOTE =
            "Patient: Jane Roe, MRN: 00123456, diagnosed with diabetes.\n";

    @TempDir Path directory;

    @Test
    void nothingIsShownBeforeTheAccessEntryIsCommitted() throws Exception {
        try (BrokerProcess broker =
                BrokerProcess.start(BrokerSettings.in(directory.resolve("broker")))) {
            Path config =
                    Files.writeString(
                            directory.resolve("countersign.yaml"),
                            """
                            directory: %s
                            partitions: 1
                            kafka:
                              replication-factor: 1
                              bootstrap-servers: ["%s"]
                            """
                                    .formatted(
                                            directory.resolve("site"), broker.bootstrapServers()));
            Configuration configuration = ConfigurationFile.read(config).configuration();
            Deployment deployment =
                    new Deployment(
                            configuration, broker.bootstrapServers(), "test", Optional.empty());
            prepare(configuration, deployment);
            Path key = directory.resolve("surrogates.key");
            String redacted =
                    Sentence.reading(
                                    NOTE,
                                    "scan",
                                    "--redact=surrogate",
                                    "--key",
                                    key.toString(),
                                    "-")
                            .exits(ExitCode.CLEAN)
                            .out();
            assertThat(redacted).doesNotContain("Roe", "00123456");
            Path why =
                    Files.writeString(
                            directory.resolve("why.txt"), "Jane Roe asked for her answer\n");
            String[] command = {
                "reidentify",
                "-",
                "--key",
                key.toString(),
                "--config",
                config.toString(),
                "--as",
                "mvale",
                "--purpose",
                "TREATMENT",
                "--reason-file",
                why.toString()
            };

            // Nobody chains: the request waits on the control topic.
            Sentence.reading(redacted, command)
                    .exits(ExitCode.FAILED)
                    .complains("Refused: the log did not take the access entry")
                    .saysNot("Roe", "00123456");

            Role audit =
                    StreamsRoles.audit(
                            deployment, Policies.verifier(deployment), Clock.systemUTC());
            audit.start();
            try {
                Watched out = new Watched(deployment);
                ByteArrayOutputStream err = new ByteArrayOutputStream();
                ExitCode exitCode =
                        CommandLineTool.run(
                                new Terminal(
                                        new ByteArrayInputStream(
                                                redacted.getBytes(StandardCharsets.UTF_8)),
                                        out,
                                        err,
                                        Map.of(),
                                        Set.of(),
                                        Clock.systemUTC()),
                                command);
                assertThat(exitCode)
                        .as(err.toString(StandardCharsets.UTF_8))
                        .isEqualTo(ExitCode.CLEAN);
                assertThat(out.text()).isEqualTo(NOTE);
                // The first is the one that was refused: asked for, never shown, and chained since.
                assertThat(out.committedAtFirstByte).hasSize(2);
                AccessEntry access = out.committedAtFirstByte.getLast();
                assertThat(access.getPerson()).isEqualTo("mvale");
                assertThat(access.getAction()).isEqualTo("REIDENTIFY");
                assertThat(access.getPurpose()).isEqualTo("TREATMENT");
                assertThat(access.getCount()).isEqualTo(2);
                EvidenceRef reason = access.getReason().orElseThrow();
                assertThat(out.sealedAtFirstByte)
                        .as("the reason is durable with the entry")
                        .contains(reason.getCiphertext());
                noKeyNoAnswer(configuration, redacted, command);
                assertThat(err.toString(StandardCharsets.UTF_8))
                        .contains("2 values; access entry audit.entry.v1/0@1:");
            } finally {
                audit.close();
            }
        }
    }

    /// A reason that cannot be sealed is refused, and with it what it was for.
    private static void noKeyNoAnswer(
            Configuration configuration, String redacted, String[] command) throws Exception {
        Path keys = KeyRing.of(configuration).evidence();
        Path aside = keys.resolveSibling("aside");
        Files.move(keys, aside);
        Files.createDirectory(
                keys,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Sentence.reading(redacted, command)
                    .exits(ExitCode.FAILED)
                    .complains("the reason cannot be sealed")
                    .saysNot("Roe", "00123456");
        } finally {
            Files.delete(keys);
            Files.move(aside, keys);
        }
    }

    private static void prepare(Configuration configuration, Deployment deployment)
            throws Exception {
        KeyRing.of(configuration).generate(Clock.systemUTC().instant(), Optional.empty());
        try (Admin admin = Admin.create(deployment.client());
                Producer<byte[], byte[]> producer = deployment.producer()) {
            TopicSetup.ensure(
                    admin, TopicSetup.topics(1, TopicSetup.Flush.WITH_REPLICAS), (short) 1);
            Policies.publish(deployment, producer, PolicyYaml.demo());
        }
    }

    /// Standard output that looks at the log before it takes its first byte.
    private static final class Watched extends OutputStream {
        private final Deployment deployment;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private List<AccessEntry> committedAtFirstByte = List.of();
        private List<Hash> sealedAtFirstByte = List.of();

        Watched(Deployment deployment) {
            this.deployment = deployment;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] some, int from, int length) {
            if (bytes.size() == 0 && length > 0) {
                committedAtFirstByte =
                        committed(Topics.AUDIT_ENTRY, AuditEntry.class).stream()
                                .flatMap(entry -> entry.getAccess().stream())
                                .toList();
                sealedAtFirstByte =
                        committed(Topics.EVIDENCE, EvidenceEnvelope.class).stream()
                                .map(Watched::ciphertext)
                                .toList();
            }
            bytes.write(some, from, length);
        }

        private static Hash ciphertext(EvidenceEnvelope envelope) {
            byte[] bytes = new byte[envelope.getCiphertext().remaining()];
            envelope.getCiphertext().duplicate().get(bytes);
            return new Hash(Sha256.of(bytes).bytes());
        }

        private <T extends SpecificRecord> List<T> committed(String topic, Class<T> type) {
            AvroDecoder<T> decoder = new AvroDecoder<>(type, deployment.schemas());
            TopicPartition partition = new TopicPartition(topic, 0);
            List<T> found = new ArrayList<>();
            try (Consumer<byte[], byte[]> reader = deployment.committedReader()) {
                reader.assign(List.of(partition));
                reader.seekToBeginning(List.of(partition));
                long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                while (reader.position(partition) < end) {
                    for (ConsumerRecord<byte[], byte[]> record :
                            reader.poll(Duration.ofMillis(200))) {
                        found.add(decoder.framed(record.value()));
                    }
                }
            }
            return found;
        }
    }
}
