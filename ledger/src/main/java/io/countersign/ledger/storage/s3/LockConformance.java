package io.countersign.ledger.storage.s3;

import io.countersign.audit.merkle.Sha256;
import io.countersign.ledger.locked.Lock;
import io.countersign.ledger.locked.LockMode;
import io.countersign.ledger.locked.LockRefusedException;
import io.countersign.ledger.locked.LockedObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// What a store does about the locks that it says it knows, tried on small objects of its own below
/// `lock-check/`. What it locked stays for [#STAYS], and nobody can shorten that: this is the
/// point. Nothing else in the bucket is touched, and no setting of it is changed.
public final class LockConformance {
    /// How long the objects stay that were locked; some of them may then be deleted by hand.
    public static final Duration STAYS = Duration.ofMinutes(3);

    /// Where the objects lie, below the place.
    public static final String FOLDER = "lock-check/";

    private static final Duration FIRST = Duration.ofMinutes(2);
    private static final Duration SHORTER = Duration.ofMinutes(1);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final byte[] MARKED =
            "countersign lock check: a test object, which may be deleted once its lock is over\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER =
            "countersign lock check: another version\n".getBytes(StandardCharsets.US_ASCII);

    private final S3Client client;
    private final S3Place place;
    private final InstantSource clock;
    private final Instant now;
    private final String run = FOLDER + UUID.randomUUID() + "/";
    private final List<Finding> findings = new ArrayList<>();

    private LockConformance(S3Client client, S3Place place, InstantSource clock) {
        this.client = client;
        this.place = place;
        this.clock = clock;
        this.now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /// What is tried, in this order.
    public enum Check {
        VERSIONING("the bucket keeps versions", true),
        EXPLICIT_RETENTION("mode and date of a put are kept, and shown by HEAD", true),
        DEFAULT_RETENTION("the bucket's default retention is applied to a put without one", false),
        CHECKSUM_KEPT("the SHA-256 of a put is kept, and shown by HEAD", false),
        CHECKSUM_VERIFIED("bytes that do not give their SHA-256 are refused", true),
        IF_NONE_MATCH("a name is not created twice (If-None-Match)", true),
        DELETE_REFUSED("a locked version is not deleted", true),
        DELETE_WITH_BYPASS_REFUSED("nor by who may bypass governance", true),
        BATCH_DELETE_REFUSED("nor in a batch", true),
        SHORTENING_REFUSED("a lock is not shortened", true),
        WEAKENING_REFUSED("COMPLIANCE does not become GOVERNANCE", true),
        EXTENDING_ALLOWED("a lock is made longer", true),
        OVERWRITE_MAKES_A_VERSION("a put over a name makes another version", true),
        DELETE_HIDES("a delete by name hides, and the version is read", true),
        HIDDEN_STAYS_LOCKED("a version behind others is not deleted either", true),
        LEGAL_HOLD("a legal hold is set, kept and lifted", true),
        HOLD_BEATS_BYPASS("a held version is not deleted by who may bypass governance", true),
        GOVERNANCE_REFUSED("a GOVERNANCE lock is not deleted without a bypass", false),
        MULTIPART_RETENTION("an upload in parts bears the lock that was asked for", false),
        CLOCK("its clock is within a minute of this machine's", true);

        private final String sentence;
        private final boolean needed;

        Check(String sentence, boolean needed) {
            this.sentence = sentence;
            this.needed = needed;
        }

        public String sentence() {
            return sentence;
        }

        /// Whether the locked record depends on it.
        public boolean isNeeded() {
            return needed;
        }
    }

    public enum Outcome {
        HELD,
        NOT_HELD,
        /// There is nothing to try, or it could not be tried.
        NOT_TRIED
    }

    /// @param detail what the store said or showed, without text of its own
    public record Finding(Check check, Outcome outcome, String detail) {}

    /// Tries all of it.
    ///
    /// @param client of [S3Endpoint#sealingClient()]; closed by this
    /// @throws StoreFailure where the bucket has no Object Lock, or the store does not answer
    public static List<Finding> of(S3Client client, S3Place place, InstantSource clock)
            throws IOException {
        try (S3LockedStore store = S3LockedStore.open(client, place)) {
            LockConformance conformance = new LockConformance(client, place, clock);
            conformance.tryAll(store);
            return List.copyOf(conformance.findings);
        } catch (SdkException e) {
            throw StoreFailure.of(place, "lock check", e);
        }
    }

    private void tryAll(S3LockedStore store) throws IOException {
        tryVersioning();
        String version = tryPut(store);
        tryDefault();
        tryChecksum();
        finding(
                Check.IF_NONE_MATCH,
                refused(() -> put("locked", OTHER, put -> put.ifNoneMatch("*"))));
        finding(
                Check.DELETE_REFUSED,
                refusedAndThere(store, version, () -> delete(version, false)));
        finding(
                Check.DELETE_WITH_BYPASS_REFUSED,
                refusedAndThere(store, version, () -> delete(version, true)));
        tryBatch(store, version);
        tryRetention(store, version);
        tryVersions(store, version);
        tryHold(store);
        tryMultipart(store);
        tryClock();
    }

    private void tryVersioning() {
        boolean on =
                client.getBucketVersioning(get -> get.bucket(place.bucket())).status()
                        == BucketVersioningStatus.ENABLED;
        add(Check.VERSIONING, on, on ? "on" : "off");
    }

    private String tryPut(S3LockedStore store) throws IOException {
        Instant until = now.plus(FIRST);
        String version = put("locked", MARKED, put -> locked(put, until));
        LockedObject seen = seen(store, "locked", version);
        boolean asAsked =
                seen.mode().equals(Optional.of(LockMode.COMPLIANCE))
                        && seen.until().equals(Optional.of(until));
        add(
                Check.EXPLICIT_RETENTION,
                asAsked,
                seen.mode().map(Enum::name).orElse("no mode")
                        + " until "
                        + seen.until().map(Instant::toString).orElse("no date"));
        boolean sum = seen.sha256().equals(Optional.of(Sha256.of(MARKED)));
        add(
                Check.CHECKSUM_KEPT,
                sum,
                sum ? "as sent" : "not shown: objects are read to compare them");
        return version;
    }

    private static PutObjectRequest.Builder locked(PutObjectRequest.Builder put, Instant until) {
        return put.objectLockMode(ObjectLockMode.COMPLIANCE).objectLockRetainUntilDate(until);
    }

    private void tryDefault() {
        ObjectLockConfiguration configuration =
                client.getObjectLockConfiguration(get -> get.bucket(place.bucket()))
                        .objectLockConfiguration();
        DefaultRetention rule =
                configuration == null || configuration.rule() == null
                        ? null
                        : configuration.rule().defaultRetention();
        if (rule == null || rule.mode() == null) {
            findings.add(
                    new Finding(
                            Check.DEFAULT_RETENTION,
                            Outcome.NOT_TRIED,
                            "the bucket has none, and the record needs none"));
            return;
        }
        // It would lock a test object for as long as the default says.
        findings.add(
                new Finding(
                        Check.DEFAULT_RETENTION,
                        Outcome.NOT_TRIED,
                        rule.modeAsString()
                                + ", "
                                + (rule.days() != null
                                        ? rule.days() + " days"
                                        : rule.years() + " years")
                                + ": not tried, since it would lock an object for so long"));
    }

    private void tryChecksum() {
        finding(
                Check.CHECKSUM_VERIFIED,
                refused(() ->
                        put(
                                "damaged",
                                OTHER,
                                put -> put.checksumSHA256(S3Objects.checksum(MARKED)))));
    }

    private void tryBatch(S3LockedStore store, String version) throws IOException {
        finding(
                Check.BATCH_DELETE_REFUSED,
                refusedAndThere(
                        store,
                        version,
                        () -> {
                            if (client.deleteObjects(
                                            delete ->
                                                    delete.bucket(place.bucket())
                                                            .bypassGovernanceRetention(true)
                                                            .delete(batch ->
                                                                    batch.objects(
                                                                            ObjectIdentifier
                                                                                    .builder()
                                                                                    .key(
                                                                                            key(
                                                                                                    "locked"))
                                                                                    .versionId(
                                                                                            version)
                                                                                    .build())))
                                    .hasErrors()) {
                                throw SdkException.create("refused in the answer", null);
                            }
                        }));
    }

    private void tryRetention(S3LockedStore store, String version) throws IOException {
        retained(version, ObjectLockRetentionMode.COMPLIANCE, now.plus(SHORTER));
        add(
                Check.SHORTENING_REFUSED,
                !seen(store, "locked", version).until().orElse(now).isBefore(now.plus(FIRST)),
                "until "
                        + seen(store, "locked", version)
                                .until()
                                .map(Instant::toString)
                                .orElse("-"));
        retained(version, ObjectLockRetentionMode.GOVERNANCE, now.plus(STAYS));
        LockedObject after = seen(store, "locked", version);
        add(
                Check.WEAKENING_REFUSED,
                after.mode().equals(Optional.of(LockMode.COMPLIANCE)),
                after.mode().map(Enum::name).orElse("no mode"));
        try {
            Lock longer = new Lock(LockMode.COMPLIANCE, now.plus(STAYS), false);
            LockedObject extended = store.extend(run + "locked", version, longer);
            add(Check.EXTENDING_ALLOWED, true, "until " + extended.until().orElse(now));
        } catch (LockRefusedException | StoreFailure _refused) {
            add(Check.EXTENDING_ALLOWED, false, "refused");
        }
    }

    /// Whether it was refused shows in what is there afterwards.
    private void retained(String version, ObjectLockRetentionMode mode, Instant until) {
        refused(() ->
                client.putObjectRetention(put ->
                        put.bucket(place.bucket())
                                .key(key("locked"))
                                .versionId(version)
                                .bypassGovernanceRetention(true)
                                .retention(lock -> lock.mode(mode).retainUntilDate(until))));
    }

    private void tryVersions(S3LockedStore store, String version) throws IOException {
        String other = put("locked", OTHER, put -> put);
        boolean both =
                !other.equals(version)
                        && store.read(run + "locked", version, MARKED.length)
                                .filter(bytes -> Arrays.equals(bytes, MARKED))
                                .isPresent();
        add(Check.OVERWRITE_MAKES_A_VERSION, both, both ? "both are there" : "it was replaced");
        client.deleteObject(delete -> delete.bucket(place.bucket()).key(key("locked")));
        boolean there = store.describe(run + "locked", version).isPresent();
        add(Check.DELETE_HIDES, there, there ? "the version is there" : "the version is gone");
        finding(
                Check.HIDDEN_STAYS_LOCKED,
                refusedAndThere(store, version, () -> delete(version, true)));
    }

    private void tryHold(S3LockedStore store) throws IOException {
        String version =
                put(
                        "held",
                        MARKED,
                        put ->
                                put.objectLockMode(ObjectLockMode.GOVERNANCE)
                                        .objectLockRetainUntilDate(now.plus(STAYS))
                                        .objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON));
        boolean shown = seen(store, "held", version).held();
        refused(() -> deleteHeld(version, true));
        boolean there = store.describe(run + "held", version).isPresent();
        add(
                Check.HOLD_BEATS_BYPASS,
                shown && there,
                there ? "the version is there" : "the version is gone");
        if (!there) {
            add(Check.LEGAL_HOLD, false, "it kept nothing");
            findings.add(
                    new Finding(Check.GOVERNANCE_REFUSED, Outcome.NOT_TRIED, "nothing is left"));
            return;
        }
        boolean lifted;
        try {
            store.hold(run + "held", version, false);
            lifted = true;
        } catch (LockRefusedException | StoreFailure _refused) {
            lifted = false;
        }
        add(
                Check.LEGAL_HOLD,
                shown && lifted,
                shown ? (lifted ? "set, shown, lifted" : "it stays") : "HEAD does not show it");
        refused(() -> deleteHeld(version, false));
        boolean governed = store.describe(run + "held", version).isPresent();
        add(
                Check.GOVERNANCE_REFUSED,
                governed,
                governed ? "the version is there" : "the version is gone");
        // The bypass is what GOVERNANCE is for, so that this object does not stay.
        refused(() -> deleteHeld(version, true));
    }

    private void tryMultipart(S3LockedStore store) throws IOException {
        try {
            CreateMultipartUploadResponse upload =
                    client.createMultipartUpload(create ->
                            create.bucket(place.bucket())
                                    .key(key("parts"))
                                    .objectLockMode(ObjectLockMode.COMPLIANCE)
                                    .objectLockRetainUntilDate(now.plus(FIRST)));
            UploadPartResponse part =
                    client.uploadPart(
                            put ->
                                    put.bucket(place.bucket())
                                            .key(key("parts"))
                                            .uploadId(upload.uploadId())
                                            .partNumber(1),
                            RequestBody.fromBytes(MARKED));
            String version =
                    client.completeMultipartUpload(done ->
                                    done.bucket(place.bucket())
                                            .key(key("parts"))
                                            .uploadId(upload.uploadId())
                                            .multipartUpload(parts ->
                                                    parts.parts(
                                                            CompletedPart.builder()
                                                                    .partNumber(1)
                                                                    .eTag(part.eTag())
                                                                    .build())))
                            .versionId();
            LockedObject seen = seen(store, "parts", version);
            add(
                    Check.MULTIPART_RETENTION,
                    seen.until().equals(Optional.of(now.plus(FIRST))),
                    "until " + seen.until().map(Instant::toString).orElse("no date"));
        } catch (S3Exception e) {
            findings.add(
                    new Finding(
                            Check.MULTIPART_RETENTION,
                            Outcome.NOT_TRIED,
                            "the store answered " + e.statusCode()));
        }
    }

    private void tryClock() {
        Optional<String> date =
                client.getBucketVersioning(get -> get.bucket(place.bucket()))
                        .sdkHttpResponse()
                        .firstMatchingHeader("Date");
        try {
            Instant theirs =
                    ZonedDateTime.parse(date.orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            Duration apart = Duration.between(clock.instant(), theirs).abs();
            add(Check.CLOCK, apart.compareTo(CLOCKS_DIFFER) <= 0, apart.toSeconds() + " s apart");
        } catch (DateTimeException _none) {
            findings.add(new Finding(Check.CLOCK, Outcome.NOT_TRIED, "it does not say"));
        }
    }

    private interface Change {
        PutObjectRequest.Builder with(PutObjectRequest.Builder put);
    }

    private String put(String name, byte[] bytes, Change change) {
        PutObjectRequest.Builder put =
                PutObjectRequest.builder()
                        .bucket(place.bucket())
                        .key(key(name))
                        .checksumSHA256(S3Objects.checksum(bytes));
        String version =
                client.putObject(change.with(put).build(), RequestBody.fromBytes(bytes))
                        .versionId();
        return version == null ? "null" : version;
    }

    private void delete(String version, boolean bypass) {
        delete("locked", version, bypass);
    }

    private void deleteHeld(String version, boolean bypass) {
        delete("held", version, bypass);
    }

    private void delete(String name, String version, boolean bypass) {
        client.deleteObject(delete -> {
            delete.bucket(place.bucket()).key(key(name)).versionId(version);
            if (bypass) {
                delete.bypassGovernanceRetention(true);
            }
        });
    }

    private String key(String name) {
        return place.key(run + name);
    }

    private LockedObject seen(S3LockedStore store, String name, String version) throws IOException {
        return store.describe(run + name, version)
                .orElseThrow(() ->
                        StoreFailure.unfit(
                                place, "what was written is not there when it is asked for"));
    }

    /// Stores refuse with different codes.
    private static String refused(Runnable act) {
        try {
            act.run();
            return "";
        } catch (S3Exception e) {
            return "refused with " + e.statusCode();
        } catch (SdkException e) {
            return "refused";
        }
    }

    private String refusedAndThere(S3LockedStore store, String version, Runnable act)
            throws IOException {
        String how = refused(act);
        // What counts is that it is there, whatever the store says.
        if (store.describe(run + "locked", version).isEmpty()) {
            return "";
        }
        return how.isEmpty() ? "said to be done, and not done" : how;
    }

    private void finding(Check check, String refused) {
        add(check, !refused.isEmpty(), refused.isEmpty() ? "it was done" : refused);
    }

    private void add(Check check, boolean held, String detail) {
        findings.add(new Finding(check, held ? Outcome.HELD : Outcome.NOT_HELD, detail));
    }
}
