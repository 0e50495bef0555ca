package io.countersign.sinks.siem.splunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import io.countersign.sinks.siem.delivery.ConnectorHarness;
import io.countersign.sinks.siem.delivery.Drive;
import io.countersign.sinks.siem.delivery.Receiver;
import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkContract;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.HttpStub;
import io.countersign.sinks.siem.http.SecretFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// HEC with acknowledgement keeps every promise of a sink, against a strict collector.
@SuppressWarnings("NullAway.Init") // set by receiver(), before each test
class HecKeepsTheContractTest extends SinkContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KILLS = 20;

    private HttpStub.Certificate certificate;
    private HecStub collector;

    @Override
    protected SiemSinkTask task(SinkTime time) {
        return new HecSinkTask(time);
    }

    @Override
    protected Receiver receiver() throws Exception {
        certificate = HttpStub.Certificate.make(directory, "collector");
        collector = new HecStub(certificate);
        write(HecStub.TOKEN);
        return collector;
    }

    @Override
    protected Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("endpoints", collector.address());
        properties.put("token.file", token().toString());
        properties.put("tls.ca.file", certificate.pem().toString());
        properties.put("acknowledgement.poll.ms", "50");
        properties.put("acknowledgement.timeout.ms", "2000");
        return properties;
    }

    @Override
    protected Set<Trait> traits() {
        // A batch that was not acknowledged comes again behind those that were.
        return EnumSet.of(Trait.REFUSES_SINGLE_EVENTS, Trait.CREDENTIALS, Trait.TLS);
    }

    @Override
    protected void writeNewCredentials() throws IOException {
        write(HecStub.NEW_TOKEN);
    }

    @Override
    protected Map<String, String> wrongAuthority() throws Exception {
        return HttpStub.Certificate.ofSomebodyElse(directory);
    }

    @Override
    protected List<String> secrets() {
        return List.of(HecStub.TOKEN, HecStub.NEW_TOKEN);
    }

    @Test
    void twentyKillsOfTheCollectorLoseNothingThatWasAcknowledged() throws Exception {
        List<byte[]> topic = new ArrayList<>(topic(0, 2_000));
        Random random = new Random(20);
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic, 0, Map.of("batch.max.events", "100"))) {
            for (int kill = 0; kill < KILLS; kill++) {
                long until =
                        System.nanoTime() + Duration.ofMillis(20 + random.nextInt(120)).toNanos();
                while (System.nanoTime() < until) {
                    drive.poll();
                    long unused = drive.commit();
                }
                // What is committed must be there whatever happens next.
                long committed = drive.commit();
                collector.kill();
                assertThat(distinct()).containsAll(ids(0, (int) committed));
                int more = topic.size();
                topic.addAll(topic(more, more + 100));
            }
            drive.toTheEnd(PATIENCE);
        }
        assertThat(distinct()).containsExactlyInAnyOrderElementsOf(ids(0, topic.size()));
        assertThat(connect.deadLetters).isEmpty();
    }

    @Test
    void acknowledgementsAreAskedForWhereTheyWereIssued() throws Exception {
        try (HecStub second = new HecStub(certificate);
                Drive drive =
                        drive(
                                new ConnectorHarness(true),
                                topic(0, 400),
                                0,
                                Map.of(
                                        "endpoints",
                                        collector.address() + "," + second.address(),
                                        "batch.max.events",
                                        "50"))) {
            drive.toTheEnd(PATIENCE);
            assertThat(collector.eventIds()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(second.eventIds()).isNotEmpty().doesNotHaveDuplicates();
            List<String> both = new ArrayList<>(collector.eventIds());
            both.addAll(second.eventIds());
            assertThat(both).containsExactlyInAnyOrderElementsOf(ids(0, 400));
        }
    }

    @Test
    void aCapAnsweredWithCode6AtObject0IsFoundByHalving() throws Exception {
        collector.maxBytes(60_000);
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic(0, 500), 0)) {
            drive.toTheEnd(PATIENCE);
        }
        assertThat(collector.eventIds()).containsExactlyInAnyOrderElementsOf(ids(0, 500));
        assertThat(connect.deadLetters).isEmpty();
    }

    @Test
    void oneInTenOfAThousandComesNoMoreThanTwice() throws Exception {
        collector.refuseEvents(id -> id.endsWith("3"));
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic(0, 1_000), 0)) {
            drive.toTheEnd(PATIENCE);
        }
        assertThat(distinct()).hasSize(900);
        assertThat(connect.deadLetters).hasSize(100);
        Map<String, Integer> copies = new HashMap<>();
        collector.eventIds().forEach(id -> copies.merge(id, 1, Integer::sum));
        assertThat(copies.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(2));
    }

    @Test
    void aTokenWithoutAcknowledgementStopsTheTask() throws Exception {
        collector.acknowledges(false);
        try (Drive drive = drive(new ConnectorHarness(true), topic(0, 5), 0)) {
            assertThatThrownBy(() -> drive.toTheEnd(PATIENCE))
                    .isInstanceOfSatisfying(
                            SinkFailureException.class,
                            stopped ->
                                    assertThat(stopped.failure())
                                            .isEqualTo(SinkFailure.ACKNOWLEDGEMENT_OFF));
            assertThat(drive.committed()).isZero();
        }
    }

    @Test
    void withoutAcknowledgementTheReplyCounts() throws Exception {
        collector.acknowledges(false);
        collector.refuseEvents(id(3)::equals);
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic(0, 10), 0, Map.of("acknowledgement", "false"))) {
            drive.toTheEnd(PATIENCE);
        }
        List<String> good = new ArrayList<>(ids(0, 10));
        good.remove(id(3));
        assertThat(collector.eventIds()).isEqualTo(good);
        assertThat(connect.deadLetters).hasSize(1);
    }

    @Test
    void anEventHasItsTimeIdAndPositionBesideIt() throws Exception {
        try (Drive drive = drive(new ConnectorHarness(true), topic(0, 1), 0)) {
            drive.toTheEnd(PATIENCE);
        }
        assertThat(collector.stored(id(0)))
                .contains(
                        "\"time\":1.795339872E9",
                        "\"source\":\"countersign\"",
                        "\"event_id\":\"" + id(0) + "\"",
                        "\"chain\":\"" + Samples.CHAIN + "\"",
                        "\"class_uid\":2006");
    }

    private Path token() {
        return directory.resolve("token");
    }

    private void write(String secret) throws IOException {
        SecretFiles.write(token(), secret);
    }
}
