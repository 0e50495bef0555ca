package io.countersign.it;

import static io.countersign.it.NumberedMessages.missing;
import static io.countersign.it.NumberedMessages.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.SiemSinkConnector;
import io.countersign.sinks.siem.opensearch.OpenSearchSinkConnector;
import io.countersign.sinks.siem.relp.RelpSinkConnector;
import io.countersign.sinks.siem.syslog.SyslogSinkConnector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Between a sink under load and the real receiver lies a network that resets connections, swallows
/// what is sent, is slow, is cut, or stands still. What RELP and `_bulk` acknowledged is there,
/// what came twice had to be sent twice, and a chain keeps its order; what plain syslog loses it
/// loses to a network that swallows and says nothing, and to no other.
@Tag("crash")
class SinksLoseNothingOverABrokenNetworkTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /// Shorter than the faults that say nothing.
    private static final String TIMEOUT_MILLIS = "1000";

    private static final String CONFIRM_AFTER_MILLIS = "1000";

    /// Before a fault, so that it hits what is under way.
    private static final Duration WELL = Duration.ofMillis(700);

    private static final long PACE_MILLIS = 40;

    @TempDir Path folder;
    private Toxiproxy network;

    @BeforeEach
    void network() throws Exception {
        network = Toxiproxy.startOrSkip(folder);
    }

    @AfterEach
    void noNetwork() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    @Timeout(300)
    void overRelpNothingIsLostAndTheOrderStays() throws Exception {
        TestCertificate[] both = certificates();
        int port = LoopbackPort.free();
        try (SyslogReceiver rsyslog = rsyslog(both, LoopbackPort.free(), port)) {
            Toxiproxy.Way way = network.to(port);
            try (Client relp = client(new RelpSinkConnector(), way, both, Map.of())) {
                Load load = underEveryFault(way, relp, NumberedMessages::syslog);

                Set<Integer> distinct = arrived(rsyslog, load, Set.of());
                assertThat(distinct).containsAll(load.events.delivered);
                assertThat(new ArrayList<>(distinct)).as("in the order of the chain").isSorted();
                load.report("RELP, rsyslog", numbers(rsyslog.received()));
            }
        }
    }

    @Test
    @Timeout(300)
    void syslogToRsyslogLosesOnlyWhatTheNetworkSwallows() throws Exception {
        TestCertificate[] both = certificates();
        int port = LoopbackPort.free();
        try (SyslogReceiver rsyslog = rsyslog(both, port, LoopbackPort.free())) {
            plainSyslog("syslog over TLS, rsyslog", rsyslog, port, both);
        }
    }

    @Test
    @Timeout(300)
    void syslogToSyslogNgLosesOnlyWhatTheNetworkSwallows() throws Exception {
        InstalledProgram program = InstalledProgram.orSkip("syslog-ng");
        TestCertificate[] both = certificates();
        int port = LoopbackPort.free();
        try (SyslogReceiver syslogNg =
                SyslogReceiver.syslogNg(program, folder, both[0], both[1], port)) {
            plainSyslog("syslog over TLS, syslog-ng", syslogNg, port, both);
        }
    }

    @Test
    @Timeout(600)
    void byBulkEachEventIsThereOnce() throws Exception {
        try (OpenSearchNode node = OpenSearchNode.orSkip(folder, 50)) {
            Toxiproxy.Way way = network.to(node.port());
            Map<String, String> properties =
                    new HashMap<>(OpenSearchNode.properties(way.port(), "ecs"));
            properties.put("request.timeout.ms", TIMEOUT_MILLIS);
            try (Client bulk = SentEvents.client(new OpenSearchSinkConnector(), properties)) {
                Load load =
                        underEveryFault(
                                way, bulk, (number, _) -> NumberedMessages.document(number));
                // Stops indexing what came over connections that are gone.
                long there = node.count("countersign-ecs");
                System.out.printf(
                        "_bulk: %d acknowledged, %d sent again, %d there%n",
                        load.events.delivered.size(), load.events.again, there);
                assertThat(there).isEqualTo(load.events.delivered.size());
            }
        }
    }

    private void plainSyslog(String name, SyslogReceiver receiver, int port, TestCertificate[] both)
            throws Exception {
        Toxiproxy.Way way = network.to(port);
        Map<String, String> confirm = Map.of("confirm.after.ms", CONFIRM_AFTER_MILLIS);
        try (Client syslog = client(new SyslogSinkConnector(), way, both, confirm)) {
            Load load = underEveryFault(way, syslog, NumberedMessages::syslog);

            Set<Integer> swallowed = load.numbers(NetworkFault.BLACKHOLE);
            Set<Integer> distinct = arrived(receiver, load, swallowed);
            load.report(name, numbers(receiver.received()));
            assertThat(missing(load.events.delivered, distinct))
                    .as("swallowed and nobody said so: the loss that the guide states")
                    .isNotEmpty()
                    .isSubsetOf(swallowed);
            assertThat(new ArrayList<>(distinct)).as("in the order of the chain").isSorted();
        }
    }

    /// What was sent, and which of it under which fault.
    private record Load(SentEvents events, Map<NetworkFault, int[]> ranges) {
        Set<Integer> numbers(NetworkFault fault) {
            int[] range = Objects.requireNonNull(ranges.get(fault));
            return Set.copyOf(IntStream.range(range[0], range[1]).boxed().toList());
        }

        void report(String name, List<Integer> received) {
            ranges.forEach((fault, range) -> {
                List<Integer> of =
                        received.stream().filter(n -> n >= range[0] && n < range[1]).toList();
                int distinct = Set.copyOf(of).size();
                System.out.printf(
                        "%s, %s for %d s: %d acknowledged, %d lost, %d twice%n",
                        name,
                        fault,
                        fault.lasts.toSeconds(),
                        range[1] - range[0],
                        range[1] - range[0] - distinct,
                        of.size() - distinct);
            });
        }
    }

    private interface Payload {
        String of(int number, String text);
    }

    /// Fault after fault, each in the middle of a stream that stops only when the fault is over and
    /// everything is resolved.
    private Load underEveryFault(Toxiproxy.Way way, Client client, Payload payload)
            throws Exception {
        Awaitility.await().atMost(LIMIT).until(() -> client.check().good());
        SentEvents events = new SentEvents(client, number -> payload.of(number, "plain"));
        Map<NetworkFault, int[]> ranges = new EnumMap<>(NetworkFault.class);
        int next = 0;
        for (NetworkFault fault : NetworkFault.values()) {
            FutureTask<Void> over =
                    new FutureTask<>(() -> {
                        Thread.sleep(WELL);
                        fault.begin(network, way);
                        Thread.sleep(fault.lasts);
                        fault.end(network, way);
                        return null;
                    });
            Thread.ofVirtual().start(over);
            int from = next;
            int againBefore = events.again;
            next = events.sendWhile(from, () -> !over.isDone(), (_, _) -> pause());
            Void _ = over.get();
            ranges.put(fault, new int[] {from, next});
            if (fault.breaks) {
                assertThat(events.again - againBefore)
                        .as("%s hits what is under way", fault)
                        .isPositive();
            }
        }
        assertThat(events.refused).isEmpty();
        assertThat(events.delivered).hasSize(next);
        return new Load(events, ranges);
    }

    /// The distinct numbers in the order in which each came first, once all is there but what may
    /// be missing. What came twice was sent twice.
    private static Set<Integer> arrived(SyslogReceiver receiver, Load load, Set<Integer> mayMiss) {
        List<Integer> received = new ArrayList<>();
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    received.clear();
                    received.addAll(numbers(receiver.received()));
                    Set<Integer> missing = missing(load.events.delivered, received);
                    missing.removeAll(mayMiss);
                    assertThat(missing).as(receiver::log).isEmpty();
                });
        Set<Integer> distinct = new LinkedHashSet<>(received);
        assertThat(received.size() - distinct.size())
                .as("each that came twice was sent again")
                .isLessThanOrEqualTo(load.events.again);
        return distinct;
    }

    private static Client client(
            SiemSinkConnector connector,
            Toxiproxy.Way way,
            TestCertificate[] both,
            Map<String, String> more) {
        Map<String, String> properties =
                new HashMap<>(SyslogReceiver.properties(way.port(), both[1], both[0]));
        properties.put("timeout.ms", TIMEOUT_MILLIS);
        properties.putAll(more);
        return SentEvents.client(connector, properties);
    }

    private SyslogReceiver rsyslog(TestCertificate[] both, int syslogPort, int relpPort)
            throws Exception {
        return SyslogReceiver.rsyslog(
                InstalledProgram.orSkip("rsyslogd"),
                SyslogReceiver.Queue.MEMORY,
                folder,
                both[0],
                both[1],
                syslogPort,
                relpPort);
    }

    /// The receiver's and the sink's.
    private TestCertificate[] certificates() throws Exception {
        InstalledProgram openssl = InstalledProgram.orSkip("openssl");
        return new TestCertificate[] {
            TestCertificate.make(openssl, folder, "server"),
            TestCertificate.make(openssl, folder, "client")
        };
    }

    private static void pause() {
        try {
            Thread.sleep(PACE_MILLIS);
        } catch (InterruptedException _stop) {
            Thread.currentThread().interrupt();
        }
    }
}
