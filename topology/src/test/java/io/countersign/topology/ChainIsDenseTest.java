package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.Hash;
import io.countersign.topology.chain.ChainIncident;
import io.countersign.topology.chain.ChainProbe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise 2, without a broker: dense sequence numbers, each entry bound to its predecessor, no
/// entry before input.
class ChainIsDenseTest {
    @TempDir Path directory;

    @Test
    void eachEntryNamesTheLeafHashOfThePreviousOne() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            for (int i = 0; i < 5; i++) {
                driver.squid(AuditDriver.send());
            }
            List<AuditEntry> entries = driver.entries();

            assertThat(entries).hasSize(7);
            for (int i = 0; i < entries.size(); i++) {
                assertThat(entries.get(i).getSeq()).isEqualTo(i);
                assertThat(entries.get(i).getChain()).isEqualTo("audit.entry.v1/0@1");
                assertThat(entries.get(i).getPrev())
                        .isEqualTo(i == 0 ? new Hash(new byte[32]) : driver.leafHash(i - 1));
            }
            assertThat(entries.get(0).getKind()).isEqualTo(EntryKind.GENESIS);
            assertThat(entries.get(1).getKind()).isEqualTo(EntryKind.POLICY);
            assertThat(entries.get(2).getKind()).isEqualTo(EntryKind.EVENT);
        }
    }

    @Test
    void nothingIsWrittenBeforeTheFirstRecord() {
        try (AuditDriver driver = new AuditDriver(directory)) {
            assertThat(driver.entries()).isEmpty();
            driver.tick();
            assertThat(driver.entries())
                    .extracting(AuditEntry::getKind)
                    .containsExactly(EntryKind.GENESIS);
        }
    }

    @Test
    void aTopicThatKnowsMoreThanTheStateStopsTheTask() {
        ChainProbe.Last foreign =
                new ChainProbe.Last("audit.entry.v1/0@1", 41, new Hash(new byte[32]));
        assertThatThrownBy(() ->
                        new AuditDriver(
                                        directory,
                                        new ChainProbe.Probed(Optional.of(foreign), Map.of()))
                                .close())
                .hasRootCauseInstanceOf(ChainIncident.class)
                .rootCause()
                .hasMessageStartingWith("CHAIN_STATE_BEHIND");
    }

    @Test
    void aTopicThatEndsWithAnotherChainStopsTheTask() {
        ChainProbe.Last foreign =
                new ChainProbe.Last("audit.entry.v1/1@1", 0, new Hash(new byte[32]));
        assertThatThrownBy(() ->
                        new AuditDriver(
                                        directory,
                                        new ChainProbe.Probed(Optional.of(foreign), Map.of()))
                                .close())
                .rootCause()
                .hasMessageStartingWith("CHAIN_UNREADABLE");
    }
}
