package io.countersign.ledger.storage.s3;

import io.countersign.audit.merkle.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The objects below one prefix of a bucket: whole reads, and writes under a condition that the
/// store checks in the same step.
///
/// A call that meets trouble (5xx, 429, no answer) or a conflict (409) is tried again, a few times,
/// after a pause that doubles and is drawn at random up to that. A write may have been done
/// although it was reported as failed, and then finds its own condition broken (412) at the next
/// try: so that what is there is read, and a write whose bytes are there has been done. Who writes
/// under a condition sees to it that nobody else writes the same bytes, or does not mind.
///
/// Every write carries its SHA-256, which the store checks before it takes the bytes. Any thread.
final class S3Objects implements Closeable {
    static final int MAX_TRIES = 6;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /// A page has a thousand keys.
    private static final int MAX_PAGES = 1_000;

    private final S3Client client;
    private final S3Place place;

    /// @param client closed with this
    S3Objects(S3Client client, S3Place place) {
        this.client = client;
        this.place = place;
    }

    /// An object as it was read.
    static final class Stored {
        private final byte[] bytes;
        private final String etag;

        private Stored(byte[] bytes, String etag) {
            this.bytes = bytes;
            this.etag = etag;
        }

        /// Not copied: not to be changed.
        byte[] bytes() {
            return bytes;
        }

        /// Names this version of it.
        String etag() {
            return etag;
        }

        boolean holds(byte[] others) {
            return Arrays.equals(bytes, others);
        }
    }

    /// When a write is to take place.
    sealed interface Condition {
        /// Whatever is there.
        record Always() implements Condition {}

        /// Nothing is there.
        record Absent() implements Condition {}

        /// This version is there.
        record Still(String etag) implements Condition {}

        static Condition still(Optional<Stored> seen) {
            return seen.<Condition>map(stored -> new Still(stored.etag())).orElse(new Absent());
        }
    }

    /// One call to the store, which may be repeated.
    interface Call<T> {
        T run();
    }

    S3Place place() {
        return place;
    }

    /// @throws StoreFailure also where the object is larger than `limit`
    Optional<Stored> read(String path, int limit) throws IOException {
        Optional<Stored> stored = beginning(path, limit + 1);
        if (stored.isPresent() && stored.get().bytes().length > limit) {
            throw StoreFailure.unfit(place, path + " is larger than " + limit + " bytes");
        }
        return stored;
    }

    /// The object up to so many bytes.
    private Optional<Stored> beginning(String path, int limit) throws IOException {
        String what = "GET " + path;
        for (int tries = 1; ; tries++) {
            try (ResponseInputStream<GetObjectResponse> in =
                    client.getObject(get -> get.bucket(place.bucket()).key(place.key(path)))) {
                byte[] bytes = in.readNBytes(limit);
                if (bytes.length == limit) {
                    // There may be more, which is not waited for.
                    in.abort();
                }
                return Optional.of(new Stored(bytes, in.response().eTag()));
            } catch (SdkException e) {
                switch (StoreFailure.kind(e)) {
                    case ABSENT -> {
                        return Optional.empty();
                    }
                    case CONFLICT, TROUBLE -> pauseOrFail(tries, what, e);
                    case CONDITION, REFUSED -> throw StoreFailure.of(place, what, e);
                }
            } catch (IOException e) {
                // Cut off in the middle.
                pauseOrFail(tries, what, SdkException.create("cut off", e));
            }
        }
    }

    boolean isThere(String path) throws IOException {
        return beginning(path, 1).isPresent();
    }

    /// Writes under a condition.
    ///
    /// @return false where the condition did not hold and what is there has other bytes
    boolean write(String path, byte[] bytes, Condition condition) throws IOException {
        String what = "PUT " + path;
        for (int tries = 1; ; tries++) {
            try {
                writeOnce(path, bytes, condition, checksum(bytes));
                return true;
            } catch (SdkException e) {
                switch (StoreFailure.kind(e)) {
                    case CONDITION, ABSENT -> {
                        // By another's write, or by an earlier try of ours that was reported as
                        // failed.
                        return beginning(path, bytes.length + 1)
                                .filter(stored -> stored.holds(bytes))
                                .isPresent();
                    }
                    case CONFLICT, TROUBLE -> pauseOrFail(tries, what, e);
                    case REFUSED -> throw StoreFailure.of(place, what, e);
                }
            }
        }
    }

    /// Whether the store takes a write whose condition does not hold. Only a refusal that names the
    /// condition counts as one: a store in trouble has shown nothing.
    boolean takes(String path, byte[] bytes, Condition broken) throws IOException {
        String what = "PUT " + path;
        for (int tries = 1; ; tries++) {
            try {
                writeOnce(path, bytes, broken, checksum(bytes));
                return true;
            } catch (SdkException e) {
                switch (StoreFailure.kind(e)) {
                    case CONDITION -> {
                        return false;
                    }
                    case CONFLICT, TROUBLE -> pauseOrFail(tries, what, e);
                    case ABSENT, REFUSED -> throw StoreFailure.of(place, what, e);
                }
            }
        }
    }

    /// One write, once.
    ///
    /// @param checksum SHA-256 in Base64, which the store is to compare
    void writeOnce(String path, byte[] bytes, Condition condition, String checksum) {
        PutObjectRequest.Builder put =
                PutObjectRequest.builder()
                        .bucket(place.bucket())
                        .key(place.key(path))
                        .checksumSHA256(checksum);
        switch (condition) {
            case Condition.Always() -> {}
            case Condition.Absent() -> put.ifNoneMatch("*");
            case Condition.Still(String etag) -> put.ifMatch(etag);
        }
        client.putObject(put.build(), RequestBody.fromBytes(bytes));
    }

    static String checksum(byte[] bytes) {
        return Base64.getEncoder().encodeToString(Sha256.of(bytes).bytes());
    }

    /// Nothing happens where there is none.
    void delete(String path) throws IOException {
        repeated(
                "DELETE " + path,
                () ->
                        client.deleteObject(
                                delete -> delete.bucket(place.bucket()).key(place.key(path))),
                null);
    }

    /// The names that follow a path which ends with a slash, in no order.
    List<String> names(String folder) throws IOException {
        String prefix = place.key(folder);
        List<String> names = new ArrayList<>();
        for (ListObjectsV2Response page : pages(folder, Optional.empty())) {
            for (S3Object object : page.contents()) {
                if (object.key().startsWith(prefix)) {
                    names.add(object.key().substring(prefix.length()));
                }
            }
        }
        return names;
    }

    /// The first parts of the paths that have several, in no order.
    List<String> folders() throws IOException {
        String prefix = place.key("");
        List<String> folders = new ArrayList<>();
        for (ListObjectsV2Response page : pages("", Optional.of("/"))) {
            for (CommonPrefix common : page.commonPrefixes()) {
                if (common.prefix().startsWith(prefix) && common.prefix().endsWith("/")) {
                    folders.add(
                            common.prefix()
                                    .substring(prefix.length(), common.prefix().length() - 1));
                }
            }
        }
        return folders;
    }

    private List<ListObjectsV2Response> pages(String folder, Optional<String> delimiter)
            throws IOException {
        String prefix = place.key(folder);
        List<ListObjectsV2Response> pages = new ArrayList<>();
        Optional<String> next = Optional.empty();
        while (pages.size() < MAX_PAGES) {
            Optional<String> from = next;
            ListObjectsV2Response listed =
                    repeated(
                            "LIST " + folder,
                            () ->
                                    client.listObjectsV2(list ->
                                            list.bucket(place.bucket())
                                                    .prefix(prefix)
                                                    .delimiter(delimiter.orElse(null))
                                                    .continuationToken(from.orElse(null))),
                            null);
            if (listed == null) {
                return pages;
            }
            pages.add(listed);
            next = Optional.ofNullable(listed.nextContinuationToken());
            if (next.isEmpty()) {
                return pages;
            }
        }
        throw StoreFailure.unfit(place, "more objects than can be listed below " + folder);
    }

    /// The objects below a folder, reached in the same way and closed with these.
    S3Objects below(String folder) {
        return new S3Objects(client, place.below(folder));
    }

    /// @param absent what it gives where there is no such object
    <T extends @Nullable Object> T repeated(String what, Call<T> call, T absent)
            throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return call.run();
            } catch (SdkException e) {
                switch (StoreFailure.kind(e)) {
                    case ABSENT -> {
                        return absent;
                    }
                    case CONFLICT, TROUBLE -> pauseOrFail(tries, what, e);
                    case CONDITION, REFUSED -> throw StoreFailure.of(place, what, e);
                }
            }
        }
    }

    private void pauseOrFail(int tries, String what, SdkException e) throws IOException {
        if (tries >= MAX_TRIES || Thread.currentThread().isInterrupted()) {
            throw StoreFailure.of(place, what, e);
        }
        long longest = Math.min(FIRST_PAUSE.toMillis() << (tries - 1), LONGEST_PAUSE.toMillis());
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
        } catch (InterruptedException _stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(what);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
