package io.countersign.ledger.locked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.locked.LockedTree;
import io.countersign.ledger.locked.LockedFault.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds of a locked record wherever it lies.
abstract class LockedRecordContract {
    final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir Path beside;

    /// A place of its own for each test.
    abstract RecordUnderTest fresh() throws Exception;

    @Test
    void whatIsFullIsLockedOnceAndNothingPartial() throws Exception {
        RecordUnderTest record = fresh();
        GrowingLog log = GrowingLog.in(beside).grow(256 * 3 + 17);
        log.keepCheckpoint();
        log.stamp();
        log.grow(40);
        log.keepCheckpoint();
        KeepReport report = record.keep(now, log.now());
        assertThat(report.leaves()).isEqualTo(256 * 3);
        assertThat(report.waiting()).isZero();
        assertThat(report.open()).isEqualTo(57);

        Set<String> paths =
                record.versions().stream()
                        .map(LockedStore.Version::path)
                        .collect(Collectors.toSet());
        assertThat(paths)
                .contains(
                        "log/tile/entries/000",
                        "log/tile/entries/002",
                        "log/tile/0/002",
                        "log.checkpoints/785.checkpoint",
                        "log.timestamps/785.tsr",
                        "manifest/000000000000")
                .noneMatch(path -> path.contains(".p/"))
                // Witnesses may still cosign the newest.
                .doesNotContain("log.checkpoints/825.checkpoint");

        // Again, by another keeper: nothing is new.
        long pages = record.record().pages().pages().size();
        record.keep(now, log.now());
        assertThat(onceEach(record)).isTrue();
        assertThat(record.record().pages().pages()).hasSize((int) pages);

        log.grow(300);
        record.keep(now, log.now());
        LockedCheck.Result result = record.check(now, Optional.of(log));
        assertThat(result.faults()).isEmpty();
        assertThat(result.leaves()).isEqualTo(256 * 4);
        assertThat(result.open()).isEqualTo(825 + 300 - 1024);
    }

    static boolean onceEach(RecordUnderTest record) throws IOException {
        Set<String> seen = new HashSet<>();
        return record.versions().stream().allMatch(version -> seen.add(version.path()));
    }

    @Test
    void aLogThatHasEndedIsLockedToItsLastLeaf() throws Exception {
        RecordUnderTest record = fresh();
        GrowingLog first = GrowingLog.in(beside).grow(300).end();
        GrowingLog next = GrowingLog.ofYear(2027, beside.resolve("2027")).grow(600);
        record.keep(now, first.now(), next.now());
        record.keep(now, first.now(), next.now());
        assertThat(record.record().trees())
                .extracting(LockedTree::origin, tree -> tree.size().value())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(GrowingLog.ORIGIN, 300L),
                        org.assertj.core.groups.Tuple.tuple(GrowingLog.ORIGIN + "/2027", 512L));
        assertThat(record.versions())
                .extracting(LockedStore.Version::path)
                .contains(
                        "log/tile/entries/001.p/44", "log/checkpoint", "2027/log/tile/entries/001");
        assertThat(record.check(now, Optional.empty()).faults()).isEmpty();
        assertThat(onceEach(record)).isTrue();
    }

    @Test
    void aLogThatWasSetBackOrForkedIsNotLockedFurther() throws Exception {
        RecordUnderTest record = fresh();
        record.keep(now, GrowingLog.in(beside).grow(600).now());
        GrowingLog shorter = GrowingLog.in(beside).grow(550);
        assertThatThrownBy(() -> record.keep(now, shorter.now()))
                .isInstanceOf(LockedLogException.class)
                .hasMessageContaining("cut or set back");
        LockedCheck.Result result = record.check(now, Optional.of(shorter));
        assertThat(result.faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.kind()).isEqualTo(Kind.LOG_SHORTER);
                    assertThat(fault.sentence())
                            .contains("has 550 leaves", "had 600", "leaves 550 to 599 are lost");
                });

        GrowingLog other = GrowingLog.in(beside);
        other.grow(1).grow(700);
        GrowingLog forked = GrowingLog.ofYear(2027, beside).grow(700);
        LogToKeep fork = forked.now();
        LogToKeep pretending =
                new LogToKeep(
                        "",
                        fork.tiles(),
                        fork.note(),
                        new io.countersign.audit.note.Checkpoint(
                                GrowingLog.ORIGIN, fork.verified().size(), fork.verified().root()),
                        false,
                        fork.vkeys(),
                        fork.checkpoints(),
                        fork.timestamps());
        assertThatThrownBy(() -> record.keep(now, pretending))
                .isInstanceOf(LockedLogException.class)
                .hasMessageContaining("does not begin with the 512 leaves");
        record.keep(now, other.now());
    }

    @Test
    void holdsComeAndGoAndLocksOnlyGrow() throws Exception {
        RecordUnderTest record = fresh();
        GrowingLog log = GrowingLog.in(beside).grow(600);
        LegalHold one = hold("hold:case-17", 0, 2);
        LegalHold two = hold("case:C-1", 0);
        record.keep(List.of(one, two), now, log.now());
        assertThat(held(record)).containsExactlyInAnyOrder("log/tile/entries/000");
        // The third bundle is held with its first locking.
        log.grow(300);
        record.keep(List.of(one, two), now, log.now());
        assertThat(held(record))
                .containsExactlyInAnyOrder("log/tile/entries/000", "log/tile/entries/002");
        assertThat(record.check(now, Optional.of(log)).faults()).isEmpty();

        Instant closed = now.plus(800, ChronoUnit.DAYS);
        LegalHold over = new LegalHold("hold:case-17", one.bundles(), Optional.of(closed));
        record.keep(List.of(over, two), closed, log.now());
        assertThat(held(record)).containsExactlyInAnyOrder("log/tile/entries/000");
        Instant until = RecordUnderTest.RULE.of(closed, closed).until();
        try (LockedStore store = record.opening().open()) {
            LockedRecord.Promise promise =
                    record.record().objects().values().stream()
                            .filter(any -> any.stored().path().equals("log/tile/entries/002"))
                            .findFirst()
                            .orElseThrow();
            assertThat(promise.until()).isEqualTo(until);
            assertThat(promise.holds()).isEmpty();
            assertThat(
                            store.describe("log/tile/entries/002", promise.stored().version())
                                    .orElseThrow()
                                    .until())
                    .hasValue(until);
        }
        record.keep(List.of(over, two), closed, log.now());
        assertThat(record.check(now, Optional.of(log)).faults()).isEmpty();
        assertThat(onceEach(record)).isTrue();
    }

    @Test
    void evidenceIsLockedOnceWithItsEntriesAndWhatIsMissingIsNamed() throws Exception {
        RecordUnderTest record = fresh();
        Instant earlier = now.minus(2, ChronoUnit.HOURS);
        SealedExchanges exchanges = new SealedExchanges();
        GrowingLog log =
                GrowingLog.in(beside)
                        .entries(exchanges.next(0, 252, "kek-2026q4", 300, earlier))
                        // A piece ends with the third, and the fourth is of another quarter.
                        .entries(exchanges.next(252, 3, "kek-2026q4", 3 * 1024 * 1024, earlier))
                        .entries(exchanges.next(255, 1, "kek-2026q3", 300, earlier))
                        .entries(exchanges.next(256, 100, "kek-2026q4", 300, now))
                        .grow(156 + 40);
        exchanges.lose("audit.entry.v1/1@1", 3);
        LegalHold hold = hold("case:C-1", 0);
        killedWithEvidence(record, log, exchanges);
        for (int again = 0; again < 2; again++) {
            pass(record, List.of(hold), log, exchanges, now);
        }
        assertThat(onceEach(record)).isTrue();
        assertThat(held(record))
                .containsExactlyInAnyOrder(
                        "log/tile/entries/000",
                        "evidence/kek-2026q3/000000000000.0",
                        "evidence/kek-2026q4/000000000000.0");
        LockedCheck.Result result = record.check(now, Optional.of(log));
        assertThat(result.counts()).containsOnly(Map.entry(Kind.EVIDENCE_MISSING, 1L));
        assertThat(result.faults().getFirst().place()).isEqualTo("audit.entry.v1/1@1:3");
        assertThat(result.evidence()).isEqualTo(256 + 100 - 1);
        try (LockedStore store = record.opening().open()) {
            LockedRecord.Promise promise = promise(record, "evidence/kek-2026q4/000000000000.0");
            assertThat(promise.until()).isEqualTo(Instant.parse("2033-01-31T00:00:00Z"));
            assertThat(store.describe(promise.stored().path(), promise.stored().version()))
                    .get()
                    .satisfies(there -> {
                        assertThat(there.until()).hasValue(promise.until());
                        assertThat(there.mode()).hasValue(LockMode.COMPLIANCE);
                    });
        }

        // What has not come yet may still come; nothing behind it is passed over.
        log.entries(exchanges.next(356, 256, "kek-2026q4", 300, now)).grow(100);
        exchanges.lose("audit.entry.v1/0@1", 178);
        KeepReport report = pass(record, List.of(hold), log, exchanges, now);
        assertThat(report.evidenceWaiting()).isEqualTo(256);
        assertThat(record.check(now, Optional.of(log)).evidence()).isEqualTo(355);
        report = pass(record, List.of(hold), log, exchanges, now.plus(2, ChronoUnit.HOURS));
        assertThat(report.evidenceWaiting()).isZero();
        assertThat(report.evidenceMissing()).isEqualTo(1);
    }

    /// Once before anything of the evidence is stored, once in the midst of it, and once when it is
    /// stored and no page says so.
    private static void killedWithEvidence(
            RecordUnderTest record, GrowingLog log, SealedExchanges exchanges) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        int kills = 0;
        for (int write = 1; write <= 12; write++) {
            try (LockedStore store =
                    new FailingStore(record.opening().open(), write, FailingStore.Fault.AFTER)) {
                RecordUnderTest.keeper(store).pass(toKeep(List.of(), log, exchanges), now);
            } catch (FailingStore.KilledException _dead) {
                kills++;
            }
        }
        assertThat(kills).isGreaterThanOrEqualTo(4);
    }

    private static KeepReport pass(
            RecordUnderTest record,
            List<LegalHold> holds,
            GrowingLog log,
            SealedExchanges exchanges,
            Instant now)
            throws IOException {
        try (LockedStore store = record.opening().open()) {
            return RecordUnderTest.keeper(store).pass(toKeep(holds, log, exchanges), now);
        }
    }

    private static ToKeep toKeep(List<LegalHold> holds, GrowingLog log, SealedExchanges exchanges) {
        return new ToKeep(
                List.of(log.now()), List.of(), holds, Optional.of(exchanges), Optional.empty());
    }

    private static LockedRecord.Promise promise(RecordUnderTest record, String path)
            throws IOException {
        return record.record().objects().values().stream()
                .filter(any -> any.stored().path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static LegalHold hold(String name, long... bundles) {
        return new LegalHold(
                name,
                Map.of(
                        GrowingLog.ORIGIN,
                        java.util.Arrays.stream(bundles).boxed().collect(Collectors.toSet())),
                Optional.empty());
    }

    private static Set<String> held(RecordUnderTest record) throws IOException {
        Set<String> held = new HashSet<>();
        try (LockedStore store = record.opening().open()) {
            for (LockedStore.Version version : record.versions()) {
                if (store.describe(version.path(), version.version())
                        .filter(LockedObject::held)
                        .isPresent()) {
                    held.add(version.path());
                }
            }
        }
        return held;
    }

    /// Each call to the store fails once, before it is done and after: a keeper that starts anew
    /// finishes, and nothing lies there twice.
    @Test
    void killedAtEachStepNothingIsLostOrStoredTwice() throws Exception {
        RecordUnderTest record = fresh();
        GrowingLog log = GrowingLog.in(beside).grow(256 * 2 + 5);
        log.keepCheckpoint();
        log.grow(1);
        log.keepCheckpoint();
        boolean finished = false;
        int kills = 0;
        for (int step = 0; !finished; step++) {
            // Each start gets one step further in the round of before and after.
            FailingStore.Fault fault =
                    step % 2 == 0 ? FailingStore.Fault.BEFORE : FailingStore.Fault.AFTER;
            try (LockedStore store =
                    new FailingStore(record.opening().open(), 1 + step / 2, fault)) {
                RecordUnderTest.keeper(store)
                        .pass(RecordUnderTest.toKeep(List.of(), log.now()), now);
                finished = true;
            } catch (FailingStore.KilledException _dead) {
                kills++;
            }
        }
        assertThat(kills).isGreaterThanOrEqualTo(4);
        for (int start = 0; start < 20; start++) {
            log.grow(256);
            try (LockedStore store =
                    new FailingStore(
                            record.opening().open(),
                            1 + start % 3,
                            start % 2 == 0
                                    ? FailingStore.Fault.AFTER
                                    : FailingStore.Fault.BEFORE)) {
                RecordUnderTest.keeper(store)
                        .pass(RecordUnderTest.toKeep(List.of(), log.now()), now);
            } catch (FailingStore.KilledException _dead) {
                kills++;
            }
        }
        record.keep(now, log.now());
        assertThat(kills).isGreaterThanOrEqualTo(20);
        assertThat(onceEach(record)).isTrue();
        LockedCheck.Result result = record.check(now, Optional.of(log));
        assertThat(result.faults()).isEmpty();
        assertThat(result.leaves()).isEqualTo(256 * 22);
    }

    @Test
    void twoKeepersAtOnceWriteOneManifest() throws Exception {
        RecordUnderTest record = fresh();
        GrowingLog log = GrowingLog.in(beside).grow(256);
        try (LockedStore store = record.opening().open()) {
            Keeper slow = RecordUnderTest.keeper(store);
            slow.pass(RecordUnderTest.toKeep(List.of(), log.now()), now);
            log.grow(256);
            record.keep(now, log.now());
            log.grow(256);
            assertThatThrownBy(() -> slow.pass(RecordUnderTest.toKeep(List.of(), log.now()), now))
                    .isInstanceOf(ManifestMovedException.class);
            slow.pass(RecordUnderTest.toKeep(List.of(), log.now()), now);
        }
        assertThat(record.check(now, Optional.of(log)).faults()).isEmpty();
        assertThat(onceEach(record)).isTrue();
    }
}
