package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static io.countersign.app.cli.Sentence.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Squid's logformat of a site: asked for, declared, and read by.
class SquidOfASiteIsWiredTest {
    private static final String LINE =
            "%ts.%03tu|%>a|%Ss/%03>Hs|%rm|%ru|%un|%>st|%{User-Agent}>h|%{ward}note";
    private static final String RECORD =
            "1795345377.904|192.0.2.57|TCP_MISS/200|POST|https://chatgpt.com/backend-api/f/conversation|jokafor|4310|Mozilla/5.0|west";

    @TempDir Path directory;

    @Test
    void sourceAddAsksForItAndShowsTheFirstRecordByIt() throws IOException {
        Path file = directory.resolve("countersign.yaml");
        Path log = Files.writeString(directory.resolve("access.log"), RECORD + "\n");
        reading(
                        "logformat ward " + LINE + "\n",
                        "source",
                        "add",
                        "squid",
                        "--config",
                        file.toString(),
                        "--name",
                        "ward",
                        "--sample",
                        log.toString())
                .exits(ExitCode.USAGE)
                .complains("No transport of that name");
        reading(
                        "ingest\nlogformat ward " + LINE + "\n",
                        "source",
                        "add",
                        "squid",
                        "--config",
                        file.toString(),
                        "--name",
                        "ward",
                        "--sample",
                        log.toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "The logformat line of squid.conf",
                        "ward: '" + LINE + "'",
                        "--format squid-ward",
                        "chatgpt.com",
                        "jokafor");
        assertThat(ConfigurationFile.read(file).configuration().formats().squidLogformats())
                .isEqualTo(Map.of("ward", LINE));
        reading("ingest\n\n", "source", "add", "squid", "--config", file.toString(), "--no-wait")
                .exits(ExitCode.CLEAN)
                .says("--format squid ");
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsCodeAndNothingIsWritten() {
        Path file = directory.resolve("countersign.yaml");
        countersign(
                        "source",
                        "add",
                        "squid",
                        "--transport",
                        "ingest",
                        "--config",
                        file.toString(),
                        "--logformat",
                        "%ts %ru %{Authorization}>h")
                .exits(ExitCode.USAGE)
                .complains("%{Authorization}>h writes credentials");
        assertThat(file).doesNotExist();
    }

    @Test
    void aFaultInTheConfigurationNamesTheSettingAndTheCode() throws IOException {
        Path file = directory.resolve("countersign.yaml");
        Files.writeString(file, "squid-logformats: {ward: '%ts%tu %ru'}\n");
        countersign("config", "check", file.toString())
                .exits(ExitCode.FOUND)
                .complains("squid-logformats.ward: nothing stands between %ts and %tu");
    }

    @Test
    void judgeReadsByALineOfSquidConf() {
        reading(RECORD + "\n", "judge", "--squid-logformat", LINE, "--json", "--all", "-")
                .says("\"squid-logformat\"", "chatgpt", "192.0.2.57");
    }
}
