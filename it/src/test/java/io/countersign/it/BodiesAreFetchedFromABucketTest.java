package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.app.s3.S3Connection;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Inspected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Bodies that Bedrock's invocation log keeps in a bucket are fetched from a real store while the
/// log is ingested, and what is in them is found.
class BodiesAreFetchedFromABucketTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String BODY =
            "{\"anthropic_version\":\"bedrock-2023-05-31\",\"messages\":[{\"role\":\"user\",\"content\":\"Patient Ada Quill, MRN 00917452, DOB 03/14/1950, type 2 diabetes\"}]}";

    @TempDir Path folder;

    @Test
    void aPointerIsFollowedIntoANamedBucketOnly() throws Exception {
        try (Minio store = Minio.startOrSkip(folder)) {
            Path file = configuration("countersign.yaml", store.section());
            Configuration configuration = ConfigurationFile.read(file).configuration();
            try (S3Client client = S3Connection.open(configuration)) {
                for (String bucket : List.of("bedrock-logs", "payroll")) {
                    client.createBucket(create -> create.bucket(bucket));
                    client.putObject(
                            put -> put.bucket(bucket).key("data/in.json"),
                            RequestBody.fromString(BODY));
                }
            }
            try (Installation installation = installation(configuration)) {
                Path log = folder.resolve("bedrock.jsonl");
                Files.writeString(
                        log,
                        record("r-1", "s3://bedrock-logs/data/in.json")
                                + record("r-2", "s3://bedrock-logs/data/absent.json")
                                + record("r-3", "s3://payroll/data/in.json"));

                Path refused =
                        configuration("refused.yaml", store.sectionWithWrongKeys("another-secret"));
                String out = ingest(refused, log);
                assertThat(out).startsWith("4 ").contains("S3 refuses", "bedrock-logs", "403");
                assertThat(out).doesNotContain("another-secret", "countersign-test");

                assertThat(ingest(file, log))
                        .startsWith("0 ")
                        .contains("1 bodies were fetched, 2 are not there");
                EventEntry found = entry(installation, "r-1");
                assertThat(found.getContent().getInspected()).isEqualTo(Inspected.FULL);
                assertThat(found.getContent().getPhi()).contains(true);
                for (String left : List.of("r-2", "r-3")) {
                    EventEntry entry = entry(installation, left);
                    // The answer stands in the record itself.
                    assertThat(entry.getContent().getInspected()).isEqualTo(Inspected.PARTIAL);
                    assertThat(entry.getContent().getInspectedReason()).isEqualTo("OFFLOADED");
                }
            }
        }
    }

    private Path configuration(String name, String s3) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "directory: %s\npartitions: 1\n%s".formatted(folder.resolve("data"), s3));
    }

    private static Installation installation(Configuration configuration) throws Exception {
        return StartedInstallation.withSinks(configuration, PolicyYaml.demo());
    }

    private static String ingest(Path file, Path log) {
        return CommandRun.run(
                "ingest",
                "--config",
                file.toString(),
                "--format",
                "bedrock-invocation",
                "--s3",
                "bedrock-logs",
                log.toString());
    }

    private static String record(String id, String pointer) {
        return """
        {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-11-22T09:31:12Z","accountId":"111122223333","region":"us-east-1","requestId":"%s","operation":"InvokeModel","modelId":"anthropic.model-a","identity":{"arn":"arn:aws:sts::111122223333:assumed-role/letters/jokafor"},"input":{"inputContentType":"application/json","inputBodyS3Path":"%s","inputTokenCount":40},"output":{"outputContentType":"application/json","outputBodyJson":{"content":[{"type":"text","text":"Noted."}]},"outputTokenCount":5}}
        """
                .formatted(id, pointer);
    }

    private static EventEntry entry(Installation installation, String transaction) {
        return Awaitility.await("the entry of " + transaction)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () ->
                                CommittedRecords.entries(installation.deployment()).stream()
                                        .flatMap(entry -> entry.getEvent().stream())
                                        .filter(event ->
                                                event.getTransaction()
                                                        .equals(Optional.of(transaction)))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
