package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.ledger.storage.LogStorage;
import io.countersign.schemas.EntryKind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Two sealers with one key on one log, each in a storage of its own: however they meet, there is
/// one tree, and whoever lost says so by its code.
public abstract class TwoSealersContract {
    private static final int STARTS = 6;

    protected abstract LogUnderTest newLog() throws Exception;

    /// Each loads, seals once and lets go, again and again, at the same time as the other.
    @Test
    void atTheSameTime() throws Exception {
        LogUnderTest log = newLog();
        Workbench bench = new Workbench();
        for (int partition = 0; partition < Workbench.PARTITIONS; partition++) {
            bench.topic.write(partition, 40);
        }
        try (LogStorage storage = log.open()) {
            bench.sealOnce(storage);
        }
        AtomicInteger sealed = new AtomicInteger();
        AtomicInteger waited = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        Callable<Void> sealer =
                () -> {
                    try (LogStorage storage = log.open()) {
                        for (int start = 0; start < STARTS; start++) {
                            try (Sealer own = bench.load(storage)) {
                                // Nothing is due where the other has just sealed.
                                (bench.readAndSeal(own).isPresent() ? sealed : waited)
                                        .incrementAndGet();
                            } catch (LedgerIncident e) {
                                assertThat(e.code())
                                        .isIn(
                                                IncidentCode.LOG_LOCK_LOST,
                                                IncidentCode.CLOCK_BACKWARDS);
                                lost.incrementAndGet();
                            }
                        }
                    }
                    return null;
                };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Void> done : List.of(threads.submit(sealer), threads.submit(sealer))) {
                done.get();
            }
        }
        assertThat(sealed.get() + waited.get() + lost.get()).isEqualTo(2 * STARTS);
        assertThat(sealed).hasPositiveValue();
        bench.now = bench.now.plusSeconds(60);
        try (LogStorage storage = log.open()) {
            bench.sealOnce(storage);
        }
        WholeLog whole = WholeLog.verified(log);
        // Whoever lost the lock may have prepared a seal that the other completed.
        assertThat(whole.ofKind(EntryKind.SEAL).size())
                .isBetween(sealed.get() + 2, sealed.get() + lost.get() + 2);
        assertThat(log.names()).noneMatch(name -> name.startsWith("ledger/staging/"));
    }

    /// One sleeps between the lock and the publication, while the other completes its seal and goes
    /// on.
    @Test
    void oneThatSleepsBeforeItPublishes() throws Exception {
        LogUnderTest log = newLog();
        Workbench bench = new Workbench();
        bench.topic.write(0, 5);
        try (LogStorage slow = log.open();
                LogStorage other = log.open()) {
            LogStorage sleeping =
                    new ForwardingStorage(slow) {
                        @Override
                        public void publishCheckpoint(byte[] note) throws IOException {
                            bench.topic.write(1, 300);
                            try {
                                bench.sealOnce(other);
                            } catch (LedgerIncident e) {
                                throw new AssertionError(e);
                            }
                            super.publishCheckpoint(note);
                        }
                    };
            try {
                bench.sealOnce(sleeping);
                throw new AssertionError("a sealer that lost the lock sealed");
            } catch (LedgerIncident e) {
                assertThat(e.code()).isEqualTo(IncidentCode.LOG_LOCK_LOST);
            }
            WholeLog whole = WholeLog.verified(log);
            assertThat(whole.ofKind(EntryKind.SEAL)).hasSize(2);
        }
    }
}
