package io.countersign.sinks.siem.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.schemas.EntryKind;
import io.countersign.sinks.siem.ReadCommitted;
import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import io.countersign.sinks.siem.delivery.ConnectorHarness;
import io.countersign.sinks.siem.delivery.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The task: what it commits, what it repeats, what it refuses.
class OffsetsFollowDurableLinesTest {
    private static final TopicPartition PARTITION = new TopicPartition("audit.entry.v1", 0);

    @TempDir Path directory;

    @Test
    void whatWasPutMayBeCommittedAndNothingMore() {
        NdjsonSinkTask task = started(new ConnectorHarness(false), Map.of());
        task.open(List.of(PARTITION));
        assertThat(task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(7)))).isEmpty();

        task.put(List.of(record(7), record(9), record(10)));

        assertThat(offset(task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(11)))))
                .isEqualTo(11);
        assertThat(sequences()).containsExactly(7L, 9L, 10L);
        task.stop();
    }

    @Test
    void aCrashAfterPutRepeatsTheSameIdsAndLosesNothing() {
        NdjsonSinkTask crashed = started(new ConnectorHarness(false), Map.of());
        crashed.open(List.of(PARTITION));
        crashed.put(List.of(record(0), record(1), record(2)));
        await().untilAsserted(() -> assertThat(sequences()).hasSize(3));
        // No preCommit: the process is gone. Only the lock has to be given back in this JVM.
        crashed.stop();

        NdjsonSinkTask next = started(new ConnectorHarness(false), Map.of());
        next.open(List.of(PARTITION));
        next.put(List.of(record(0), record(1), record(2), record(3)));
        stoppedInGoodOrder(next);

        assertThat(sequences()).containsExactly(0L, 1L, 2L, 0L, 1L, 2L, 3L);
    }

    @Test
    void aFailedWriteIsTriedAgainWithoutWritingALineTwice() throws IOException {
        ConnectorHarness connect = new ConnectorHarness(false);
        NdjsonSinkTask task = started(connect, Map.of("file.max.bytes", "65536"));
        task.open(List.of(PARTITION));
        List<SinkRecord> batch = new ArrayList<>();
        for (int seq = 0; seq < 60; seq++) {
            batch.add(record(seq));
        }
        // A directory in the place of the next file: the batch does not fit into the first one.
        Path obstacle = Files.createDirectory(directory.resolve("countersign-0-000002.ndjson"));

        task.put(batch);
        await().untilAsserted(() -> assertThat(sequences()).isNotEmpty());
        Map<TopicPartition, OffsetAndMetadata> committed =
                task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(60)));
        List<Long> first = sequences();
        assertThat(first).isNotEmpty().hasSizeLessThan(60);
        assertThat(offset(committed)).isEqualTo(first.size());
        await().untilAsserted(
                        () -> assertThat(connect.gauge("failing", Samples.TIME)).isEqualTo(1L));
        assertThat(connect.gauge("records-unacknowledged", Samples.TIME))
                .isEqualTo(60L - first.size());

        Files.delete(obstacle);
        await().untilAsserted(() -> assertThat(sequences()).hasSize(60));

        assertThat(offset(task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(60)))))
                .isEqualTo(60);
        assertThat(sequences()).hasSize(60).doesNotHaveDuplicates();
        assertThat(connect.metric("delivered")).isEqualTo(60L);
        task.stop();
    }

    @Test
    void aRewindOutsideOfARetryDeliversAgain() {
        NdjsonSinkTask task = started(new ConnectorHarness(false), Map.of());
        task.open(List.of(PARTITION));
        task.put(List.of(record(5)));
        task.put(List.of(record(5)));
        stoppedInGoodOrder(task);

        assertThat(sequences()).containsExactly(5L, 5L);
    }

    @Test
    void skippedKindsCountAndTheirOffsetsAreCommitted() {
        ConnectorHarness connect = new ConnectorHarness(false);
        NdjsonSinkTask task = started(connect, Map.of());
        task.open(List.of(PARTITION));
        task.put(
                List.of(
                        record(0),
                        new SinkRecord(
                                "audit.entry.v1",
                                0,
                                null,
                                null,
                                null,
                                Samples.wire(Samples.entry(1, EntryKind.TALLY).build()),
                                1)));

        assertThat(offset(task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(2)))))
                .isEqualTo(2);
        assertThat(connect.metric("delivered")).isEqualTo(1L);
        assertThat(connect.metric("skipped")).isEqualTo(1L);
        task.stop();
    }

    @Test
    void withoutDeadLettersAnUndecodableRecordStopsTheTaskBeforeItsOffset() {
        NdjsonSinkTask task = started(new ConnectorHarness(false), Map.of());
        task.open(List.of(PARTITION));
        task.put(List.of(record(0)));

        assertThatThrownBy(() -> task.put(List.of(garbage(1))))
                .isInstanceOfSatisfying(
                        SinkFailureException.class,
                        failure -> {
                            assertThat(failure.failure()).isEqualTo(SinkFailure.UNDECODABLE);
                            assertThat(failure)
                                    .hasMessage(
                                            "UNDECODABLE at audit.entry.v1/0 offset 1: BAD_MAGIC");
                            assertThat(failure).hasNoCause();
                        });
        assertThat(offset(task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(2)))))
                .isEqualTo(1);
        task.stop();
    }

    @Test
    void withDeadLettersItGoesThereWithCodeAndCoordinatesOnly() {
        ConnectorHarness connect = new ConnectorHarness(true);
        NdjsonSinkTask task = started(connect, Map.of());
        task.open(List.of(PARTITION));

        task.put(
                List.of(
                        garbage(0),
                        new SinkRecord("audit.entry.v1", 0, null, null, null, "a string", 1),
                        new SinkRecord("audit.entry.v1", 0, null, null, null, null, 2),
                        record(3)));

        assertThat(connect.deadLetterReasons)
                .containsExactly(
                        "UNDECODABLE at audit.entry.v1/0 offset 0: BAD_MAGIC",
                        "UNDECODABLE at audit.entry.v1/0 offset 1: VALUE_NOT_BYTES",
                        "UNDECODABLE at audit.entry.v1/0 offset 2: VALUE_NOT_BYTES");
        stoppedInGoodOrder(task);
        assertThat(sequences()).containsExactly(3L);
        assertThat(connect.metric("errant")).isEqualTo(3L);
    }

    @Test
    void itDoesNotStartWithoutReadCommitted() {
        NdjsonSinkTask task = new NdjsonSinkTask();
        task.initialize(new ConnectorHarness(false));
        Map<String, String> properties =
                new HashMap<>(NdjsonSinkConnector.configuration(directory));
        properties.remove(ReadCommitted.KEY);

        assertThatThrownBy(() -> task.start(properties))
                .isInstanceOf(SinkFailureException.class)
                .hasMessageContaining("NOT_READ_COMMITTED");
        assertThatThrownBy(() -> new NdjsonSinkConnector().start(properties))
                .isInstanceOf(SinkFailureException.class)
                .hasMessageContaining("NOT_READ_COMMITTED");
        assertThat(new NdjsonSinkConnector().validate(properties).configValues())
                .anySatisfy(value -> assertThat(value.errorMessages()).hasSize(1));
    }

    @Test
    void wrongValuesAreRefusedByName() {
        for (Map.Entry<String, String> wrong :
                Map.of(
                                "select.kinds", "NO_SUCH_KIND",
                                "file.prefix", "../escape",
                                "file.max.bytes", "10",
                                "directory", "")
                        .entrySet()) {
            Map<String, String> properties =
                    new HashMap<>(NdjsonSinkConnector.configuration(directory));
            properties.put(wrong.getKey(), wrong.getValue());
            assertThatThrownBy(() -> new NdjsonSinkConnector().start(properties))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(wrong.getKey());
        }
    }

    private NdjsonSinkTask started(ConnectorHarness connect, Map<String, String> more) {
        NdjsonSinkTask task = new NdjsonSinkTask();
        task.initialize(connect);
        Map<String, String> properties =
                new HashMap<>(NdjsonSinkConnector.configuration(directory));
        properties.putAll(more);
        task.start(properties);
        return task;
    }

    /// As Connect does it: commit, then stop.
    private static void stoppedInGoodOrder(NdjsonSinkTask task) {
        Map<TopicPartition, OffsetAndMetadata> unused =
                task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(1_000)));
        task.stop();
    }

    private static SinkRecord record(long seq) {
        byte[] value = Samples.wire(Samples.event(seq, Samples.violation()));
        return new SinkRecord("audit.entry.v1", 0, null, null, null, value, seq);
    }

    private static SinkRecord garbage(long offset) {
        byte[] value = "no entry".getBytes(StandardCharsets.UTF_8);
        return new SinkRecord("audit.entry.v1", 0, null, null, null, value, offset);
    }

    private List<Long> sequences() {
        List<Long> sequences = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        try (Stream<Path> found = Files.list(directory)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    sequences.add(json.readTree(line).at("/unmapped/countersign/log/seq").asLong());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sequences;
    }

    /// With a receipt beside it, by the run that was handed these records.
    private static long offset(Map<TopicPartition, OffsetAndMetadata> committed) {
        assertThat(committed).containsOnlyKeys(PARTITION);
        OffsetAndMetadata offset = committed.values().iterator().next();
        assertThat(Receipt.read(offset.metadata())).isPresent();
        return offset.offset();
    }
}
