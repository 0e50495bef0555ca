package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.ChainSummary;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.ledger.EntryTopic.Head;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever stopped the sealer, a recovery ends the damaged chain behind its sealed head, and the
/// log goes on and verifies.
class DamagedChainIsClosedTest {
    private static final boolean IN_TIME = true;
    private static final boolean LOST = false;
    private static final Incarnation OPERATOR = new Incarnation(new byte[16]);

    @TempDir Path folder;
    private final Workbench bench = new Workbench();
    private DirectoryLogStorage storage;
    private EntryRef sealed;

    @BeforeEach
    void aSealedLog() throws Exception {
        storage = DirectoryLogStorage.open(folder);
        for (int partition = 0; partition < Workbench.PARTITIONS; partition++) {
            bench.topic.write(partition, 9);
        }
        bench.sealOnce(storage);
        Head head = bench.topic.head(1);
        sealed = new EntryRef("audit.entry.v1/1@1", head.seq(), head.hash());
    }

    @AfterEach
    void letGo() throws IOException {
        storage.close();
    }

    @Test
    void aHealthyLogHasNothingToRecover() throws Exception {
        bench.topic.write(1, 2);
        try (Recovery recovery = recovery()) {
            assertThat(recovery.damaged()).isEmpty();
        }
    }

    @Test
    void aFork() throws Exception {
        bench.topic.append(1, bench.topic.entry(1, 8, new Hash(new byte[32]), 1));
        assertGoesOn(IncidentCode.ENTRY_FORK);
    }

    @Test
    void aGapInTheSequenceWithEntriesBehindIt() throws Exception {
        bench.topic.append(1, bench.topic.entry(1, 10, sealed.getLeafHash(), 1));
        bench.topic.append(1, bench.topic.entry(1, 11, new Hash(new byte[32]), 1));
        assertGoesOn(IncidentCode.ENTRY_SEQ_GAP);
    }

    @Test
    void bytesThatAreNoEntry() throws Exception {
        bench.topic.appendValue(1, new byte[] {0, 1, 2, 3, 4, 5});
        assertGoesOn(IncidentCode.ENTRY_MALFORMED);
    }

    @Test
    void aTopicThatEndsBeforeWhatIsSealed() throws Exception {
        bench.topic.truncate(1, 2);
        assertGoesOn(IncidentCode.ENTRY_TOPIC_TRUNCATED);
    }

    @Test
    void anotherTopicOfTheSameName() throws Exception {
        bench.topic.truncate(1, 9);
        for (int i = 0; i < 12; i++) {
            bench.topic.append(1, bench.topic.entry(1, i, LeafHash.zeros(), 1));
        }
        assertGoesOn(IncidentCode.ENTRY_HEAD_MISSING);
    }

    @Test
    void entriesThatRetentionTook() throws Exception {
        bench.topic.write(1, 5);
        bench.topic.expire(1, 11);
        assertGoesOn(IncidentCode.ENTRIES_LOST_UNSEALED);
    }

    @Test
    void aRecoveryThatWasCutOffIsCompletedAndNotDoneTwice() throws Exception {
        bench.topic.append(1, bench.topic.entry(1, 8, new Hash(new byte[32]), 1));
        try (Recovery recovery = recovery()) {
            List<DamagedChain> damaged = recovery.damaged();
            assertThatThrownBy(() -> recovery.close(damaged, producer(LOST)))
                    .as("written, and reported as failed")
                    .isInstanceOf(LedgerIncident.class)
                    .hasMessageStartingWith("KAFKA_FAILED");
        }
        long end = bench.topic.end(1);
        try (Recovery again = recovery()) {
            List<DamagedChain> damaged = again.damaged();
            assertThat(damaged).hasSize(1);
            assertThat(damaged.getFirst().begunAt()).hasValue(end - 1);
            again.close(damaged, producer(IN_TIME));
        }
        assertThat(bench.topic.end(1)).as("nothing was written again").isEqualTo(end);
        assertNextGenerationIsSealed();
    }

    @Test
    void aChainOfWhichNothingIsSealedHasNoEndToBeginBehind() throws Exception {
        Workbench other = new Workbench();
        other.topic.write(0, 3);
        try (DirectoryLogStorage fresh = DirectoryLogStorage.open(folder.resolve("other"))) {
            other.sealOnce(fresh);
            other.topic.append(1, other.topic.entry(1, 3, new Hash(new byte[32]), 1));
            other.now = other.now.plusSeconds(1);
            try (Recovery recovery =
                    Recovery.open(
                            fresh,
                            other.topic.delivering(),
                            BundledSchemas.get(),
                            other.settings,
                            other.clock,
                            OPERATOR)) {
                assertThatThrownBy(recovery::damaged)
                        .isInstanceOf(LedgerIncident.class)
                        .hasMessageStartingWith("ENTRY_START_MISSING");
            }
        }
    }

    private void assertGoesOn(IncidentCode code) throws Exception {
        bench.now = bench.now.plusSeconds(1);
        assertThatThrownBy(() -> bench.sealOnce(storage))
                .isInstanceOfSatisfying(
                        LedgerIncident.class, e -> assertThat(e.code()).isEqualTo(code));
        try (Recovery recovery = recovery()) {
            List<DamagedChain> damaged = recovery.damaged();
            assertThat(damaged).hasSize(1);
            assertThat(damaged.getFirst().code()).isEqualTo(code.name());
            assertThat(damaged.getFirst().head()).isEqualTo(sealed);
            assertThat(damaged.getFirst().handedOver())
                    .containsExactly(new InputStart("proxy.raw", 1, 6L));
            recovery.close(damaged, producer(IN_TIME));
        }
        assertNextGenerationIsSealed();
    }

    /// The topology's first entry of the next generation, all others' next ones, and the verdict.
    private void assertNextGenerationIsSealed() throws Exception {
        bench.topic.takeUpAt(1, 6);
        bench.topic.writeNextGeneration(1, close());
        bench.topic.write(0, 1);
        bench.sealOnce(storage);
        Report report =
                LogVerifier.verify(
                        new DirectoryTileSource(folder.resolve("log")),
                        Request.trusting(new VerifierKeys(bench.settings.verifierKeys())),
                        io.countersign.audit.verify.Progress.NONE);
        assertThat(report.failed()).isEmpty();
        assertThat(report.chains())
                .filteredOn(ChainSummary::closed)
                .extracting(ChainSummary::chain)
                .containsExactly("audit.entry.v1/1@1");
        assertThat(report.chains()).extracting(ChainSummary::chain).contains("audit.entry.v1/1@2");
    }

    private EntryRef close() {
        return new EntryRef(
                sealed.getChain(), sealed.getSeq() + 1, bench.topic.leafHashes().get(1).getLast());
    }

    private Recovery recovery() throws LedgerIncident {
        bench.now = bench.now.plusSeconds(1);
        return Recovery.open(
                storage,
                bench.topic.delivering(),
                BundledSchemas.get(),
                bench.settings,
                bench.clock,
                OPERATOR);
    }

    /// Appends to the topic in memory.
    private Producer<byte[], byte[]> producer(boolean acknowledges) {
        return new MockProducer<>(
                true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                bench.topic.appendValue(record.partition(), record.value());
                if (!acknowledges) {
                    return CompletableFuture.failedFuture(new TimeoutException());
                }
                return CompletableFuture.completedFuture(
                        new RecordMetadata(
                                new TopicPartition(record.topic(), record.partition()),
                                bench.topic.end(record.partition()) - 1,
                                0,
                                0,
                                0,
                                0));
            }
        };
    }
}
