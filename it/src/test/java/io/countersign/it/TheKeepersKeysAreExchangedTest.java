package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.app.s3.S3Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/// `run keeper` while its user is taken from the store and another is written into its file of
/// keys: it says why nothing is locked, tells no secret, and goes on without a restart.
class TheKeepersKeysAreExchangedTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String FIRST_SECRET = "not-a-real-secret-first-8d";
    private static final String SECOND_SECRET = "not-a-real-secret-second-e5";
    private static final int BUNDLE = 256;

    @TempDir Path folder;

    @Test
    @Timeout(600)
    void whileItRuns() throws Exception {
        try (Versitygw store = Versitygw.startOrSkip(folder)) {
            store.addUser("keeper-one", FIRST_SECRET);
            Path keys = keys("keeper-one", FIRST_SECRET);
            KeptSite site = new KeptSite(folder, store.section(keys));
            Configuration seals = ConfigurationFile.read(site.withoutKeeper()).configuration();
            try (Installation installation =
                    StartedInstallation.withoutSinks(seals, PolicyYaml.demo())) {
                Path config =
                        site.withKeeper(
                                "kafka:\n  bootstrap-servers: [\"%s\"]\n"
                                        .formatted(installation.deployment().bootstrapServers()));
                Configuration kept = ConfigurationFile.read(config).configuration();
                try (S3Client operator = S3Connection.open(kept)) {
                    KeptSite.createBucket(operator);
                }
                Prompts prompts = new Prompts(installation);
                prompts.send(BUNDLE + 20);
                try (ChildJvm keeper =
                        ChildJvm.start(
                                folder.resolve("output"),
                                "keeper",
                                "run",
                                "keeper",
                                "--config",
                                config.toString())) {
                    exchanged(store, keys, kept, prompts, keeper);
                }
                try (S3Client operator = S3Connection.open(kept)) {
                    KeptSite.assertOnceEach(operator);
                }
                assertThat(
                                KeptSite.command(
                                        config,
                                        "archive",
                                        "verify",
                                        folder.resolve("data").toString(),
                                        "--locked",
                                        KeptSite.RECORD))
                        .startsWith("0 ");
            }
            assertThat(told()).doesNotContain(FIRST_SECRET, SECOND_SECRET);
        }
    }

    private void exchanged(
            Versitygw store, Path keys, Configuration kept, Prompts prompts, ChildJvm keeper)
            throws Exception {
        awaitBundle(kept, 0);
        store.addUser("keeper-two", SECOND_SECRET);
        store.removeUser("keeper-one");
        prompts.send(BUNDLE);
        awaitSaid(keeper, "the store answered 4", "check bucket, keys");

        // Somebody writes the file and is not done yet; then it is not there at all.
        Files.writeString(keys, "aws_secret_access_key = " + SECOND_SECRET + "\n[defau");
        awaitSaid(keeper, "is missing or cannot be read as one; check keys-file");
        Files.delete(keys);
        keys("keeper-two", SECOND_SECRET);
        awaitBundle(kept, 1);
        assertThat(keeper.isAlive()).isTrue();
    }

    private void awaitSaid(ChildJvm keeper, String... words) {
        Awaitility.await(String.join(", ", words))
                .atMost(LIMIT)
                .untilAsserted(() -> {
                    assertThat(keeper.isAlive()).as(keeper::errors).isTrue();
                    assertThat(told()).contains("nothing more was locked").contains(words);
                });
    }

    private static void awaitBundle(Configuration kept, int bundle) {
        String name = "hospital/log/tile/entries/%03d".formatted(bundle);
        try (S3Client operator = S3Connection.open(kept)) {
            Awaitility.await(name + " is locked")
                    .atMost(LIMIT)
                    .until(() ->
                            KeptSite.versions(operator).stream()
                                    .anyMatch(version -> version.key().equals(name)));
        }
    }

    private Path keys(String user, String secret) throws IOException {
        return Files.writeString(
                folder.resolve("keeper.keys"),
                "[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                        .formatted(user, secret));
    }

    /// All that the keeper wrote: its output and its log.
    private String told() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String file : List.of("output/keeper.out", "output/keeper.err", "data/keeper.log")) {
            if (Files.exists(folder.resolve(file))) {
                text.append(Files.readString(folder.resolve(file), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }
}
