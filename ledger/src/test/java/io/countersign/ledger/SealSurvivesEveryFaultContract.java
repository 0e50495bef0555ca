package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.TilePath;
import io.countersign.ledger.FailingStorage.Fault;
import io.countersign.ledger.storage.LogStorage;
import io.countersign.ledger.storage.StagingBundle;
import java.io.IOException;
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

    private final Map<String, Set<String>> found = new TreeMap<>();

    /// A log of its own for each call of this.
    protected abstract LogUnderTest newLog() throws Exception;

    /// What fails in the test of this place.
    protected Stream<Fault> faults() {
        return Stream.of(SealingStep.values()).flatMap(step -> faults(step, CALLS));
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
            assertThat(name).doesNotMatch("ledger/(staging|draft|probe)/.*");
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
        if (lock.isEmpty() || (before.isPresent() && Arrays.equals(before.get(), lock.get()))) {
            return "no";
        }
        boolean visible =
                log.tiles()
                        .read(TilePath.CHECKPOINT)
                        .filter(note -> Arrays.equals(note, lock.get()))
                        .isPresent();
        Checkpoint bound = Checkpoint.parse(SignedNote.parse(lock.get()).text());
        boolean staged =
                storage.stagings().contains(StagingBundle.nameOf(bound.size(), bound.root()));
        return "yes, "
                + (visible ? "public, " : "not public, ")
                + (staged ? "to be completed" : "complete");
    }

    @AfterAll
    void theTableIsTheOneOfTheSpecification() throws IOException {
        if (found.size() == faults().map(SealSurvivesEveryFaultContract::row).distinct().count()) {
            // Else one fault alone was asked for, or the store is missing.
            FaultTable.check(found);
        }
    }
}
