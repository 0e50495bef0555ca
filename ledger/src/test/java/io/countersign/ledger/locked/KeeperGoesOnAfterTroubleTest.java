package io.countersign.ledger.locked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.ledger.storage.s3.LocalStore;
import io.countersign.ledger.storage.s3.S3LockedStore;
import io.countersign.ledger.storage.s3.S3Place;
import io.countersign.ledger.storage.s3.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys that are exchanged, a store that goes away while objects are on their way, a full disk:
/// what was said to be locked is, the keeper says what is the matter, and a later pass goes on with
/// nothing stored twice.
class KeeperGoesOnAfterTroubleTest {
    private static final int OUTAGES = 20;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir Path folder;
    @TempDir Path beside;

    @ParameterizedTest
    @EnumSource(LocalStore.Program.class)
    @Timeout(300)
    void whenKeysAreExchangedWhileItWorks(LocalStore.Program program) throws Exception {
        try (LocalStore store = LocalStore.startOrSkip(program, folder)) {
            S3Place place = store.lockedBucket("rotated", "record");
            RecordUnderTest record =
                    new RecordUnderTest(() -> S3LockedStore.open(store.client(), place));
            GrowingLog log = GrowingLog.in(beside).grow(256 * 2);
            try (LockedStore opened = record.opening().open()) {
                Keeper keeper = RecordUnderTest.keeper(opened);
                keeper.pass(RecordUnderTest.toKeep(List.of(), log.now()), now);
                store.exchangeKeys();
                // It asks the store though there is nothing to lock.
                assertThatThrownBy(() ->
                                keeper.pass(RecordUnderTest.toKeep(List.of(), log.now()), now))
                        .isInstanceOf(StoreFailure.class)
                        .hasMessageContaining("403");
                log.grow(256);
                assertThatThrownBy(() ->
                                keeper.pass(RecordUnderTest.toKeep(List.of(), log.now()), now))
                        .isInstanceOf(StoreFailure.class)
                        .hasMessageContaining("403")
                        .hasMessageContaining("keys");
            }
            // The old keys again: refused again, and nothing comes of it.
            assertThatThrownBy(() -> record.keep(now, log.now()))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("403");
            store.handOutKeys();
            assertThat(record.keep(now, log.now()).leaves()).isEqualTo(256 * 3);
            assertThat(record.check(now, Optional.of(log)).faults()).isEmpty();
            assertThat(LockedRecordContract.onceEach(record)).isTrue();
        }
    }

    /// Killed with -9 in the midst of an upload, and back for the next pass.
    @ParameterizedTest
    @EnumSource(LocalStore.Program.class)
    @Timeout(600)
    void whenTheStoreIsKilledInMidUploadTwentyTimes(LocalStore.Program program) throws Exception {
        try (LocalStore store = LocalStore.startOrSkip(program, folder)) {
            S3Place place = store.lockedBucket("outages", "record");
            RecordUnderTest record =
                    new RecordUnderTest(() -> S3LockedStore.open(store.client(), place));
            GrowingLog log = GrowingLog.in(beside);
            long said = 0;
            int failed = 0;
            for (int outage = 0; outage < OUTAGES; outage++) {
                log.grow(256 * 4);
                Thread killer = killAfter(store, 20L + 15L * outage);
                try {
                    said = Math.max(said, record.keep(now, log.now()).leaves());
                } catch (IOException _away) {
                    failed++;
                }
                killer.join();
                store.up();
            }
            store.down();
            assertThatThrownBy(() -> record.keep(now, log.now())).isInstanceOf(StoreFailure.class);
            store.up();
            assertThat(failed).as("passes that an outage cut off").isGreaterThanOrEqualTo(5);
            assertThat(said).isLessThanOrEqualTo(record.check(now, Optional.of(log)).leaves());
            assertThat(record.keep(now, log.now()).leaves()).isEqualTo(256L * 4 * OUTAGES);
            assertThat(record.check(now, Optional.of(log)).faults()).isEmpty();
            assertThat(LockedRecordContract.onceEach(record)).isTrue();
        }
    }

    private static Thread killAfter(LocalStore store, long millis) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        Thread.sleep(millis);
                        store.down();
                    } catch (InterruptedException _stop) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Test
    @Timeout(120)
    void whenTheDiskIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mountOrSkip(folder.resolve("disk"), 4)) {
            Path place = disk.folder().resolve("record");
            RecordUnderTest record = new RecordUnderTest(() -> DirectoryLockedStore.open(place));
            GrowingLog log = GrowingLog.in(beside).grow(256 * 2);
            record.keep(now, log.now());
            Path others = disk.fill();
            log.grow(256 * 8);
            for (int again = 0; again < 3; again++) {
                assertThatThrownBy(() -> record.keep(now, log.now()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("No space left");
            }
            // What is there is whole, and stays so.
            LockedCheck.Result full = record.check(now, Optional.of(log));
            assertThat(full.faults()).isEmpty();
            assertThat(full.leaves()).isEqualTo(256 * 2);
            Files.delete(others);
            assertThat(record.keep(now, log.now()).leaves()).isEqualTo(256 * 10);
            assertThat(record.check(now, Optional.of(log)).faults()).isEmpty();
            assertThat(LockedRecordContract.onceEach(record)).isTrue();
        }
    }

    /// The store's own disk: it says so with an error of its own.
    @Test
    @Timeout(300)
    void whenTheStoresDiskIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mountOrSkip(folder.resolve("store"), 16);
                LocalStore store =
                        LocalStore.startOrSkip(LocalStore.Program.VERSITYGW, disk.folder())) {
            Assumptions.assumeTrue(
                    disk.keepsAttributes(), "this kernel's tmpfs keeps no attributes: skipped");
            S3Place place = store.lockedBucket("full", "record");
            RecordUnderTest record =
                    new RecordUnderTest(() -> S3LockedStore.open(store.client(), place));
            GrowingLog log = GrowingLog.in(beside).grow(256 * 2);
            record.keep(now, log.now());
            Path others = disk.fill();
            log.grow(256 * 8);
            assertThatThrownBy(() -> record.keep(now, log.now()))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("50");
            assertThat(record.check(now, Optional.of(log)).leaves()).isEqualTo(256 * 2);
            Files.delete(others);
            assertThat(record.keep(now, log.now()).leaves()).isEqualTo(256 * 10);
            assertThat(record.check(now, Optional.of(log)).faults()).isEmpty();
            assertThat(LockedRecordContract.onceEach(record)).isTrue();
        }
    }
}
