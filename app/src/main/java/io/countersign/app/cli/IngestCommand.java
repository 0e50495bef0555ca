package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.SiteFormats;
import io.countersign.intake.FileIngest;
import io.countersign.intake.RawRecords;
import io.countersign.sources.InputFormats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine;

/// `countersign ingest`: the lines of files to Kafka.
@CommandLine.Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Brings the lines of files, plain or gzip, to Kafka.",
            "A file is known by its SHA-256: what was acknowledged before is not sent again, so an ingest that",
            "broke off goes on where it was."
        },
        footer = {
            "",
            "Example:",
            "  countersign ingest --config countersign.yaml --format squid access.log.1.gz"
        })
final class IngestCommand implements Command {
    @CommandLine.Parameters(paramLabel = "FILE", arity = "1..*", description = "the files")
    private List<Path> files = List.of();

    @CommandLine.Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "the input format")
    private String format = "";

    @CommandLine.Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "the configuration")
    private Path config = Path.of("");

    private final Terminal terminal;

    IngestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        Configuration configuration = ConfigurationFile.read(config).configuration();
        InputFormats formats = SiteFormats.of(configuration);
        if (formats.named(format).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "No input format of that name; there are " + formats.names());
        }
        Deployment deployment = RunningCluster.of(configuration);
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            RawRecords records =
                    new RawRecords(
                            producer,
                            configuration.partitions(),
                            KeyRing.of(configuration).tokenKeys(),
                            deployment.schemas(),
                            terminal.clock());
            FileIngest ingest = new FileIngest(records, configuration.resolve(Path.of("ingest")));
            for (Path file : files) {
                FileIngest.Ingested done =
                        ingest.ingest(
                                file,
                                format,
                                lines -> terminal.progress(file + ": " + lines + " lines"));
                terminal.say(
                        "%s: %d lines sent, %d were there before"
                                .formatted(
                                        TerminalText.line(file.toString()),
                                        done.sent(),
                                        done.skipped()));
            }
        }
        return ExitCode.CLEAN;
    }
}
