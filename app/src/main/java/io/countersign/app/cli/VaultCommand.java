package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.patients.UnreadableExportException;
import io.countersign.app.vault.VaultLoad;
import io.countersign.audit.vault.VaultFile;
import io.countersign.audit.vault.VaultKeys;
import io.countersign.audit.vault.VaultWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign vault`.
@CommandLine.Command(
        name = "vault",
        mixinStandardHelpOptions = true,
        description =
                "Names, addresses and states of your patients, for the letters of a breach; opened by two persons.")
final class VaultCommand {
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new VaultCommand())
                .addSubcommand(new Load(terminal))
                .addSubcommand(new Status(terminal))
                .addSubcommand(new VaultOpenCommand(terminal));
    }

    /// The vault of a configuration.
    static Path file(Configuration configuration) {
        return configuration.resolve(configuration.vault().file());
    }

    static VaultKeys keys(Configuration configuration) {
        return new VaultKeys(configuration.resolve(configuration.vault().keys()));
    }

    /// A vault that was checked from its first byte to its last.
    static VaultFile open(Configuration configuration) throws IOException {
        Path file = file(configuration);
        if (!Files.exists(file)) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "There is no vault yet: fill it with countersign vault load EXPORT --config FILE");
        }
        return VaultFile.open(file, keys(configuration));
    }

    /// `countersign vault load`.
    @CommandLine.Command(
            name = "load",
            mixinStandardHelpOptions = true,
            description = {
                "Makes the vault of exports: CSV with a header line, or HL7 v2 ADT messages.",
                "It replaces the one before as a whole. Two keys are drawn where there are none: one leads from",
                "a subject of the log to a state, the other to a name and an address."
            },
            footer = {
                "",
                "Columns: mrn or patient id; first, middle and last name, or name; address or street, city,",
                "         state, zip, country. Of HL7: PID-3, PID-5, PID-11. Others are left alone.",
                "",
                "Example:",
                "  countersign vault load --config countersign.yaml patients.csv"
            })
    static final class Load implements Command {
        /// Six years of entries may be asked about, and the next one begins soon.
        private static final int YEARS_BACK = 6;

        private static final int YEARS = YEARS_BACK + 2;
        private static final int MAX_YEARS = 16;

        @CommandLine.Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "the exports, in UTF-8")
        private List<Path> files = List.of();

        @CommandLine.Option(
                names = "--from-year",
                paramLabel = "YEAR",
                description =
                        "the first year whose entries shall lead to patients; six years ago where it is left out")
        private Optional<Integer> fromYear = Optional.empty();

        @CommandLine.Mixin private final SiteOption site = new SiteOption();
        private final Terminal terminal;

        Load(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            Configuration configuration = site.configuration();
            Path file = file(configuration);
            VaultKeys keys = keys(configuration);
            SecureRandom random = new SecureRandom();
            KeyRing.ownerOnlyFolder(file);
            KeyRing.ownerOnlyFolder(keys.states());
            keys.create(random);
            Instant exported = terminal.clock().instant();
            int thisYear = exported.atOffset(ZoneOffset.UTC).getYear();
            int first = fromYear.orElse(thisYear - YEARS_BACK);
            int years = fromYear.isPresent() ? thisYear + 2 - first : YEARS;
            if (years < 2 || years > MAX_YEARS) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--from-year is at most " + (MAX_YEARS - 2) + " years ago");
            }
            try (VaultWriter writer =
                    new VaultWriter(
                            file,
                            keys,
                            KeyRing.of(configuration).tokenKeys(),
                            first,
                            years,
                            random)) {
                VaultLoad load = new VaultLoad(writer);
                for (Path export : files) {
                    // The oldest export says how fresh the whole is.
                    Instant modified = Files.getLastModifiedTime(export).toInstant();
                    exported = modified.isBefore(exported) ? modified : exported;
                    read(load, export);
                }
                if (writer.added() == 0) {
                    throw new CommandFailure(
                            ExitCode.REJECTED,
                            "No patient with an id was read; the vault stays as it is");
                }
                long patients = writer.finish(exported);
                terminal.say(
                        "%d patients, subjects of %d to %d, exported %s, %d bytes: %s"
                                .formatted(
                                        patients,
                                        first,
                                        first + years - 1,
                                        exported,
                                        Files.size(file),
                                        TerminalText.line(file.toString())));
                if (load.withoutState() > 0) {
                    terminal.say(
                            load.withoutState()
                                    + " rows name no state: they count overall, and in no state");
                }
                return rejected(load);
            }
        }

        private void read(VaultLoad load, Path export) throws IOException {
            String name = TerminalText.line(export.toString());
            try (BufferedReader reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    Files.newInputStream(export), StandardCharsets.UTF_8))) {
                load.read(reader);
            } catch (UnreadableExportException e) {
                throw new CommandFailure(ExitCode.REJECTED, name + " " + e.getMessage());
            } catch (IllegalArgumentException tooMany) {
                throw new CommandFailure(ExitCode.REJECTED, name + ": " + tooMany.getMessage());
            }
            for (VaultLoad.BadRow row : load.named()) {
                terminal.err().println(name + ", line " + row.line() + ": " + row.why());
            }
            terminal.progress(load.rows() + " rows read");
        }

        private ExitCode rejected(VaultLoad load) {
            if (load.bad() == 0) {
                return ExitCode.CLEAN;
            }
            terminal.err()
                    .println(
                            load.bad()
                                    + " rows are left out; the first "
                                    + VaultLoad.MAX_NAMED
                                    + " of each file are named above");
            return ExitCode.REJECTED;
        }
    }

    /// `countersign vault status`.
    @CommandLine.Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description =
                    "Checks all of the vault, and says how many patients it holds and of when.",
            footer = {"", "Example:", "  countersign vault status --config countersign.yaml"})
    static final class Status implements Command {
        @CommandLine.Mixin private final SiteOption site = new SiteOption();
        private final Terminal terminal;

        Status(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            Configuration configuration = site.configuration();
            try (VaultFile vault = open(configuration)) {
                terminal.say(
                        "%d patients, subjects of %d to %d, exported %s"
                                .formatted(
                                        vault.patients(),
                                        vault.firstYear(),
                                        vault.lastYear(),
                                        vault.created()));
                VaultKeys keys = keys(configuration);
                boolean names = Files.exists(keys.names());
                if (names) {
                    vault.names(keys, KeyRing.of(configuration).tokenKeys());
                }
                terminal.say(
                        names
                                ? "Both keys fit it."
                                : "The states key fits it; the names key is not on this machine.");
                return ExitCode.CLEAN;
            }
        }
    }
}
