package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.LeafHash;
import io.countersign.ledger.EntryTopic.Head;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.ledger.storage.LogInUseException;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What contradicts itself is not sealed: an incident with its code, and the published log stays as
/// it was.
class SealerStopsTest {
    @TempDir Path folder;
    private final Workbench bench = new Workbench();
    private DirectoryLogStorage storage = none();

    @BeforeEach
    void aSealedLog() throws Exception {
        storage = DirectoryLogStorage.open(folder);
        for (int partition = 0; partition < Workbench.PARTITIONS; partition++) {
            bench.topic.write(partition, 7);
        }
        bench.sealOnce(storage);
    }

    @AfterEach
    void letGo() throws IOException {
        storage.close();
    }

    @Test
    void anEntryWhosePrevIsNotTheHead() throws Exception {
        Head head = bench.topic.head(1);
        bench.topic.append(1, bench.topic.entry(1, head.seq() + 1, new Hash(new byte[32]), 1));
        assertStops(IncidentCode.ENTRY_PREV_MISMATCH);
    }

    @Test
    void aSeqThatIsMissing() throws Exception {
        Head head = bench.topic.head(1);
        bench.topic.append(1, bench.topic.entry(1, head.seq() + 2, head.hash(), 1));
        assertStops(IncidentCode.ENTRY_SEQ_GAP);
    }

    @Test
    void twoEntriesOfOneSeq() throws Exception {
        Head head = bench.topic.head(1);
        AuditEntry other = bench.topic.entry(1, head.seq(), new Hash(new byte[32]), 1);
        bench.topic.append(1, other);
        assertStops(IncidentCode.ENTRY_FORK);
    }

    @Test
    void theSameEntryTwice() throws Exception {
        bench.topic.write(1, 1);
        Head head = bench.topic.head(1);
        AuditEntry next = bench.topic.entry(1, head.seq() + 1, head.hash(), 1);
        bench.topic.append(1, next);
        bench.topic.append(1, next);
        assertStops(IncidentCode.ENTRY_REPEATED);
    }

    @Test
    void aChainOfAnotherPartition() throws Exception {
        Head head = bench.topic.head(2);
        bench.topic.append(1, bench.topic.entry(2, head.seq() + 1, head.hash(), 1));
        assertStops(IncidentCode.ENTRY_CHAIN_UNKNOWN);
    }

    @Test
    void aGenerationThatDoesNotNameTheHeadBeforeIt() throws Exception {
        bench.topic.writeNextGeneration(
                1, new EntryRef("audit.entry.v1/1@1", 3L, LeafHash.zeros()));
        assertStops(IncidentCode.ENTRY_PREV_MISMATCH);
    }

    @Test
    void aGenerationThatBeginsWhileTheOneBeforeItIsNotClosed() throws Exception {
        Head head = bench.topic.head(1);
        bench.topic.writeNextGeneration(
                1, new EntryRef("audit.entry.v1/1@1", head.seq(), head.hash()));
        assertStops(IncidentCode.ENTRY_CHAIN_UNKNOWN);
    }

    @Test
    void anEntryAfterTheEndOfItsChain() throws Exception {
        bench.topic.close(1);
        bench.topic.write(1, 1);
        assertStops(IncidentCode.ENTRY_CHAIN_UNKNOWN);
    }

    @Test
    void aGenerationThatWasSkipped() throws Exception {
        bench.topic.append(1, bench.topic.entry(1, 0, LeafHash.zeros(), 3));
        assertStops(IncidentCode.ENTRY_CHAIN_UNKNOWN);
    }

    @Test
    void bytesThatAreNoEntry() throws Exception {
        bench.topic.appendValue(1, new byte[] {0, 1, 2, 3, 4, 5});
        assertStops(IncidentCode.ENTRY_MALFORMED);
    }

    @Test
    void aTopicWhoseSealedTailIsGone() throws Exception {
        bench.topic.truncate(1, 1);
        assertStops(IncidentCode.ENTRY_TOPIC_TRUNCATED);
    }

    @Test
    void aTopicWhoseSealedHeadIsAnother() throws Exception {
        bench.topic.truncate(1, 1);
        bench.topic.append(1, bench.topic.entry(1, 6, new Hash(new byte[32]), 1));
        assertStops(IncidentCode.ENTRY_HEAD_MISSING);
    }

    @Test
    void entriesThatRetentionTookBeforeTheyWereSealed() throws Exception {
        bench.topic.write(1, 5);
        bench.topic.expire(1, 9);
        assertStops(IncidentCode.ENTRIES_LOST_UNSEALED);
    }

    @Test
    void otherThanAllPartitions() throws Exception {
        EntryTopic wider = new EntryTopic(Workbench.PARTITIONS + 1);
        byte[] before = published();
        assertThatThrownBy(() -> bench.load(storage, wider.consumer()))
                .isInstanceOfSatisfying(
                        LedgerIncident.class,
                        e -> assertThat(e.code()).isEqualTo(IncidentCode.ENTRY_PARTITIONS_CHANGED));
        assertThat(published()).isEqualTo(before);
    }

    @Test
    void aClockThatWasSetBack() throws Exception {
        bench.topic.write(1, 1);
        bench.now = bench.now.minusSeconds(60);
        assertStops(IncidentCode.CLOCK_BACKWARDS);
    }

    @Test
    void aClockThatSteppedBackALittleIsWaitedFor() throws Exception {
        bench.topic.write(1, 1);
        bench.now = bench.now.minusSeconds(2);
        try (Sealer sealer = bench.load(storage)) {
            assertThat(bench.readAndSeal(sealer)).isEmpty();
            assertThat(bench.readAndSeal(sealer)).isEmpty();
            assertThat(bench.readAndSeal(sealer)).isPresent();
        }
        WholeLog.verified(folder);
    }

    @Test
    void aSecondSealerOnTheSameDirectory() {
        assertThatThrownBy(() -> DirectoryLogStorage.open(folder))
                .isInstanceOf(LogInUseException.class);
    }

    /// Where the file lock does not reach, the compare-and-swap still refuses.
    @Test
    void aSealerThatSleptWhileAnotherSealed() throws Exception {
        bench.topic.write(1, 1);
        try (Sealer slept = bench.load(storage)) {
            slept.read(Duration.ZERO);
            bench.sealOnce(storage);
            byte[] before = published();
            bench.now = bench.now.plusSeconds(1);
            assertThatThrownBy(slept::sealIfDue)
                    .isInstanceOfSatisfying(
                            LedgerIncident.class,
                            e -> assertThat(e.code()).isEqualTo(IncidentCode.LOG_LOCK_LOST));
            assertThat(published()).isEqualTo(before);
        }
        WholeLog.verified(folder);
    }

    @Test
    void aPublishedCheckpointThatWasRolledBackWithItsTilesGone() throws Exception {
        byte[] old = published();
        bench.topic.write(1, 300);
        bench.sealOnce(storage);
        Files.write(folder.resolve("log/checkpoint"), old);
        assertStops(IncidentCode.LOG_STAGING_MISSING);
    }

    @Test
    void aLogWhoseLockIsGone() throws Exception {
        try (var locks = Files.list(folder.resolve("ledger/lock"))) {
            for (Path lock : locks.toList()) {
                Files.delete(lock);
            }
        }
        assertStops(IncidentCode.LOG_WITHOUT_LOCK);
    }

    @Test
    void aLockThatWasRolledBack() throws Exception {
        byte[] old = storage.readLock().orElseThrow();
        bench.topic.write(1, 1);
        bench.sealOnce(storage);
        byte[] current = storage.readLock().orElseThrow();
        storage.replaceLock(Optional.of(current), old);
        assertStops(IncidentCode.LOG_AHEAD_OF_LOCK);
    }

    @Test
    void aTileThatWasAltered() throws Exception {
        Path bundle = anyFile("log/tile/entries");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 1] ^= 1;
        Files.write(bundle, bytes);
        assertStops(IncidentCode.LOG_DAMAGED);
    }

    @Test
    void aCheckpointOfAnotherKey() throws Exception {
        Workbench other = new Workbench();
        String keys = Files.readString(folder.resolve("log.vkeys"));
        assertThatThrownBy(() -> other.load(storage))
                .isInstanceOfSatisfying(
                        LedgerIncident.class,
                        e -> assertThat(e.code()).isEqualTo(IncidentCode.LOG_CHECKPOINT_NOT_OURS));
        assertThat(Files.readString(folder.resolve("log.vkeys"))).isEqualTo(keys);
    }

    @Test
    void entriesOfAFreshLogThatDoNotBeginWithAGenesis() throws Exception {
        Workbench fresh = new Workbench();
        fresh.topic.append(0, fresh.topic.entry(0, 5, LeafHash.zeros(), 1));
        Path other = Files.createDirectory(folder.resolve("fresh"));
        try (DirectoryLogStorage empty = DirectoryLogStorage.open(other);
                Sealer sealer = fresh.load(empty)) {
            assertThatThrownBy(() -> fresh.readAndSeal(sealer))
                    .isInstanceOfSatisfying(
                            LedgerIncident.class,
                            e -> assertThat(e.code()).isEqualTo(IncidentCode.ENTRY_START_MISSING));
            assertThat(other.resolve("log/checkpoint")).doesNotExist();
        }
    }

    private void assertStops(IncidentCode code) throws IOException {
        byte[] before = published();
        MockConsumer<byte[], byte[]> consumer = bench.topic.delivering();
        assertThatThrownBy(
                        () -> {
                            try (Sealer sealer = bench.load(storage, consumer)) {
                                bench.readAndSeal(sealer);
                            }
                        })
                .isInstanceOfSatisfying(
                        LedgerIncident.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(code.response()).isEqualTo(IncidentCode.Response.STOP);
        assertThat(consumer.closed()).isTrue();
        assertThat(published()).isEqualTo(before);
    }

    private byte[] published() throws IOException {
        return Files.readAllBytes(folder.resolve("log/checkpoint"));
    }

    private Path anyFile(String under) throws IOException {
        try (var files = Files.walk(folder.resolve(under))) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    @SuppressWarnings({
        "NullAway",
        "TypeParameterUnusedInFormals"
    }) // JUnit sets it before each test.
    private static <T> T none() {
        return null;
    }
}
