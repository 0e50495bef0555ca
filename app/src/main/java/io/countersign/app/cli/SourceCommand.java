package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.DurationText;
import io.countersign.app.role.SiteFormats;
import io.countersign.app.source.FirstRecord;
import io.countersign.app.source.Recipes;
import io.countersign.app.source.RecordSheet;
import io.countersign.intake.Records;
import io.countersign.sources.InputFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign source`.
@CommandLine.Command(
        name = "source",
        mixinStandardHelpOptions = true,
        description = "Wires a source of events, and shows what it gives.")
final class SourceCommand {
    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new SourceCommand())
                .addSubcommand(new SourceAddCommand(terminal))
                .addSubcommand(new ListSources(terminal))
                .addSubcommand(new Shipper(terminal))
                .addSubcommand(new First(terminal));
    }

    /// Shows a record as the product reads it. What the source wrote is escaped, and texts of
    /// content are not shown.
    static void show(Terminal terminal, RecordSheet sheet) {
        if (!sheet.rejection().isEmpty()) {
            terminal.say(
                    terminal.red("not read" + as(sheet) + ": ")
                            + TerminalText.line(sheet.rejection()));
            return;
        }
        terminal.say("read" + as(sheet) + ":");
        sheet.fields()
                .forEach(field ->
                        terminal.say(
                                "  %-16s %s"
                                        .formatted(field.name(), TerminalText.line(field.text()))));
        if (!sheet.missing().isEmpty()) {
            terminal.say("not in this record, and what that costs:");
            sheet.missing()
                    .forEach(field ->
                            terminal.say(
                                    "  %-16s %s"
                                            .formatted(
                                                    field.name(), terminal.yellow(field.text()))));
        }
    }

    private static String as(RecordSheet sheet) {
        return sheet.format().isEmpty() ? "" : " as " + sheet.format();
    }

    /// The first record of a file.
    static void showSample(Terminal terminal, InputFormats formats, String format, Path file)
            throws IOException {
        try (Records records = Records.of(Files.newInputStream(file))) {
            Optional<byte[]> first = records.next();
            if (first.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE, TerminalText.line(file.toString()) + " holds no record");
            }
            show(terminal, RecordSheet.of(formats, format, first.get()));
        }
    }

    /// Waits for the next record of a format on Kafka and shows it.
    ///
    /// @return whether one came
    static boolean awaitAndShow(
            Terminal terminal, Configuration configuration, String format, Duration limit)
            throws IOException {
        InputFormats formats = SiteFormats.of(configuration);
        try (Interruption interruption = Interruption.watch();
                FirstRecord first =
                        new FirstRecord(
                                RunningCluster.of(configuration).committedReader(),
                                configuration.partitions())) {
            terminal.say(
                    "waiting for the first record of %s (%s at most; Ctrl-C ends it)"
                            .formatted(format, DurationText.of(limit)));
            terminal.out().flush();
            Optional<byte[]> record = first.await(format, limit, interruption::isRequested);
            if (record.isEmpty()) {
                terminal.say(terminal.yellow("no record came"));
                return false;
            }
            show(terminal, RecordSheet.of(formats, format, record.get()));
            return true;
        }
    }

    static Duration limit(String text) {
        return DurationText.parse(text)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE, "--wait takes a duration such as 30s or 10m"));
    }

    /// `countersign source list`.
    @CommandLine.Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the products with a recipe, and the shippers.",
            footer = {"", "Example:", "  countersign source list"})
    static final class ListSources implements Command {
        private final Terminal terminal;

        ListSources(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() {
            Recipes.all()
                    .values()
                    .forEach(recipe ->
                            terminal.say("%-26s %s".formatted(recipe.format(), recipe.title())));
            terminal.say("");
            terminal.say("shippers: " + String.join(", ", Recipes.shippers().keySet()));
            return ExitCode.CLEAN;
        }
    }

    /// `countersign source shipper`.
    @CommandLine.Command(
            name = "shipper",
            mixinStandardHelpOptions = true,
            description =
                    "Prints what to set at a shipper, so that it sends lines of a format here.",
            footer = {
                "",
                "Example:",
                "  countersign source shipper vector --format squid --config countersign.yaml"
            })
    static final class Shipper implements Command {
        @CommandLine.Parameters(paramLabel = "SHIPPER", description = "as source list says")
        private String shipper = "";

        @CommandLine.Option(
                names = "--format",
                required = true,
                paramLabel = "FORMAT",
                description = "the input format of the lines")
        private String format = "";

        @CommandLine.Mixin private SiteOption site = new SiteOption();

        private final Terminal terminal;

        Shipper(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            Configuration configuration = site.configuration();
            Map<String, String> shippers = Recipes.shippers();
            String settings = shippers.get(shipper);
            if (settings == null) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "No shipper of that name; there are "
                                + String.join(", ", shippers.keySet()));
            }
            terminal.say(
                    Recipes.filled(
                            settings, Recipes.places(format, site.file(), configuration, "")));
            return ExitCode.CLEAN;
        }
    }

    /// `countersign source first`.
    @CommandLine.Command(
            name = "first",
            mixinStandardHelpOptions = true,
            description = {
                "Waits for the next record of a format and shows it as it is read: field, value, what is missing",
                "and what that costs. With --sample it shows the first record of a file instead.",
                "Exit code 3 where no record came or it was not read."
            },
            footer = {
                "",
                "Examples:",
                "  countersign source first zscaler-nss-web --config countersign.yaml --wait 10m",
                "  countersign source first auto --sample nss.json.gz"
            })
    static final class First implements Command {
        @CommandLine.Parameters(paramLabel = "FORMAT", description = "an input format, or auto")
        private String format = "";

        @CommandLine.Option(
                names = "--config",
                paramLabel = "FILE",
                description = "the configuration")
        private Optional<Path> config = Optional.empty();

        @CommandLine.Option(
                names = "--sample",
                paramLabel = "FILE",
                description = "a log or export; nothing is sent anywhere")
        private Optional<Path> sample = Optional.empty();

        @CommandLine.Option(
                names = "--wait",
                paramLabel = "TIME",
                description = "how long; 10m is the default")
        private String wait = "10m";

        private final Terminal terminal;

        First(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            if (config.isEmpty() && sample.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "State --config, to wait, or --sample, to read a file");
            }
            InputFormats formats =
                    config.isPresent()
                            ? SiteFormats.of(ConfigurationFile.read(config.get()).configuration())
                            : InputFormats.builtIn();
            SourceAddCommand.requireFormat(formats, format);
            if (sample.isPresent()) {
                showSample(terminal, formats, format, sample.get());
                return ExitCode.CLEAN;
            }
            return awaitAndShow(
                            terminal,
                            ConfigurationFile.read(config.orElseThrow()).configuration(),
                            format,
                            limit(wait))
                    ? ExitCode.CLEAN
                    : ExitCode.REJECTED;
        }
    }
}
