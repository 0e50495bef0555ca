package io.countersign.ledger.locked;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.ledger.locked.LockedFault.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In a directory, which stops nobody: what was done there is named.
class DirectoryLockedRecordTest extends LockedRecordContract {
    @TempDir Path folder;

    @Override
    RecordUnderTest fresh() {
        Path place = folder.resolve(UUID.randomUUID().toString());
        return new RecordUnderTest(() -> DirectoryLockedStore.open(place));
    }

    @Test
    void whatWasDoneToItIsNamed() throws Exception {
        Path place = folder.resolve("record");
        RecordUnderTest record = new RecordUnderTest(() -> DirectoryLockedStore.open(place));
        GrowingLog log = GrowingLog.in(beside).grow(256 * 8);
        record.keep(now, log.now());
        log.grow(256);
        record.keep(now, log.now());
        assertThat(record.check(now, Optional.of(log)).faults()).isEmpty();

        Files.delete(place.resolve("log/tile/entries/003"));
        overwrite(place.resolve("log/tile/0/004"), new byte[8192]);
        Files.delete(place.resolve(".locks/log/tile/0/005"));
        overwrite(
                place.resolve(".locks/log/tile/0/006"),
                "COMPLIANCE 2026-12-01T00:00:00Z\n"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        LockedCheck.Result result = record.check(now, Optional.of(log));
        assertThat(result.faults())
                .extracting(LockedFault::kind, LockedFault::place)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(Kind.MISSING, "log/tile/entries/003"),
                        org.assertj.core.groups.Tuple.tuple(Kind.CHANGED, "log/tile/0/004"),
                        org.assertj.core.groups.Tuple.tuple(Kind.UNLOCKED, "log/tile/0/005"),
                        org.assertj.core.groups.Tuple.tuple(Kind.SHORTER, "log/tile/0/006"),
                        org.assertj.core.groups.Tuple.tuple(Kind.ROOT_DIFFERS, GrowingLog.ORIGIN));
    }

    @Test
    void aManifestThatWasCutIsNamed() throws Exception {
        Path place = folder.resolve("cut");
        RecordUnderTest record = new RecordUnderTest(() -> DirectoryLockedStore.open(place));
        GrowingLog log = GrowingLog.in(beside).grow(256);
        for (int page = 0; page < 4; page++) {
            record.keep(now, log.now());
            log.grow(256);
        }
        int pages = record.record().pages().pages().size();
        Path newest = place.resolve("manifest/%012d".formatted(pages - 1));
        Path second = place.resolve("manifest/%012d".formatted(pages - 2));
        Files.delete(newest);
        Files.delete(second);
        LockedCheck.Result cut =
                record.check(now.plus(java.time.Duration.ofDays(3)), Optional.of(log));
        assertThat(cut.counts()).containsKeys(Kind.BEHIND, Kind.UNLISTED);

        Files.delete(place.resolve("manifest/000000000001"));
        assertThat(record.check(now, Optional.of(log)).faults())
                .filteredOn(fault -> fault.kind() == Kind.PAGE_MISSING)
                .extracting(LockedFault::place)
                .containsExactly("manifest/000000000001");
        try (var files = Files.list(place.resolve("manifest"))) {
            for (Path page : files.toList()) {
                Files.delete(page);
            }
        }
        assertThat(record.check(now, Optional.of(log)).counts()).containsKey(Kind.NO_MANIFEST);
    }

    private static void overwrite(Path file, byte[] bytes) throws Exception {
        Files.delete(file);
        Files.write(file, bytes);
    }
}
