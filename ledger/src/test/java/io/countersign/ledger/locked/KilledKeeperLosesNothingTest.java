package io.countersign.ledger.locked;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed, and not a call that fails: what a page named is there, and the next
/// keeper goes on.
class KilledKeeperLosesNothingTest {
    private static final int KILLS = 2;

    @TempDir Path folder;

    @Test
    @Timeout(120)
    void whenItIsKilledInMidUpload() throws Exception {
        Path place = folder.resolve("record");
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        long said = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            said = Math.max(said, killed(place, said, kill, now));
        }
        RecordUnderTest record = new RecordUnderTest(() -> DirectoryLockedStore.open(place));
        LockedCheck.Result before = record.check(now, Optional.empty());
        assertThat(before.faults()).isEmpty();
        assertThat(before.leaves()).as("what was said to be locked").isGreaterThanOrEqualTo(said);
        GrowingLog log = GrowingLog.in(folder).grow(Math.toIntExact(said) + 1024);
        record.keep(now, log.now());
        assertThat(record.check(now, Optional.of(log)).faults()).isEmpty();
        assertThat(LockedRecordContract.onceEach(record)).isTrue();
    }

    /// Lets it say something a few times, and kills it while it goes on.
    private long killed(Path place, long said, int times, Instant now) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KeeperInAChild.class.getName(),
                                place.toString(),
                                folder.toString(),
                                String.valueOf(said + 256),
                                now.toString())
                        .redirectError(folder.resolve("child.log").toFile())
                        .start();
        long last = said;
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            for (int line = 0; line <= times; line++) {
                String next = lines.readLine();
                assertThat(next).as("the child locks, see child.log").isNotNull();
                last = Long.parseLong(next);
            }
        } finally {
            child.destroyForcibly();
            child.waitFor();
        }
        return last;
    }
}
