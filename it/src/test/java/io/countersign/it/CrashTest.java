package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.Report;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Processes die by `kill -9`, the broker too, and an owner is stopped beyond its session timeout
/// while input is idle: afterwards every offset is accounted for once, and no chain has two
/// successors of one entry.
///
/// The short form runs in every build. The long form:
///
/// ```
/// mvn verify -pl it -am -Dtest=CrashTest -Dsurefire.failIfNoSpecifiedTests=false \
///   -Dcrash.events=200000 -Dcrash.audit-kills=5 -Dcrash.sealer-kills=3 -Dcrash.broker-kills=2 \
///   -Dcrash.zombies=3 -Dcrash.seed=1
/// ```
@Tag("crash")
class CrashTest {
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final int SIGTERM = 128 + 15;
    private static final int SHORTEST_PAUSE_MILLIS = 500;
    private static final int LONGEST_PAUSE_MILLIS = 4_000;

    /// Of the whole run; the rest of the records comes after the zombies.
    private static final double SHARE_DURING_KILLS = 0.8;

    private final CrashSettings settings = CrashSettings.ofSystemProperties();
    private final Random random = new Random(settings.seed());
    private final Duration limit = Duration.ofSeconds(90).plusMillis(2L * settings.events());

    @TempDir Path folder;

    private enum Blow {
        AUDIT,
        SEALER,
        BROKER
    }

    @Test
    @Timeout(1_800)
    void everyOffsetIsAccountedForOnceWhoeverDies() throws Exception {
        System.out.println("crash test: " + settings);
        long begun = System.nanoTime();
        Awaitility.setDefaultPollInterval(ROUND);
        // Clients of a broker that was killed have much to say.
        if (LoggerFactory.getLogger("org.apache.kafka") instanceof Logger kafka) {
            kafka.setLevel(Level.ERROR);
        }
        try (CrashSite site = CrashSite.open(folder, settings.partitions());
                Producer<byte[], byte[]> producer = site.deployment().producer();
                Admin admin = Admin.create(site.deployment().client());
                CommittedChains chains =
                        new CommittedChains(site.deployment(), settings.partitions())) {
            RawInputs inputs = new RawInputs(admin, site.deployment(), settings.partitions());
            Configuration configuration = site.deployment().configuration();
            Traffic traffic =
                    new Traffic(
                            new RawRecords(
                                    producer,
                                    settings.partitions(),
                                    KeyRing.of(configuration).tokenKeys(),
                                    site.deployment().schemas(),
                                    InstantSource.system()),
                            new Random(settings.seed() + 1));
            ChildJvm audit = site.run("audit", "audit-a");
            ChildJvm ledger = site.run("ledger", "ledger");
            awaitRunning(audit, "running audit");

            List<Blow> blows = blows();
            int during = (int) (settings.events() * SHARE_DURING_KILLS);
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> trickle(traffic, during, blows.size()));
            for (Blow blow : blows) {
                Thread.sleep(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
                say(begun, "kill " + blow);
                switch (blow) {
                    case AUDIT -> {
                        audit.kill();
                        audit = site.run("audit", "audit-a");
                    }
                    case SEALER -> {
                        ledger.kill();
                        ledger = site.run("ledger", "ledger");
                    }
                    case BROKER -> site.crashBroker();
                }
            }
            say(begun, "no more kills");
            sending.join();
            traffic.awaitAcknowledged();
            inputs.awaitJudged(limit);
            say(begun, "judged");
            long killed = System.nanoTime();

            int takeoversBefore = chains.takeovers();
            String frozenName = "audit-a";
            for (int i = 0; i < settings.zombies(); i++) {
                String heirName = frozenName.equals("audit-a") ? "audit-b" : "audit-a";
                audit = Zombie.rise(site, inputs, chains, audit, heirName, limit);
                frozenName = heirName;
            }
            say(begun, "no more zombies");
            long continued = System.nanoTime();

            traffic.send(settings.events() - during);
            traffic.awaitAcknowledged();
            inputs.awaitJudged(limit);
            ControlRecords.ask(site.deployment(), settings.partitions(), ControlKind.TALLY);
            Map<TopicPartition, Long> ends = inputs.ends();
            Path log = site.directory("ledger").resolve("log");
            VerifierKeys keys = VerifierKeys.read(KeyRing.of(configuration).vkeyFile());
            Awaitility.await("every raw offset tallied and sealed")
                    .atMost(limit)
                    .until(() -> VerifiedLog.read(log, keys).accountedTo().equals(ends));
            assertThat(audit.isAlive()).as("the last owner works").isTrue();
            assertThat(ledger.isAlive()).as("the sealer works").isTrue();
            assertThat(ledger.terminate()).as("the sealer stops when told to").isEqualTo(SIGTERM);

            VerifiedLog verified = VerifiedLog.read(log, keys);
            Report report = verified.report();
            assertThat(report.failed()).isEmpty();
            assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
            assertThat(sum(ends.values())).as("offsets are dense").isEqualTo(traffic.sent());
            assertThat(verified.count(Outcome.EVENT)).isEqualTo(traffic.events());
            assertThat(verified.count(Outcome.REJECTION)).isEqualTo(traffic.rejections());
            assertThat(verified.count(Outcome.OUT_OF_SCOPE)).isEqualTo(traffic.outOfScope());
            assertThat(verified.count(Outcome.LOST)).isZero();

            Map<EntryKind, Integer> entries = chains.read();
            assertThat(entries).containsEntry(EntryKind.EVENT, (int) traffic.events());
            int takeovers = entries.getOrDefault(EntryKind.TAKEOVER, 0);
            int takeoversByHeirs = takeovers - takeoversBefore;
            assertThat(takeoversByHeirs)
                    .as("each heir wrote to each chain")
                    .isGreaterThanOrEqualTo(settings.zombies() * settings.partitions());
            System.out.printf(
                    "crash test: %d events sent, %d judged, %d rejected, %d out of scope; %d audit"
                            + " kills, %d sealer kills, %d broker kills, %d zombies; %d takeovers, %d entries"
                            + " in the log, %d seals, %s; kills %.1f s, zombies %.1f s, all %.1f s%n",
                    traffic.sent(),
                    traffic.events(),
                    traffic.rejections(),
                    traffic.outOfScope(),
                    settings.auditKills(),
                    settings.sealerKills(),
                    settings.brokerKills(),
                    settings.zombies(),
                    takeovers,
                    report.entries(),
                    report.seals().count(),
                    report.conclusion(),
                    seconds(begun, killed),
                    seconds(killed, continued),
                    seconds(begun, System.nanoTime()));
        }
    }

    private List<Blow> blows() {
        List<Blow> blows = new ArrayList<>();
        blows.addAll(Collections.nCopies(settings.auditKills(), Blow.AUDIT));
        blows.addAll(Collections.nCopies(settings.sealerKills(), Blow.SEALER));
        blows.addAll(Collections.nCopies(settings.brokerKills(), Blow.BROKER));
        Collections.shuffle(blows, random);
        return blows;
    }

    /// Spreads records over about the time that the blows take.
    private static void trickle(Traffic traffic, int records, int blows) {
        int rounds = 10 + blows * (SHORTEST_PAUSE_MILLIS + LONGEST_PAUSE_MILLIS) / 200;
        try {
            for (int i = 0; i < rounds; i++) {
                traffic.send((int) ((long) records * (i + 1) / rounds - traffic.sent()));
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private void awaitRunning(ChildJvm child, String line) {
        Awaitility.await(line)
                .atMost(limit)
                .until(() -> {
                    assertThat(child.isAlive()).as(child::errors).isTrue();
                    return child.output().contains(line);
                });
    }

    private static long sum(Iterable<Long> numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }

    private static void say(long begun, String what) {
        System.out.printf("crash test: %5.1f s %s%n", seconds(begun, System.nanoTime()), what);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
