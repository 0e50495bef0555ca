package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is slow and one that is full: the log stays whole, and the ledger says what is
/// wrong.
class StorageInTroubleTest {
    private static final Duration DELAY = Duration.ofMillis(300);

    /// Full after some seals.
    private static final String SMALL = "size=400k";

    private static final int MAX_ROUNDS = 200;

    @TempDir Path folder;
    private final Workbench bench = new Workbench();

    @Test
    void aSlowDiskMakesSealsLateAndIsSaid() throws Exception {
        LogUnderTest.InDirectory log = new LogUnderTest.InDirectory(folder);
        try (DirectoryLogStorage directory = log.open()) {
            for (int round = 0; round < 3; round++) {
                bench.topic.write(0, 20);
                Progress progress = bench.sealOnce(slow(directory));
                assertThat(progress.took()).isGreaterThanOrEqualTo(DELAY);
                assertThat(progress.seal()).isEqualTo(round);
            }
        }
        assertThat(WholeLog.verified(log).chain("audit.entry.v1/0@1")).hasSize(60);
    }

    /// The system itself says that there is no space left.
    @Test
    void aFullDiskStopsSealingAndNothingIsLost() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                mount("-t", "tmpfs", "-o", SMALL, "tmpfs", disk.toString()),
                "no file system can be mounted here: the test is skipped");
        try {
            LogUnderTest.InDirectory log = new LogUnderTest.InDirectory(disk);
            assertThatThrownBy(() -> sealUntilItFails(log))
                    .isInstanceOfSatisfying(
                            LedgerIncident.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(IncidentCode.STORAGE_FAILED);
                                assertThat(e).hasRootCauseMessage("No space left on device");
                            });
            // As long as there is no space it fails again, and what is public stays whole.
            WholeLog.verified(log);
            assertThatThrownBy(() -> sealUntilItFails(log)).isInstanceOf(LedgerIncident.class);
            WholeLog.verified(log);

            assertThat(mount("-o", "remount,size=64m", disk.toString())).isTrue();
            try (DirectoryLogStorage storage = log.open()) {
                bench.sealOnce(storage);
            }
            assertThat(WholeLog.verified(log).chain("audit.entry.v1/0@1"))
                    .isEqualTo(bench.topic.leafHashes().get(0));
        } finally {
            run("umount", disk.toString());
        }
    }

    private void sealUntilItFails(LogUnderTest log) throws Exception {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            bench.topic.write(0, 100);
            try (LogStorage storage = log.open()) {
                bench.sealOnce(storage);
            }
        }
    }

    private static LogStorage slow(LogStorage storage) {
        return new ForwardingStorage(storage) {
            @Override
            public void putObjects(List<StoredObject> objects) throws IOException {
                try {
                    Thread.sleep(DELAY);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                super.putObjects(objects);
            }
        };
    }

    private static boolean mount(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "mount";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(command);
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _missing) {
            return false;
        }
    }
}
