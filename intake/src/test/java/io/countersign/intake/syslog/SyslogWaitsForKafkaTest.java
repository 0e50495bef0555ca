package io.countersign.intake.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.ListenerRig;
import io.countersign.intake.listen.Limits;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Sources;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nobody can send again what syslog sent: so it is read no faster than Kafka takes it, and what
/// Kafka did not take is sent again from here.
class SyslogWaitsForKafkaTest {
    private static final int WINDOW = 1_000;

    @TempDir Path directory;

    private ListenerRig held() throws Exception {
        return ListenerRig.open(
                directory,
                new SyslogProtocol(),
                Sources.open(Source.anyone("anyone", Optional.empty())),
                Limits.STANDARD,
                Optional.empty(),
                false);
    }

    @Test
    void nothingMoreIsReadThanTheWindowHolds() throws Exception {
        try (ListenerRig rig = held();
                Socket socket = rig.connect()) {
            socket.getOutputStream()
                    .write("line\n".repeat(WINDOW + 500).getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> rig.producer().history().size() == WINDOW);
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> rig.producer().history().size() == WINDOW);
            for (int i = 0; i < 500; i++) {
                rig.producer().completeNext();
            }
            Awaitility.await().until(() -> rig.producer().history().size() == WINDOW + 500);
        }
    }

    @Test
    void whatKafkaDidNotTakeIsSentAgainUnderAnotherNumber() throws Exception {
        try (ListenerRig rig = held();
                Socket socket = rig.connect()) {
            socket.getOutputStream().write("one\n".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> rig.producer().history().size() == 1);
            rig.producer().errorNext(new IllegalStateException("no broker"));
            Awaitility.await().until(() -> rig.producer().history().size() == 2);
            socket.getOutputStream().write("two\n".getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> rig.producer().history().size() == 3);
            assertThat(rig.produced()).containsExactly("one", "one", "two");
            assertThat(rig.places())
                    .as("a sequence with a hole is not continued")
                    .containsExactly(
                            "test.anyone.0102.0/0", "test.anyone.0102.1/0", "test.anyone.0102.1/1");
        }
    }
}
