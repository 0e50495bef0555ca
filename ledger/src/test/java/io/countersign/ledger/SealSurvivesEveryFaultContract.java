package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.FailingStorage.Fault;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.StagingBundle;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each operation of the storage fails at each of its first three calls, a writing one in two
/// forms: not done, and done but reported failed. A new sealer then loads and goes on, and the
/// whole log is read and checked. What the fault left behind, as an outsider finds it, is the fault
/// table of docs/spec/seal.md: the same on whatever the log lies.
@TestInstance(Lifecycle.PER_CLASS)
public abstract class SealSurvivesEveryFaultContract {
    private static final int CALLS = 3;

    /// The first ends the old log, the second begins the next.
    private static final int CALLS_AT_THE_TURN = 2;

    private static final int NEXT_YEAR = 2027;

    private final Map<String, Set<String>> found = new TreeMap<>();
    private final Map<String, Set<String>> foundAtTheTurn = new TreeMap<>();

    /// A log of its own for each call of this.
    protected abstract LogUnderTest newLog() throws Exception;

    /// What fails in the test of this place.
    protected Stream<Fault> faults() {
        return Stream.of(SealingStep.values())
                .filter(step -> step != SealingStep.OPEN_YEAR)
                .flatMap(step -> faults(step, CALLS));
    }

    /// What fails while one log ends and the next begins.
    protected Stream<Fault> faultsAtTheTurn() {
        return Stream.of(SealingStep.values()).flatMap(step -> faults(step, CALLS_AT_THE_TURN));
    }

    /// A step at each of its first calls, in its forms.
    protected static Stream<Fault> faults(SealingStep step, int calls) {
        List<Fault> faults = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            faults.add(new Fault(step, call, false));
            if (step.writes()) {
                faults.add(new Fault(step, call, true));
            }
        }
        return faults.stream();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theLogGoesOnWhole(Fault fault) throws Exception {
        LogUnderTest log = newLog();
        Workbench bench = new Workbench();
        bench.signsHourlyWithMlDsa44();
        int incidents = 0;
        FailingStorage failing = new FailingStorage(fault);
        // Rounds of different sizes, so that partial tiles become full ones and full ones begin.
        int[] rounds = {3, 300, 0, 200, 40};
        for (int entries : rounds) {
            boolean last = failing.hasFailed();
            for (int partition = 0; partition < Workbench.PARTITIONS; partition++) {
                bench.topic.write(partition, entries);
            }
            try (LogStorage storage = log.open()) {
                failing.over(storage);
                Optional<byte[]> before = storage.readLock();
                try {
                    bench.sealOnce(failing);
                } catch (LedgerIncident e) {
                    assertThat(e.code()).isEqualTo(IncidentCode.STORAGE_FAILED);
                    incidents++;
                    found.computeIfAbsent(row(fault), _ -> new TreeSet<>())
                            .add(leftBehind(log, storage, before));
                    if (storage.read(TilePath.CHECKPOINT).isPresent()) {
                        WholeLog.verified(log);
                    }
                    // The next load may find the seal done, so this one may have nothing but itself
                    // to seal.
                    bench.sealOnce(failing);
                }
            }
            if (failing.hasFailed()) {
                assertNothingIsMissing(log, bench);
            }
            if (last) {
                break;
            }
        }
        assertThat(incidents).isEqualTo(1);
        assertNothingIsLeftOver(log);
    }

    @ParameterizedTest
    @MethodSource("faultsAtTheTurn")
    void theNextLogGoesOnWhole(Fault fault) throws Exception {
        LogUnderTest log = newLog();
        Workbench bench = new Workbench();
        bench.signsHourlyWithMlDsa44();
        FailingStorage failing = new FailingStorage(fault);
        int incidents = 0;
        int[] rounds = {3, 300, 200, 40};
        for (int round = 0; round < rounds.length; round++) {
            for (int partition = 0; partition < Workbench.PARTITIONS; partition++) {
                bench.topic.write(partition, rounds[round]);
            }
            try (LogStorage storage = log.open()) {
                if (round == 0) {
                    bench.sealOnce(storage);
                    bench.now = Instant.parse("2026-12-31T23:59:59.500Z");
                    continue;
                }
                failing.over(storage);
                if (round == 1) {
                    failing.countFromHere();
                }
                Optional<byte[]> before = storage.readLock();
                try {
                    bench.sealOnce(failing);
                } catch (LedgerIncident e) {
                    assertThat(e.code()).isEqualTo(IncidentCode.STORAGE_FAILED);
                    incidents++;
                    boolean ended = round > 1 || moved(before, storage.readLock());
                    foundAtTheTurn
                            .computeIfAbsent(row(fault), _ -> new TreeSet<>())
                            .add(leftAtTheTurn(log, storage, ended));
                    bench.sealOnce(failing);
                }
            }
        }
        assertThat(incidents).isEqualTo(1);
        LogsOfYears years = LogsOfYears.verified(log, NEXT_YEAR);
        for (int partition = 0; partition < Workbench.PARTITIONS; partition++) {
            assertThat(years.chain("audit.entry.v1/" + partition + "@1"))
                    .isEqualTo(bench.topic.leafHashes().get(partition));
        }
        assertNothingIsLeftOver(log);
    }

    private static boolean moved(Optional<byte[]> before, Optional<byte[]> lock) {
        return lock.isPresent() && !(before.isPresent() && Arrays.equals(before.get(), lock.get()));
    }

    /// The state that the next sealer starts from, while the year turns.
    private static String leftAtTheTurn(LogUnderTest log, LogStorage storage, boolean ended)
            throws Exception {
        boolean begun =
                log.names().stream().anyMatch(name -> name.startsWith(NEXT_YEAR + "/ledger/lock"));
        LogStorage newest = begun ? storage.ofYear(NEXT_YEAR) : storage;
        String of = begun ? "the next log has begun" : ended ? "the old log has ended" : "no";
        return of + (of.equals("no") || !isStaged(newest) ? "" : ", to be completed");
    }

    private static void assertNothingIsMissing(LogUnderTest log, Workbench bench) throws Exception {
        WholeLog whole = WholeLog.verified(log);
        for (int partition = 0; partition < Workbench.PARTITIONS; partition++) {
            assertThat(whole.chain("audit.entry.v1/" + partition + "@1"))
                    .isEqualTo(bench.topic.leafHashes().get(partition));
        }
    }

    /// No staging bundle, no draft, and no partial tile of a tile that is full.
    private static void assertNothingIsLeftOver(LogUnderTest log) throws IOException {
        Set<String> names = log.names();
        for (String name : names) {
            assertThat(name).doesNotMatch("(2027/)?ledger/(staging|draft|probe)/.*");
            if (name.contains(".p/")) {
                assertThat(names).doesNotContain(name.substring(0, name.indexOf(".p/")));
            }
        }
    }

    private static String row(Fault fault) {
        return "%02d | %s | %s"
                .formatted(
                        fault.operation().ordinal(),
                        fault.operation().words,
                        fault.done() ? "done, reported as failed" : "not done");
    }

    /// The state that the next sealer starts from.
    private static String leftBehind(LogUnderTest log, LogStorage storage, Optional<byte[]> before)
            throws Exception {
        Optional<byte[]> lock = storage.readLock();
        if (!moved(before, lock)) {
            return "no";
        }
        boolean visible =
                log.tiles()
                        .read(TilePath.CHECKPOINT)
                        .filter(note -> Arrays.equals(note, lock.get()))
                        .isPresent();
        return "yes, "
                + (visible ? "public, " : "not public, ")
                + (isStaged(storage) ? "to be completed" : "complete");
    }

    /// Whether what the lock checkpoint is bound to is still to be completed.
    private static boolean isStaged(LogStorage storage) throws Exception {
        byte[] lock = storage.readLock().orElseThrow();
        Checkpoint bound = Checkpoint.parse(SignedNote.parse(lock).text());
        return storage.stagings().contains(StagingBundle.nameOf(bound.size(), bound.root()));
    }

    @AfterAll
    void theTableIsTheOneOfTheSpecification() throws IOException {
        // Else one fault alone was asked for, or the store is missing.
        if (found.size() == rows(faults())) {
            FaultTable.OF_A_SEAL.check(found);
        }
        if (foundAtTheTurn.size() == rows(faultsAtTheTurn())) {
            FaultTable.AT_THE_TURN.check(foundAtTheTurn);
        }
    }

    private static long rows(Stream<Fault> faults) {
        return faults.map(SealSurvivesEveryFaultContract::row).distinct().count();
    }
}
