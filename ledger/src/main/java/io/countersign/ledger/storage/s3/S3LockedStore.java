package io.countersign.ledger.storage.s3;

import io.countersign.audit.locked.ManifestPage;
import io.countersign.audit.merkle.Sha256;
import io.countersign.ledger.locked.Lock;
import io.countersign.ledger.locked.LockMode;
import io.countersign.ledger.locked.LockRefusedException;
import io.countersign.ledger.locked.LockedObject;
import io.countersign.ledger.locked.LockedStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectLockConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHold;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A bucket with Object Lock. Every write names mode, date, `If-None-Match: *` and its SHA-256, and
/// the store is asked afterwards what it has made of it; a bucket's default is never relied on.
///
/// Locks hold versions. Whoever deletes a name without its version only hides it, and whoever
/// writes over it makes another: everything here goes by version, so that neither matters.
///
/// A failed call is repeated as [S3Objects] repeats it. A write that was done though it was
/// reported as failed is found to be done, by its bytes.
public final class S3LockedStore implements LockedStore {
    private static final String NONE_MATCHES = "*";
    private static final String NO_LOCKS = "ObjectLockConfigurationNotFound";

    /// Versions of one name that are looked at: others may have put some in the way.
    private static final int MAX_VERSIONS_OF_ONE = 1_000;

    /// A page has a thousand versions.
    private static final int MAX_PAGES = 10_000;

    private static final int BAD_REQUEST = 400;
    private static final int DENIED = 403;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_FAILED = 500;

    /// To a version that is a mark of deletion.
    private static final int NOT_ALLOWED = 405;

    private final S3Client client;
    private final S3Place place;
    private final S3Objects objects;

    private S3LockedStore(S3Client client, S3Place place) {
        this.client = client;
        this.place = place;
        this.objects = new S3Objects(client, place);
    }

    /// Opens a bucket that was made with Object Lock.
    ///
    /// @param client of [S3Endpoint#sealingClient()]; closed with the store, and where this throws
    /// @throws StoreFailure where the bucket has no Object Lock, or the store refuses
    public static S3LockedStore open(S3Client client, S3Place place) throws IOException {
        S3LockedStore store = new S3LockedStore(client, place);
        boolean opened = false;
        try {
            store.requireObjectLock();
            opened = true;
            return store;
        } finally {
            if (!opened) {
                client.close();
            }
        }
    }

    private void requireObjectLock() throws IOException {
        // Some stores answer the next question about buckets that are not there, too.
        objects.isThere(ManifestPage.path(0));
        Optional<GetObjectLockConfigurationResponse> answer =
                objects.repeated(
                        "GET ?object-lock",
                        () -> {
                            try {
                                return Optional.of(
                                        client.getObjectLockConfiguration(
                                                get -> get.bucket(place.bucket())));
                            } catch (S3Exception e) {
                                if (StoreFailure.code(e).startsWith(NO_LOCKS)) {
                                    return Optional.empty();
                                }
                                throw e;
                            }
                        },
                        Optional.empty());
        if (answer.filter(
                        found ->
                                found.objectLockConfiguration() != null
                                        && found.objectLockConfiguration().objectLockEnabled()
                                                == ObjectLockEnabled.ENABLED)
                .isEmpty()) {
            throw StoreFailure.unlocked(place);
        }
    }

    @Override
    public boolean enforces() {
        return true;
    }

    @Override
    public LockedObject put(String path, byte[] bytes, Lock lock) throws IOException {
        Optional<LockedObject> created = create(path, bytes, lock);
        if (created.isPresent()) {
            return created.get();
        }
        Optional<LockedObject> same = sameBytes(path, bytes);
        if (same.isEmpty()) {
            // Others put something in the way: ours becomes a version of its own.
            return checked(path, written(path, bytes, lock, false).orElse(""), bytes, lock);
        }
        String version = same.get().version();
        if (lock.held() && !same.get().held()) {
            hold(path, version, true);
        }
        return extend(path, version, lock);
    }

    /// The version that has these bytes, locked ones first; empty where none has.
    private Optional<LockedObject> sameBytes(String path, byte[] bytes) throws IOException {
        Sha256 sha256 = Sha256.of(bytes);
        Optional<LockedObject> same = Optional.empty();
        int looked = 0;
        for (Version version : versions(path)) {
            if (!version.path().equals(path) || ++looked > MAX_VERSIONS_OF_ONE) {
                continue;
            }
            Optional<LockedObject> found = describe(path, version.version());
            if (found.isPresent()
                    && found.get().bytes() == bytes.length
                    && sha256.equals(sha256Of(found.get()))
                    && (same.isEmpty() || found.get().until().isPresent())) {
                same = found;
            }
        }
        return same;
    }

    /// What the store says, or what its bytes give where it does not say.
    private Sha256 sha256Of(LockedObject object) throws IOException {
        if (object.sha256().isPresent()) {
            return object.sha256().get();
        }
        return Sha256.of(
                read(object.path(), object.version(), Math.toIntExact(object.bytes()))
                        .orElse(new byte[0]));
    }

    @Override
    public Optional<LockedObject> create(String path, byte[] bytes, Lock lock) throws IOException {
        Optional<String> version = written(path, bytes, lock, true);
        return version.isEmpty()
                ? Optional.empty()
                : Optional.of(checked(path, version.get(), bytes, lock));
    }

    /// The version that was made; empty where the name is used.
    private Optional<String> written(String path, byte[] bytes, Lock lock, boolean whereAbsent)
            throws IOException {
        PutObjectRequest.Builder put =
                PutObjectRequest.builder()
                        .bucket(place.bucket())
                        .key(place.key(path))
                        .checksumSHA256(S3Objects.checksum(bytes))
                        .objectLockMode(
                                lock.mode() == LockMode.COMPLIANCE
                                        ? ObjectLockMode.COMPLIANCE
                                        : ObjectLockMode.GOVERNANCE)
                        .objectLockRetainUntilDate(lock.until());
        if (whereAbsent) {
            put.ifNoneMatch(NONE_MATCHES);
        }
        if (lock.held()) {
            put.objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON);
        }
        PutObjectRequest request = put.build();
        return objects.repeated(
                "PUT " + path,
                () -> {
                    try {
                        return Optional.of(
                                client.putObject(request, RequestBody.fromBytes(bytes))
                                        .versionId());
                    } catch (S3Exception e) {
                        if (StoreFailure.kind(e) == StoreFailure.Kind.CONDITION) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                },
                Optional.empty());
    }

    /// Asks the store what it holds, and refuses another answer than what was asked for.
    private LockedObject checked(String path, String version, byte[] bytes, Lock lock)
            throws IOException {
        LockedObject object =
                describe(path, version)
                        .orElseThrow(() ->
                                new LockRefusedException(
                                        path + " is not there after it was stored in " + place));
        if (object.bytes() != bytes.length || !sha256Of(object).equals(Sha256.of(bytes))) {
            throw new LockRefusedException(
                    path + " has other bytes in " + place + " than were sent");
        }
        requireLocked(object, lock);
        return object;
    }

    private void requireLocked(LockedObject object, Lock lock) throws IOException {
        if (object.mode().isEmpty()
                || (lock.mode() == LockMode.COMPLIANCE
                        && object.mode().get() != LockMode.COMPLIANCE)
                || object.until().filter(until -> !until.isBefore(lock.until())).isEmpty()
                || (lock.held() && !object.held())) {
            throw new LockRefusedException(
                    "%s is locked in %s as %s until %s%s, and %s until %s%s was asked for"
                            .formatted(
                                    object.path(),
                                    place,
                                    object.mode().map(Enum::name).orElse("nothing"),
                                    object.until().map(Instant::toString).orElse("no date"),
                                    object.held() ? " with a hold" : "",
                                    lock.mode(),
                                    lock.until(),
                                    lock.held() ? " with a hold" : ""));
        }
    }

    @Override
    public Optional<LockedObject> describe(String path, String version) throws IOException {
        Optional<HeadObjectResponse> head =
                objects.repeated(
                        "HEAD " + path,
                        () -> {
                            try {
                                return Optional.of(
                                        client.headObject(ask ->
                                                ask.bucket(place.bucket())
                                                        .key(place.key(path))
                                                        .versionId(version)
                                                        .checksumMode(ChecksumMode.ENABLED)));
                            } catch (S3Exception e) {
                                if (isNotThere(e)) {
                                    return Optional.empty();
                                }
                                throw e;
                            }
                        },
                        Optional.empty());
        if (head.isEmpty() || head.get().objectLockMode() != null) {
            return head.map(found -> object(path, version, found));
        }
        // Some stores leave the lock of a version that others lie over out of this answer.
        return Optional.of(withLock(object(path, version, head.get())));
    }

    private LockedObject withLock(LockedObject object) throws IOException {
        Optional<ObjectLockRetention> retention =
                asked(
                        "GET " + object.path() + "?retention",
                        () ->
                                client.getObjectRetention(get ->
                                                get.bucket(place.bucket())
                                                        .key(place.key(object.path()))
                                                        .versionId(object.version()))
                                        .retention());
        Optional<ObjectLockLegalHold> hold =
                asked(
                        "GET " + object.path() + "?legal-hold",
                        () ->
                                client.getObjectLegalHold(get ->
                                                get.bucket(place.bucket())
                                                        .key(place.key(object.path()))
                                                        .versionId(object.version()))
                                        .legalHold());
        return new LockedObject(
                object.path(),
                object.version(),
                object.bytes(),
                object.sha256(),
                retention.flatMap(lock -> mode(lock.modeAsString())),
                retention.map(ObjectLockRetention::retainUntilDate),
                hold.filter(status -> status.status() == ObjectLockLegalHoldStatus.ON).isPresent());
    }

    /// Empty where the object has none of it, which stores say with different codes.
    private <T> Optional<T> asked(String what, S3Objects.Call<T> call) throws IOException {
        return objects.repeated(
                what,
                () -> {
                    try {
                        return Optional.ofNullable(call.run());
                    } catch (S3Exception e) {
                        if (e.statusCode() >= BAD_REQUEST
                                && e.statusCode() < SERVER_FAILED
                                && e.statusCode() != DENIED) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                },
                Optional.empty());
    }

    private static Optional<LockMode> mode(@Nullable String name) {
        return Arrays.stream(LockMode.values())
                .filter(mode -> mode.name().equals(name))
                .findFirst();
    }

    /// To a call about one version; the bucket is known to be there.
    private static boolean isNotThere(S3Exception e) {
        // Stores say 400 to a version that they never made up.
        return e.statusCode() == NOT_FOUND
                || e.statusCode() == NOT_ALLOWED
                || StoreFailure.code(e).equals("InvalidArgument");
    }

    private static LockedObject object(String path, String version, HeadObjectResponse head) {
        return new LockedObject(
                path,
                head.versionId() == null ? version : head.versionId(),
                // A length that nobody says is nobody's: it is compared.
                head.contentLength() == null ? -1 : head.contentLength(),
                // A checksum of parts, of an object in several, is none of its bytes.
                Optional.ofNullable(head.checksumSHA256())
                        .filter(sum -> !sum.contains("-"))
                        .map(sum -> Sha256.copyOf(Base64.getDecoder().decode(sum))),
                mode(head.objectLockModeAsString()),
                Optional.ofNullable(head.objectLockRetainUntilDate()),
                head.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON);
    }

    @Override
    public Optional<byte[]> read(String path, String version, int limit) throws IOException {
        Optional<byte[]> bytes =
                objects.repeated(
                        "GET " + path,
                        () -> {
                            try (ResponseInputStream<GetObjectResponse> in =
                                    client.getObject(get ->
                                            get.bucket(place.bucket())
                                                    .key(place.key(path))
                                                    .versionId(version))) {
                                byte[] read = in.readNBytes(limit + 1);
                                if (read.length > limit) {
                                    in.abort();
                                }
                                return Optional.of(read);
                            } catch (S3Exception e) {
                                if (isNotThere(e)) {
                                    return Optional.empty();
                                }
                                throw e;
                            } catch (IOException e) {
                                throw SdkException.create("cut off", e);
                            }
                        },
                        Optional.empty());
        if (bytes.isPresent() && bytes.get().length > limit) {
            throw StoreFailure.unfit(place, path + " is larger than " + limit + " bytes");
        }
        return bytes;
    }

    @Override
    public List<Version> versions(String beginning) throws IOException {
        List<Version> versions = new ArrayList<>();
        String prefix = place.key("");
        Optional<String> keyMarker = Optional.empty();
        Optional<String> versionMarker = Optional.empty();
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            Optional<String> key = keyMarker;
            Optional<String> version = versionMarker;
            ListObjectVersionsResponse listed =
                    objects.repeated(
                            "LIST " + beginning,
                            () ->
                                    client.listObjectVersions(list ->
                                            list.bucket(place.bucket())
                                                    .prefix(place.key(beginning))
                                                    .keyMarker(key.orElse(null))
                                                    .versionIdMarker(version.orElse(null))),
                            ListObjectVersionsResponse.builder().build());
            for (ObjectVersion found : listed.versions()) {
                if (!found.key().startsWith(prefix)) {
                    continue;
                }
                versions.add(
                        new Version(
                                found.key().substring(prefix.length()),
                                found.versionId(),
                                Boolean.TRUE.equals(found.isLatest()),
                                Optional.ofNullable(found.lastModified()).orElse(Instant.EPOCH)));
            }
            if (!Boolean.TRUE.equals(listed.isTruncated())) {
                return versions;
            }
            keyMarker = Optional.ofNullable(listed.nextKeyMarker());
            versionMarker =
                    Optional.ofNullable(listed.nextVersionIdMarker()).filter(v -> !v.isEmpty());
        }
        throw StoreFailure.unfit(place, "more versions than can be listed below " + beginning);
    }

    @Override
    public LockedObject extend(String path, String version, Lock lock) throws IOException {
        LockedObject before = there(path, version);
        boolean longEnough =
                before.until().filter(until -> !until.isBefore(lock.until())).isPresent()
                        && before.mode()
                                .filter(mode -> mode == LockMode.COMPLIANCE || mode == lock.mode())
                                .isPresent();
        if (!longEnough) {
            Instant until =
                    before.until().filter(was -> was.isAfter(lock.until())).orElse(lock.until());
            objects.repeated(
                    "PUT " + path + "?retention",
                    () ->
                            client.putObjectRetention(put ->
                                    put.bucket(place.bucket())
                                            .key(place.key(path))
                                            .versionId(version)
                                            .retention(retention ->
                                                    retention
                                                            .mode(
                                                                    ObjectLockRetentionMode
                                                                            .fromValue(
                                                                                    lock.mode()
                                                                                            .name()))
                                                            .retainUntilDate(until))),
                    null);
        }
        LockedObject after = there(path, version);
        requireLocked(after, lock);
        return after;
    }

    private LockedObject there(String path, String version) throws IOException {
        return describe(path, version)
                .orElseThrow(() -> new LockRefusedException(path + " is not in " + place));
    }

    @Override
    public void hold(String path, String version, boolean on) throws IOException {
        objects.repeated(
                "PUT " + path + "?legal-hold",
                () ->
                        client.putObjectLegalHold(put ->
                                put.bucket(place.bucket())
                                        .key(place.key(path))
                                        .versionId(version)
                                        .legalHold(hold ->
                                                hold.status(
                                                        on
                                                                ? ObjectLockLegalHoldStatus.ON
                                                                : ObjectLockLegalHoldStatus.OFF))),
                null);
        if (there(path, version).held() != on) {
            throw new LockRefusedException(
                    "the legal hold of " + path + " in " + place + " did not change");
        }
    }

    @Override
    public void delete(String path, String version, Instant now) throws IOException {
        Optional<LockedObject> object = describe(path, version);
        if (object.isEmpty()) {
            return;
        }
        if (object.get().isKept(now)) {
            throw new LockRefusedException(path + " in " + place + " is still locked or held");
        }
        // By its version, and without asking for any lock to be passed over.
        objects.repeated(
                "DELETE " + path,
                () ->
                        client.deleteObject(delete ->
                                delete.bucket(place.bucket())
                                        .key(place.key(path))
                                        .versionId(version)),
                null);
        if (describe(path, version).isPresent()) {
            throw new LockRefusedException(path + " in " + place + " was not deleted");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
