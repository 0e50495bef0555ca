package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.archive.ArchiveOfInstallation;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.app.s3.S3Connection;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchiveTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A whole installation whose archive is in Nessie, over a MinIO: written live, asked, verified,
/// compacted, read by DuckDB, destroyed by who has the store's keys, and made again.
class AnInstallationArchivesIntoACatalogueTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ANA = "ana.ruiz@example.org";

    @TempDir Path folder;

    private Path file = Path.of("");
    private String data = "";

    @Test
    @Timeout(400)
    void writtenAskedDestroyedAndMadeAgain() throws Exception {
        try (Minio store = Minio.startOrSkip(folder);
                NessieCatalogue catalogue =
                        NessieCatalogue.startOrSkip(folder, store, "s3://archive/hospital")) {
            data = folder.resolve("data").toString();
            file = configuration(store, catalogue);
            Files.writeString(folder.resolve("why.txt"), "the privacy officer's own questions\n");
            Configuration configuration = ConfigurationFile.read(file).configuration();
            try (S3Client operator = S3Connection.open(configuration)) {
                operator.createBucket(create -> create.bucket("archive"));
                try (Installation installation =
                        StartedInstallation.withArchive(configuration, PolicyYaml.demo())) {
                    Prompts prompts = new Prompts(installation);
                    for (int i = 0; i < 3; i++) {
                        prompts.send(ANA, Instant.now());
                    }
                    Awaitility.await("the archive has them")
                            .atMost(LIMIT)
                            .untilAsserted(() ->
                                    assertThat(query("timeline", "--archived-only"))
                                            .contains("3 rows", "of the archive alone"));
                    assertThat(query("person", "--is", ANA))
                            .startsWith("0 ")
                            .contains("3 rows", "deepseek", "complete up to 2");
                    assertCacheIsItsOwnersAlone();
                    assertThat(run("archive", "status", data)).startsWith("0 ").contains("newest");
                    assertThat(run("archive", "compact", data)).startsWith("0 ");
                    assertThat(query("person", "--is", ANA)).contains("3 rows");
                }
                assertThat(run("archive", "verify", data))
                        .startsWith("0 ")
                        .contains("The archive is what the log says");
                assertThat(countedByDuckDb(configuration))
                        .isEqualTo(countedByIceberg(configuration));

                List<S3Object> all =
                        operator.listObjectsV2(list -> list.bucket("archive")).contents();
                assertThat(all).isNotEmpty();
                all.forEach(object ->
                        operator.deleteObject(
                                delete -> delete.bucket("archive").key(object.key())));
                assertThat(run("archive", "verify", data)).doesNotStartWith("0 ");
                assertThat(run("archive", "rebuild", data)).startsWith("0 ");
                assertThat(run("archive", "verify", data))
                        .startsWith("0 ")
                        .contains("The archive is what the log says");
                assertThat(countedByDuckDb(configuration))
                        .isEqualTo(countedByIceberg(configuration));
            }
        }
        assertThat(run("archive", "status", data))
                .as("once the catalogue is away")
                .doesNotStartWith("0 ")
                .contains("cannot be reached");
    }

    private void assertCacheIsItsOwnersAlone() throws Exception {
        Path cache = folder.resolve("data/state/archive-files");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(one ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(one)))
                                    .isEqualTo("rw-------"));
        }
    }

    private static List<Long> countedByIceberg(Configuration configuration) throws Exception {
        List<Long> rows = new ArrayList<>();
        try (Archive archive = ArchiveOfInstallation.place(configuration).open().orElseThrow()) {
            for (ArchiveTable table : ArchiveTable.values()) {
                rows.add(archive.size(table).rows());
            }
        }
        return rows;
    }

    /// Of copies of the files that the tables name.
    private List<Long> countedByDuckDb(Configuration configuration) throws Exception {
        List<Long> rows = new ArrayList<>();
        try (Archive archive = ArchiveOfInstallation.place(configuration).open().orElseThrow();
                Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (ArchiveTable table : ArchiveTable.values()) {
                Path copies = Files.createTempDirectory(folder, table.folder());
                int count = 0;
                try (CloseableIterable<FileScanTask> tasks =
                        archive.table(table).newScan().planFiles()) {
                    for (FileScanTask task : tasks) {
                        InputFile from =
                                archive.table(table).io().newInputFile(task.file().location());
                        try (SeekableInputStream in = from.newStream()) {
                            Files.copy(in, copies.resolve(count++ + ".parquet"));
                        }
                    }
                }
                try (ResultSet counted =
                        statement.executeQuery(
                                "SELECT count(*) FROM read_parquet('" + copies + "/*.parquet')")) {
                    assertThat(counted.next()).isTrue();
                    rows.add(counted.getLong(1));
                }
            }
        }
        return rows;
    }

    private String query(String... words) {
        List<String> all = new ArrayList<>(List.of("query"));
        all.addAll(List.of(words));
        all.addAll(
                List.of(
                        "--purpose",
                        "AUDIT",
                        "--reason-file",
                        folder.resolve("why.txt").toString()));
        return run(all.toArray(String[]::new));
    }

    private String run(String... words) {
        String[] whole = Arrays.copyOf(words, words.length + 2);
        whole[words.length] = "--config";
        whole[words.length + 1] = file.toString();
        return CommandRun.run(whole);
    }

    private Path configuration(Minio store, NessieCatalogue catalogue) throws Exception {
        return Files.writeString(
                folder.resolve("countersign.yaml"),
                """
                directory: %s
                partitions: 2
                ledger:
                  interval: 300ms
                archive:
                  commit-every: 1s
                  catalog:
                    uri: %s
                    storage: s3://archive/hospital
                """
                                .formatted(data, catalogue.uri())
                        + store.section());
    }
}
