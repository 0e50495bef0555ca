package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.patients.PatientExports;
import io.countersign.app.patients.PatientIndexFile;
import io.countersign.app.patients.UnreadableExportException;
import io.countersign.app.patients.UnusablePatientIndexException;
import io.countersign.detectors.patients.InvalidPatientIndexException;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.patients.PatientIndexBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import picocli.CommandLine;

/// `countersign patients`.
@CommandLine.Command(
        name = "patients",
        mixinStandardHelpOptions = true,
        description = "The index of the hospital's patients, which says whose PHI a text holds.")
final class PatientsCommand {
    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new PatientsCommand())
                .addSubcommand(new Load(terminal))
                .addSubcommand(new Show(terminal));
    }

    static Path index(Configuration configuration) {
        Path path =
                configuration
                        .patientIndex()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "The configuration names no patient-index"));
        return configuration.resolve(path);
    }

    /// `countersign patients load`.
    @CommandLine.Command(
            name = "load",
            mixinStandardHelpOptions = true,
            description = {
                "Makes the patient index of exports: CSV with a header line, or HL7 v2 ADT messages.",
                "The index replaces the one before as a whole; a running installation takes it up within ten",
                "seconds. It holds keyed tokens and encrypted MRNs, and counts as PHI."
            },
            footer = {
                "",
                "Columns: mrn, given or first name, middle, family or last name, or name; dob; phone, mobile;",
                "         email; mbi or member id. Others are left alone.",
                "",
                "Example:",
                "  countersign patients load --config countersign.yaml patients.csv"
            })
    static final class Load implements Command {
        @CommandLine.Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "the exports, in UTF-8")
        private List<Path> files = List.of();

        @CommandLine.Mixin private final SiteOption site = new SiteOption();
        private final Terminal terminal;

        Load(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            Configuration configuration = site.configuration();
            Path target = index(configuration);
            PatientIndexBuilder index =
                    new PatientIndexBuilder(
                            PatientIndexFile.keys(KeyRing.of(configuration).tokenKeys()));
            PatientExports exports = new PatientExports(index);
            // The oldest export says how fresh the whole is.
            Instant exported = terminal.clock().instant();
            for (Path file : files) {
                Instant modified = Files.getLastModifiedTime(file).toInstant();
                exported = modified.isBefore(exported) ? modified : exported;
                try (BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        Files.newInputStream(file), StandardCharsets.UTF_8))) {
                    exports.read(reader);
                } catch (UnreadableExportException e) {
                    throw new CommandFailure(
                            ExitCode.REJECTED,
                            TerminalText.line(file.toString()) + " " + e.getMessage());
                }
                terminal.progress(exports.rows() + " patients read");
            }
            if (index.patients() == 0) {
                throw new CommandFailure(
                        ExitCode.REJECTED, "No patient with an MRN was read; nothing is written");
            }
            PatientIndexFile.write(target, index, exported);
            terminal.say(
                    "%d patients, %d tokens, exported %s: %s"
                            .formatted(
                                    index.patients(),
                                    index.tokens(),
                                    exported,
                                    TerminalText.line(target.toString())));
            terminal.say(
                    "SHA-256 "
                            + HexFormat.of()
                                    .formatHex(open(target, KeyRing.of(configuration)).sha256())
                            + "; a policy that names a patient_index must name this one");
            if (exports.refused() > 0) {
                terminal.err()
                        .println(
                                exports.refused()
                                        + " rows have no MRN, or one of more than 15 characters: left out");
                return ExitCode.REJECTED;
            }
            return ExitCode.CLEAN;
        }
    }

    /// `countersign patients show`.
    @CommandLine.Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Checks the patient index and says how large and how fresh it is.",
            footer = {"", "Example:", "  countersign patients show --config countersign.yaml"})
    static final class Show implements Command {
        @CommandLine.Mixin private final SiteOption site = new SiteOption();
        private final Terminal terminal;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            Configuration configuration = site.configuration();
            Path file = index(configuration);
            PatientIndex index = open(file, KeyRing.of(configuration));
            boolean fresh = index.fresh(terminal.clock().instant());
            terminal.say(
                    "%d patients, %d tokens, exported %s (%s), SHA-256 %s"
                            .formatted(
                                    index.patients(),
                                    index.tokens(),
                                    index.created(),
                                    fresh ? "fresh" : "older than 48 hours",
                                    HexFormat.of().formatHex(index.sha256())));
            return fresh ? ExitCode.CLEAN : ExitCode.FOUND;
        }
    }

    /// Opens an index for a command.
    static PatientIndex open(Path file, KeyRing keys) throws IOException {
        try {
            return PatientIndexFile.open(file, PatientIndexFile.keys(keys.tokenKeys()));
        } catch (InvalidPatientIndexException e) {
            throw new UnusablePatientIndexException(file, String.valueOf(e.getMessage()));
        }
    }
}
