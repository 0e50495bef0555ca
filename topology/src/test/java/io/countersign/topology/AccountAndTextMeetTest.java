package io.countersign.topology;

import static io.countersign.topology.JoinDriver.FOREIGN;
import static io.countersign.topology.JoinDriver.START;
import static io.countersign.topology.JoinDriver.inPath;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.Account;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Likelihood;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The account of an upload is learnt at its device and its text at its person: whichever amendment
/// is on its way while the other is made, the last one holds both, and both together alert once.
class AccountAndTextMeetTest {
    private static final String ID = "3f2a-78";

    @TempDir private Path directory;

    private static Sample account() {
        return Sample.read(START, inPath(FOREIGN)).user("mvale").device("WS-4471");
    }

    private static Sample line() {
        return Sample.send(START.plusSeconds(5))
                .unread()
                .user("mvale")
                .device("WS-4471")
                .transaction(ID);
    }

    private static Sample body() {
        return Sample.send(START.plusSeconds(5))
                .inPromptLog()
                .user("mvale")
                .transaction(ID)
                .phi(true);
    }

    @Test
    void twoAmendmentsThatCrossEndInOneWithBoth() {
        for (boolean accountFirst : List.of(true, false)) {
            try (JoinDriver driver =
                    new JoinDriver(directory.resolve("crossing " + accountFirst))) {
                driver.entry(account().entry());
                EntryRef line = driver.entry(line().entry());
                driver.entry(body().entry());
                List<AmendmentEntry> alone = driver.amendments();
                assertThat(alone)
                        .extracting(AmendmentEntry::getBasis)
                        .containsExactly("ORG_IN_PATH_OF_OTHER_REQUEST", "BODY_OF_TRANSACTION");

                (accountFirst ? alone : alone.reversed()).forEach(driver::amended);

                List<AmendmentEntry> both = driver.amendments();
                assertThat(both).hasSize(1);
                assertThat(both.getFirst().getOriginal()).isEqualTo(line);
                holdsBoth(both.getFirst().getRevised());
                both.forEach(driver::amended);
                assertThat(driver.amendments()).as("there is nothing to add").isEmpty();
            }
        }
    }

    @Test
    void anAccountThatComesLaterFindsTheText() {
        try (JoinDriver driver = new JoinDriver(directory.resolve("text first"))) {
            driver.entry(line().entry());
            driver.entry(body().entry());
            driver.amendments().forEach(driver::amended);

            driver.entry(account().entry());

            List<AmendmentEntry> both = driver.amendments();
            assertThat(both).hasSize(1);
            holdsBoth(both.getFirst().getRevised());
            both.forEach(driver::amended);
            assertThat(driver.amendments()).isEmpty();
        }
        try (JoinDriver driver = new JoinDriver(directory.resolve("account first"))) {
            driver.entry(account().entry());
            driver.entry(line().entry());
            driver.amendments().forEach(driver::amended);

            driver.entry(body().entry());

            List<AmendmentEntry> both = driver.amendments();
            assertThat(both).hasSize(1);
            holdsBoth(both.getFirst().getRevised());
            both.forEach(driver::amended);
            assertThat(driver.amendments()).isEmpty();
        }
    }

    private static void holdsBoth(EventEntry revised) {
        assertThat(revised.getContent().getPhi()).isEqualTo(Optional.of(true));
        assertThat(revised.getDestination().getOrg()).isEqualTo(Optional.of(FOREIGN));
        assertThat(revised.getCoverage().getState()).isEqualTo(Coverage.NOT_COVERED);
        assertThat(revised.getDisposition()).isEqualTo(Disposition.VIOLATION);
        assertThat(revised.getReasons())
                .contains("BODY_FROM_OTHER_RECORD", "ACCOUNT_FROM_OTHER_REQUESTS");
    }

    @Test
    void whatNeitherSaidAloneAlertsOnce() {
        for (boolean lineFirst : List.of(true, false)) {
            try (AlertDriver driver = new AlertDriver(directory.resolve("alert " + lineFirst))) {
                Happening line = undecided().unread().transaction(ID);
                Happening body = undecided().withPhi().inPromptLog().transaction(ID);
                driver.happens(lineFirst ? line : body);
                EntryRef first = driver.reference();
                driver.happens(lineFirst ? body : line);
                EntryRef original = lineFirst ? first : driver.reference();
                assertThat(driver.alerts()).isEmpty();

                AmendmentEntry both =
                        new AmendmentEntry(
                                original,
                                List.of("COVERAGE", "DISPOSITION"),
                                "BODY_OF_TRANSACTION",
                                Likelihood.VERY_LIKELY,
                                0L,
                                null,
                                List.of(),
                                Happening.violation()
                                        .transaction(ID)
                                        .because("BODY_FROM_OTHER_RECORD")
                                        .entry(driver.now()));
                driver.amended(both).amended(both);

                assertThat(driver.alerts())
                        .extracting(Alert::getAlertClass)
                        .containsExactly("PHI_DISCLOSED");
                assertThat(driver.alerts().getFirst().getCounts().getEvents()).isEqualTo(1);
            }
        }
    }

    @Test
    void anAmendedUploadIsOneUpload() {
        try (AlertDriver driver = new AlertDriver(directory.resolve("volume"))) {
            Happening upload = undecided().doing("UPLOAD").bytes(5_000_000);
            driver.fortnight(Happening.send().by("r.lind"));
            driver.happens(upload);
            driver.amended(
                    account(
                            driver.reference(),
                            upload.account(Account.PERSONAL, Coverage.NOT_COVERED)
                                    .entry(driver.now())));
            assertThat(driver.ruleDay("VOLUME_ABOVE_BASELINE").getHits()).isZero();

            driver.after(Duration.ofMinutes(1)).happens(upload);
            assertThat(driver.ruleDay("VOLUME_ABOVE_BASELINE").getHits()).isEqualTo(1);
            driver.amended(account(driver.reference(), upload.entry(driver.now())));
            driver.after(Duration.ofMinutes(1));
            assertThat(driver.ruleDay("VOLUME_ABOVE_BASELINE").getHits())
                    .as("the same upload passes the limit once")
                    .isEqualTo(1);
        }
    }

    @Test
    void anUploadThatTurnsOutToBePrivateCountsWhenThatIsKnown() {
        try (AlertDriver driver = new AlertDriver(directory.resolve("private"))) {
            driver.fortnight(Happening.send().by("r.lind"));
            driver.happens(Happening.covered().doing("UPLOAD").bytes(9_000_000));
            EntryRef upload = driver.reference();
            assertThat(driver.ruleDay("VOLUME_ABOVE_BASELINE").getHits()).isZero();

            EventEntry revised =
                    Happening.send().doing("UPLOAD").bytes(9_000_000).entry(driver.now());
            driver.amended(account(upload, revised)).amended(account(upload, revised));
            driver.after(Duration.ofMinutes(1));

            assertThat(driver.ruleDay("VOLUME_ABOVE_BASELINE").getHits()).isEqualTo(1);
        }
    }

    private static AmendmentEntry account(EntryRef original, EventEntry revised) {
        return new AmendmentEntry(
                original,
                List.of("ACCOUNT", "COVERAGE"),
                "ORG_IN_PATH_OF_OTHER_REQUEST",
                Likelihood.VERY_LIKELY,
                0L,
                null,
                List.of(),
                revised);
    }

    private static Happening undecided() {
        return Happening.send().account(Account.UNKNOWN, Coverage.UNKNOWN).review();
    }
}
