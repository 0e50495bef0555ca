package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.Configuration.Documents;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.DurationText;
import io.countersign.app.documents.DocumentWorkers;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.scan.JsonLinesScan;
import io.countersign.app.scan.JsonReport;
import io.countersign.app.scan.KnownPatients;
import io.countersign.app.scan.Scan;
import io.countersign.app.scan.ScanReport;
import io.countersign.app.scan.TableReport;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.phi.TextCharset;
import io.countersign.intake.documents.DocumentReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign scan`: PHI in any text, without Kafka.
@CommandLine.Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        description = {
            "Finds PHI in texts and documents, in the files of directories, or in standard input (-).",
            "Prints types and places; the text itself only with --show-matches. Texts may be of any",
            "length: memory does not grow with them, and all processors work. gzip, Zstandard and zip",
            "are unpacked, UTF-16 is decoded; PDF, office, RTF, HTML and XML documents of up to 64 MiB",
            "are opened in a process of its own, with limits. Nobody looks at pictures (IMAGE). What is",
            "no text is skipped and named, what was not seen to its end is PARTIAL with the reason;",
            "links below a directory are not followed."
        },
        footer = {
            "",
            "Exit codes: 0 no PHI, 1 PHI, 2 usage, 3 some input could not be read, 4 failed.",
            "",
            "Examples:",
            "  countersign scan notes.txt visits/            files, and all files of a directory",
            "  pbpaste | countersign scan -                  what is about to be pasted somewhere",
            "  git diff --cached | countersign scan -        in a pre-commit hook: 1 refuses the commit",
            "  countersign scan --json export.csv            types, places and evidence for programs",
            "  countersign scan logs.zip access.log.gz       what is packed, also within each other",
            "  countersign scan report.docx scans/           documents, each within --document-time",
            "  countersign scan --charset windows-1252 old.txt",
            "  countersign scan --jsonl documents.jsonl > spans.jsonl",
            "  countersign scan --patients countersign.yaml notes/    whether it is one of our patients",
            "  countersign scan --redact --output clean.txt note.txt",
            "  countersign scan --redact --patients countersign.yaml note.txt   also bare record numbers",
            "  countersign scan --redact=surrogate --key surrogates.key note.txt"
        })
final class ScanCommand implements Command {
    private static final Duration MOST_DOCUMENT_TIME = Duration.ofHours(1);

    @CommandLine.Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "files or directories; - is standard input")
    private List<String> inputs = List.of();

    @CommandLine.Option(
            names = "--show-matches",
            description = "print the text that was found: it is PHI, mind who sees it")
    private boolean showMatches;

    @CommandLine.Option(names = "--json", description = "one JSON document for machines")
    private boolean json;

    @CommandLine.Option(
            names = "--jsonl",
            description = {
                "read lines {\"id\":…,\"text\":…} and write a line {\"id\",\"spans\",\"phi\"} for each;",
                "start and end count Unicode code points, phi is null where undecided"
            })
    private boolean jsonLines;

    @CommandLine.Option(
            names = "--charset",
            paramLabel = "NAME",
            description =
                    "of texts without a byte order mark, such as windows-1252; UTF-8 where it is left out")
    private Optional<String> charset = Optional.empty();

    @CommandLine.Option(
            names = "--patients",
            paramLabel = "CONFIG",
            description = {
                "a configuration whose patient-index says which patients are the hospital's: their",
                "values are CERTAIN, and PHI of nobody in a fresh index says NO_INDEX_MATCH"
            })
    private Optional<Path> patients = Optional.empty();

    @CommandLine.Option(
            names = "--show-subject-tokens-which-count-as-phi",
            description = "with --patients: the keyed token of each patient, as the log holds it")
    private boolean showSubjects;

    @CommandLine.Option(
            names = "--document-time",
            paramLabel = "TIME",
            description = {
                "for each document, such as 30s; one that takes longer is left with DOCUMENT_LIMIT.",
                "10s where it is left out"
            })
    private Optional<String> documentTime = Optional.empty();

    @CommandLine.Option(
            names = "--fail-on",
            split = ",",
            paramLabel = "WHAT",
            description =
                    "exit 3 also on: unknown (an input left undecided), not-inspected (or not wholly)")
    private List<String> failOn = List.of();

    @CommandLine.Option(
            names = "--redact",
            arity = "0..1",
            parameterConsumer = RedactedFile.Style.class,
            paramLabel = "mask|type|surrogate",
            description = {
                "write the one text without its identifiers: *** for letters and digits, [TYPE] (the",
                "default), or a surrogate that reidentify turns back"
            })
    private Optional<String> redact = Optional.empty();

    @CommandLine.Option(
            names = "--output",
            paramLabel = "FILE",
            description = "with --redact: where the text goes; standard output else")
    private Optional<Path> output = Optional.empty();

    @CommandLine.Option(
            names = "--key",
            paramLabel = "FILE",
            description = "with --redact=surrogate: the key, drawn where there is none")
    private Optional<Path> key = Optional.empty();

    private final Terminal terminal;

    ScanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        Optional<Charset> declared = charset();
        checkFailOn();
        if (showSubjects && patients.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--show-subject-tokens-which-count-as-phi goes with --patients");
        }
        if (documentTime.isPresent() && (jsonLines || redact.isPresent())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--jsonl and --redact open no documents: leave --document-time out");
        }
        if (redact.isPresent()) {
            if (showSubjects) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--show-subject-tokens-which-count-as-phi is for reports; --redact writes none");
            }
            return new RedactedFile(terminal, redact.get(), declared, knownPatients(), key, output)
                    .run(inputs);
        }
        if (output.isPresent() || key.isPresent()) {
            throw new CommandFailure(ExitCode.USAGE, "--output and --key go with --redact");
        }
        if (json && jsonLines) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--json and --jsonl are two outputs: give one");
        }
        if (jsonLines && showMatches) {
            throw new CommandFailure(ExitCode.USAGE, "--jsonl never writes matched text");
        }
        int threads = Runtime.getRuntime().availableProcessors();
        if (jsonLines) {
            return new JsonLinesScan(terminal, declared, knownPatients(), threads).run(inputs);
        }
        return files(declared, threads);
    }

    private ExitCode files(Optional<Charset> declared, int threads) throws IOException {
        KnownPatients known = knownPatients();
        ScanReport report =
                json
                        ? new JsonReport(terminal, known, showMatches)
                        : new TableReport(terminal, known, showMatches);
        // Its process starts with the first document.
        try (DocumentReader documents = DocumentWorkers.one(documentTime())) {
            return new Scan(terminal, report, declared, documents, known, showMatches, threads)
                    .run(inputs)
                    .exitCode(failOn.contains("unknown"), failOn.contains("not-inspected"));
        }
    }

    private Duration documentTime() {
        if (documentTime.isEmpty()) {
            return Documents.STANDARD.time();
        }
        return DurationText.parse(documentTime.get())
                .filter(time -> time.isPositive() && time.compareTo(MOST_DOCUMENT_TIME) <= 0)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE,
                                "--document-time is a number and a unit, such as 30s, and at most "
                                        + DurationText.of(MOST_DOCUMENT_TIME)));
    }

    private KnownPatients knownPatients() throws IOException {
        if (patients.isEmpty()) {
            return KnownPatients.NONE;
        }
        Configuration configuration = ConfigurationFile.read(patients.get()).configuration();
        KeyRing keys = KeyRing.of(configuration);
        PatientIndex index = PatientsCommand.open(PatientsCommand.index(configuration), keys);
        Instant now = terminal.clock().instant();
        if (!index.fresh(now)) {
            terminal.err()
                    .println(
                            "The patient index is older than 48 hours and cannot say that somebody is no"
                                    + " patient; renew it: countersign patients load");
        }
        return KnownPatients.of(
                index, now, showSubjects ? Optional.of(keys.tokenKeys()) : Optional.empty());
    }

    private Optional<Charset> charset() {
        if (charset.isEmpty()) {
            return Optional.empty();
        }
        Optional<Charset> known = TextCharset.named(charset.get());
        if (known.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "No charset "
                            + TerminalText.line(charset.get())
                            + " is known here; give one such as UTF-16LE, ISO-8859-1 or windows-1252");
        }
        return known;
    }

    private void checkFailOn() {
        for (String what : failOn) {
            if (!what.equals("unknown") && !what.equals("not-inspected")) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--fail-on takes unknown and not-inspected");
            }
        }
        if (!failOn.isEmpty() && (jsonLines || redact.isPresent())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--fail-on is for scans of files, without --jsonl and --redact");
        }
    }
}
