package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.pack.LogSides;
import io.countersign.audit.pack.PackCheck;
import io.countersign.audit.pack.PackReport;
import io.countersign.audit.pack.PackTrust;
import io.countersign.audit.pack.PackWriter;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand entries, chosen all over a log, are found together and packed in seconds.
class LargePackHoldsTest {
    private static final int BATCHES = 20;
    private static final int EVENTS = 600;
    private static final int CHOSEN = 10_000;
    private static final Duration BAR = Duration.ofSeconds(30);

    @TempDir Path directory;

    @Test
    void tenThousandEntriesArePackedAndChecked() throws Exception {
        Path log = directory.resolve("log");
        LogFixture.store(
                log, LogFixture.leaves(LogFixture.steps(BATCHES, EVENTS)), LogFixture.SIGNER);
        List<EntryKey> keys = new ArrayList<>();
        for (int i = 0; i < CHOSEN; i++) {
            // Both chains, from their ends to their beginnings.
            keys.add(
                    new EntryKey(
                            ChainId.parse(i % 2 == 0 ? LogFixture.CHAIN_0 : LogFixture.CHAIN_1),
                            CHOSEN - i));
        }
        Path pack = directory.resolve("pack.zip");
        long start = System.nanoTime();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(pack))) {
            new PackWriter(PackFixture.reader(log), LogSides.none())
                    .entries(keys, out, Progress.NONE);
        }
        Duration written = Duration.ofNanos(System.nanoTime() - start);
        start = System.nanoTime();
        PackReport report =
                PackCheck.check(pack, new PackTrust(LogFixture.KEYS, List.of(), Optional.empty()));
        Duration checked = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
                "%,d of %,d entries: packed in %,d ms, checked in %,d ms, %,d bytes%n",
                CHOSEN,
                PackFixture.reader(log).size().value(),
                written.toMillis(),
                checked.toMillis(),
                Files.size(pack));
        assertThat(report.faults()).isEmpty();
        assertThat(report.manifest().orElseThrow().entries()).hasSize(CHOSEN);
        assertThat(written).isLessThan(BAR);
        assertThat(checked).isLessThan(BAR);
    }

    /// Searching for many at once finds what searching for each finds.
    @Test
    void theyAreFoundWhereEachIsFound() throws Exception {
        Path log = directory.resolve("log");
        LogFixture.store(log, LogFixture.leaves(LogFixture.steps(5, 60)), LogFixture.SIGNER);
        EntryReader reader = PackFixture.reader(log);
        List<EntryKey> keys = new ArrayList<>();
        List<LeafIndex> expected = new ArrayList<>();
        for (String chain : List.of(LogFixture.LEDGER, LogFixture.CHAIN_0, LogFixture.CHAIN_1)) {
            for (int seq = 0; seq < 400; seq += 3) {
                ChainId id = ChainId.parse(chain);
                keys.add(new EntryKey(id, seq));
                reader.find(id, seq).ifPresent(found -> expected.add(found.index()));
            }
        }
        assertThat(expected).hasSizeGreaterThan(200);
        assertThat(reader.locate(keys)).isSorted().containsExactlyInAnyOrderElementsOf(expected);
    }
}
