package io.countersign.topology;

import static io.countersign.topology.JoinDriver.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Likelihood;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A firewall writes the URL in one line and the bytes of the connection in another: a size counts
/// for a request only where the connection carried no other that may have sent something.
class BytesOfTheTrafficLineTest {
    private static final String SESSION = "001701009999/884102";

    @TempDir private Path directory;

    private static Sample action(Instant at) {
        return Sample.action(at).user("mvale").device("WS-4471").session(SESSION);
    }

    private static Sample traffic(Instant at, long bytes) {
        return Sample.trafficLine(at, SESSION, bytes).user("mvale").device("WS-4471");
    }

    @Test
    void theOnlyRequestOfAConnectionHasItsBytes() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            EntryRef asked = driver.entry(action(START).entry());
            EntryRef line = driver.entry(traffic(START.plusSeconds(120), 18_611).entry());

            AmendmentEntry amendment = only(driver.amendments());

            assertThat(amendment.getOriginal()).isEqualTo(asked);
            assertThat(amendment.getLearntFrom()).containsExactly(line);
            assertThat(amendment.getBasis()).isEqualTo("TRAFFIC_LINE");
            assertThat(amendment.getConfidence()).isEqualTo(Likelihood.VERY_LIKELY);
            EventEntry revised = amendment.getRevised();
            assertThat(revised.getBytesUp()).isEqualTo(Optional.of(18_611L));
            assertThat(revised.getDestination().getActivity()).isEqualTo("SEND");
            assertThat(revised.getReasons())
                    .contains("BYTES_FROM_TRAFFIC_LINE", "SEND_BY_SIZE")
                    .doesNotContain("BYTES_NOT_IN_RECORD");
        }
    }

    @Test
    void oneThatIsSmallerThanASendIsNone() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(action(START).entry());
            driver.entry(traffic(START.plusSeconds(120), 700).entry());

            EventEntry revised = only(driver.amendments()).getRevised();

            assertThat(revised.getDestination().getActivity()).isEqualTo("ACTION");
            assertThat(revised.getReasons()).contains("SMALLER_THAN_A_SEND");
        }
    }

    @Test
    void theBytesOfSeveralRequestsAreNobodysUnlessTheyAreTooFewForAny() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(action(START).entry());
            driver.entry(action(START.plusSeconds(5)).entry());
            driver.entry(traffic(START.plusSeconds(120), 18_611).entry());
            assertThat(driver.amendments()).isEmpty();
        }
        try (JoinDriver driver = new JoinDriver(directory.resolve("few"))) {
            driver.entry(action(START).entry());
            driver.entry(action(START.plusSeconds(5)).entry());
            driver.entry(traffic(START.plusSeconds(120), 700).entry());

            List<AmendmentEntry> amendments = driver.amendments();

            assertThat(amendments).hasSize(2);
            assertThat(amendments)
                    .extracting(AmendmentEntry::getConfidence)
                    .containsOnly(Likelihood.CERTAIN);
            assertThat(amendments)
                    .extracting(one -> one.getRevised().getBytesUp())
                    .containsOnly(Optional.empty());
        }
    }

    @Test
    void theLineMayComeFirstAndAnotherSessionsLineDoesNotCount() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(
                    Sample.trafficLine(START, "001701009999/1", 20_000)
                            .user("mvale")
                            .device("WS-4471")
                            .entry());
            driver.entry(action(START).entry());
            assertThat(driver.amendments()).isEmpty();
        }
        try (JoinDriver driver = new JoinDriver(directory.resolve("first"))) {
            driver.entry(traffic(START.plusSeconds(120), 18_611).entry());
            driver.entry(action(START).entry());
            assertThat(driver.amendments()).hasSize(1);
        }
    }

    @Test
    void aRestartForgetsNothing() {
        JoinDriver first = new JoinDriver(directory.resolve("first"));
        first.entry(action(START).entry());
        try (JoinDriver second = first.restarted(directory.resolve("second"))) {
            second.entry(traffic(START.plusSeconds(120), 18_611).entry());
            assertThat(second.amendments()).hasSize(1);
        }
    }

    private static AmendmentEntry only(List<AmendmentEntry> amendments) {
        assertThat(amendments).hasSize(1);
        return amendments.getFirst();
    }
}
