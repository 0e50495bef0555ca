package io.countersign.ledger.storage.s3;

import io.countersign.ledger.storage.s3.S3Objects.Condition;
import io.countersign.ledger.storage.s3.S3Objects.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;

/// What a store does with the conditions that a log depends on, tried on an object of its own below
/// `ledger/probe/`, which is deleted afterwards. That a store knows the words says nothing: some
/// take a conditional write and ignore the condition, and two sealers would fork the log there.
///
/// @param refusesSecondCreation `If-None-Match: *` on an object that is there
/// @param refusesStaleReplacement `If-Match` with the ETag of a version that is there no more
/// @param refusesWrongChecksum bytes that do not give the SHA-256 sent along
public record StoreProbe(
        boolean refusesSecondCreation,
        boolean refusesStaleReplacement,
        boolean refusesWrongChecksum) {
    private static final byte[] FIRST = "first".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECOND = "second".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] THIRD = "third".getBytes(StandardCharsets.US_ASCII);

    /// Above what was written, in whatever form a store keeps it.
    private static final int MAX_BYTES = 10_000;

    /// Two sealers cannot fork a log there.
    public boolean holdsLogs() {
        return refusesSecondCreation && refusesStaleReplacement;
    }

    static StoreProbe of(S3Objects objects) throws IOException {
        String path = "ledger/probe/" + UUID.randomUUID();
        try {
            return tried(objects, path);
        } finally {
            objects.delete(path);
        }
    }

    private static StoreProbe tried(S3Objects objects, String path) throws IOException {
        boolean creates = objects.write(path, FIRST, new Condition.Absent());
        boolean createsAgain = objects.takes(path, SECOND, new Condition.Absent());
        Stored seen = stored(objects, path);
        boolean replaces = objects.write(path, SECOND, new Condition.Still(seen.etag()));
        boolean replacesAgain = objects.takes(path, THIRD, new Condition.Still(seen.etag()));
        boolean isSecond = stored(objects, path).holds(SECOND);
        boolean takesWrongSum = takesWithWrongSum(objects, path);
        return new StoreProbe(
                creates && !createsAgain, replaces && !replacesAgain && isSecond, !takesWrongSum);
    }

    private static Stored stored(S3Objects objects, String path) throws IOException {
        Optional<Stored> stored = objects.read(path, MAX_BYTES);
        return stored.orElseThrow(() ->
                StoreFailure.unfit(
                        objects.place(), "what was written is not there when it is read"));
    }

    private static boolean takesWithWrongSum(S3Objects objects, String path) {
        try {
            objects.writeOnce(path, THIRD, new Condition.Always(), S3Objects.checksum(SECOND));
            return true;
        } catch (SdkException _refused) {
            return false;
        }
    }
}
