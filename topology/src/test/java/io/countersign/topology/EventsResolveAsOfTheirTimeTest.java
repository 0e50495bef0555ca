package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.IdentityLease;
import io.countersign.schemas.IdentityLeaseKind;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.IdentityRules;
import io.countersign.schemas.IdentityStint;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.PolicyPeriod;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsResolveAsOfTheirTimeTest {
    /// The time of [AuditDriver#send()].
    private static final long SENT = 1_795_338_000_000L;

    @TempDir Path directory;

    private AuditDriver driver;

    @BeforeEach
    void start() {
        driver = new AuditDriver(directory);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private static IdentityPart people(long loaded, IdentityStint... stints) {
        return IdentityPart.newBuilder()
                .setKey("people/00")
                .setLoadedMillis(loaded)
                .setStints(List.of(stints))
                .setLeases(List.of())
                .build();
    }

    private static IdentityStint stint(
            String person, String department, @Nullable Long from, @Nullable Long to) {
        return new IdentityStint(
                person,
                List.of("mvale", "m.vale@hospital.example.org"),
                department,
                "nurse",
                new PolicyPeriod(from, to));
    }

    private EventEntry sent(String user) {
        driver.squid(AuditDriver.send().replace(" mvale", " " + user));
        AuditEntry last = driver.entries().getLast();
        assertThat(last.getKind()).isEqualTo(EntryKind.EVENT);
        assertThat(EntryGrammar.faults(last)).isEmpty();
        return last.getEvent().orElseThrow();
    }

    private static PersonPart person(EventEntry event) {
        return event.getPerson().orElseThrow();
    }

    @Test
    void withoutADirectoryAnEntrySaysNothingOfPeople() {
        assertThat(sent("mvale").getPerson()).isEmpty();
    }

    @Test
    void theEntryKeepsTheSpellingTheIdAndTheBasisAndTheStintOfEventTime() {
        driver.identity(
                "people/00",
                people(
                        1,
                        stint("1004", "Nursing", null, SENT),
                        stint("1004", "Coding", SENT, null)));

        EventEntry event = sent("M.Vale@hospital.example.org");

        assertThat(event.getUser()).contains("M.Vale@hospital.example.org");
        assertThat(event.getIdentityBasis()).isEqualTo(IdentityBasis.PROXY_AUTH);
        assertThat(person(event))
                .isEqualTo(new PersonPart(PersonResolution.RESOLVED, "1004", "Coding", "nurse"));
    }

    @Test
    void theNextEventGoesByThePartThatCameMeanwhile() {
        driver.identity("people/00", people(1, stint("1004", "Nursing", null, null)));
        assertThat(person(sent("mvale")).getId()).contains("1004");
        driver.identity("people/00", people(2, stint("1009", "Coding", null, null)));
        assertThat(person(sent("mvale")).getId()).contains("1009");
    }

    @Test
    void anOlderPartOneUnderAnotherKeyAndADeletionReplaceNothing() {
        driver.identity("people/00", people(5, stint("1004", "Nursing", null, null)));
        driver.identity("people/00", people(4, stint("1009", "Coding", null, null)));
        driver.identity("people/01", people(6, stint("1010", "Coding", null, null)));
        driver.deleteIdentity("people/00");
        assertThat(person(sent("mvale")).getId()).contains("1004");
    }

    @Test
    void whatIsUnknownAmbiguousOrSharedNamesNobodyAndSaysSo() {
        driver.identity(
                "people/00",
                people(
                        1,
                        stint("1004", "Nursing", null, null),
                        stint("1005", "Coding", null, null)));
        driver.identity(
                "rules",
                IdentityPart.newBuilder()
                        .setKey("rules")
                        .setLoadedMillis(1)
                        .setRules(
                                new IdentityRules(
                                        List.of(),
                                        List.of(),
                                        false,
                                        List.of("kiosk-*"),
                                        List.of(),
                                        List.of()))
                        .setStints(List.of())
                        .setLeases(List.of())
                        .build());

        assertThat(person(sent("mvale")).getResolution()).isEqualTo(PersonResolution.AMBIGUOUS);
        assertThat(person(sent("stranger")).getResolution())
                .isEqualTo(PersonResolution.UNKNOWN_SPELLING);
        assertThat(person(sent("kiosk-3")))
                .isEqualTo(new PersonPart(PersonResolution.SHARED, null, null, null));
    }

    @Test
    void anAddressWithALeaseIsItsPersonOnTheBasisLease() {
        driver.identity("people/00", people(1, stint("1004", "Nursing", null, null)));
        driver.identity(
                "leases/00",
                IdentityPart.newBuilder()
                        .setKey("leases/00")
                        .setLoadedMillis(1)
                        .setStints(List.of())
                        .setLeases(
                                List.of(
                                        new IdentityLease(
                                                "192.0.2.41",
                                                "mvale",
                                                IdentityLeaseKind.DHCP,
                                                new PolicyPeriod(SENT - 1, SENT + 1))))
                        .build());

        EventEntry event = sent("-");

        assertThat(event.getUser()).isEmpty();
        assertThat(event.getIdentityBasis()).isEqualTo(IdentityBasis.LEASE);
        assertThat(person(event).getId()).contains("1004");
    }
}
