package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.verify.ChainSummary;
import io.countersign.audit.verify.Report;
import io.countersign.schemas.Topics;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What cannot restore by itself stops with its code before it writes, and `countersign recover` is
/// the way on: the damaged chain ends, its next generation begins, and the log verifies.
@Tag("crash")
class DamagedChainsAreRecoveredTest {
    private static final Pattern PLAN = Pattern.compile("\"plan\":\"([0-9a-f]{12})\"");

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
    void entriesThatTheStateDoesNotKnowStopTheTask() throws Exception {
        assertThat(recover()).as("the topology runs").startsWith("3 The topology of group");
        chain.audit.terminate();
        assertThat(recover()).as("the ledger runs").startsWith("3 The ledger runs");
        chain.ledger.terminate();
        assertThat(recover()).startsWith("3 Nothing to recover");

        chain.producer
                .send(new ProducerRecord<>(Topics.AUDIT_ENTRY, 0, null, chain.next("FORGED")))
                .get();
        assertStops("CHAIN_STATE_BEHIND");
        goOnAfterRecovery("CHAIN_STATE_BEHIND");
        assertThat(chain.incidents()).contains("CHAIN_STATE_BEHIND").doesNotContain("FORGED");
    }

    @Test
    @Timeout(300)
    void anotherEntryTopicOfTheSameNameStopsTheTask() throws Exception {
        chain.audit.terminate();
        chain.ledger.terminate();
        chain.replace(Topics.AUDIT_ENTRY);
        assertStops("CHAIN_STATE_AHEAD");
        goOnAfterRecovery("ENTRY_TOPIC_TRUNCATED");
    }

    @Test
    @Timeout(300)
    void anotherInputTopicOfTheSameNameStopsTheTask() throws Exception {
        chain.audit.terminate();
        chain.ledger.terminate();
        chain.replace(Topics.PROXY_RAW);
        assertStops("CHAIN_INPUT_REPLACED");
        goOnAfterRecovery("CHAIN_INPUT_REPLACED");
    }

    private void assertStops(String code) throws Exception {
        long before = chain.end(ChainSite.ENTRIES);
        ChildJvm stopping = chain.site.run("audit", "audit-a");
        assertThat(stopping.exitCode(ChainSite.LIMIT)).isEqualTo(4);
        assertThat(stopping.errors()).contains(code);
        assertThat(chain.end(ChainSite.ENTRIES)).as("nothing was written").isEqualTo(before);
    }

    /// Shows the plan, closes by its id, and lets the roles go on to the end of the input.
    private void goOnAfterRecovery(String code) throws Exception {
        ChainSummary last = chain.verify().chains().getLast();
        int generation = Integer.parseInt(last.chain().replaceFirst(".*@", ""));
        Awaitility.await("the session of the task that stopped is over")
                .atMost(ChainSite.LIMIT)
                .until(() -> !recover().contains("stopped without leaving"));
        String shown = recover();
        assertThat(shown).startsWith("1 ").contains(code, "\"closed\":false");
        Matcher plan = PLAN.matcher(shown);
        assertThat(plan.find()).isTrue();
        assertThat(recover("--close", "000000000000")).startsWith("3 The plan is another one now");
        assertThat(recover("--close", plan.group(1))).startsWith("0 ").contains("\"closed\":true");
        assertThat(recover()).startsWith("3 Nothing to recover");

        chain.audit = chain.startAudit("audit-a");
        chain.ledger = chain.site.run("ledger", "ledger");
        chain.send();
        Report report = chain.settled();
        assertThat(report.chains())
                .anyMatch(chain -> chain.chain().equals("audit.entry.v1/0@" + (generation + 1)));
        assertThat(chain.incidents()).contains(code);
    }

    private String recover(String... more) {
        return CommandRun.run(
                Stream.concat(
                                Stream.of(
                                        "recover",
                                        "--config",
                                        folder.resolve("ledger.yaml").toString(),
                                        "--json"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }
}
