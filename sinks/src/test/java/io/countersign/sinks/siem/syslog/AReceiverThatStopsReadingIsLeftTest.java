package io.countersign.sinks.siem.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Confirmation;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.SinkTime;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Buffers between here and a receiver that reads nothing fill up, and then a write waits: it waits
/// no longer than the timeout, and nothing that was not confirmed is taken for received.
@Timeout(60)
class AReceiverThatStopsReadingIsLeftTest {
    private static final int MESSAGES_A_BATCH = 50;
    private static final byte[] MESSAGE = "x".repeat(8_000).getBytes(StandardCharsets.UTF_8);

    @Test
    void allThatTheConnectionDidNotOutliveComesAgain() throws Exception {
        // Nobody accepts: the system does, and takes what its buffers hold.
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SyslogClient client = client(server.getLocalPort())) {
            List<Long> accepted = new ArrayList<>();
            long number = 0;
            Answer answer = client.send(batch(number));
            while (answer instanceof Answer.Each) {
                accepted.add(number);
                number++;
                answer = client.send(batch(number));
            }

            assertThat(answer).isEqualTo(Answer.again("TIMED_OUT"));
            assertThat(accepted).isNotEmpty();
            assertThat(client.confirmations())
                    .extracting(Confirmation::batch)
                    .as("the latest first, each put before those that wait already")
                    .isEqualTo(accepted.reversed());
            assertThat(client.confirmations()).isEmpty();
        }
    }

    private static SyslogClient client(int port) {
        return new SyslogClient(
                new Receiver("127.0.0.1", port, Optional.empty(), Duration.ofMillis(300)),
                Duration.ofMinutes(5),
                SinkTime.MACHINE);
    }

    private static Batch batch(long number) {
        List<OutboundEvent> events =
                IntStream.range(0, MESSAGES_A_BATCH)
                        .mapToObj(i ->
                                OutboundEvent.unrecorded(
                                        "a#" + i,
                                        new LogPosition("a", i, "0".repeat(64)),
                                        0,
                                        MESSAGE))
                        .toList();
        return new Batch(number, events);
    }
}
