package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever may write to the control topic does not end the alerts by it; the audit topology chains
/// a rejection of such a record.
class GarbageStopsNoAlertsTest {
    @TempDir Path directory;

    @Test
    void recordsThatAreNoneArePassedOver() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.garbage("no record".getBytes(StandardCharsets.UTF_8));
            driver.garbage(new byte[0]);
            byte[] unknownSchema = new byte[64];
            Arrays.fill(unknownSchema, 1, unknownSchema.length, (byte) 0x7F);
            driver.garbage(unknownSchema);
            driver.happens(Happening.violation());
            assertThat(driver.alerts()).hasSize(1);
        }
    }
}
