package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.app.s3.S3Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// An operator with the store's own credentials deletes all that can be deleted of a locked record.
/// The tables come back from the bucket alone, row for row, and what was done has a name.
class TablesComeBackFromTheBucketTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String BUCKET = "audit-record";
    private static final String RECORD = "s3://audit-record/hospital";

    /// More than a bundle has, of which alone the record is made.
    private static final int RECORDS = 300;

    @TempDir Path folder;

    private Path file = Path.of("");

    @Test
    @Timeout(400)
    void whateverTheOperatorDeletes() throws Exception {
        try (Minio store = Minio.startOrSkip(folder)) {
            file = configuration(store);
            Configuration configuration = ConfigurationFile.read(file).configuration();
            try (S3Client operator = S3Connection.open(configuration)) {
                operator.createBucket(
                        create -> create.bucket(BUCKET).objectLockEnabledForBucket(true));
                try (Installation installation =
                        StartedInstallation.withoutSinks(configuration, PolicyYaml.demo())) {
                    new Prompts(installation).send(RECORDS);
                    Awaitility.await("a full bundle is locked")
                            .atMost(LIMIT)
                            .pollInterval(Duration.ofSeconds(1))
                            .until(() ->
                                    versions(operator).stream()
                                            .anyMatch(version ->
                                                    version.key().endsWith("tile/entries/000")));
                }
                assertThat(deleteAll(operator)).as("went, by version").isEmpty();
                assertThat(operator.listObjectsV2(list -> list.bucket(BUCKET)).contents())
                        .as("what an ordinary listing still shows")
                        .isEmpty();
            }
            String log = folder.resolve("data").toString();
            String keys = folder.resolve("data/log.vkeys").toString();
            String made = folder.resolve("made").toString();
            assertThat(
                            command(
                                    "archive",
                                    "rebuild",
                                    "--from",
                                    RECORD,
                                    "--archive",
                                    made,
                                    "--vkeys",
                                    keys))
                    .startsWith("0 ")
                    .contains("holds the log's 256 entries");
            assertThat(command("archive", "verify", log, "--archive", made))
                    .as(
                            "row for row, by the log that is still there; and what was done to the record")
                    .startsWith("1 ")
                    .contains(
                            "entries of the log are not in the archive yet",
                            "The archive is what the log says",
                            "HIDDEN log/tile/entries/000",
                            "256 entries that give the signed roots");
        }
    }

    /// Every version, with the right to pass over a lock that may be passed over; then every name.
    ///
    /// @return keys of versions that are gone
    private static List<String> deleteAll(S3Client operator) {
        List<String> gone = new ArrayList<>();
        List<ObjectVersion> all = versions(operator);
        for (ObjectVersion version : all) {
            try {
                operator.deleteObject(delete ->
                        delete.bucket(BUCKET)
                                .key(version.key())
                                .versionId(version.versionId())
                                .bypassGovernanceRetention(true));
                gone.add(version.key());
            } catch (S3Exception _locked) {
                // What the store is for.
            }
        }
        all.forEach(version ->
                operator.deleteObject(delete -> delete.bucket(BUCKET).key(version.key())));
        return gone;
    }

    private static List<ObjectVersion> versions(S3Client operator) {
        return operator.listObjectVersionsPaginator(list -> list.bucket(BUCKET)).versions().stream()
                .toList();
    }

    private Path configuration(Minio store) throws Exception {
        return Files.writeString(
                folder.resolve("countersign.yaml"),
                """
                directory: %s
                partitions: 2
                ledger:
                  interval: 300ms
                archive:
                  lock: {storage: "%s", every: 1s}
                """
                                .formatted(folder.resolve("data"), RECORD)
                        + store.section());
    }

    private String command(String... words) {
        String[] whole = Arrays.copyOf(words, words.length + 2);
        whole[words.length] = "--config";
        whole[words.length + 1] = file.toString();
        return CommandRun.run(whole);
    }
}
