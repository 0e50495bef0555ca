package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.tokens.DrillMark;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EventEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A drill goes the way of every record and is chained as what it is; no rule hears of it.
class DrillsAreChainedAndCountedByNobodyTest {
    @TempDir Path directory;

    @Test
    void theEntryNamesTheDrill() throws IOException {
        TokenKeys others =
                TokenKeys.loadOrCreate(directory.resolve("others.key"), new SecureRandom());
        DrillMark mark = DrillMark.draw(AuditDriver.START, new SecureRandom());
        try (AuditDriver driver = new AuditDriver(directory)) {
            TokenKeys keys = TokenKeys.load(directory.resolve("token.key"));
            driver.squid(AuditDriver.send().replace("mvale", mark.words(keys)));
            driver.squid(AuditDriver.send().replace("mvale", mark.words(others)));
            assertThat(driver.entries())
                    .extracting(AuditEntry::getEvent)
                    .filteredOn(Optional::isPresent)
                    .extracting(event -> event.flatMap(EventEntry::getDrill))
                    .containsExactly(Optional.of(mark.id()), Optional.empty());
        }
    }

    @Test
    void nobodyIsAlerted() {
        try (AlertDriver driver = new AlertDriver(directory)) {
            driver.happens(3, Happening.violation().drill());
            assertThat(driver.alerts()).isEmpty();
            driver.happens(3, Happening.violation());
            assertThat(driver.alerts()).isNotEmpty();
        }
    }
}
