package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.judge.JudgeSummary;
import io.countersign.app.judge.JudgementJson;
import io.countersign.app.judge.LineJudge;
import io.countersign.app.judge.UnmappedKeys;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyCheck;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.SiteFormats;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.detectors.destination.Disposition;
import io.countersign.detectors.identity.People;
import io.countersign.detectors.identity.Who;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.intake.Records;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyDocument;
import io.countersign.sources.InputFormats;
import io.countersign.sources.MappingDraft;
import io.countersign.sources.SquidLogformat;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.Intake;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.PolicyInForce;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// `countersign judge`: what yesterday's log holds, without Kafka and without a log of our own.
@CommandLine.Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a proxy or prompt log holds, without Kafka.",
            "Which lines used an AI service, under which account, was it covered, was it PHI; and what the",
            "log can't show. The steps are those of the stream.",
            "Exit code 1 where a line violates the policy or carries PHI, 3 where lines were rejected."
        },
        footer = {
            "",
            "Examples:",
            "  countersign judge access.log",
            "  countersign judge --format zscaler-nss-web --json nss.json.gz",
            "  countersign judge --identity identity.csv --identity spellings.yaml nss.json",
            "  kcat -C -t proxy -e | countersign judge -",
            "  countersign judge --squid-logformat '%%ts.%%03tu %%>a %%Ss/%%03>Hs %%rm %%ru %%un' access.log",
            "  countersign judge --write-mapping portal.yaml portal.jsonl"
        })
final class JudgeCommand implements Command {
    private static final long PROGRESS_EVERY = 10_000;
    private static final int MAX_ROWS = 200;
    private static final int MAX_NAMES = 30;

    @CommandLine.Parameters(
            paramLabel = "FILE",
            description =
                    "a log, or an export that holds one (gzip, zst, zip, JSON lists, Splunk, Sentinel, Elastic, kcat -J); - is standard input")
    private String input = "-";

    @CommandLine.Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "the input format; auto (the default) looks at each line")
    private String format = Intake.AUTO;

    @CommandLine.Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "describes an input format of the site's own; may be repeated")
    private List<Path> mappings = List.of();

    @CommandLine.Option(
            names = "--squid-logformat",
            paramLabel = "LINE",
            description =
                    "the logformat line of squid.conf by which the lines were written; then they are read by it")
    private Optional<String> logformat = Optional.empty();

    @CommandLine.Option(
            names = "--write-mapping",
            paramLabel = "FILE",
            description =
                    "starts a mapping from the names in the lines of no known format, JSON or key=value")
    private Optional<Path> writeMapping = Optional.empty();

    @CommandLine.Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "the site's BAA register; without one coverage is UNKNOWN where the vendor's text leaves it open")
    private Optional<Path> policy = Optional.empty();

    @CommandLine.Option(
            names = "--patients",
            paramLabel = "CONFIG",
            description =
                    "a configuration whose patient-index says which patients are the hospital's")
    private Optional<Path> patients = Optional.empty();

    @CommandLine.Option(
            names = "--identity",
            paramLabel = "FILE",
            description =
                    "who is who: people (CSV, SCIM), leases or rules, as for identity load; may be repeated")
    private List<Path> identity = List.of();

    @CommandLine.Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @CommandLine.Option(
            names = "--all",
            description = "with --json: lines out of scope too, with their event")
    private boolean all;

    @CommandLine.Option(
            names = "--fail-on",
            split = ",",
            paramLabel = "WHAT",
            description = "exit 3 also on: unknown (an event left undecided), not-inspected")
    private List<String> failOn = List.of();

    private final Terminal terminal;

    JudgeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InvalidPolicyFileException {
        InputFormats formats = SiteFormats.of(mappings);
        if (logformat.isPresent()) {
            SquidLogformat declared = SquidLogformat.of("logformat", logformat.get());
            formats = formats.withSquid(List.of(declared));
            format = format.equals(Intake.AUTO) ? declared.name() : format;
        }
        checkOptions(formats);
        if (writeMapping.isPresent() && Files.exists(writeMapping.get())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    TerminalText.line(writeMapping.get().toString())
                            + " is there already: name another file, or remove it");
        }
        // The word lists are loaded once for all, here while the policy is read.
        Thread.ofPlatform().daemon().name("word-lists").start(PhiDetector::standard);
        PolicyInForce inForce = policyInForce();
        Optional<PatientIndex> index = patientIndex();
        if (index.isPresent() && !inForce.admits(index.get())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The policy names another patient index (SHA-256 "
                            + inForce.patientIndex().map(JudgeCommand::hex).orElse("")
                            + ") than this one ("
                            + HexFormat.of().formatHex(index.get().sha256())
                            + "): load that one, or write this one into the policy as patient_index");
        }
        LineJudge judge = new LineJudge(formats, inForce, terminal.clock(), index, people());
        JudgeSummary summary = new JudgeSummary();
        UnmappedKeys unmapped = new UnmappedKeys();
        Rows rows = new Rows(terminal);
        try (Records lines = Records.of(open())) {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                long number = lines.number();
                Passage passage = judge.judge(number, format, line.get());
                summary.add(passage);
                unmapped.add(passage);
                if (json) {
                    JudgementJson.of(passage, raw -> all ? judge.eventOf(raw) : Optional.empty())
                            .ifPresent(terminal::say);
                } else {
                    rows.add(passage);
                }
                if (number % PROGRESS_EVERY == 0) {
                    terminal.progress(number + " lines, " + summary.violations() + " violations");
                }
            }
        }
        if (!json) {
            rows.finish();
            report(summary);
            report(unmapped);
        }
        if (writeMapping.isPresent()) {
            write(writeMapping.get(), unmapped);
        }
        return exitCode(summary);
    }

    private void report(UnmappedKeys unmapped) {
        List<UnmappedKeys.Count> counts = unmapped.counts();
        if (counts.isEmpty()) {
            return;
        }
        terminal.say("");
        terminal.say("Names that no field takes, and in how many lines:");
        counts.stream()
                .limit(MAX_NAMES)
                .forEach(one ->
                        terminal.say(
                                "%10d  %s%s"
                                        .formatted(
                                                one.count(),
                                                TerminalText.line(one.key()),
                                                one.known() ? " (inspected as text)" : "")));
        if (counts.size() > MAX_NAMES) {
            terminal.say("            … and " + (counts.size() - MAX_NAMES) + " more");
        }
        if (writeMapping.isEmpty() && !counts.getFirst().known()) {
            terminal.say("--write-mapping FILE starts a mapping from them.");
        }
    }

    /// Standard output belongs to the verdicts where they are JSON.
    private void write(Path file, UnmappedKeys unmapped) throws IOException {
        Optional<MappingDraft> draft = unmapped.draft(formatName(file));
        if (draft.isEmpty()) {
            terminal.err()
                    .println(
                            "Every line that has names is of a known format: no mapping is written.");
            return;
        }
        Files.writeString(file, draft.get().yaml());
        terminal.err()
                .println(
                        "%s takes %d names by a guess; look through it, then: countersign judge --mapping %s %s"
                                .formatted(
                                        TerminalText.line(file.toString()),
                                        draft.get().guessed(),
                                        TerminalText.line(file.toString()),
                                        TerminalText.line(input)));
    }

    /// The file's name as the name of a format.
    private static String formatName(Path file) {
        String stem = String.valueOf(file.getFileName()).replaceAll("\\.ya?ml$", "");
        String name = stem.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
        name = name.replaceAll("^[^a-z]+", "");
        name = name.length() > 40 ? name.substring(0, 40) : name;
        return name.length() < 2 || InputFormats.builtIn().named(name).isPresent()
                ? "own-" + name
                : name;
    }

    private Optional<PatientIndex> patientIndex() throws IOException {
        if (patients.isEmpty()) {
            return Optional.empty();
        }
        Configuration configuration = ConfigurationFile.read(patients.get()).configuration();
        return Optional.of(
                PatientsCommand.open(
                        PatientsCommand.index(configuration), KeyRing.of(configuration)));
    }

    private static String hex(Hash hash) {
        return HexFormat.of().formatHex(hash.bytes());
    }

    private void checkOptions(InputFormats formats) {
        if (!format.equals(Intake.AUTO) && formats.named(format).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "No input format " + format + "; there are auto, " + formats.names());
        }
        for (String what : failOn) {
            if (!what.equals("unknown") && !what.equals("not-inspected")) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--fail-on takes unknown and not-inspected");
            }
        }
    }

    /// What of the policy is too old to be relied on.
    private List<String> stale = List.of();

    private PolicyInForce policyInForce() throws IOException, InvalidPolicyFileException {
        PolicyDocument document =
                policy.isPresent() ? PolicyYaml.of(policy.get()) : PolicyYaml.withoutRegister();
        stale = PolicyCheck.staleness(document, terminal.clock().instant());
        Hash hash = new Hash(Sha256.of(PolicyNote.encode(document)).bytes());
        return new PolicyInForce(hash, PolicyReader.read(document), document.getPatientIndex());
    }

    private InputStream open() throws IOException {
        return input.equals("-") ? terminal.in() : Files.newInputStream(Path.of(input));
    }

    private Optional<People> people() throws IOException {
        return identity.isEmpty()
                ? Optional.empty()
                : Optional.of(IdentityCommand.people(identity, terminal.clock().instant()));
    }

    private void counted(Map<String, Long> names) {
        int listed = 0;
        for (Map.Entry<String, Long> name : names.entrySet()) {
            if (listed++ == MAX_ROWS) {
                terminal.say("  … and " + (names.size() - MAX_ROWS) + " more");
                return;
            }
            terminal.say("  %6d  %s".formatted(name.getValue(), TerminalText.line(name.getKey())));
        }
    }

    private void report(JudgeSummary summary) {
        terminal.say("");
        for (Map.Entry<String, String> figure : summary.figures().entrySet()) {
            terminal.say("%-38s %s".formatted(figure.getKey(), figure.getValue()));
        }
        if (!summary.settings().isEmpty()) {
            terminal.say("");
            terminal.say("What would show more:");
            summary.settings().forEach(setting -> terminal.say("  " + setting));
        }
        if (!summary.unmappedNames().isEmpty()) {
            terminal.say("");
            terminal.say(
                    "Names of the sources' own DLP without a row in "
                            + PolicyYaml.UPSTREAM_DLP_FILE
                            + ", with events:");
            counted(summary.unmappedNames());
        }
        if (!summary.unresolved().isEmpty()) {
            terminal.say("");
            terminal.say("Spellings that resolve to nobody, with events:");
            counted(summary.unresolved());
        }
        terminal.say("");
        summary.sentences().forEach(terminal::say);
        stale.forEach(warning -> terminal.say(terminal.yellow(TerminalText.line(warning))));
    }

    private ExitCode exitCode(JudgeSummary summary) {
        ExitCode exitCode =
                summary.violations() > 0 || summary.foundPhi() ? ExitCode.FOUND : ExitCode.CLEAN;
        boolean undecided = !failOn.isEmpty() && summary.reviews() > 0;
        return summary.rejected() > 0 || undecided ? exitCode.and(ExitCode.REJECTED) : exitCode;
    }

    /// The table for people: what is not PERMITTED line by line, the rest as counts per service.
    private static final class Rows {
        private final Terminal terminal;
        private final Map<String, Integer> quiet = new TreeMap<>();
        private int shown;

        Rows(Terminal terminal) {
            this.terminal = terminal;
        }

        void add(Passage passage) {
            switch (passage) {
                case Passage.Rejected rejected ->
                        row(
                                "%8d  %s  %s: %s"
                                        .formatted(
                                                rejected.raw().offset(),
                                                terminal.red("REJECTED "),
                                                rejected.code(),
                                                TerminalText.line(rejected.explanation())));
                case Passage.Judged judged
                        when judged.verdict().disposition() == Disposition.PERMITTED ->
                        quiet.merge(service(judged), 1, Integer::sum);
                case Passage.Judged judged -> row(judged(judged));
                default -> {}
            }
        }

        private String judged(Passage.Judged judged) {
            boolean violation = judged.verdict().disposition() == Disposition.VIOLATION;
            String disposition =
                    violation ? terminal.red("VIOLATION") : terminal.yellow("REVIEW   ");
            return "%8d  %s  %-20s %-16s account %s, coverage %s, inspected %s%s: %s"
                    .formatted(
                            judged.raw().offset(),
                            disposition,
                            service(judged),
                            judged.who()
                                    .flatMap(Who::person)
                                    .or(() -> judged.event().user())
                                    .map(TerminalText::line)
                                    .orElse("-"),
                            judged.destination().account(),
                            judged.coverage().state(),
                            judged.content().inspected(),
                            sensitive(judged),
                            String.join(", ", judged.verdict().reasons()));
        }

        private static String sensitive(Passage.Judged judged) {
            return judged.content().sensitivities().stream()
                    .map(one -> ", " + one)
                    .collect(Collectors.joining());
        }

        private void row(String row) {
            if (shown == MAX_ROWS) {
                terminal.say("          … more lines; --json gives all of them");
            }
            if (shown++ < MAX_ROWS) {
                terminal.say(row);
            }
        }

        private static String service(Passage.Judged judged) {
            return TerminalText.line(
                    judged.destination().vendor() + " " + judged.destination().product());
        }

        void finish() {
            quiet.forEach((service, count) ->
                    terminal.say("%8s  PERMITTED  %-20s %d events".formatted("", service, count)));
        }
    }
}
