package io.countersign.topology;

import static io.countersign.topology.JoinDriver.OURS;
import static io.countersign.topology.JoinDriver.START;
import static io.countersign.topology.JoinDriver.inPath;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.Action;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A proxy's line and the body that it showed elsewhere are one exchange: what was found in the
/// body is what the line sent, unless it may be another line's.
class BodyOfTheLineTest {
    private static final String ID = "3f2a-77";

    @TempDir private Path directory;

    private static Sample line(Instant at) {
        return Sample.send(at).unread().user("mvale").path(7);
    }

    private static Sample body(Instant at) {
        return Sample.send(at).inPromptLog().user("mvale").path(7).phi(true);
    }

    @Test
    void oneTransactionIsOneExchangeHoweverFarApart() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            EntryRef body = driver.entry(body(START).path(0).transaction(ID).entry());
            EntryRef line =
                    driver.entry(
                            line(START.plusSeconds(50))
                                    .path(0)
                                    .transaction(ID)
                                    .device("WS-4471")
                                    .entry());

            AmendmentEntry amendment = only(driver.amendments());

            assertThat(amendment.getOriginal()).isEqualTo(line);
            assertThat(amendment.getLearntFrom()).containsExactly(body);
            assertThat(amendment.getBasis()).isEqualTo("BODY_OF_TRANSACTION");
            assertThat(amendment.getConfidence()).isEqualTo(Likelihood.VERY_LIKELY);
            assertThat(amendment.getAgeMillis()).isEqualTo(Optional.of(50_000L));
            assertThat(amendment.getChanged()).contains("CONTENT", "REASONS");
            EventEntry revised = amendment.getRevised();
            assertThat(revised.getContent().getInspected()).isEqualTo(Inspected.FULL);
            assertThat(revised.getContent().getPhi()).isEqualTo(Optional.of(true));
            assertThat(revised.getReasons())
                    .contains("BODY_FROM_OTHER_RECORD", "PHI_COVERAGE_UNKNOWN")
                    .doesNotContain("NOT_FULLY_INSPECTED");
            assertThat(revised.getDevice()).as("the line's own").isEqualTo(Optional.of("WS-4471"));
            assertThat(revised.getInput().getTopic()).isEqualTo("proxy.raw");
            assertThat(revised.getEvidence()).isEmpty();
        }
    }

    @Test
    void hostPathAndTwoSecondsDoWithoutOne() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            EntryRef line = driver.entry(line(START).entry());
            driver.entry(body(START.plusMillis(2_000)).entry());

            AmendmentEntry amendment = only(driver.amendments());

            assertThat(amendment.getOriginal()).isEqualTo(line);
            assertThat(amendment.getBasis()).isEqualTo("BODY_OF_REQUEST");
            assertThat(amendment.getConfidence()).isEqualTo(Likelihood.LIKELY);
            assertThat(amendment.getWindowMillis()).isEqualTo(2_000);
        }
    }

    @Test
    void aLineOfTheEndBeganBeforeItsAnswer() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(body(START).entry());
            driver.entry(line(START.plusSeconds(40)).ended(39_500).entry());
            assertThat(driver.amendments()).hasSize(1);
        }
    }

    @Test
    void anotherPathOrTimeIsAnotherExchange() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(line(START).entry());
            driver.entry(body(START).path(8).entry());
            driver.entry(body(START.plusMillis(2_001)).entry());
            assertThat(driver.amendments()).isEmpty();
        }
    }

    @Test
    void theAddressDoesWhereNobodyIsNamed() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(line(START).user(null).address("192.0.2.7").entry());
            driver.entry(body(START).user(null).address("192.0.2.8").entry());
            assertThat(driver.amendments()).isEmpty();
            driver.entry(body(START).user(null).address("192.0.2.7").entry());
            assertThat(driver.amendments()).hasSize(1);
        }
    }

    @Test
    void twoPeopleAreTwoExchanges() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(line(START).transaction(ID).address("192.0.2.7").entry());
            driver.entry(body(START).transaction(ID).user("rlind").address("192.0.2.7").entry());
            assertThat(driver.amendments()).isEmpty();
        }
    }

    @Test
    void twoThatMayBeItAreNone() {
        try (JoinDriver driver = new JoinDriver(directory.resolve("bodies"))) {
            driver.entry(body(START).entry());
            driver.entry(body(START.plusSeconds(1)).entry());
            driver.entry(line(START).entry());
            assertThat(driver.amendments()).isEmpty();
        }
        try (JoinDriver driver = new JoinDriver(directory.resolve("lines"))) {
            driver.entry(line(START).entry());
            driver.entry(line(START.plusSeconds(1)).entry());
            driver.entry(body(START).entry());
            assertThat(driver.amendments()).isEmpty();
        }
        try (JoinDriver driver = new JoinDriver(directory.resolve("ids"))) {
            driver.entry(line(START).transaction(ID).entry());
            driver.entry(line(START.plusSeconds(1)).transaction("3f2a-78").entry());
            driver.entry(body(START).transaction(ID).entry());
            assertThat(driver.amendments()).as("the id decides").hasSize(1);
        }
    }

    @Test
    void aSecondThatComesLaterTakesTheJoinBack() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            EntryRef line = driver.entry(line(START).entry());
            EntryRef first = driver.entry(body(START).entry());
            assertThat(driver.amendments()).hasSize(1);
            driver.entry(body(START.plusSeconds(1)).entry());

            AmendmentEntry back = only(driver.amendments());

            assertThat(back.getOriginal()).isEqualTo(line);
            assertThat(back.getBasis()).isEqualTo("SEVERAL_BODIES_IN_WINDOW");
            assertThat(back.getLearntFrom()).containsExactly(first);
            assertThat(back.getChanged()).contains("CONTENT");
            assertThat(back.getRevised().getContent().getInspected())
                    .isEqualTo(Inspected.NOT_INSPECTED);
            assertThat(back.getRevised().getDisposition()).isEqualTo(Disposition.REVIEW);
        }
    }

    @Test
    void eitherMayComeAnHourLateAndNoLater() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(line(START).entry());
            driver.entry(line(START.plusSeconds(3_600)).path(8).entry());
            driver.entry(body(START).entry());
            assertThat(driver.amendments()).hasSize(1);
        }
        try (JoinDriver driver = new JoinDriver(directory.resolve("later"))) {
            driver.entry(line(START).entry());
            driver.entry(line(START.plusSeconds(3_601)).path(8).entry());
            driver.entry(body(START).entry());
            assertThat(driver.amendments()).isEmpty();
        }
    }

    @Test
    void aRestartForgetsNothing() {
        JoinDriver first = new JoinDriver(directory.resolve("first"));
        first.entry(line(START).entry());
        try (JoinDriver second = first.restarted(directory.resolve("second"))) {
            second.entry(body(START).entry());
            assertThat(second.amendments()).hasSize(1);
        }
    }

    @Test
    void theAccountThatTheLineShowsDecidesWithTheText() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(body(START).entry());
            driver.entry(line(START).evidence(inPath(OURS)).entry());

            List<AmendmentEntry> amendments = driver.amendments();
            assertThat(amendments).as("the body's account, and the line's text").hasSize(2);
            EventEntry revised = amendments.getLast().getRevised();

            assertThat(amendments.getLast().getBasis()).isEqualTo("BODY_OF_REQUEST");
            assertThat(revised.getCoverage().getState()).isEqualTo(Coverage.COVERED);
            assertThat(revised.getDisposition()).isEqualTo(Disposition.PERMITTED);
            assertThat(revised.getReasons()).contains("PHI_COVERED");
        }
    }

    @Test
    void whatTheProxyStoppedStaysStopped() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(body(START).entry());
            driver.entry(line(START).action(Action.BLOCKED).entry());

            EventEntry revised = only(driver.amendments()).getRevised();

            assertThat(revised.getReasons()).contains("BLOCKED");
            assertThat(revised.getContent().getPhi()).isEqualTo(Optional.of(true));
        }
    }

    @Test
    void anAccountOfOtherRequestsThatIsLearntLaterKeepsTheText() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(line(START).entry());
            driver.entry(body(START).entry());
            driver.amendments();
            driver.entry(Sample.read(START.plusSeconds(20), inPath(OURS)).user("mvale").entry());

            List<AmendmentEntry> accounts = driver.amendments();

            assertThat(accounts).as("of the line and of the body").hasSize(2);
            assertThat(accounts)
                    .extracting(one -> one.getRevised().getContent().getPhi())
                    .containsOnly(Optional.of(true));
            assertThat(accounts)
                    .extracting(one -> one.getRevised().getCoverage().getState())
                    .containsOnly(Coverage.COVERED);
        }
    }

    @Test
    void squidsLineAndTheBodyThatItShowedOverIcapFindEachOther() {
        String icap =
                "{\"time\":\"2026-11-22T08:59:59.900Z\",\"method\":\"POST\","
                        + "\"url\":\"https://chat.example.org/send/?draft=1\",\"user\":\"mvale\","
                        + "\"clientIp\":\"192.0.2.41\",\"proxy\":\"p\",\"bytes\":42,"
                        + "\"parts\":[{\"name\":\"body\",\"type\":\"text/plain\","
                        + "\"text\":\"Write a haiku about rain.\"}]}";
        try (AuditDriver audit = new AuditDriver(directory);
                JoinDriver driver = new JoinDriver(directory.resolve("alert"))) {
            audit.squid(
                    "1795338030.000  30050 192.0.2.41 TCP_MISS/200 4021 POST"
                            + " https://chat.example.org/send mvale HIER_DIRECT/203.0.113.20"
                            + " application/json");
            audit.pipe(
                    Topics.PROMPT_RAW,
                    "icap-request",
                    "",
                    -1,
                    icap.getBytes(StandardCharsets.UTF_8));
            List<EventEntry> events =
                    audit.entries().stream().flatMap(entry -> entry.getEvent().stream()).toList();
            assertThat(events).hasSize(2);
            assertThat(events.getLast().getContent().getInspected())
                    .as(events.getLast().getContent().toString())
                    .isEqualTo(Inspected.FULL);
            events.forEach(driver::entry);

            AmendmentEntry amendment = only(driver.amendments());

            assertThat(amendment.getBasis()).isEqualTo("BODY_OF_REQUEST");
            assertThat(amendment.getAgeMillis()).isEqualTo(Optional.of(50L));
            assertThat(amendment.getRevised().getContent().getInspected())
                    .isEqualTo(Inspected.FULL);
            assertThat(amendment.getRevised().toString()).doesNotContain("/send", "haiku");
        }
    }

    private static AmendmentEntry only(List<AmendmentEntry> amendments) {
        assertThat(amendments).hasSize(1);
        return amendments.getFirst();
    }
}
