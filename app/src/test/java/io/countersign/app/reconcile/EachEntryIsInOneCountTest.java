package io.countersign.app.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.Hash;
import io.countersign.schemas.ReconcileDifference;
import io.countersign.schemas.ReconcileEntry;
import io.countersign.schemas.ReconciledChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A statement adds up, names what is not there, and the next one begins where something is open.
class EachEntryIsInOneCountTest {
    @TempDir Path directory;

    @Test
    void aNumberThatIsNotThereIsCountedAndNamed() {
        ReconciledPart part = new ReconciledPart(10, 100);
        part.skipTo(12);
        part.acknowledged(12);
        part.skipTo(13);
        part.notSelected(13);
        part.deadLettered(14, "HEC_6");
        part.deadLettered(15, "text of a receiver");
        part.pending(16);
        part.acknowledged(17);
        assertThat(part.to()).isEqualTo(18);
        assertThat(part.to() - part.from())
                .isEqualTo(
                        part.notSelected()
                                + part.acknowledged()
                                + part.deadLettered()
                                + part.pending()
                                + part.missing());
        assertThat(part.differences())
                .extracting(ReconcileDifference::getSeq, ReconcileDifference::getCode)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(10L, "NOT_ON_TOPIC"),
                        org.assertj.core.groups.Tuple.tuple(11L, "NOT_ON_TOPIC"),
                        org.assertj.core.groups.Tuple.tuple(14L, "HEC_6"),
                        org.assertj.core.groups.Tuple.tuple(15L, "DEAD_LETTER"),
                        org.assertj.core.groups.Tuple.tuple(16L, "PENDING"));
        assertThat(part.settledTo()).as("the next statement begins there").isEqualTo(16);
    }

    @Test
    void differencesAreBoundedAndStillCounted() {
        ReconciledPart part = new ReconciledPart(0, 3);
        part.skipTo(1_000_000);
        part.acknowledged(1_000_000);
        assertThat(part.differences()).hasSize(3);
        assertThat(part.missing()).isEqualTo(1_000_000);
    }

    @Test
    void manyChainsBecomeSeveralEntriesOfOneId() {
        List<ReconciledChain> chains =
                IntStream.range(0, 100)
                        .mapToObj(partition ->
                                new ReconciledChain(
                                        "audit.entry.v1/" + partition + "@1",
                                        0L,
                                        30L,
                                        0L,
                                        0L,
                                        30L,
                                        0L,
                                        0L,
                                        null,
                                        null,
                                        IntStream.range(0, 30)
                                                .mapToObj(seq ->
                                                        new ReconcileDifference(
                                                                (long) seq, "HEC_6"))
                                                .toList(),
                                        null))
                        .toList();
        Statement statement =
                new Statement(
                        "files",
                        "ndjson",
                        new Hash(new byte[32]),
                        new Continuity(Optional.of(false), Optional.empty()),
                        7,
                        chains,
                        List.of(),
                        ReconciledTo.START);
        assertThat(statement.lost()).isEqualTo(3_000);
        assertThat(statement.settledBySeveralRuns()).isTrue();
        assertThat(statement.settledByAnotherSelection()).isFalse();
        assertThat(statement.entries("r").stream().mapToLong(ReconcileEntry::getForeign).sum())
                .as("counted once")
                .isEqualTo(7);
        assertThat(statement.entries("r"))
                .hasSize(2)
                .allMatch(entry -> entry.getReconcileId().equals("r"))
                .allMatch(entry ->
                        entry.getChains().stream()
                                .allMatch(chain -> chain.getDifferences().size() == 20));
    }

    @Test
    void thePlaceIsKeptAndADamagedOneIsNone() throws IOException {
        Path file = directory.resolve("reconcile/files.json");
        ReconciledTo place =
                new ReconciledTo(
                        7,
                        Map.of(new TopicPartition("audit.entry.v1", 3), 12L),
                        Map.of("audit.entry.v1/3@1", 9L));
        assertThat(ReconciledTo.read(file)).isEmpty();
        place.write(file);
        assertThat(ReconciledTo.read(file)).contains(place);
        Files.writeString(file, "{\"offsets\":{\"x\":1}}");
        assertThat(ReconciledTo.read(file)).isEmpty();
    }
}
