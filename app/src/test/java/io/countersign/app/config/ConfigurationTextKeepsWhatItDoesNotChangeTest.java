package io.countersign.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program adds to a file that people wrote: comments, order and blanks are theirs.
class ConfigurationTextKeepsWhatItDoesNotChangeTest {
    private static final Path FILE = Path.of("countersign.yaml");
    private static final String WRITTEN =
            """
            # The site's own.
            partitions: 8   # for life

            listen:
              # behind the load balancer
              port: 8080   # agreed with the network team

            bridges:
                casb:
                    bootstrap-servers: ["a:1"]
                    topics: [t]
                    format: auto

            # Connectors
            sinks: {}
            """;
    private static final List<String> PART =
            List.of("  bootstrap-servers: [\"b:1\"]", "  topics: [u]", "  format: squid");

    @TempDir Path directory;

    @Test
    void aSettingIsChangedInItsPlace() {
        ConfigurationText changed = ConfigurationText.of(WRITTEN).with("listen", "port", "8088");
        assertThat(changed.toString())
                .isEqualTo(WRITTEN.replace("port: 8080   # agreed", "port: 8088  # agreed"));
        assertThat(changed.parsed(FILE).configuration().listen().port()).isEqualTo(8088);
    }

    @Test
    void aPartIsAddedInTheIndentationOfItsSection() {
        ConfigurationText changed =
                ConfigurationText.of(WRITTEN).withPart("bridges", "proxy", PART);
        Configuration read = changed.parsed(FILE).configuration();
        assertThat(read.bridges().keySet()).containsExactlyInAnyOrder("casb", "proxy");
        assertThat(Objects.requireNonNull(read.bridges().get("proxy")).topics())
                .containsExactly("u");
        assertThat(changed.toString().lines().filter(WRITTEN.lines().toList()::contains))
                .as("every line of theirs, in their order")
                .containsExactlyElementsOf(WRITTEN.lines().toList());
    }

    @Test
    void aSectionThatIsNotThereComesToTheEnd() {
        assertThat(ConfigurationText.of("").with("listen", "port", "1").toString())
                .isEqualTo("listen:\n  port: 1\n");
        assertThat(
                        ConfigurationText.of("partitions: 2")
                                .withPart("bridges", "proxy", PART)
                                .toString())
                .startsWith(
                        "partitions: 2\n\nbridges:\n  proxy:\n    bootstrap-servers: [\"b:1\"]\n");
    }

    @Test
    void whatCannotBeAddedToIsSaidWithTheWayOut() {
        assertThatThrownBy(
                        () -> ConfigurationText.of("listen: {port: 1}").with("listen", "port", "2"))
                .hasMessageContaining("listen is written on one line: write it over several lines");
        assertThatThrownBy(() -> ConfigurationText.of(WRITTEN).withPart("bridges", "casb", PART))
                .hasMessageContaining("bridges.casb is there already");
    }

    @Test
    void nothingIsWrittenThatWouldBeRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("countersign.yaml"), WRITTEN);
        ConfigurationText wrong =
                ConfigurationText.read(file).withPart("bridges", "proxy", List.of("  topics: [u]"));
        assertThatThrownBy(() -> wrong.write(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bridges.proxy.bootstrap-servers");
        assertThat(file).hasContent(WRITTEN);
        ConfigurationText right = ConfigurationText.read(file).with("listen", "port", "1");
        right.write(file);
        assertThat(Files.readString(file)).isEqualTo(right.toString());
    }
}
