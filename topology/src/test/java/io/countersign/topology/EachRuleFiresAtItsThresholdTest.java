package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.Account;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.UserAgentClass;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each rule by itself: what it fires on, and what lies just below.
class EachRuleFiresAtItsThresholdTest {
    @TempDir Path directory;
    private AlertDriver driver;

    @BeforeEach
    void start() {
        driver = new AlertDriver(directory);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void quiet() {
        assertThat(driver.classes()).isEmpty();
    }

    @Test
    void phiToAnUncoveredAccount() {
        driver.happens(Happening.send()).happens(Happening.covered().withPhi());
        quiet();
        driver.happens(Happening.violation());
        assertThat(driver.classes()).containsExactly("PHI_DISCLOSED");
    }

    @Test
    void manyPatientsInOnePromptEvenWhereItIsCovered() {
        driver.happens(Happening.covered().withPhi().patients(19, false));
        quiet();
        driver.happens(Happening.covered().withPhi().patients(20, false));
        assertThat(driver.classes()).containsExactly("MANY_PATIENTS");
    }

    @Test
    void aFeatureOutsideTheScopeOfACoveredOrganisation() {
        driver.happens(
                Happening.covered()
                        .account(Account.PERSONAL, Coverage.NOT_COVERED)
                        .because("FEATURE_NOT_COVERED"));
        quiet();
        driver.happens(
                Happening.covered()
                        .account(Account.CORPORATE, Coverage.NOT_COVERED)
                        .because("FEATURE_NOT_COVERED"));
        assertThat(driver.classes()).containsExactly("SCOPE_DRIFT");
    }

    @Test
    void attemptsThatWereStopped() {
        Happening stopped = Happening.send().withPhi().bySource().blocked().review();
        driver.happens(2, stopped);
        quiet();
        driver.after(Duration.ofMinutes(61)).happens(1, stopped);
        quiet();
        driver.happens(2, stopped);
        assertThat(driver.classes()).containsExactly("BLOCKED_ATTEMPTS");
        assertThat(driver.alerts().getFirst().getSentence()).contains("tried to send");
    }

    @Test
    void aBlockAndThenAnotherServiceWithinMinutes() {
        driver.happens(Happening.send().to("First").blocked()).after(Duration.ofMinutes(16));
        driver.happens(Happening.send().to("Second"));
        quiet();
        driver.happens(Happening.send().to("First").blocked()).after(Duration.ofMinutes(14));
        driver.happens(Happening.send().to("Second"));
        assertThat(driver.classes()).containsExactly("BLOCK_THEN_OTHER");
    }

    @Test
    void aBlockAndThenTheSitesOwnAccountIsWhatOneWants() {
        driver.happens(Happening.send().blocked()).after(Duration.ofMinutes(2));
        driver.happens(Happening.covered());
        quiet();
    }

    @Test
    void aBlockOfADeviceAndThenSomebodyAtIt() {
        driver.happens(Happening.send().by("").to("First").blocked());
        driver.after(Duration.ofMinutes(2)).happens(Happening.send().by("").at("WS-8"));
        quiet();
        driver.happens(Happening.send().to("Second"));
        assertThat(driver.classes()).containsExactly("BLOCK_THEN_OTHER_ON_DEVICE");
    }

    @Test
    void aBadgeTapIsNoSequence() {
        driver.happens(Happening.send().by("one").to("First").blocked());
        driver.happens(Happening.covered().by("one")).after(Duration.ofMinutes(1));
        driver.happens(Happening.send().by("two").to("Second"));
        quiet();
    }

    @Test
    void aPersonalAccountAfterTheSanctionedOneInOneSession() {
        driver.happens(Happening.covered()).after(Duration.ofMinutes(31));
        driver.happens(Happening.send());
        quiet();
        driver.happens(Happening.covered()).after(Duration.ofMinutes(29));
        driver.happens(Happening.send());
        assertThat(driver.classes()).containsExactly("PERSONAL_AFTER_SANCTIONED");
        assertThat(driver.alerts().getFirst().getCoveredAccount()).isPresent();
    }

    @Test
    void downloadsFromARecordSystemAndThenAnUpload() {
        Happening download =
                Happening.send()
                        .role(HostRole.WATCHED)
                        .doing("DOWNLOAD")
                        .account(Account.UNKNOWN, Coverage.UNKNOWN)
                        .because("WATCHED_EHR");
        driver.happens(9, download);
        driver.happens(Happening.send().doing("UPLOAD").bytes(200_000));
        quiet();
        driver.happens(1, download);
        driver.happens(Happening.send().doing("UPLOAD").bytes(99_000));
        quiet();
        driver.happens(Happening.send().doing("UPLOAD").bytes(200_000));
        assertThat(driver.classes()).containsExactly("DOWNLOAD_THEN_UPLOAD");
        driver.happens(10, download.by("other"));
        driver.happens(Happening.covered().by("other").doing("UPLOAD").bytes(200_000));
        assertThat(driver.classes()).hasSize(1);
    }

    @Test
    void theSameTextInASanctionedAndThenInAShadowPrompt() {
        Happening shadow =
                Happening.send().to("Shadow").account(Account.UNKNOWN, Coverage.UNKNOWN).review();
        driver.happens(Happening.covered().text(71)).after(Duration.ofMinutes(5));
        driver.happens(shadow.text(72));
        quiet();
        driver.happens(shadow.text(71));
        assertThat(driver.classes()).containsExactly("FINGERPRINT_MOVED");
    }

    @Test
    void sendsWithoutSigningIn() {
        Happening anonymous =
                Happening.send()
                        .account(Account.UNKNOWN, Coverage.NOT_COVERED)
                        .because("SIGNED_OUT_USE");
        driver.happens(1, anonymous).happens(3, anonymous.by("guest").identity(IdentityBasis.NONE));
        quiet();
        driver.happens(
                1,
                Happening.send()
                        .account(Account.UNKNOWN, Coverage.NOT_COVERED)
                        .because("SIGNED_OUT_USE"));
        assertThat(driver.classes()).containsExactly("ANONYMOUS_USE");
    }

    @Test
    void aProgramThatCallsAnApi() {
        Happening call =
                Happening.send()
                        .role(HostRole.API)
                        .account(Account.UNKNOWN, Coverage.UNKNOWN)
                        .because("ACCOUNT_NOT_IN_RECORD");
        driver.happens(9, call);
        quiet();
        Happening program = call.agent(UserAgentClass.CLI_OR_SDK).by("other");
        driver.happens(4, program);
        quiet();
        driver.happens(1, program);
        assertThat(driver.classes()).containsExactly("API_FROM_PROGRAM");
    }

    @Test
    void moreThanThreeTimesTheHighestDayOfAFortnight() {
        driver.fortnight(Happening.send().doing("UPLOAD").bytes(5_000_000));
        driver.happens(5, Happening.send().doing("UPLOAD").bytes(3_000_000));
        quiet();
        driver.happens(1, Happening.send().doing("UPLOAD").bytes(3_000_000));
        assertThat(driver.classes()).containsExactly("VOLUME_ABOVE_BASELINE");
    }

    @Test
    void promptsThatCouldBeReadAndNoLongerCan() {
        driver.happens(10, Happening.send()).happens(7, Happening.send().unread());
        quiet();
        driver.happens(1, Happening.send()).happens(7, Happening.send().unread());
        quiet();
        driver.happens(1, Happening.send().unread());
        assertThat(driver.classes()).containsExactly("VISIBILITY_DROPPED");
    }

    @Test
    void whatNeverCouldBeReadHasNotDropped() {
        driver.happens(40, Happening.send().unread());
        quiet();
    }

    @Test
    void pollsOfAnOpenPageAndFilesAreNoPromptsThatNobodyReads() {
        driver.happens(10, Happening.send());
        driver.happens(8, Happening.send().doing("ACTION").bytes(120).unread());
        driver.happens(8, Happening.send().doing("UNKNOWN").bytes(600).unread());
        driver.happens(8, Happening.send().doing("UPLOAD").bytes(90_000).unread());
        driver.happens(7, Happening.send().doing("UNKNOWN").bytes(5_000).unread());
        quiet();
        driver.happens(1, Happening.send().doing("UNKNOWN").bytes(5_000).unread());
        assertThat(driver.classes()).containsExactly("VISIBILITY_DROPPED");
    }

    @Test
    void anAmendmentIsNoFurtherPromptThatNobodyReads() {
        Happening unread = Happening.send().unread();
        driver.happens(10, Happening.send()).happens(7, unread);
        driver.amended(
                new AmendmentEntry(
                        driver.reference(),
                        List.of("ACCOUNT"),
                        "ORG_IN_EARLIER_REQUEST",
                        Likelihood.LIKELY,
                        600_000L,
                        null,
                        List.of(),
                        unread.entry(driver.now())));
        quiet();
        driver.happens(1, unread);
        assertThat(driver.classes()).containsExactly("VISIBILITY_DROPPED");
    }

    @Test
    void theLoggedPromptsOfAKeyEnd() {
        driver.happens(20, Happening.covered().key("letters"));
        // Many people use the key; none of them alone says anything.
        for (int i = 0; i < 9; i++) {
            driver.happens(1, Happening.covered().key("letters").by("p" + i).unread());
        }
        quiet();
        driver.happens(1, Happening.covered().key("letters").by("p10").unread());
        assertThat(driver.classes()).containsExactly("VISIBILITY_DROPPED_FOR_KEY");
        assertThat(driver.alerts().getFirst().getAbout()).isEqualTo("letters");
    }

    @Test
    void aServiceThatNobodyHereHasUsed() {
        driver.fortnight(Happening.covered());
        driver.happens(2, Happening.send().to("Novel"));
        quiet();
        driver.happens(1, Happening.send().to("Novel"));
        assertThat(driver.classes()).containsExactly("FIRST_SEEN_SERVICE");
        Alert alert = driver.alerts().getFirst();
        assertThat(alert.getAbout()).isEqualTo("m.vale");
        assertThat(alert.getRules())
                .extracting(hit -> hit.getRule())
                .contains("FIRST_SEEN_PERSON_SERVICE", "FIRST_SEEN_DEPARTMENT_SERVICE");
    }

    /// Tokens of the log change with the year; memory goes by workforce ids, which don't.
    @Test
    void whatWasUsedInTheOldYearIsNotNewInTheNewOne() {
        driver.until(Instant.parse("2026-12-10T09:00:00Z")).fortnight(Happening.covered());
        driver.happens(2, Happening.send().to("Novel"));
        driver.until(Instant.parse("2027-01-04T09:00:00Z"));
        driver.happens(5, Happening.send().to("Novel"));
        quiet();
        driver.happens(3, Happening.send().to("Newer"));
        assertThat(driver.classes()).containsExactly("FIRST_SEEN_SERVICE");
    }

    @Test
    void theHighestDayOfTheOldYearIsTheBaselineInTheNewOne() {
        Happening upload = Happening.send().doing("UPLOAD");
        driver.until(Instant.parse("2026-12-20T09:00:00Z")).fortnight(upload.bytes(9_000_000));
        assertThat(driver.classes()).as("in the old year").isEmpty();
        driver.happens(1, upload.bytes(26_000_000));
        quiet();
        driver.happens(1, upload.bytes(3_000_000));
        assertThat(driver.classes()).containsExactly("VOLUME_ABOVE_BASELINE");
    }

    @Test
    void aServiceThatOthersUseIsNothingNew() {
        driver.fortnight(Happening.covered());
        driver.happens(1, Happening.send().to("Novel").by("other"));
        driver.happens(5, Happening.send().to("Novel"));
        quiet();
    }

    @Test
    void aRuleWithoutItsHistoryIsLearningAndQuietAndSaysUntilWhen() {
        driver.happens(Happening.covered()).after(Duration.ofDays(13));
        driver.happens(3, Happening.send().to("Novel"));
        quiet();
        assertThat(driver.ruleDay("FIRST_SEEN_SERVICE").getLearning()).isEqualTo(1);
        assertThat(driver.ruleDay("FIRST_SEEN_SERVICE").getLearningUntilMillis())
                .contains(AlertDriver.START.plus(Duration.ofDays(14)).toEpochMilli());
    }

    @Test
    void tenPeopleOnOneNewServiceInAWeekAreOneFindingAboutTheService() {
        driver.fortnight(Happening.covered());
        for (int i = 0; i < 9; i++) {
            driver.happens(Happening.send().to("Novel").by("p" + i)).after(Duration.ofHours(15));
        }
        quiet();
        driver.happens(Happening.send().to("Novel").by("p9"));
        assertThat(driver.classes()).containsExactly("SERVICE_SPREADS");
        driver.happens(Happening.send().to("Novel").by("p10"));
        assertThat(driver.classes()).containsExactly("SERVICE_SPREADS");
        assertThat(driver.alerts().getFirst().getSentence())
                .contains("Novel Chat: 10 people have begun to use it within 7 days");
    }

    @Test
    void fivePostsByAnUnknownPathWithinTenMinutes() {
        Happening post = Happening.send().doing("UNKNOWN").because("PATH_DRIFT").bytes(33_000);
        driver.happens(4, post).after(Duration.ofMinutes(10));
        driver.happens(Happening.send().doing("UNKNOWN").because("PATH_DRIFT").bytes(32_000));
        driver.happens(4, post);
        quiet();
        driver.happens(1, post);
        assertThat(driver.classes()).containsExactly("PATH_DRIFT");
        assertThat(driver.alerts().getFirst().getAbout()).isEqualTo("chat.example.org");
    }

    @Test
    void aSourceThatAlwaysDeliversAtThisTimeAndDoesNot() {
        for (int day = 0; day < 3; day++) {
            for (int minute = 0; minute < 240; minute += 4) {
                driver.happens(Happening.covered().source("clinics"));
                driver.happens(Happening.covered().source("wards"));
                driver.after(Duration.ofMinutes(4));
            }
            driver.until(AlertDriver.START.plus(Duration.ofDays(day + 1)));
        }
        driver.happens(Happening.covered().source("clinics"));
        for (int minute = 0; minute <= 180; minute += 4) {
            driver.happens(Happening.covered().source("wards"));
            driver.after(Duration.ofMinutes(4)).tick();
        }
        assertThat(driver.classes()).containsExactly("SOURCE_SILENT");
        assertThat(driver.alerts().getFirst().getAbout()).isEqualTo("clinics");
    }

    @Test
    void aSourceThatIsAlwaysSilentAtNight() {
        for (int day = 0; day < 4; day++) {
            for (int minute = 0; minute < 240; minute += 4) {
                driver.happens(Happening.covered().source("clinics"));
                driver.after(Duration.ofMinutes(4));
            }
            driver.after(Duration.ofHours(15)).tick();
            driver.until(AlertDriver.START.plus(Duration.ofDays(day + 1)));
        }
        quiet();
    }
}
