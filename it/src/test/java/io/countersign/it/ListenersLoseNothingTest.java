package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.RecordHeaders;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The process that listens is killed again and again under load: what was acknowledged over HTTP,
/// RELP and the collector is on Kafka, what a client numbered and sent twice is known by its
/// number, and what syslog loses is counted.
///
/// The short form runs in every build. The long form:
///
/// ```
/// mvn verify -pl it -am -Dtest=ListenersLoseNothingTest -Dsurefire.failIfNoSpecifiedTests=false \
///   -Dlisteners.kills=20
/// ```
@Tag("crash")
class ListenersLoseNothingTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int KILLS = Integer.getInteger("listeners.kills", 3);
    private static final int SHORTEST_MILLIS = 700;
    private static final int LONGEST_MILLIS = 2_000;
    private static final String TOKEN = "a-token-for-the-collector-of-the-test";

    @TempDir Path folder;

    @Test
    @Timeout(1_800)
    void whatIsAcknowledgedIsOnKafka() throws Exception {
        Path token =
                Files.createFile(
                        folder.resolve("token"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, TOKEN + "\n");
        int http = LoopbackPort.free();
        int collector = LoopbackPort.free();
        int relp = LoopbackPort.free();
        int syslog = LoopbackPort.free();
        String listeners =
                """
                listeners:
                  http: {protocol: http, port: %d}
                  collector:
                    protocol: http
                    port: %d
                    sources: {forwarder: {token-files: [%s], indexer-acknowledgement: true}}
                  relp: {protocol: relp, port: %d}
                  syslog: {protocol: syslog, port: %d}
                """
                        .formatted(http, collector, token, relp, syslog);
        List<ListenerLoad> loads =
                List.of(
                        new ListenerLoad.Http(http),
                        new ListenerLoad.Collector(collector, TOKEN),
                        new ListenerLoad.Relp(relp),
                        new ListenerLoad.Syslog(syslog));
        Random random = new Random(11);
        try (CrashSite site = CrashSite.open(folder.resolve("site"), 2)) {
            ChildJvm intake = start(site, listeners, 1);
            List<Thread> threads = new ArrayList<>();
            loads.forEach(load -> threads.add(Thread.startVirtualThread(load)));
            for (int kill = 1; kill <= KILLS; kill++) {
                Thread.sleep(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
                intake.kill();
                intake = start(site, listeners, kill + 1);
            }
            Thread.sleep(LONGEST_MILLIS);
            loads.forEach(ListenerLoad::stop);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(intake.terminate()).as("it drains and stops").isEqualTo(128 + 15);
            report(loads, CommittedRecords.of(site.deployment(), Topics.PROMPT_RAW));
        }
    }

    private static ChildJvm start(CrashSite site, String listeners, int times) throws Exception {
        ChildJvm intake = site.run("intake", "intake", listeners);
        Awaitility.await("running for the time " + times)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    assertThat(intake.isAlive()).as(intake::errors).isTrue();
                    return intake.output().split("running intake", -1).length > times;
                });
        return intake;
    }

    private static void report(
            List<ListenerLoad> loads, List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Set<String>> placesByText = new HashMap<>();
        Map<String, Integer> repeated = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String text = new String(record.value(), StandardCharsets.UTF_8);
            Set<String> places = placesByText.computeIfAbsent(text, _t -> new HashSet<>());
            if (!places.isEmpty()) {
                repeated.merge(text.split(" ", 2)[0], 1, Integer::sum);
            }
            places.add(
                    header(record, RecordHeaders.SOURCE_ID)
                            + "/"
                            + header(record, RecordHeaders.SOURCE_SEQ));
        }
        for (ListenerLoad load : loads) {
            Set<String> lost = new HashSet<>(load.acknowledged);
            lost.removeAll(placesByText.keySet());
            System.out.printf(
                    "listeners: %d kills, %s: %d acknowledged, %d lost (%.1f a kill), %d came twice%n",
                    KILLS,
                    load.name(),
                    load.acknowledged.size(),
                    lost.size(),
                    (double) lost.size() / KILLS,
                    repeated.getOrDefault(load.name(), 0));
            assertThat(load.acknowledged).as(load.name()).isNotEmpty();
            if (!load.name().equals("syslog")) {
                assertThat(lost).as("acknowledged over " + load.name() + " and lost").isEmpty();
            }
        }
        assertThat(placesByText.entrySet())
                .filteredOn(entry -> entry.getKey().startsWith("http "))
                .as("a number of its own for each record that the client numbered")
                .allMatch(entry -> entry.getValue().size() == 1);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
