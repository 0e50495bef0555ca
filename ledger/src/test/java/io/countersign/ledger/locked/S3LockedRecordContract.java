package io.countersign.ledger.locked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.ledger.locked.LockedFault.Kind;
import io.countersign.ledger.storage.s3.LocalStore;
import io.countersign.ledger.storage.s3.LockConformance;
import io.countersign.ledger.storage.s3.S3Endpoint;
import io.countersign.ledger.storage.s3.S3LockedStore;
import io.countersign.ledger.storage.s3.S3Place;
import io.countersign.ledger.storage.s3.StoreFailure;
import io.countersign.ledger.storage.s3.TroubledWay;
import io.countersign.ledger.storage.s3.TroubledWay.Harm;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// In a bucket of a real store, with an operator who has every right there and means ill.
@TestInstance(Lifecycle.PER_CLASS)
abstract class S3LockedRecordContract extends LockedRecordContract {
    private static final String BUCKET = "locked-log";

    private Optional<LockingStore> store = Optional.empty();

    abstract LocalStore.Program program();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = Optional.of(LockingStore.startOrSkip(program(), folder, BUCKET));
    }

    @AfterAll
    void stop() {
        store.ifPresent(LockingStore::close);
    }

    @Override
    RecordUnderTest fresh() {
        return store.orElseThrow().fresh();
    }

    private RecordUnderTest at(S3Place place) {
        return store.orElseThrow().at(place);
    }

    private S3Client client() {
        return store.orElseThrow().client();
    }

    @Test
    void aHostileOperatorDestroysNothing() throws Exception {
        S3Place place = new S3Place(BUCKET, "hospital");
        RecordUnderTest record = at(place);
        GrowingLog log = GrowingLog.in(beside).grow(256 * 2 + 100);
        record.keep(now, log.now());
        log.grow(256);
        record.keep(now, log.now());
        int refused = 0;
        try (S3Client operator = client()) {
            for (LockedStore.Version version : record.versions()) {
                String key = place.prefix() + "/" + version.path();
                refused +=
                        retained(operator, key, version, ObjectLockRetentionMode.COMPLIANCE, 1)
                                + retained(
                                        operator,
                                        key,
                                        version,
                                        ObjectLockRetentionMode.GOVERNANCE,
                                        9_000)
                                + deleted(operator, key, version.version());
                // These are no locks' to refuse: they hide, and destroy nothing.
                operator.putObject(
                        put -> put.bucket(BUCKET).key(key), RequestBody.fromString("nothing here"));
                operator.deleteObject(delete -> delete.bucket(BUCKET).key(key));
            }
            // A page of the operator's own, beyond the newest.
            operator.putObject(
                    put -> put.bucket(BUCKET).key(place.prefix() + "/manifest/000000000007"),
                    RequestBody.fromString("countersign-manifest/1\n"));
        }
        LockedRecord read = record.record();
        assertThat(refused).isEqualTo(3 * (read.objects().size() + read.pages().pages().size()));
        // What lies behind others is no easier to delete.
        try (S3Client operator = client()) {
            for (LockedRecord.Promise promise : read.objects().values()) {
                deleted(
                        operator,
                        place.prefix() + "/" + promise.stored().path(),
                        promise.stored().version());
            }
        }
        LockedCheck.Result result = record.check(now, Optional.of(log));
        assertThat(result.leaves()).as("every entry of a full bundle").isEqualTo(256 * 3);
        assertThat(result.counts())
                .containsOnly(Map.entry(Kind.HIDDEN, (long) read.objects().size()));
        try (LockedStore locked = record.opening().open()) {
            LogTiles tiles = new LogTiles(new LockedTiles(locked, read, ""), new TreeSize(256 * 3));
            assertThat(
                            new String(
                                    tiles.bundle(2).entry(7),
                                    java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(GrowingLog.ORIGIN + " 519");
        }
        // The log itself is lost: what lay behind the locked part is named.
        assertThat(withoutLogs(record).faults())
                .filteredOn(fault -> fault.kind() == Kind.LOG_SHORTER)
                .singleElement()
                .extracting(LockedFault::sentence)
                .asString()
                .contains("is gone", "the first 768 are locked", "leaves 768 to 867 are lost");

        // The keeper goes on, whatever lies in its way.
        log.grow(256);
        record.keep(now, log.now());
        assertThat(record.check(now, Optional.of(log)).leaves()).isEqualTo(256 * 4);
    }

    private LockedCheck.Result withoutLogs(RecordUnderTest record) throws Exception {
        try (LockedStore locked = record.opening().open()) {
            return new LockedCheck(locked, GrowingLog.ORIGIN, now)
                    .of(record.record(), Optional.of(Map.of()));
        }
    }

    /// 1 where the store refuses to lock a version so from now on, whoever asks.
    private int retained(
            S3Client operator,
            String key,
            LockedStore.Version version,
            ObjectLockRetentionMode mode,
            int days) {
        return refused(() ->
                operator.putObjectRetention(put ->
                        put.bucket(BUCKET)
                                .key(key)
                                .versionId(version.version())
                                .bypassGovernanceRetention(true)
                                .retention(lock ->
                                        lock.mode(mode)
                                                .retainUntilDate(
                                                        now.plus(days, ChronoUnit.DAYS)))));
    }

    /// 1 where the store refuses to destroy a version, whoever asks.
    private static int deleted(S3Client operator, String key, String version) {
        return refused(() ->
                operator.deleteObject(delete ->
                        delete.bucket(BUCKET)
                                .key(key)
                                .versionId(version)
                                .bypassGovernanceRetention(true)));
    }

    private static int refused(Runnable act) {
        try {
            act.run();
            return 0;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isBetween(400, 499);
            return 1;
        }
    }

    @Test
    void whatNobodyMayDeleteIsWhatWasAskedFor() throws Exception {
        RecordUnderTest record = fresh();
        record.keep(now, GrowingLog.in(beside).grow(256).now());
        try (LockedStore locked = record.opening().open()) {
            for (LockedRecord.Promise promise : record.record().objects().values()) {
                ManifestLine.Stored stored = promise.stored();
                LockedObject object =
                        locked.describe(stored.path(), stored.version()).orElseThrow();
                assertThat(object.mode()).hasValue(LockMode.COMPLIANCE);
                assertThat(object.until()).hasValue(stored.until());
                assertThat(object.sha256()).hasValue(stored.sha256());
                assertThat(stored.until())
                        .isAfterOrEqualTo(now.plus(6 * 365L + 31, ChronoUnit.DAYS));
            }
        }
    }

    @Test
    void whatLiesUnlockedInTheWayIsNotTakenForOurs() throws Exception {
        S3Place place = new S3Place(BUCKET, "squatted");
        RecordUnderTest record = at(place);
        GrowingLog log = GrowingLog.in(beside).grow(300);
        try (S3Client operator = client()) {
            // Other bytes; and the right bytes, which nothing locks.
            operator.putObject(
                    put -> put.bucket(BUCKET).key("squatted/log/tile/entries/000"),
                    RequestBody.fromString("nothing here"));
            operator.putObject(
                    put -> put.bucket(BUCKET).key("squatted/log/tile/0/000"),
                    RequestBody.fromBytes(log.tiles().read("tile/0/000").orElseThrow()));
            operator.putObject(
                    put -> put.bucket(BUCKET).key("squatted/manifest/000000000000"),
                    RequestBody.fromString("no page"));
        }
        assertThatThrownBy(() -> record.keep(now, log.now()))
                .isInstanceOf(LockedLogException.class)
                .hasMessageContaining("no key of");
    }

    /// Each call comes to harm once, and then the store is away for a while.
    @ParameterizedTest
    @EnumSource(value = Harm.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void callsThatComeToHarmAreMadeGood(Harm harm) throws Exception {
        S3Place place = new S3Place(BUCKET, "harmed/" + UUID.randomUUID());
        GrowingLog log = GrowingLog.in(beside).grow(256 * 2);
        Set<String> harmed = ConcurrentHashMap.newKeySet();
        AtomicBoolean away = new AtomicBoolean();
        S3Endpoint direct = store.orElseThrow().store().endpoint();
        try (TroubledWay way =
                new TroubledWay(
                        direct.endpoint().orElseThrow(),
                        call ->
                                away.get()
                                        ? Harm.REFUSED
                                        : isHarmed(call) && harmed.add(call) ? harm : Harm.NONE)) {
            RecordUnderTest troubled =
                    new RecordUnderTest(
                            () -> S3LockedStore.open(way.endpoint(direct).sealingClient(), place));
            troubled.keep(now, log.now());
            assertThat(onceEach(at(place))).isTrue();
            assertThat(at(place).check(now, Optional.of(log)).leaves()).isEqualTo(512);
            if (harm == Harm.REFUSED) {
                away.set(true);
                log.grow(256);
                assertThatThrownBy(() -> troubled.keep(now, log.now()))
                        .isInstanceOf(StoreFailure.class)
                        .hasMessageContaining("503");
                away.set(false);
                troubled.keep(now, log.now());
                assertThat(onceEach(at(place))).isTrue();
                assertThat(at(place).check(now, Optional.of(log)).leaves()).isEqualTo(768);
            }
        }
        assertThat(harmed).anyMatch(call -> call.startsWith("PUT") && call.contains("manifest"));
    }

    /// Not those whose bytes a store need not read to refuse them: it closes the way then.
    private static boolean isHarmed(String call) {
        return !call.startsWith("PUT") || !call.contains("/log/tile/");
    }

    @Test
    void theStoreHoldsWhatTheRecordNeeds() throws Exception {
        List<LockConformance.Finding> findings =
                LockConformance.of(
                        client(), new S3Place(BUCKET, "checked"), InstantSource.system());
        assertThat(findings)
                .filteredOn(found -> found.outcome() != LockConformance.Outcome.HELD)
                .extracting(LockConformance.Finding::check)
                .containsExactly(LockConformance.Check.DEFAULT_RETENTION);
        assertThat(findings)
                .extracting(LockConformance.Finding::check)
                .containsExactlyInAnyOrder(LockConformance.Check.values());
    }

    @Test
    void aBucketWithoutObjectLockIsRefused() {
        assertThatThrownBy(() -> S3LockedStore.open(client(), new S3Place("audit-log", "record")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("has no Object Lock");
        assertThatThrownBy(
                        () -> S3LockedStore.open(client(), new S3Place("no-such-bucket", "record")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("NoSuchBucket");
    }
}
