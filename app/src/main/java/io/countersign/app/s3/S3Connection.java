package io.countersign.app.s3;

import io.countersign.app.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// The client of a configuration's `s3`. What the section leaves out comes from the usual chain of
/// Amazon's own tools: environment, profile, instance.
public final class S3Connection {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    /// The bounds of one call with all its repetitions.
    private static final Duration CALL_LIMIT = Duration.ofMinutes(5);

    private S3Connection() {}

    /// @return a client that the caller closes; it reads keys when it is first used
    public static S3Client open(Configuration configuration) {
        Configuration.S3 settings = configuration.s3();
        S3ClientBuilder builder =
                S3Client.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT_LIMIT)
                                        .socketTimeout(READ_LIMIT))
                        .overrideConfiguration(change -> change.apiCallTimeout(CALL_LIMIT))
                        .forcePathStyle(settings.pathStyle());
        settings.endpoint().ifPresent(builder::endpointOverride);
        settings.region().map(Region::of).ifPresent(builder::region);
        if (settings.endpoint().isPresent() && settings.region().isEmpty()) {
            // Another store signs with a region too, and does not mind which.
            builder.region(Region.US_EAST_1);
        }
        settings.credentials()
                .map(configuration::resolve)
                .map(S3Connection::keys)
                .ifPresent(builder::credentialsProvider);
        return builder.build();
    }

    private static ProfileCredentialsProvider keys(Path file) {
        return ProfileCredentialsProvider.builder()
                .profileFile(
                        ProfileFile.builder()
                                .content(file)
                                .type(ProfileFile.Type.CREDENTIALS)
                                .build())
                .build();
    }
}
