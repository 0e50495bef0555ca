package io.countersign.sinks.siem.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.schemas.EventEntry;
import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.SinkFailureException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every sink promises, whatever its protocol. A sink's test extends this and says what its
/// receiver is; what a protocol cannot do it says by its traits.
public abstract class SinkContract {
    /// An hour in six seconds.
    private static final int COMPRESSION = 600;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// So many times faster than events come is an outage caught up with.
    private static final int CATCH_UP = 5;

    private static final int MOST_EVENTS = 14_000;

    private static final String BUFFER_BYTES = "8388608";

    /// The buffer, and one poll of Connect's beyond it.
    private static final long MOST_HELD_BYTES = 12L * 1024 * 1024;

    /// Words of the sample event that may stand nowhere but in the receiver.
    private static final List<String> CONTENT =
            List.of("j.okafor", "WS-4471", "org-1201", "Example Chat", Samples.TOKEN_HEX);

    /// What a protocol can.
    protected enum Trait {
        /// Events of one chain arrive in their order.
        ORDERED,
        /// The receiver may refuse one event and take the others.
        REFUSES_SINGLE_EVENTS,
        /// The receiver wants credentials, which may be exchanged.
        CREDENTIALS,
        /// The connection is encrypted and the receiver's certificate checked.
        TLS
    }

    @TempDir protected Path directory;

    private Receiver receiver;
    private PrintStream out;
    private PrintStream err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    protected abstract SiemSinkTask task(SinkTime time);

    /// Starts a receiver that works.
    protected abstract Receiver receiver() throws Exception;

    /// A configuration for the receiver that was started, as a file could hold it: topics,
    /// converters and `read_committed` come from the contract. It selects violations.
    protected abstract Map<String, String> properties();

    protected abstract Set<Trait> traits();

    /// Writes the credentials that the receiver takes after [Receiver#rotateCredentials].
    protected void writeNewCredentials() throws Exception {
        throw new UnsupportedOperationException("the sink has no credentials");
    }

    /// Adds what makes the sink trust another authority than the receiver's.
    protected Map<String, String> wrongAuthority() throws Exception {
        throw new UnsupportedOperationException("the sink has no TLS");
    }

    /// Secrets that may stand nowhere.
    protected List<String> secrets() {
        return List.of();
    }

    /// What says in a stored event that it was shortened.
    protected String markOfShortened() {
        return "\"is_truncated\":true";
    }

    /// More properties for the test of one bad record in ten, such as a batch of one.
    protected Map<String, String> toSingleOut() {
        return Map.of();
    }

    @BeforeEach
    final void listenToWhatIsPrinted() throws Exception {
        out = System.out;
        err = System.err;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        receiver = receiver();
    }

    @AfterEach
    final void nothingOfAnEventWasPrinted() {
        receiver.close();
        System.setOut(out);
        System.setErr(err);
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(text).doesNotContain(CONTENT);
        secrets().forEach(secret -> assertThat(text).doesNotContain(secret));
    }

    @Test
    void everyEventArrivesOnceAndInOrder() throws Exception {
        List<byte[]> topic = topic(0, 1_200);
        try (Drive drive = drive(new ConnectorHarness(true), topic, 0)) {
            drive.toTheEnd(PATIENCE);
        }
        if (traits().contains(Trait.ORDERED)) {
            assertThat(arrived()).isEqualTo(ids(0, 1_200));
        } else {
            assertThat(arrived()).containsExactlyInAnyOrderElementsOf(ids(0, 1_200));
        }
        assertThat(receiver.stored(id(7))).contains(Samples.CHAIN);
    }

    @Test
    void whatTheReceiverCannotTakeNowComesAgain() throws Exception {
        ConnectorHarness connect = new ConnectorHarness(true);
        receiver.busy(true);
        long before = System.currentTimeMillis();
        long fiveMinutes = Duration.ofMinutes(5).toMillis();
        try (Drive drive = drive(connect, topic(0, 50), 0)) {
            drive.until(PATIENCE, () -> connect.gauge("failing", Samples.TIME) == 1);
            assertThat(connect.text("last-failure")).matches("[A-Z][A-Z0-9_]+");
            assertThat(connect.gauge("last-failure-time-ms", 0)).isGreaterThanOrEqualTo(before);
            assertThat(drive.commit()).isZero();
            assertThat(connect.gauge("overdue", before + fiveMinutes)).isZero();
            assertThat(connect.gauge("overdue", System.currentTimeMillis() + fiveMinutes + 1))
                    .isEqualTo(1);
            receiver.busy(false);
            drive.toTheEnd(PATIENCE);
            assertThat(connect.gauge("overdue", before + 2 * fiveMinutes)).isZero();
            assertThat(connect.gauge("failing", 0)).isZero();
            assertThat(connect.text("last-failure")).as("it is still known").isNotEmpty();
        }
        assertThat(distinct()).containsExactlyInAnyOrderElementsOf(ids(0, 50));
        assertThat(connect.deadLetters).isEmpty();
        assertThat(connect.metric("delivered")).isEqualTo(50L);
        assertThat((long) connect.metric("failed")).isPositive();
    }

    @Test
    void ofTenRecordsWithABadOneNineArriveAndOneIsADeadLetter() throws Exception {
        assumeTrue(
                traits().contains(Trait.REFUSES_SINGLE_EVENTS),
                "the protocol has no answer to a single event");
        ConnectorHarness connect = new ConnectorHarness(true);
        receiver.refuseEvents(id(3)::equals);
        long before = System.currentTimeMillis();
        try (Drive drive = drive(connect, topic(0, 10), 0, toSingleOut())) {
            drive.toTheEnd(PATIENCE);
        }
        List<String> good = new ArrayList<>(ids(0, 10));
        good.remove(id(3));
        assertThat(distinct()).containsExactlyInAnyOrderElementsOf(good);
        assertThat(connect.deadLetters)
                .singleElement()
                .satisfies(record -> {
                    // A broker deletes what its time says is old.
                    assertThat(record.timestamp()).isGreaterThanOrEqualTo(before);
                    DeadLetter letter = DeadLetter.read((byte[]) record.value());
                    assertThat(letter.at()).isEqualTo(new RecordAt(Drive.PARTITION, 3));
                    assertThat(letter.about().map(DeadLetter.About::eventId)).hasValue(id(3));
                    assertThat(new String((byte[]) record.value(), StandardCharsets.UTF_8))
                            .doesNotContain(CONTENT);
                });
        assertThat(connect.deadLetterReasons.getFirst()).doesNotContain(CONTENT);
        assertThat(connect.metric("dead-lettered")).isEqualTo(1L);
    }

    @Test
    void aDeadLetterThatTheBrokerDoesNotTakeYetHoldsTheTaskAndLosesNothing() throws Exception {
        FastTime time = new FastTime(COMPRESSION);
        ConnectorHarness connect = new ConnectorHarness(true);
        List<byte[]> topic = new ArrayList<>(topic(0, 5));
        topic.add("neither entry nor alert".getBytes(StandardCharsets.UTF_8));
        topic.addAll(topic(5, 10));
        connect.brokerAnswers(false);
        try (Drive drive = drive(connect, topic, 0, time, Map.of())) {
            drive.until(PATIENCE, connect::isPaused);
            time.runNormally();
            topic.addAll(topic(10, 20));
            drive.poll();
            assertThat(drive.position()).as("it reads no more").isEqualTo(11);
            assertThat(drive.commit()).as("nothing from the letter on").isLessThanOrEqualTo(5);
            assertThat(connect.gauge("failing", 0)).isEqualTo(1);
            assertThat(connect.text("last-failure")).isEqualTo("DEAD_LETTER_NOT_WRITTEN");
            assertThat(connect.metric("errant")).isEqualTo(0L);
            long overdue = time.millis() + Duration.ofMinutes(5).toMillis();
            assertThat(connect.gauge("overdue", overdue)).isEqualTo(1);

            connect.brokerAnswers(true);
            drive.toTheEnd(PATIENCE);
            assertThat(connect.gauge("failing", 0)).isZero();
        }
        assertThat(distinct()).containsExactlyInAnyOrderElementsOf(ids(0, 20));
        assertThat(connect.deadLetters).as("written once").hasSize(1);
        assertThat(connect.metric("errant")).isEqualTo(1L);
    }

    @Test
    void aDeadLetterThatTheBrokerRefusesStopsTheTaskBeforeItsRecord() throws Exception {
        ConnectorHarness connect = new ConnectorHarness(true);
        List<byte[]> topic = new ArrayList<>(topic(0, 5));
        topic.add("neither entry nor alert".getBytes(StandardCharsets.UTF_8));
        connect.brokerAnswers(false);
        Drive drive = drive(connect, topic, 0);
        drive.until(PATIENCE, () -> !connect.deadLetters.isEmpty());
        connect.brokerRefuses(new IllegalStateException("quotes what was refused: " + CONTENT));

        assertThatThrownBy(() -> drive.toTheEnd(PATIENCE))
                .isInstanceOf(SinkFailureException.class)
                .hasMessage(
                        "DEAD_LETTER_NOT_WRITTEN at audit.entry.v1/0 offset 5: IllegalStateException")
                .hasNoCause();
        assertThat(drive.committed()).isLessThanOrEqualTo(5);
        drive.die();
    }

    @Test
    void anEventThatIsTooLongIsShortenedAndSaysSo() throws Exception {
        List<byte[]> topic = new ArrayList<>(topic(0, 1));
        topic.add(Samples.wire(Samples.event(1, longEvent())));
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic, 0, Map.of("batch.max.bytes", "9000"))) {
            drive.toTheEnd(PATIENCE);
        }
        assertThat(arrived()).containsExactlyInAnyOrder(id(0), id(1));
        assertThat(receiver.stored(id(0))).doesNotContain(markOfShortened());
        assertThat(receiver.stored(id(1))).contains(markOfShortened(), Samples.CHAIN);
        assertThat(connect.deadLetters).isEmpty();
    }

    @Test
    void anEventThatFitsInNoWayIsADeadLetter() throws Exception {
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic(0, 1), 0, Map.of("batch.max.bytes", "1024"))) {
            drive.toTheEnd(PATIENCE);
        }
        assertThat(connect.deadLetters)
                .singleElement()
                .satisfies(record ->
                        assertThat(DeadLetter.read((byte[]) record.value()).code())
                                .isEqualTo("OVERSIZE"));
        assertThat(receiver.eventIds()).isEmpty();
    }

    /// The rate at which it catches up is `bench/run outage`'s.
    @Test
    void anHourWithoutReceiverCostsNoMemoryAndIsCaughtUpWhileMoreArrive() throws Exception {
        FastTime time = new FastTime(COMPRESSION);
        ConnectorHarness connect = new ConnectorHarness(true);
        List<byte[]> topic = topic(0, 1_000);
        receiver.away(true);
        try (Drive drive =
                drive(connect, topic, 0, time, Map.of("buffer.max.bytes", BUFFER_BYTES))) {
            topic.addAll(topic(1_000, 11_000));
            long end = time.nanos() + Duration.ofHours(1).toNanos();
            int handedOver = 0;
            long held = 0;
            while (time.nanos() < end) {
                drive.poll();
                assertThat(drive.commit()).isZero();
                if (connect.isPaused() && handedOver == 0) {
                    handedOver = drive.position();
                    held = connect.gauge("bytes-unacknowledged", 0);
                }
                Thread.sleep(5);
            }
            assertThat(connect.isPaused()).isTrue();
            assertThat(connect.gauge("circuit-open", 0)).isEqualTo(1);
            assertThat(connect.gauge("overdue", time.millis())).isEqualTo(1);
            assertThat(drive.position())
                    .as("from the pause to the hour's end nothing is read")
                    .isEqualTo(handedOver)
                    .isLessThan(topic.size() / 2);
            assertThat(connect.gauge("records-unacknowledged", 0)).isEqualTo(handedOver);
            assertThat(connect.gauge("bytes-unacknowledged", 0))
                    .as("memory is flat")
                    .isEqualTo(held)
                    .isLessThan(MOST_HELD_BYTES);

            time.runNormally();
            receiver.away(false);
            // One comes for each five that are gone.
            long gone = 0;
            long most = 0;
            while (gone < topic.size()) {
                long before = gone;
                drive.until(PATIENCE, () -> drive.committed() > before);
                gone = drive.committed();
                most = Math.max(most, connect.gauge("bytes-unacknowledged", 0));
                long more = Math.min((gone - before) / CATCH_UP, MOST_EVENTS - topic.size());
                topic.addAll(topic(topic.size(), topic.size() + (int) Math.max(0, more)));
            }
            assertThat(most).as("and while it catches up").isLessThan(MOST_HELD_BYTES);
            assertThat(connect.gauge("overdue", time.millis())).isZero();
        }
        assertThat(topic).hasSizeGreaterThan(11_000);
        assertThat(distinct()).containsExactlyInAnyOrderElementsOf(ids(0, topic.size()));
        if (traits().contains(Trait.ORDERED)) {
            assertThat(new ArrayList<>(distinct())).isEqualTo(ids(0, topic.size()));
        }
        assertThat(connect.deadLetters).isEmpty();
    }

    @Test
    void aSlowReceiverHoldsTheTaskBackAndBlocksNobody() throws Exception {
        ConnectorHarness connect = new ConnectorHarness(true);
        receiver.slow(Duration.ofMillis(300));
        boolean paused = false;
        try (Drive drive =
                drive(
                        connect,
                        topic(0, 600),
                        0,
                        Map.of(
                                "batch.max.bytes", "65536",
                                "batch.max.events", "200",
                                "buffer.max.bytes", "131072"))) {
            for (int i = 0; i < 10; i++) {
                drive.poll();
                paused |= connect.isPaused();
            }
            receiver.slow(Duration.ZERO);
            drive.toTheEnd(PATIENCE);
            assertThat(drive.longestPut()).isLessThan(Duration.ofSeconds(2));
        }
        assertThat(paused).isTrue();
        assertThat(distinct()).containsExactlyInAnyOrderElementsOf(ids(0, 600));
    }

    @Test
    void wrongCredentialsLoseNothingAndNewOnesAreReadWhileItRuns() throws Exception {
        assumeTrue(traits().contains(Trait.CREDENTIALS), "the protocol has no credentials");
        ConnectorHarness connect = new ConnectorHarness(true);
        receiver.rotateCredentials();
        try (Drive drive = drive(connect, topic(0, 20), 0)) {
            drive.until(PATIENCE, () -> connect.gauge("failing", Samples.TIME) == 1);
            assertThat(drive.commit()).isZero();
            assertThat(receiver.eventIds()).isEmpty();
            writeNewCredentials();
            drive.toTheEnd(PATIENCE);
        }
        assertThat(distinct()).containsExactlyInAnyOrderElementsOf(ids(0, 20));
        assertThat(connect.deadLetters).isEmpty();
    }

    @Test
    void toAReceiverThatCannotProveItselfNothingIsSent() throws Exception {
        assumeTrue(traits().contains(Trait.TLS), "the protocol has no TLS");
        ConnectorHarness connect = new ConnectorHarness(true);
        try (Drive drive = drive(connect, topic(0, 20), 0, wrongAuthority())) {
            drive.until(PATIENCE, () -> connect.gauge("failing", Samples.TIME) == 1);
            assertThat(drive.commit()).isZero();
        }
        assertThat(receiver.eventIds()).isEmpty();
        assertThat(connect.deadLetters).isEmpty();
    }

    @Test
    void aDeathInTheMiddleRepeatsNoMoreThanWasNotCommittedWithTheSameIds() throws Exception {
        List<byte[]> topic = topic(0, 2_000);
        Drive first = drive(new ConnectorHarness(true), topic, 0, Map.of("batch.max.events", "50"));
        first.until(PATIENCE, () -> receiver.eventIds().size() >= 300);
        long committed = first.committed();
        first.poll();
        first.poll();
        Thread.sleep(50);
        first.die();

        try (Drive second = drive(new ConnectorHarness(true), topic, committed)) {
            second.toTheEnd(PATIENCE);
        }

        assertThat(distinct()).containsExactlyInAnyOrderElementsOf(ids(0, 2_000));
        Set<String> seen = new HashSet<>();
        for (String id : receiver.eventIds()) {
            if (!seen.add(id)) {
                assertThat(Long.parseLong(id.substring(id.indexOf('#') + 1)))
                        .as("only what was not committed comes twice")
                        .isGreaterThanOrEqualTo(committed);
            }
        }
        assertThat((long) receiver.eventIds().size() - 2_000)
                .isLessThanOrEqualTo(first.position() - committed);
    }

    /// A task on the topic, from an offset on.
    protected final Drive drive(ConnectorHarness connect, List<byte[]> topic, long from) {
        return drive(connect, topic, from, Map.of());
    }

    protected final Drive drive(
            ConnectorHarness connect, List<byte[]> topic, long from, Map<String, String> more) {
        return drive(connect, topic, from, SinkTime.MACHINE, more);
    }

    private Drive drive(
            ConnectorHarness connect,
            List<byte[]> topic,
            long from,
            SinkTime time,
            Map<String, String> more) {
        Map<String, String> properties = new HashMap<>();
        properties.put("consumer.override.isolation.level", "read_committed");
        properties.put("batch.linger.ms", "20");
        properties.putAll(properties());
        properties.putAll(more);
        return new Drive(task(time), properties, connect, time, topic, from);
    }

    /// The receiver of this test.
    protected final Receiver running() {
        return receiver;
    }

    protected final Set<String> distinct() {
        return new LinkedHashSet<>(arrived());
    }

    private List<String> arrived() {
        receiver.settle();
        return receiver.eventIds();
    }

    protected static List<byte[]> topic(int from, int to) {
        List<byte[]> topic = new ArrayList<>();
        for (int seq = from; seq < to; seq++) {
            topic.add(Samples.wire(Samples.event(seq, Samples.violation())));
        }
        return topic;
    }

    protected static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(SinkContract::id).toList();
    }

    protected static String id(long seq) {
        return Samples.CHAIN + "#" + seq;
    }

    private static EventEntry longEvent() {
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            reasons.add("REASON_" + i + "_" + "X".repeat(300));
        }
        return Samples.violationBuilder().setReasons(reasons).build();
    }
}
