package io.countersign.topology;

import static io.countersign.topology.JoinDriver.FOREIGN;
import static io.countersign.topology.JoinDriver.OURS;
import static io.countersign.topology.JoinDriver.START;
import static io.countersign.topology.JoinDriver.inCookie;
import static io.countersign.topology.JoinDriver.inPath;
import static io.countersign.topology.JoinDriver.restrictedTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Action;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.Likelihood;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A send whose own record lost the account gets it from what the same person's browser asked for
/// shortly before or after; where that is not certain enough, it stays UNKNOWN.
class AccountOfOtherRequestsTest {
    @TempDir private Path directory;

    private static Sample send(Instant at) {
        return Sample.send(at).user("mvale").device("WS-4471").phi(true);
    }

    private static Sample read(Instant at, AccountEvidence evidence) {
        return Sample.read(at, evidence).user("mvale").device("WS-4471");
    }

    @Test
    void aPathShortlyBeforeSaysThatTheAccountIsOurs() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            EntryRef seen = driver.entry(read(START, inPath(OURS)).entry());
            EntryRef sent = driver.entry(send(START.plusSeconds(40)).entry());

            AmendmentEntry amendment = only(driver.amendments());

            assertThat(amendment.getOriginal()).isEqualTo(sent);
            assertThat(amendment.getLearntFrom()).containsExactly(seen);
            assertThat(amendment.getAgeMillis()).isEqualTo(Optional.of(40_000L));
            assertThat(amendment.getConfidence()).isEqualTo(Likelihood.VERY_LIKELY);
            assertThat(amendment.getBasis()).isEqualTo("ORG_IN_PATH_OF_OTHER_REQUEST");
            assertThat(amendment.getChanged())
                    .contains("ACCOUNT", "ORG", "COVERAGE", "DISPOSITION", "REASONS");
            EventEntry revised = amendment.getRevised();
            assertThat(revised.getDestination().getAccount()).isEqualTo(Account.CORPORATE);
            assertThat(revised.getDestination().getOrg()).isEqualTo(Optional.of(OURS));
            assertThat(revised.getCoverage().getState()).isEqualTo(Coverage.COVERED);
            assertThat(revised.getCoverage().getBaa()).isEqualTo(Optional.of("chat-enterprise"));
            assertThat(revised.getDisposition()).isEqualTo(Disposition.PERMITTED);
            assertThat(revised.getReasons())
                    .contains("ACCOUNT_FROM_OTHER_REQUESTS", "PHI_COVERED")
                    .doesNotContain("ACCOUNT_NOT_IN_RECORD", "PHI_COVERAGE_UNKNOWN");
            assertThat(EntryGrammar.faults(chained(amendment))).isEmpty();
        }
    }

    @Test
    void aForeignAccountIsAViolationAndBlockedOnlyAReview() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START, inPath(FOREIGN)).entry());
            driver.entry(send(START.plusSeconds(40)).entry());
            driver.entry(send(START.plusSeconds(50)).action(Action.BLOCKED).entry());

            List<AmendmentEntry> amendments = driver.amendments();

            assertThat(amendments)
                    .extracting(one -> one.getRevised().getDisposition())
                    .containsExactly(Disposition.VIOLATION, Disposition.REVIEW);
            assertThat(amendments)
                    .extracting(one -> one.getRevised().getCoverage().getState())
                    .containsOnly(Coverage.NOT_COVERED);
        }
    }

    @Test
    void evidenceShortlyAfterCountsAndLaterOrMuchEarlierDoesNot() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START, inPath(OURS)).entry());
            driver.entry(send(START.plus(Duration.ofMinutes(16))).entry());
            assertThat(driver.amendments()).as("16 minutes later").isEmpty();

            driver.entry(read(START.plus(Duration.ofMinutes(19)), inPath(OURS)).entry());
            assertThat(driver.amendments()).as("3 minutes after").isEmpty();

            driver.entry(read(START.plus(Duration.ofMinutes(17)), inPath(OURS)).entry());
            assertThat(only(driver.amendments()).getRevised().getDestination().getAccount())
                    .as("a minute after, delivered late")
                    .isEqualTo(Account.CORPORATE);
        }
    }

    @Test
    void aSendThatIsDeliveredLateIsJoinedByItsOwnTime() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START, inPath(OURS)).entry());
            driver.entry(read(START.plus(Duration.ofMinutes(40)), inPath(FOREIGN)).entry());
            driver.entry(send(START.plusSeconds(30)).entry());

            assertThat(only(driver.amendments()).getRevised().getDestination().getOrg())
                    .isEqualTo(Optional.of(OURS));
        }
    }

    @Test
    void twoAccountsInTheWindowLeaveItUnknown() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START, inPath(OURS)).entry());
            driver.entry(read(START.plusSeconds(20), inPath(FOREIGN)).entry());
            driver.entry(send(START.plusSeconds(40)).entry());

            EventEntry revised = only(driver.amendments()).getRevised();

            assertThat(revised.getDestination().getAccount()).isEqualTo(Account.UNKNOWN);
            assertThat(revised.getDestination().getOrg()).isEmpty();
            assertThat(revised.getReasons()).contains("TWO_ORGS_IN_WINDOW");
            assertThat(revised.getDisposition()).isEqualTo(Disposition.REVIEW);
        }
    }

    @Test
    void aSecondAccountThatComesToLightTakesTheFirstAnswerBack() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START, inPath(OURS)).entry());
            driver.entry(send(START.plusSeconds(40)).entry());
            driver.entry(read(START.plusSeconds(60), inPath(FOREIGN)).entry());
            driver.entry(read(START.plusSeconds(70), inPath(FOREIGN)).entry());

            assertThat(driver.amendments())
                    .extracting(one -> one.getRevised().getDestination().getAccount())
                    .containsExactly(Account.CORPORATE, Account.UNKNOWN);
        }
    }

    @Test
    void anotherPersonsRequestOrAnotherDevicesIsNotThisOnes() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START, inPath(OURS)).user("jokafor").entry());
            driver.entry(read(START, inPath(OURS)).device("WS-0007").entry());
            driver.entry(send(START.plusSeconds(40)).entry());

            assertThat(driver.amendments()).isEmpty();
        }
    }

    @Test
    void withoutADeviceThePersonAtOneAddressIsJoined() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START, inPath(FOREIGN)).address("192.0.2.99").entry());
            driver.entry(read(START, inPath(OURS)).address("192.0.2.41").entry());
            driver.entry(send(START.plusSeconds(40)).address("192.0.2.41").entry());

            assertThat(only(driver.amendments()).getRevised().getDestination().getOrg())
                    .isEqualTo(Optional.of(OURS));
        }
    }

    @Test
    void whoWasAtTheDeviceIsKnownFromEntriesThatAreNotJoined() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(
                    Sample.trafficLine(START.minusSeconds(600), "none", 10)
                            .session(null)
                            .user("jokafor")
                            .device("WS-4471")
                            .entry());
            driver.entry(read(START, inPath(OURS)).entry());
            driver.entry(send(START.plusSeconds(40)).entry());

            assertThat(only(driver.amendments()).getRevised().getReasons())
                    .contains("SHARED_WORKSTATION");
        }
    }

    @Test
    void aSharedWorkstationIsMarkedAndLowersTheConfidence() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START.minusSeconds(7_200), inPath(OURS)).user("jokafor").entry());
            driver.entry(read(START, inPath(OURS)).entry());
            driver.entry(send(START.plusSeconds(40)).entry());

            AmendmentEntry amendment = only(driver.amendments());

            assertThat(amendment.getConfidence()).isEqualTo(Likelihood.LIKELY);
            assertThat(amendment.getRevised().getReasons()).contains("SHARED_WORKSTATION");
            assertThat(amendment.getRevised().getDestination().getAccount())
                    .isEqualTo(Account.CORPORATE);
        }
    }

    @Test
    void onASharedWorkstationACookieDecidesNothing() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START.minusSeconds(7_200), inPath(OURS)).user("jokafor").entry());
            driver.entry(read(START, inCookie(FOREIGN)).entry());
            driver.entry(send(START.plusSeconds(40)).entry());

            AmendmentEntry amendment = only(driver.amendments());

            assertThat(amendment.getConfidence()).isEqualTo(Likelihood.POSSIBLE);
            assertThat(amendment.getRevised().getDestination().getAccount())
                    .isEqualTo(Account.UNKNOWN);
            assertThat(amendment.getRevised().getDisposition()).isEqualTo(Disposition.REVIEW);
        }
    }

    @Test
    void aRestrictionInForceIsNamedBeforeAPathAndAPathBeforeACookie() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START, inCookie(OURS)).entry());
            driver.entry(read(START.plusSeconds(10), inPath(OURS)).entry());
            driver.entry(send(START.plusSeconds(40)).entry());
            assertThat(only(driver.amendments()).getBasis())
                    .isEqualTo("ORG_IN_PATH_OF_OTHER_REQUEST");

            driver.entry(read(START.plusSeconds(15), restrictedTo(OURS)).entry());
            driver.entry(send(START.plusSeconds(50)).entry());
            assertThat(only(driver.amendments()).getBasis())
                    .isEqualTo("TENANT_RESTRICTION_IN_FORCE");
        }
    }

    @Test
    void aRestartForgetsNothing() {
        JoinDriver first = new JoinDriver(directory.resolve("first"));
        first.entry(read(START, inPath(OURS)).entry());
        EntryRef sent = first.entry(send(START.plus(Duration.ofMinutes(16))).entry());
        try (JoinDriver second = first.restarted(directory.resolve("second"))) {
            second.entry(read(START.plus(Duration.ofMinutes(17)), inPath(OURS)).entry());

            assertThat(only(second.amendments()).getOriginal()).isEqualTo(sent);
        }
    }

    @Test
    void aMemoryThatNothingIsAddedToIsForgottenAfterADay() {
        try (JoinDriver driver = new JoinDriver(directory)) {
            driver.entry(read(START, inPath(OURS)).entry());
            driver.tick(START.plus(Duration.ofHours(2)));
            assertThat(driver.store().get("DEVICE:ws-4471")).isNotNull();
            driver.tick(START.plus(Duration.ofHours(30)));
            assertThat(driver.store().get("DEVICE:ws-4471")).isNull();
        }
    }

    private static AmendmentEntry only(List<AmendmentEntry> amendments) {
        assertThat(amendments).hasSize(1);
        return amendments.getFirst();
    }

    private static AuditEntry chained(AmendmentEntry amendment) {
        return AuditEntry.newBuilder()
                .setKind(EntryKind.AMENDMENT)
                .setChain("audit.entry.v1/0@1")
                .setSeq(9)
                .setPrev(new Hash(new byte[32]))
                .setIncarnation(new Incarnation(new byte[16]))
                .setTimeMillis(START.toEpochMilli())
                .setAmendment(amendment)
                .build();
    }
}
