package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `countersign ingest` of a folder, killed while it sends to a real broker: after the next run
/// each line is there once, and in its order.
class IngestGoesOnWhereItWasKilledTest {
    private static final int LINES = 200_000;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir Path folder;

    @Test
    void killedIngest() throws Exception {
        Path logs = Files.createDirectories(folder.resolve("logs/proxy"));
        try (Writer out = Files.newBufferedWriter(logs.resolve("access.log"))) {
            for (int i = 0; i < LINES; i++) {
                out.write(
                        "1795338000.%03d    184 192.0.2.41 TCP_MISS/200 4021 GET https://www.example.net/%d mvale HIER_DIRECT/203.0.113.21 text/html\n"
                                .formatted(i % 1_000, i));
            }
        }
        try (TestBroker broker = BrokerInAChild.start(folder.resolve("broker"))) {
            Path file = folder.resolve("countersign.yaml");
            Files.writeString(
                    file,
                    "directory: %s\npartitions: 1\nkafka:\n  bootstrap-servers: [\"%s\"]\n  replication-factor: 1\n"
                            .formatted(folder.resolve("data"), broker.bootstrapServers()));
            Configuration configuration = ConfigurationFile.read(file).configuration();
            KeyRing.of(configuration).generate(Instant.now(), Optional.empty());
            Deployment deployment =
                    new Deployment(
                            configuration, broker.bootstrapServers(), "test", Optional.empty());
            try (Admin admin = Admin.create(deployment.client())) {
                TopicSetup.ensure(
                        admin, TopicSetup.topics(1, TopicSetup.Flush.WITH_REPLICAS), (short) 1);
            }
            try (ChildJvm killed = ingest(file)) {
                Awaitility.await("some lines arrive")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> arrived(deployment) > 2_000);
                killed.kill();
            }
            assertThat(arrived(deployment)).as("it was killed in the middle").isLessThan(LINES);
            try (ChildJvm rest = ingest(file)) {
                assertThat(rest.exitCode(LIMIT)).as(rest.errors()).isZero();
                assertThat(rest.output()).contains("as history").contains("were there before");
            }
            assertThat(seqs(deployment))
                    .isEqualTo(IntStream.range(0, LINES).boxed().map(String::valueOf).toList());
            try (ChildJvm again = ingest(file)) {
                assertThat(again.exitCode(LIMIT)).isZero();
                assertThat(again.output()).contains("0 lines sent as history, " + LINES);
            }
        }
    }

    private ChildJvm ingest(Path file) {
        return ChildJvm.start(
                folder,
                "ingest",
                "ingest",
                "--as-history",
                "--format",
                "squid",
                "--config",
                file.toString(),
                folder.resolve("logs").toString());
    }

    private static long arrived(Deployment deployment) {
        TopicPartition place = new TopicPartition(Topics.PROXY_RAW, 0);
        try (Consumer<byte[], byte[]> reader = deployment.committedReader()) {
            return reader.endOffsets(List.of(place)).getOrDefault(place, 0L);
        }
    }

    private static List<String> seqs(Deployment deployment) {
        TopicPartition place = new TopicPartition(Topics.PROXY_RAW, 0);
        List<String> seqs = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = deployment.committedReader()) {
            reader.assign(List.of(place));
            reader.seekToBeginning(List.of(place));
            long end = reader.endOffsets(List.of(place)).getOrDefault(place, 0L);
            while (reader.position(place) < end) {
                reader.poll(Duration.ofMillis(200))
                        .forEach(record -> {
                            assertThat(record.headers().lastHeader(RecordHeaders.HISTORY))
                                    .isNotNull();
                            seqs.add(
                                    new String(
                                            record.headers()
                                                    .lastHeader(RecordHeaders.SOURCE_SEQ)
                                                    .value(),
                                            StandardCharsets.UTF_8));
                        });
            }
        }
        return seqs;
    }
}
