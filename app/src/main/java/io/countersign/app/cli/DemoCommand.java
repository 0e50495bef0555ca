package io.countersign.app.cli;

import io.countersign.app.Logging;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.OwnFormats;
import io.countersign.app.demo.Demo;
import io.countersign.app.role.Connectors;
import io.countersign.audit.keys.SigningKeyFile;
import io.countersign.audit.note.MalformedNoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/// `countersign demo`: the main job on one machine.
@CommandLine.Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the whole pipeline on an invented day of a hospital, on this machine only.",
            "Brings a Kafka broker of its own, both topologies, the sealer and a SIEM sink; shows alerts as",
            "they come, verifies its own log, and then takes prompts of yours until Ctrl-C."
        },
        footer = {
            "",
            "Examples:",
            "  countersign demo",
            "  countersign demo --tamper --exit",
            "  countersign demo --dir /tmp/countersign",
            "  countersign demo --config sinks-for-tests.yaml"
        })
final class DemoCommand implements Command {
    private static final String MARKER = ".countersign-demo";

    /// A demo is looked at within seconds.
    private static final Duration ARCHIVE_EVERY = Duration.ofSeconds(5);

    @CommandLine.Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "put everything under DIR; a new folder under countersign-demo/ otherwise")
    private Optional<Path> directory = Optional.empty();

    @CommandLine.Option(
            names = "--exit",
            description = "end after the report; exit code 4 where anything did not hold")
    private boolean exit;

    @CommandLine.Option(
            names = "--tamper",
            description = "flip a bit in a copy of the log, and see it found")
    private boolean tamper;

    @CommandLine.Option(
            names = "--port",
            paramLabel = "PORT",
            description = "of the HTTP listener on loopback; any free one otherwise")
    private int port;

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "send the day's events to the sinks of this configuration too, and take nothing else of it;",
                "they carry log positions of the demo, so name an index or a SIEM for tests"
            })
    private Optional<Path> sinks = Optional.empty();

    private final Terminal terminal;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException, MalformedNoteException {
        Path place = directory.orElseGet(this::fresh);
        claim(place);
        Logging.toFile(place.resolve("countersign.log"));
        Configuration standard = Configuration.defaults();
        Configuration configuration =
                new Configuration(
                        place,
                        standard.partitions(),
                        standard.kafka(),
                        new Configuration.Keys(
                                Path.of("keys/ledger" + SigningKeyFile.UNENCRYPTED_SUFFIX),
                                Optional.empty(),
                                standard.keys().tokens(),
                                standard.keys().evidence(),
                                List.of(),
                                false),
                        Optional.empty(),
                        Optional.of(Path.of("patients.index")),
                        OwnFormats.NONE,
                        standard.audit(),
                        standard.alert(),
                        new Configuration.Ledger(
                                "demo.countersign.example/log",
                                standard.ledger().interval(),
                                standard.ledger().idleInterval()),
                        standard.purger(),
                        standard.vault(),
                        new Configuration.Listen(port, Map.of()),
                        standard.icap(),
                        standard.documents(),
                        standard.health(),
                        standard.registry(),
                        standard.s3(),
                        standard.drill(),
                        new Configuration.Archive(
                                Optional.empty(),
                                standard.archive().directory(),
                                ARCHIVE_EVERY,
                                Optional.empty()),
                        standard.access(),
                        standard.review(),
                        standard.sinks(),
                        standard.bridges());
        Map<String, Map<String, String>> connectors = Connectors.withArchive(configuration, true);
        if (sinks.isPresent()) {
            connectors = new HashMap<>(connectors);
            connectors.putAll(Connectors.of(ConfigurationFile.read(sinks.get()).configuration()));
        }
        return new Demo(terminal, configuration, Root.version(), connectors, tamper, !exit).run();
    }

    private Path fresh() {
        String name =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss")
                        .withZone(ZoneOffset.UTC)
                        .format(terminal.clock().instant());
        return Path.of("countersign-demo", name);
    }

    /// A folder that holds something else is not ours to fill.
    private static void claim(Path place) throws IOException {
        Files.createDirectories(place);
        Path marker = place.resolve(MARKER);
        try (Stream<Path> content = Files.list(place)) {
            if (!Files.exists(marker) && content.findAny().isPresent()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        place + " holds something that is no demo: name an empty folder");
            }
        }
        Files.writeString(marker, "made by countersign demo\n");
    }
}
