package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
}
