package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.app.s3.S3Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// A whole installation seals into a bucket of a real store; everything that reads a log reads it
/// there, and a changed byte shows.
class TheLogLiesInABucketTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String BUCKET = "audit-log";
    private static final String LOG = "s3://audit-log/hospital";

    @TempDir Path folder;

    private Path file = Path.of("");

    @Test
    @Timeout(600)
    void andIsReadThere() throws Exception {
        try (Minio store = Minio.startOrSkip(folder)) {
            file = configuration("countersign.yaml", store.section());
            Configuration configuration = ConfigurationFile.read(file).configuration();
            try (S3Client client = S3Connection.open(configuration)) {
                assertThat(CommandRun.run("config", "check", file.toString()))
                        .startsWith("1 ")
                        .contains("NoSuchBucket", "check bucket, keys");
                client.createBucket(create -> create.bucket(BUCKET));
                client.createBucket(
                        create -> create.bucket("audit-record").objectLockEnabledForBucket(true));
                assertThat(read("archive", "check", "--yes"))
                        .startsWith("0 ")
                        .contains("The store holds what the record needs")
                        .doesNotContain("NOT HELD");
                assertThat(CommandRun.run("config", "check", file.toString()))
                        .startsWith("0 ")
                        .contains("The ledger can use it.")
                        .doesNotContain("NOT HELD");

                seal(configuration, client, 3);
                assertThat(folder.resolve("data/log")).doesNotExist();
                assertThat(read("verify", LOG)).startsWith("0 ").contains("CONSISTENT");

                // A second start goes on in the same log.
                seal(configuration, client, 3);
                Path auditor = folder.resolve("auditor");
                assertThat(read("keys", "export", "--for-auditor", auditor.toString()))
                        .startsWith("0 ");
                assertThat(
                                read(
                                        "verify",
                                        LOG + "/log",
                                        "--vkeys",
                                        auditor.resolve("auditor.vkeys").toString()))
                        .startsWith("0 ")
                        .contains("AUTHENTIC")
                        // One a start, and one more where an hour ends meanwhile.
                        .containsPattern("([23]) checkpoints, \\1 of them with ML-DSA-44");
                assertThat(
                                read(
                                        "archive",
                                        "verify",
                                        "--vkeys",
                                        auditor.resolve("auditor.vkeys").toString()))
                        .as("keys and policy; no bundle is full")
                        .startsWith("0 ")
                        .contains("The locked record is what its manifest says");
                Path proof = folder.resolve("genesis.tlog-proof");
                assertThat(read("prove", "ledger/0@1:0", "--dir", LOG, "-o", proof.toString()))
                        .startsWith("0 ");
                assertThat(
                                CommandRun.run(
                                        "verify",
                                        proof.toString(),
                                        "--vkeys",
                                        auditor.resolve("auditor.vkeys").toString()))
                        .startsWith("0 ");
                assertThat(read("why", "ledger/0@1:0", "--dir", LOG))
                        .startsWith("0 ")
                        .contains("GENESIS");

                flipAByte(client);
                assertThat(read("verify", LOG)).startsWith("1 ").contains("FAILED");
            }
            assertThat(read("verify", "s3://audit-log/elsewhere"))
                    .startsWith("4 ")
                    .contains("There is no log in s3://audit-log/elsewhere");

            Path wrong =
                    configuration("wrong.yaml", store.sectionWithWrongKeys("another-secret-e1"));
            assertThat(CommandRun.run("verify", LOG, "--config", wrong.toString()))
                    .startsWith("4 ")
                    .contains("check bucket, keys")
                    .doesNotContain("another-secret-e1");
        }
    }

    @Test
    void withoutItsStoreTheLedgerDoesNotStart() throws Exception {
        file =
                configuration(
                        "away.yaml",
                        "s3:\n  endpoint: http://127.0.0.1:%d\n  path-style: true\n  keys-file: %s\n"
                                .formatted(
                                        LoopbackPort.free(),
                                        Files.writeString(
                                                folder.resolve("any.keys"),
                                                "[default]\naws_access_key_id = a\naws_secret_access_key = b\n")));
        Configuration configuration = ConfigurationFile.read(file).configuration();
        assertThatThrownBy(() -> StartedInstallation.withoutSinks(configuration, PolicyYaml.demo()))
                .hasStackTraceContaining("the store cannot be reached");
    }

    private String read(String... command) {
        String[] whole = Arrays.copyOf(command, command.length + 2);
        whole[command.length] = "--config";
        whole[command.length + 1] = file.toString();
        return CommandRun.run(whole);
    }

    private void seal(Configuration configuration, S3Client client, int checkpoints)
            throws Exception {
        try (Installation _ = StartedInstallation.withoutSinks(configuration, PolicyYaml.demo())) {
            Set<String> seen = new HashSet<>();
            Awaitility.await("checkpoints in the bucket")
                    .atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> {
                        seen.add(
                                client.getObjectAsBytes(get ->
                                                get.bucket(BUCKET).key("hospital/log/checkpoint"))
                                        .asUtf8String());
                        return seen.size() > checkpoints;
                    });
            Awaitility.await("the keeper has written a page")
                    .atMost(LIMIT)
                    .until(() ->
                            client.listObjectsV2(list ->
                                            list.bucket("audit-record")
                                                    .prefix("hospital/manifest/"))
                                    .hasContents());
            assertThat(read("sink", "reconcile", "--json"))
                    .as("leaves of the log in the bucket")
                    .startsWith("0 ")
                    .contains("\"chain\":\"audit.entry.v1/0@1\",\"fromSeq\":0", "\"fromLeaf\":");
        }
    }

    private static void flipAByte(S3Client client) {
        String size =
                client.getObjectAsBytes(get -> get.bucket(BUCKET).key("hospital/log/checkpoint"))
                        .asUtf8String()
                        .lines()
                        .toList()
                        .get(1);
        assertThat(Long.parseLong(size)).as("one partial bundle").isLessThan(256);
        String key = "hospital/log/tile/entries/000.p/" + size;
        byte[] bytes = client.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray();
        bytes[bytes.length / 2] ^= 1;
        client.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
    }

    private Path configuration(String name, String s3) throws Exception {
        return Files.writeString(
                folder.resolve(name),
                """
                directory: %s
                partitions: 1
                ledger:
                  interval: 300ms
                  idle-interval: 1s
                  storage: %s/
                archive:
                  live: false
                  lock:
                    storage: s3://audit-record/hospital
                    every: 1s
                %s\
                """
                        .formatted(folder.resolve("data"), LOG, s3));
    }
}
