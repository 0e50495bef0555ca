package io.countersign.app.s3;

import io.countersign.app.config.Configuration;
import io.countersign.ledger.storage.s3.S3Endpoint;
import software.amazon.awssdk.services.s3.S3Client;

/// The store of a configuration's `s3`. What the section leaves out comes from the usual chain of
/// Amazon's own tools: environment, profile, instance.
public final class S3Connection {
    private S3Connection() {}

    /// @return a client that the caller closes; it reads keys when it is first used
    public static S3Client open(Configuration configuration) {
        return endpoint(configuration).patientClient();
    }

    /// Where the store is, with the file of keys as it is used.
    public static S3Endpoint endpoint(Configuration configuration) {
        Configuration.S3 settings = configuration.s3();
        return new S3Endpoint(
                settings.endpoint(),
                settings.region(),
                settings.pathStyle(),
                settings.credentials().map(configuration::resolve));
    }
}
