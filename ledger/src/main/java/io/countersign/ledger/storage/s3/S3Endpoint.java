package io.countersign.ledger.storage.s3;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Where a store is and how to show who we are. What it leaves out comes from the usual chain of
/// Amazon's own tools: environment, profile, instance.
///
/// @param endpoint of a store that is not Amazon's
/// @param region where the usual chain names none
/// @param pathStyle the bucket stands in the path, as stores of others want it
/// @param credentials a file of keys in the form of `~/.aws/credentials`
public record S3Endpoint(
        Optional<URI> endpoint,
        Optional<String> region,
        boolean pathStyle,
        Optional<Path> credentials) {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /// Between two bytes of an answer.
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    /// One call of a sealer; the largest sends 70 MB.
    private static final Duration SEALING_LIMIT = Duration.ofSeconds(30);

    /// The bounds of one call with all its repetitions, where the client repeats itself.
    private static final Duration CALL_LIMIT = Duration.ofMinutes(5);

    /// The same store, to which we show who we are by another file.
    public S3Endpoint with(Path otherCredentials) {
        return new S3Endpoint(endpoint, region, pathStyle, Optional.of(otherCredentials));
    }

    /// For reading and writing what may be repeated blindly: the client does so itself.
    ///
    /// @return a client that the caller closes
    /// @throws UnreadableKeysException where a file of keys is named and is none
    public S3Client patientClient() {
        return builder(READ_LIMIT)
                .overrideConfiguration(change -> change.apiCallTimeout(CALL_LIMIT))
                .build();
    }

    /// For a sealer: each call goes out once and ends within its limit, so that who calls knows how
    /// often something was tried.
    ///
    /// @return a client that the caller closes
    /// @throws UnreadableKeysException where a file of keys is named and is none
    public S3Client sealingClient() {
        return builder(SEALING_LIMIT)
                .overrideConfiguration(change ->
                        change.apiCallTimeout(SEALING_LIMIT)
                                .retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private S3ClientBuilder builder(Duration readLimit) {
        S3ClientBuilder builder =
                S3Client.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT_LIMIT)
                                        .socketTimeout(readLimit))
                        .forcePathStyle(pathStyle);
        endpoint.ifPresent(builder::endpointOverride);
        region.map(Region::of).ifPresent(builder::region);
        if (endpoint.isPresent() && region.isEmpty()) {
            // Another store signs with a region too, and does not mind which.
            builder.region(Region.US_EAST_1);
        }
        credentials.map(S3Endpoint::keys).ifPresent(builder::credentialsProvider);
        return builder;
    }

    private static ProfileCredentialsProvider keys(Path file) {
        try {
            return ProfileCredentialsProvider.builder()
                    .profileFile(
                            ProfileFile.builder()
                                    .content(file)
                                    .type(ProfileFile.Type.CREDENTIALS)
                                    .build())
                    .build();
        } catch (IllegalArgumentException
                | IllegalStateException
                | SdkException
                | UncheckedIOException _whatStandsThere) {
            throw new UnreadableKeysException(file);
        }
    }
}
