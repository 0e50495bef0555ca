package io.countersign.ledger.locked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.locked.ManifestLine;
import io.countersign.ledger.locked.LockedFault.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What has had its time goes, and nothing else does: wherever the record lies, by locks that end
/// within seconds.
abstract class DisposalContract {
    /// The keeper is told that the year 2025 ends now: what it locks, and hashes too, is to be kept
    /// from then on for [#rule()].
    private static final Instant YEARS_END = Instant.parse("2025-12-31T23:59:59Z");

    private static final Duration LOCKED_FOR = Duration.ofSeconds(12);

    private Instant start = Instant.EPOCH;

    @TempDir Path beside;

    /// A place of its own for each test.
    abstract RecordUnderTest fresh() throws Exception;

    /// Now, by the clock that decides where the record lies.
    Instant time() {
        return Instant.now();
    }

    /// Lets time go by.
    void pass(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    @BeforeEach
    void now() {
        start = time().truncatedTo(ChronoUnit.SECONDS);
    }

    private RetentionRule rule() {
        return new RetentionRule(
                LockMode.COMPLIANCE,
                0,
                Duration.between(YEARS_END.plusSeconds(1), start.plus(LOCKED_FOR)));
    }

    @Test
    @Timeout(180)
    void aLogGoesWholeAfterItsTimeByAPageAndOnRecord() throws Exception {
        RecordUnderTest record = fresh();
        GrowingLog old = GrowingLog.in(beside).grow(600);
        old.keepCheckpoint();
        old.end();
        GrowingLog next = GrowingLog.ofYear(2027, beside.resolve("2027")).grow(300);
        LegalHold hold =
                new LegalHold(
                        "hold:case-17", Map.of(GrowingLog.ORIGIN, Set.of(1L)), Optional.empty());
        try (LockedStore store = record.opening().open()) {
            Keeper keeper = RecordUnderTest.keeper(store, rule());
            Disposing disposing = RecordUnderTest.disposing(store, rule());
            keeper.pass(RecordUnderTest.toKeep(List.of(hold), old.now(), next.now()), YEARS_END);
            assertThat(disposing.record().parts())
                    .extracting(DisposablePart::name, DisposablePart::isWhole)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("log", true),
                            org.assertj.core.groups.Tuple.tuple("log-2027", false));
            ManifestLine.Stored first = storedFirst(disposing.record());
            assertThatThrownBy(() -> disposing.say(agreed(disposing, "log"), time()))
                    .isInstanceOf(LockRefusedException.class)
                    .hasMessageContaining("is ");
            assertThatThrownBy(() -> store.delete(first.path(), first.version(), time()))
                    .isInstanceOf(LockRefusedException.class);

            awaitUnlocked();
            // Its date is over, and a hold keeps it still.
            assertThatThrownBy(() -> disposing.say(agreed(disposing, "log"), time()))
                    .isInstanceOf(LockRefusedException.class)
                    .hasMessageContaining("is held for hold:case-17");
            LegalHold over = new LegalHold("hold:case-17", hold.bundles(), Optional.of(YEARS_END));
            now();
            RecordUnderTest.keeper(store, rule())
                    .pass(RecordUnderTest.toKeep(List.of(over), old.now(), next.now()), YEARS_END);
            assertThatThrownBy(() -> disposing.say(agreed(disposing, "log"), time()))
                    .isInstanceOf(LockRefusedException.class)
                    .hasMessageContaining("is locked until");
            awaitUnlocked();
            assertThatThrownBy(() -> disposing.say(agreed(disposing, "log-2027"), time()))
                    .isInstanceOf(LockRefusedException.class)
                    .hasMessageContaining("not what two persons agreed to");

            DisposablePart part = part(disposing, "log");
            next.entries(List.of(SealedExchanges.disposal(part, start)));
            ManifestLine.Disposed agreed = agreed(disposing, "log");
            disposing.say(agreed, time());
            assertThat(check(record, old, next).counts())
                    .containsOnly(Map.entry(Kind.UNFINISHED, (long) part.objects().size()));
            killedWhileDeleting(record, Set.of(agreed));
            assertThat(check(record, old, next).counts()).containsOnlyKeys(Kind.UNFINISHED);
            assertThat(disposing.delete(Set.of(agreed), time()))
                    .isLessThanOrEqualTo(part.objects().size() - 2L);
            assertThat(disposing.delete(Set.of(agreed), time())).isZero();

            // Disposed of, and not lost: with the log of that year, and without it.
            LockedCheck.Result result = check(record, old, next);
            assertThat(result.faults()).isEmpty();
            assertThat(result.disposed()).isEqualTo(part.objects().size());
            assertThat(result.leaves()).isEqualTo(256);
            assertThat(
                            record.check(time(), Map.of(next.checkpoint().origin(), next.live()))
                                    .faults())
                    .isEmpty();
            assertThat(record.versions())
                    .extracting(LockedStore.Version::path)
                    .noneMatch(path -> path.startsWith("log") || path.startsWith("keys/"));

            // A keeper puts nothing back.
            assertThat(
                            RecordUnderTest.keeper(store, rule())
                                    .pass(
                                            RecordUnderTest.toKeep(
                                                    List.of(over), old.now(), next.now()),
                                            time())
                                    .objects())
                    .isZero();
            assertThatThrownBy(() -> disposing.say(agreed, time()))
                    .isInstanceOf(LockRefusedException.class);
        }
    }

    @Test
    @Timeout(180)
    void whatGoesWithoutThatIsNamed() throws Exception {
        RecordUnderTest record = fresh();
        GrowingLog old = GrowingLog.in(beside).grow(300).end();
        GrowingLog next = GrowingLog.ofYear(2027, beside.resolve("2027")).grow(300);
        try (LockedStore store = record.opening().open()) {
            Keeper keeper = RecordUnderTest.keeper(store, rule());
            keeper.pass(RecordUnderTest.toKeep(List.of(), old.now(), next.now()), YEARS_END);
            Disposing disposing = RecordUnderTest.disposing(store, rule());
            awaitUnlocked();
            // Somebody who may delete what no lock keeps any more.
            ManifestLine.Stored first = storedFirst(disposing.record());
            store.delete(first.path(), first.version(), time());
            assertThat(check(record, old, next).counts()).containsKey(Kind.NOT_DISPOSED);
            // Who has the key says so in a page, and two persons never agreed.
            DisposablePart part = part(disposing, "log");
            disposing.say(agreed(disposing, "log"), time());
            assertThat(disposing.delete(Set.of(), time()))
                    .as("by a page alone nothing is deleted")
                    .isZero();
            for (LockedRecord.Promise promise : part.objects()) {
                store.delete(promise.stored().path(), promise.stored().version(), time());
            }
            assertThat(check(record, old, next).counts())
                    .containsOnly(Map.entry(Kind.NOT_CHAINED, 1L));
            // And has an entry chained that nobody signed.
            next.entries(List.of(SealedExchanges.unapproved(part, start)));
            assertThat(check(record, old, next).counts())
                    .containsOnly(Map.entry(Kind.NOT_CHAINED, 1L));
            next.entries(List.of(SealedExchanges.disposal(part, start)));
            assertThat(check(record, old, next).faults()).isEmpty();
        }
    }

    private void awaitUnlocked() throws InterruptedException {
        Duration left = Duration.between(time(), start.plus(LOCKED_FOR).plusSeconds(2));
        if (left.isPositive()) {
            pass(left);
        }
    }

    /// Two objects go, and the process with the second.
    private void killedWhileDeleting(RecordUnderTest record, Set<ManifestLine.Disposed> agreed)
            throws IOException {
        try (LockedStore store =
                new FailingStore(record.opening().open(), 2, FailingStore.Fault.AFTER)) {
            Disposing killed = RecordUnderTest.disposing(store, RecordUnderTest.RULE);
            assertThatThrownBy(() -> killed.delete(agreed, time()))
                    .isInstanceOf(FailingStore.KilledException.class);
        }
    }

    private LockedCheck.Result check(RecordUnderTest record, GrowingLog old, GrowingLog next)
            throws IOException {
        return record.check(
                time(),
                Map.of(GrowingLog.ORIGIN, old.live(), next.checkpoint().origin(), next.live()));
    }

    private static ManifestLine.Stored storedFirst(LockedRecord record) {
        return record.objects().values().stream()
                .map(LockedRecord.Promise::stored)
                .filter(stored -> stored.path().equals("log/tile/entries/000"))
                .findFirst()
                .orElseThrow();
    }

    private static DisposablePart part(Disposing disposing, String name) throws IOException {
        return disposing.record().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ManifestLine.Disposed agreed(Disposing disposing, String name)
            throws IOException {
        DisposablePart part = part(disposing, name);
        return new ManifestLine.Disposed(name, part.objects().size(), part.list());
    }
}
