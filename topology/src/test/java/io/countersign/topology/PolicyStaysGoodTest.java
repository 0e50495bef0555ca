package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.schemas.IncidentEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A policy record that can't be verified replaces nothing and is an incident.
class PolicyStaysGoodTest {
    @TempDir Path directory;

    @Test
    void anUnsignedPolicyKeepsTheLastGoodOneAndIsAnIncident() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.squid(AuditDriver.send());
            driver.policy("somebody else's policy".getBytes(StandardCharsets.UTF_8));
            driver.squid(AuditDriver.send());
            driver.tick();
            driver.tick();

            assertThat(driver.entries())
                    .extracting(AuditEntry::getKind)
                    .containsExactly(
                            EntryKind.GENESIS,
                            EntryKind.POLICY,
                            EntryKind.EVENT,
                            EntryKind.EVENT,
                            EntryKind.INCIDENT);
            assertThat(driver.entries().getLast().getIncident().orElseThrow().getCode())
                    .isEqualTo("POLICY_SIGNATURE_INVALID");
        }
    }

    @Test
    void aNewPolicyIsInForceFromTheNextRecordOn() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.squid(AuditDriver.send());
            driver.policy(AuditDriver.NEXT_POLICY);
            driver.squid(AuditDriver.send());
            driver.squid(AuditDriver.send());

            assertThat(driver.entries())
                    .extracting(AuditEntry::getKind)
                    .containsExactly(
                            EntryKind.GENESIS,
                            EntryKind.POLICY,
                            EntryKind.EVENT,
                            EntryKind.POLICY,
                            EntryKind.EVENT,
                            EntryKind.EVENT);
            assertThat(driver.entries().get(3).getPolicy().orElseThrow().getVersion())
                    .isEqualTo("2");
            assertThat(driver.entries().get(4).getEvent().orElseThrow().getPolicy())
                    .isEqualTo(new Hash(Arrays.copyOf(AuditDriver.NEXT_POLICY, 32)));
        }
    }

    /// Its absence is in the log once, and again after a time without the fault.
    @Test
    void aPolicyThatNamesAnIndexWhichIsNotThereIsAnIncident() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            driver.tick();
            driver.policy(AuditDriver.POLICY_WITH_INDEX);
            driver.tick();
            driver.tick();
            driver.policy(AuditDriver.NEXT_POLICY);
            driver.tick();
            driver.policy(AuditDriver.POLICY_WITH_INDEX);
            driver.tick();

            assertThat(driver.entries().stream().flatMap(entry -> entry.getIncident().stream()))
                    .extracting(IncidentEntry::getCode)
                    .containsExactly("PATIENT_INDEX_MISSING", "PATIENT_INDEX_MISSING");
        }
    }
}
