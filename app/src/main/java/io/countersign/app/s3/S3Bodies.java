package io.countersign.app.s3;

import io.countersign.intake.file.StoredObjects;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Objects of the buckets that somebody named. A pointer is what a source wrote, so that it leads
/// into no other bucket, whatever the keys may read.
public final class S3Bodies implements StoredObjects {
    private final S3Client client;
    private final Set<String> buckets;

    /// @param client stays the caller's
    public S3Bodies(S3Client client, Set<String> buckets) {
        this.client = client;
        this.buckets = Set.copyOf(buckets);
    }

    /// @throws UnreachableStoreException where the store does not answer, or refuses; nothing is
    ///   taken for absent then
    @Override
    public Optional<InputStream> open(String bucket, String key) throws IOException {
        if (!buckets.contains(bucket) || key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(client.getObject(get -> get.bucket(bucket).key(key)));
        } catch (NoSuchKeyException | NoSuchBucketException _absent) {
            return Optional.empty();
        } catch (S3Exception refused) {
            throw new UnreachableStoreException(
                    "S3 refuses an object of the bucket "
                            + bucket
                            + " (status "
                            + refused.statusCode()
                            + "): check keys, region and policy of s3 in the configuration, then run the same command again");
        } catch (SdkException unreachable) {
            throw new UnreachableStoreException(
                    "S3 cannot be asked for the bucket "
                            + bucket
                            + " ("
                            + unreachable.getClass().getSimpleName()
                            + "): check endpoint, region and keys of s3 in the configuration, then run the same command again");
        }
    }
}
