package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.verify.Report;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What restores by itself goes on with a takeover and forks nothing: wiped and old state
/// directories, an aborted transaction, an owner that wakes up. The log of each case is sealed and
/// verified to its end.
@Tag("crash")
class ChainsRestoreThemselvesTest {
    @TempDir static Path folder;
    private static ChainSite chain;

    @BeforeAll
    static void open() throws Exception {
        chain = ChainSite.open(folder);
    }

    @AfterAll
    static void close() {
        chain.close();
    }

    @BeforeEach
    void running() throws Exception {
        chain.start();
    }

    @AfterEach
    void stop() {
        chain.stop();
    }

    @Test
    @Timeout(300)
    void aWipedStateDirectoryIsRestored() throws Exception {
        long takeovers = chain.takeovers();
        chain.audit.terminate();
        ChainSite.delete(chain.site.directory("audit-a").resolve("state"));
        chain.audit = chain.startAudit("audit-a");
        chain.send();
        chain.settled();
        assertThat(chain.takeovers()).isEqualTo(takeovers + 1);
    }

    @Test
    @Timeout(300)
    void anOldStateDirectoryIsBroughtUpToDate() throws Exception {
        chain.audit.terminate();
        Path state = chain.site.directory("audit-a").resolve("state");
        Path old = folder.resolve("old-state");
        ChainSite.copy(state, old);
        chain.audit = chain.startAudit("audit-a");
        chain.send();
        chain.settled();
        long takeovers = chain.takeovers();

        chain.audit.terminate();
        ChainSite.delete(state);
        ChainSite.copy(old, state);
        chain.audit = chain.startAudit("audit-a");
        chain.send();
        chain.settled();
        assertThat(chain.takeovers()).isEqualTo(takeovers + 1);
    }

    @Test
    @Timeout(300)
    void anAbortedTransactionLeavesNothing() throws Exception {
        chain.audit.kill();
        long takeovers = chain.takeovers();
        Map<String, Object> properties = new HashMap<>(chain.site.deployment().producing());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "it-aborting");
        try (Producer<byte[], byte[]> aborting =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            aborting.initTransactions();
            aborting.beginTransaction();
            aborting.send(new ProducerRecord<>(Topics.AUDIT_ENTRY, 0, null, chain.next("ABORTED")))
                    .get();
            // The owner that starts now has to wait for the transaction's end.
            chain.audit = chain.site.run("audit", "audit-a");
            chain.send();
            Thread.sleep(Duration.ofSeconds(8));
            assertThat(chain.takeovers()).as("nothing is written meanwhile").isEqualTo(takeovers);
            aborting.abortTransaction();
        }
        chain.settled();
        assertThat(chain.takeovers()).isEqualTo(takeovers + 1);
        assertThat(chain.incidents()).doesNotContain("ABORTED");
    }

    @Test
    @Timeout(300)
    void anOwnerThatWakesUpWhileInputFlowsIsFenced() throws Exception {
        long takeovers = chain.takeovers();
        chain.audit.freeze();
        ChildJvm heir = chain.site.run("audit", "audit-b");
        Awaitility.await("the heir writes")
                .atMost(ChainSite.LIMIT)
                .until(() -> {
                    chain.send();
                    return chain.takeovers() > takeovers;
                });
        chain.audit.thaw();
        for (int i = 0; i < 10; i++) {
            chain.send();
            Thread.sleep(Duration.ofMillis(300));
        }
        chain.audit.kill();
        chain.audit = heir;
        chain.settled();
    }

    @Test
    @Timeout(300)
    void inputThatRetentionTookUnreadIsAGapAndAnIncident() throws Exception {
        chain.audit.terminate();
        chain.send();
        chain.admin
                .deleteRecords(
                        Map.of(
                                ChainSite.PROXY,
                                RecordsToDelete.beforeOffset(chain.end(ChainSite.PROXY))))
                .all()
                .get();
        chain.send();
        chain.audit = chain.startAudit("audit-a");
        Report report = chain.settled();
        assertThat(report.inputs()).anyMatch(input -> input.count(Outcome.LOST) > 0);
        assertThat(chain.incidents()).contains("INPUT_LOST");
    }
}
