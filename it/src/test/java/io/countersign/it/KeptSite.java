package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/// The configurations of one installation whose record is kept in a bucket: of what runs without a
/// keeper, and of a keeper beside it.
record KeptSite(Path folder, String s3) {
    static final String BUCKET = "audit-record";
    static final String RECORD = "s3://audit-record/hospital";

    /// Without a record, so that an installation starts no keeper of its own.
    Path withoutKeeper() throws IOException {
        return Files.writeString(folder.resolve("countersign.yaml"), common());
    }

    /// With the record.
    ///
    /// @param more sections, each line ended
    Path withKeeper(String more) throws IOException {
        return Files.writeString(
                folder.resolve("keeper.yaml"),
                common()
                        + """
                        archive:
                          lock: {storage: "%s", every: 1s}
                        """
                                .formatted(RECORD)
                        + s3
                        + more);
    }

    private String common() {
        return """
        directory: %s
        partitions: 2
        ledger:
          interval: 300ms
        """
                .formatted(folder.resolve("data"));
    }

    static void createBucket(S3Client client) {
        client.createBucket(create -> create.bucket(BUCKET).objectLockEnabledForBucket(true));
    }

    static List<ObjectVersion> versions(S3Client client) {
        return client.listObjectVersionsPaginator(list -> list.bucket(BUCKET)).versions().stream()
                .toList();
    }

    /// Nothing was stored twice.
    static void assertOnceEach(S3Client client) {
        List<String> keys = versions(client).stream().map(ObjectVersion::key).toList();
        assertThat(keys).isNotEmpty().doesNotHaveDuplicates();
    }

    /// A command about the site.
    static String command(Path config, String... words) {
        List<String> whole = new ArrayList<>(Arrays.asList(words));
        whole.addAll(List.of("--config", config.toString()));
        return CommandRun.run(whole.toArray(String[]::new));
    }
}
