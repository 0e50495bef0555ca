package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.countersign.app.keys.KeyRing;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.Report;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Three brokers, three copies of everything, and none of the processes safe: the owner of the
/// chains, the sealer and whichever broker leads die by `kill -9`, and owners are stopped beyond
/// their session timeout and go on. Afterwards every offset is accounted for once, no chain has two
/// successors of one entry, the log verifies, and what it accounts for is what the brokers hold.
///
/// The short form runs in every build, the long one by `bench/soak`.
@Tag("crash")
class SoakTest {
    private static final int SIGTERM = 128 + 15;
    private static final int SHORTEST_PAUSE_MILLIS = 500;
    private static final int LONGEST_PAUSE_MILLIS = 5_000;

    /// Of the whole run; the rest of the records comes after the last zombie.
    private static final double SHARE_DURING_BLOWS = 0.9;

    /// Records that are sent before somebody looks whether the blows are over.
    private static final int BURST = 500;

    private final SoakSettings settings = SoakSettings.ofSystemProperties();
    private final Random random = new Random(settings.seed());
    private final Duration limit = Duration.ofMinutes(3).plusMillis(2L * settings.events());
    private final SoakReport page = new SoakReport(settings);

    @TempDir Path folder;

    private enum Blow {
        AUDIT,
        SEALER,
        BROKER,
        ZOMBIE
    }

    @Test
    @Timeout(7_200)
    void nothingIsLostDoubledOrForkedWhoeverDies() throws Exception {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(250));
        // Clients of brokers that were killed have much to say.
        if (LoggerFactory.getLogger("org.apache.kafka") instanceof Logger kafka) {
            kafka.setLevel(Level.ERROR);
        }
        page.say("seed " + settings.seed() + ": three brokers start");
        ThreeBrokers brokers = ThreeBrokers.start(folder.resolve("kafka"));
        try (CrashSite site = CrashSite.open(folder, settings.partitions(), brokers);
                Producer<byte[], byte[]> producer = site.deployment().producer();
                Admin admin = Admin.create(site.deployment().client());
                CommittedChains chains =
                        new CommittedChains(site.deployment(), settings.partitions())) {
            Traffic traffic =
                    new Traffic(
                            new RawRecords(
                                    producer,
                                    settings.partitions(),
                                    KeyRing.of(site.deployment().configuration()).tokenKeys(),
                                    site.deployment().schemas(),
                                    InstantSource.system()),
                            new Random(settings.seed() + 1));
            RawInputs inputs = new RawInputs(admin, site.deployment(), settings.partitions());
            Run run = new Run(site, brokers, new Leaders(admin, limit), inputs, chains);
            run.start();
            deliver(run, traffic);
            conclude(run, traffic);
        }
        Files.createDirectories(settings.report().toAbsolutePath().getParent());
        Files.writeString(settings.report(), page.page());
        System.out.println(page.page());
    }

    /// Blows while records flow, then idle zombies, then the rest of the records.
    private void deliver(Run run, Traffic traffic) throws Exception {
        List<Blow> blows = blows();
        int during = (int) (settings.events() * SHARE_DURING_BLOWS);
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Void> sending =
                CompletableFuture.runAsync(() -> trickle(traffic, during, blows.size(), over));
        for (Blow blow : blows) {
            Thread.sleep(random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
            run.restartEnded();
            switch (blow) {
                case AUDIT -> run.killAudit();
                case SEALER -> run.killSealer();
                case BROKER -> run.killBroker(random.nextInt(settings.partitions()));
                case ZOMBIE -> run.zombie("input flowing");
            }
            assertThat(sending).as("records are taken").isNotCompletedExceptionally();
        }
        over.complete(null);
        sending.join();
        traffic.awaitAcknowledged();
        page.say("all blows dealt, " + traffic.sent() + " records acknowledged");
        run.inputs.awaitJudged(limit, run::restartEnded);
        page.say("judged");
        for (int i = 0; i < settings.idleZombies(); i++) {
            run.zombie("no input");
        }
        traffic.send(settings.events() - (int) traffic.sent());
        traffic.awaitAcknowledged();
        run.inputs.awaitJudged(limit, run::restartEnded);
        page.say("all " + traffic.sent() + " records judged");
    }

    private void conclude(Run run, Traffic traffic) throws Exception {
        ControlRecords.ask(run.site.deployment(), settings.partitions(), ControlKind.TALLY);
        Map<TopicPartition, Long> ends = run.inputs.ends();
        Path log = run.site.directory("ledger").resolve("log");
        Path vkeys = KeyRing.of(run.site.deployment().configuration()).vkeyFile();
        VerifierKeys keys = VerifierKeys.read(vkeys);
        Awaitility.await("every raw offset tallied and sealed")
                .pollInterval(Duration.ofSeconds(1))
                .atMost(limit)
                .until(() -> VerifiedLog.read(log, keys).accountedTo().equals(ends));
        run.stopSealer();

        VerifiedLog verified = VerifiedLog.read(log, keys);
        Report report = verified.report();
        Map<EntryKind, Integer> entries = run.chains.read();
        // By the command, as an operator would: what the log accounts for against live brokers.
        String offsets =
                CommandRun.run(
                        "verify",
                        log.toString(),
                        "--vkeys",
                        vkeys.toString(),
                        "--config",
                        run.site.sharedConfiguration().toString());
        page.conclude(traffic, report, entries, offsets);

        assertThat(report.failed()).isEmpty();
        assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        assertThat(ends.values().stream().mapToLong(Long::longValue).sum())
                .as("offsets are dense")
                .isEqualTo(traffic.sent());
        assertThat(verified.count(Outcome.EVENT)).isEqualTo(traffic.events());
        assertThat(verified.count(Outcome.REJECTION)).isEqualTo(traffic.rejections());
        assertThat(verified.count(Outcome.OUT_OF_SCOPE)).isEqualTo(traffic.outOfScope());
        assertThat(verified.count(Outcome.LOST)).isZero();
        assertThat(entries).containsEntry(EntryKind.EVENT, (int) traffic.events());
        assertThat(offsets).startsWith("0 ").contains("AUTHENTIC");
        assertNoName(log);
        assertThat(page.leadersMoved()).isGreaterThanOrEqualTo(settings.brokerKills());
        assertThat(page.takeoversByHeirs())
                .as("each heir wrote to each chain")
                .isGreaterThanOrEqualTo(settings.zombies() * settings.partitions());
    }

    /// The patient of every prompt is named nowhere in the log.
    private static void assertNoName(Path log) throws IOException {
        try (Stream<Path> files = Files.walk(log)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("%s", log.relativize(file))
                        .doesNotContain(Traffic.PATIENT);
            }
        }
    }

    private List<Blow> blows() {
        List<Blow> blows = new ArrayList<>();
        blows.addAll(Collections.nCopies(settings.auditKills(), Blow.AUDIT));
        blows.addAll(Collections.nCopies(settings.sealerKills(), Blow.SEALER));
        blows.addAll(Collections.nCopies(settings.brokerKills(), Blow.BROKER));
        blows.addAll(Collections.nCopies(settings.busyZombies(), Blow.ZOMBIE));
        Collections.shuffle(blows, random);
        return blows;
    }

    /// Spreads records over about the time that the blows take; what is left when they are over
    /// goes at once.
    private static void trickle(
            Traffic traffic, int records, int blows, CompletableFuture<Void> over) {
        long pauseMillis = Math.max(1, 10_000L * blows * BURST / Math.max(1, records));
        try {
            while (traffic.sent() < records) {
                traffic.send((int) Math.min(BURST, records - traffic.sent()));
                if (!over.isDone()) {
                    Thread.sleep(pauseMillis);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /// The processes of the run and what is done to them.
    private final class Run {
        private static final String FIRST = "audit-a";
        private static final String SECOND = "audit-b";

        private final CrashSite site;
        private final ThreeBrokers brokers;
        private final Leaders leaders;
        private final RawInputs inputs;
        private final CommittedChains chains;
        private ChildJvm audit;
        private String auditName = FIRST;
        private ChildJvm sealer;

        Run(
                CrashSite site,
                ThreeBrokers brokers,
                Leaders leaders,
                RawInputs inputs,
                CommittedChains chains)
                throws Exception {
            this.site = site;
            this.brokers = brokers;
            this.leaders = leaders;
            this.inputs = inputs;
            this.chains = chains;
            this.audit = site.run("audit", auditName);
            this.sealer = site.run("ledger", "ledger");
        }

        void start() {
            Awaitility.await("running audit")
                    .atMost(limit)
                    .until(() -> {
                        assertThat(audit.isAlive()).as(audit::errors).isTrue();
                        return audit.output().contains("running audit");
                    });
            leaders.awaitInStep(ThreeBrokers.COUNT, this::restartEnded);
            page.say("running");
        }

        /// What a supervisor does: a process that gave up because the machine was too busy for it
        /// to start in time is started again. One that ended for another reason fails the run.
        void restartEnded() {
            brokers.restartEnded().forEach(id -> page.restarted("node " + id));
            if (audit.isAlive()) {
                return;
            }
            assertThat(audit.errors().strip()).endsWith("did not start within 60 s");
            page.restarted("audit");
            try {
                audit = site.run("audit", auditName);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void killAudit() throws Exception {
            audit.kill();
            page.killed("audit");
            audit = site.run("audit", auditName);
        }

        void killSealer() throws Exception {
            sealer.kill();
            page.killed("sealer");
            sealer = site.run("ledger", "ledger");
        }

        /// Kills the broker that leads a chain's partition, and starts it again once the others
        /// lead in its place.
        void killBroker(int partition) throws Exception {
            leaders.awaitInStep(ThreeBrokers.COUNT, this::restartEnded);
            Map<TopicPartition, Integer> before = leaders.now();
            int victim = leaders.ofChain(partition);
            brokers.kill(victim);
            page.killed("broker");
            int moved = leaders.awaitMoved(before, victim);
            brokers.restart(victim);
            leaders.awaitInStep(ThreeBrokers.COUNT, this::restartEnded);
            page.moved(victim, moved);
        }

        void zombie(String when) throws Exception {
            String heir = auditName.equals(FIRST) ? SECOND : FIRST;
            int before = chains.takeovers();
            audit = Zombie.rise(site, inputs, chains, audit, heir, limit);
            auditName = heir;
            page.rose(when, chains.takeovers() - before);
        }

        void stopSealer() {
            assertThat(audit.isAlive()).as("the last owner works").isTrue();
            assertThat(sealer.isAlive()).as("the sealer works").isTrue();
            assertThat(sealer.terminate()).as("the sealer stops when told to").isEqualTo(SIGTERM);
        }
    }
}
