package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;

/// The installation that a command is about, by its configuration, which has to be named.
final class SiteOption {
    @CommandLine.Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "the configuration of the installation")
    private Path config = Path.of("");

    Path file() {
        return config;
    }

    /// Read anew each time.
    Configuration configuration() throws IOException {
        return ConfigurationFile.read(config).configuration();
    }
}
