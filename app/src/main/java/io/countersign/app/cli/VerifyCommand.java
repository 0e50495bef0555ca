package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.cases.CaseZip;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.DurationText;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerdict;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.pack.PackTrust;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.verify.Check;
import io.countersign.audit.verify.CheckVerdict;
import io.countersign.audit.verify.InputSummary;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Part;
import io.countersign.audit.verify.RememberedRoot;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.audit.verify.TimestampEvidence;
import io.countersign.audit.verify.WitnessEvidence;
import io.countersign.audit.witness.WitnessPolicy;
import io.countersign.ledger.storage.s3.S3Place;
import io.countersign.schemas.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine;

/// `countersign verify`: a whole log, with nothing but its directory and keys.
@CommandLine.Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a log: signature, tree, every entry, every chain, every seal, every input offset.",
            "With the keys that lie beside the log it says CONSISTENT; only with keys from elsewhere",
            "(--vkeys) does it say AUTHENTIC. What was verified is remembered outside DIR, so that a",
            "log that was rolled back or exchanged fails the next time. Exit code 1 where a check failed."
        },
        footer = {
            "",
            "Examples:",
            "  countersign verify countersign-data",
            "  countersign verify /mnt/export/log --vkeys keys-from-the-auditor.vkeys",
            "  countersign verify entry.tlog-proof --vkeys keys-from-the-auditor.vkeys",
            "  countersign verify case.zip --vkeys keys-from-the-auditor.vkeys",
            "  countersign verify /mnt/export/log --witness-policy log.policy",
            "  countersign verify countersign-data --longest-seal-gap 1m --json",
            "  countersign verify countersign-data --from last",
            "  countersign verify countersign-data --from 2026-11-01 --to 2026-12-01",
            "  countersign verify countersign-data --offsets --config countersign.yaml",
            "  countersign verify s3://audit-log/countersign --config countersign.yaml"
        })
final class VerifyCommand implements Command {
    @CommandLine.Parameters(
            paramLabel = "DIR|FILE",
            description =
                    "the installation's directory, or the log in it; s3://bucket/prefix; a .tlog-proof, or a proof pack (.zip)")
    private String directory = "";

    @CommandLine.Option(
            names = "--vkeys",
            paramLabel = "FILE",
            description = "verifier keys that you have from elsewhere, one a line")
    private Optional<Path> vkeys = Optional.empty();

    @CommandLine.Option(
            names = "--longest-seal-gap",
            paramLabel = "DURATION",
            description = "fail where two seals lie further apart, such as 1m")
    private Optional<String> longestSealGap = Optional.empty();

    @CommandLine.Option(
            names = "--tsa-ca",
            paramLabel = "FILE",
            description = "PEM certificates of the time stamping authorities that you trust")
    private Optional<Path> authorities = Optional.empty();

    @CommandLine.Mixin private final PartOfLog part = new PartOfLog();

    @CommandLine.Option(
            names = "--offsets",
            description = "list what the log accounts for, an input partition a line")
    private boolean listsOffsets;

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "as --offsets, and compare with what the brokers of this configuration hold now;",
                "for a log in a bucket: how to reach it, and brokers are asked with --offsets only"
            })
    private Optional<Path> config = Optional.empty();

    @CommandLine.Option(
            names = "--witness-policy",
            paramLabel = "FILE",
            description =
                    "a policy of C2SP tlog-policy that you have from elsewhere: the log's keys, the"
                            + " witnesses that you believe, and how many of them")
    private Optional<Path> witnessPolicy = Optional.empty();

    @CommandLine.Option(names = "--json", description = "one JSON document for machines")
    private boolean json;

    private static final String OFFSET_ROW = "%-20s %14s %14s %8s  %-24s %s";

    private final Terminal terminal;

    private final TimeLeft left = new TimeLeft(InstantSource.system());

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        Path file = Path.of(directory);
        if (directory.endsWith(ProveCommand.SUFFIX) && Files.isRegularFile(file)) {
            return new ProofCheck(terminal, json).run(file, LogPlace.read(vkeysOfProof()));
        }
        if (directory.endsWith(PackVerdict.SUFFIX) && Files.isRegularFile(file)) {
            PackTrust trust = new PackTrust(LogPlace.read(vkeysOfProof()), anchors(), policy());
            return CaseZip.is(file)
                    ? new CaseVerdict(terminal, json).run(file, trust)
                    : new PackVerdict(terminal, json).run(file, trust);
        }
        LogPlace log = LogPlace.of(directory, config);
        Optional<WitnessPolicy> policy = policy();
        Optional<VerifierKeys> trusted = trusted(policy);
        // Before the log's own checkpoint, which may have grown meanwhile and never shrinks.
        WitnessEvidence witnesses = new WitnessEvidence(policy, log.witnessed());
        Optional<VerifierKeys> beside = log.readKeysBeside();
        VerifiedRoots roots = new VerifiedRoots(terminal.stateDirectory());
        Optional<VerifierKeys> keys = trusted.or(() -> beside);
        Request whole =
                new Request(
                        trusted,
                        beside,
                        remembered(log, roots, keys),
                        longestGap(),
                        timestamps(log),
                        log.kept(),
                        Optional.empty(),
                        Optional.of(witnesses));
        Request request = part.of(whole, log, keys);
        Report report;
        try (ExecutorService workers = Executors.newFixedThreadPool(log.readers())) {
            report = LogVerifier.verify(log.source(), request, this::progress, workers);
        }
        List<OffsetAccount> accounts = OffsetAccount.of(report.inputs(), brokers(report));
        if (json) {
            writeJson(report, accounts);
        } else {
            write(report, accounts);
        }
        if (report.toRemember().isPresent()) {
            roots.write(report.toRemember().get());
        }
        boolean offsetsMissing = accounts.stream().anyMatch(one -> one.state().isFault());
        return switch (report.conclusion()) {
            case AUTHENTIC, CONSISTENT -> offsetsMissing ? ExitCode.FOUND : ExitCode.CLEAN;
            case FAILED -> ExitCode.FOUND;
            case INCOMPLETE -> ExitCode.FAILED;
        };
    }

    private Path vkeysOfProof() {
        return vkeys.orElseThrow(() ->
                new CommandFailure(
                        ExitCode.USAGE,
                        "A proof is checked with keys from elsewhere: name a file of them with --vkeys"));
    }

    /// What the brokers hold now, after the log was read: they are never behind it. Records are
    /// deleted an hour after their offsets were sealed at the earliest, which no verification
    /// takes.
    private Optional<BrokerOffsets> brokers(Report report) throws IOException {
        if (config.isEmpty() || !tellsOffsets()) {
            return Optional.empty();
        }
        Set<TopicPartition> inputs = new LinkedHashSet<>();
        for (InputSummary input : report.inputs()) {
            inputs.add(new TopicPartition(input.topic(), input.partition()));
        }
        return Optional.of(
                BrokerOffsets.read(
                        RunningCluster.of(ConfigurationFile.read(config.get()).configuration()),
                        inputs));
    }

    private Optional<WitnessPolicy> policy() throws IOException {
        if (witnessPolicy.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(WitnessPolicy.parse(Files.readString(witnessPolicy.get())));
        } catch (MalformedNoteException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, witnessPolicy.get() + " is no policy: " + e.getMessage());
        }
    }

    /// Keys from elsewhere: those of `--vkeys` and the log's of the policy.
    private Optional<VerifierKeys> trusted(Optional<WitnessPolicy> policy) throws IOException {
        Set<VerifierKey> keys = new LinkedHashSet<>();
        if (vkeys.isPresent()) {
            keys.addAll(LogPlace.read(vkeys.get()).keys());
        }
        policy.ifPresent(stated -> keys.addAll(stated.logs()));
        return keys.isEmpty() && vkeys.isEmpty()
                ? Optional.empty()
                : Optional.of(new VerifierKeys(List.copyOf(keys)));
    }

    private Optional<TimestampEvidence> timestamps(LogPlace log) throws IOException {
        List<X509Certificate> anchors = anchors();
        return log.timestamps().map(files -> new TimestampEvidence(files, anchors));
    }

    private List<X509Certificate> anchors() throws IOException {
        List<X509Certificate> anchors = new ArrayList<>();
        if (authorities.isPresent()) {
            try (InputStream in = Files.newInputStream(authorities.get())) {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    anchors.add((X509Certificate) certificate);
                }
            } catch (CertificateException e) {
                throw new CommandFailure(
                        ExitCode.FAILED, authorities.get() + " holds no PEM certificates");
            }
        }
        return anchors;
    }

    private Optional<Duration> longestGap() {
        if (longestSealGap.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> gap = DurationText.parse(longestSealGap.get());
        if (gap.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--longest-seal-gap is a number and a unit, such as 90s or 1m");
        }
        return gap;
    }

    /// What was verified before under the name and key that the checkpoint bears now. Where it
    /// bears none that verifies there is nothing to look up, and the verifier will say why.
    private static Optional<RememberedRoot> remembered(
            LogPlace log, VerifiedRoots roots, Optional<VerifierKeys> keys) throws IOException {
        Optional<byte[]> stored = log.source().read(TilePath.CHECKPOINT);
        if (stored.isEmpty() || keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            SignedNote note = SignedNote.parse(stored.get());
            String origin = Checkpoint.parse(note.text()).origin();
            if (note.open(keys.get().verifiers()) instanceof NoteVerdict.Verified verified) {
                for (VerifierKey key : verified.by()) {
                    if (OpenedCheckpoint.isLogsOwn(key, origin)) {
                        return roots.read(origin, key);
                    }
                }
            }
            // A successor of theirs may have signed, and is remembered under the key that vouches
            // for it.
            for (VerifierKey key : keys.get().keys()) {
                Optional<RememberedRoot> root = roots.read(origin, key);
                if (root.isPresent()) {
                    return root;
                }
            }
            return Optional.empty();
        } catch (MalformedNoteException _said) {
            return Optional.empty();
        }
    }

    private boolean progress(long done, long total) {
        terminal.progress(
                "verified " + done + " of " + total + " entries" + left.words(done, total));
        return true;
    }

    private void write(Report report, List<OffsetAccount> accounts) {
        report.checkpoint()
                .ifPresent(checkpoint -> {
                    terminal.say("log        " + TerminalText.line(checkpoint.origin()));
                    terminal.say(
                            "size       "
                                    + checkpoint.size().value()
                                    + " entries, root "
                                    + checkpoint.root().hex());
                });
        report.part()
                .ifPresent(stretch ->
                        terminal.say(
                                "read       entries "
                                        + stretch.from().value()
                                        + " to "
                                        + end(report, stretch)
                                        + "; that the log begins with those before is proven, not read"));
        report.signedBy()
                .ifPresent(key -> terminal.say("signed by  " + TerminalText.line(key.vkey())));
        terminal.say("");
        for (Check check : report.checks()) {
            terminal.say(
                    verdict(check.verdict())
                            + String.format("  %-21s ", check.code().code())
                            + TerminalText.line(check.sentence()));
            for (Check.Fault fault : check.examples()) {
                terminal.say(
                        "               at "
                                + TerminalText.line(fault.place())
                                + ": "
                                + TerminalText.line(fault.sentence()));
            }
            if (check.faults() > check.examples().size()) {
                terminal.say("               " + check.faults() + " faults in all");
            }
        }
        terminal.say("");
        terminal.say(
                report.chains().size()
                        + " chains, "
                        + report.seals().count()
                        + " seals, "
                        + report.bytes()
                        + " bytes of entries");
        offsets(report);
        if (tellsOffsets()) {
            list(accounts);
        }
        terminal.say(conclusion(report));
    }

    private boolean tellsOffsets() {
        return listsOffsets || (config.isPresent() && !directory.startsWith(S3Place.SCHEME));
    }

    private void list(List<OffsetAccount> accounts) {
        terminal.say("");
        terminal.say(
                String.format(
                        OFFSET_ROW, "input", "from", "accounted to", "lost", "brokers hold", ""));
        for (OffsetAccount one : accounts) {
            String row =
                    String.format(
                            OFFSET_ROW,
                            TerminalText.line(one.input().topic()) + "/" + one.input().partition(),
                            one.fromOffset(),
                            one.toOffset(),
                            one.lost(),
                            one.broker()
                                    .map(held -> held.start() + " to " + held.end())
                                    .orElse("-"),
                            one.sentence());
            terminal.say(one.state().isFault() ? terminal.red(row) : row);
        }
        terminal.say("");
    }

    private static String end(Report report, Part stretch) {
        return stretch.to()
                .or(report::size)
                .map(size -> Long.toString(size.value()))
                .orElse("the end");
    }

    private void offsets(Report report) {
        long offsets = 0;
        Map<String, Long> outcomes = new TreeMap<>();
        for (InputSummary input : report.inputs()) {
            offsets += input.toOffset() - input.fromOffset();
            for (Map.Entry<Outcome, Long> count : input.counts().entrySet()) {
                outcomes.merge(count.getKey().name(), count.getValue(), Long::sum);
            }
        }
        terminal.say(offsets + " input offsets accounted for: " + outcomes);
    }

    private String verdict(CheckVerdict verdict) {
        return switch (verdict) {
            case PASSED -> terminal.green("passed     ");
            case FAILED -> terminal.red("FAILED     ");
            case NOT_CHECKED -> terminal.yellow("not checked");
        };
    }

    private String conclusion(Report report) {
        return switch (report.conclusion()) {
            case AUTHENTIC -> terminal.green("AUTHENTIC");
            case CONSISTENT ->
                    terminal.green("CONSISTENT")
                            + ": with the keys beside the log, which whoever made the log may have put"
                            + " there; --vkeys takes keys from elsewhere";
            case INCOMPLETE ->
                    terminal.yellow("INCOMPLETE") + ": nothing failed, and not all was checked";
            case FAILED -> terminal.red("FAILED") + ": " + report.failed().size() + " checks";
        };
    }

    private void writeJson(Report report, List<OffsetAccount> accounts) throws IOException {
        try (JsonGenerator generator = new JsonFactory().createGenerator(terminal.out())) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.writeStartObject();
            generator.writeStringField("conclusion", report.conclusion().name());
            if (report.checkpoint().isPresent()) {
                generator.writeStringField("origin", report.checkpoint().get().origin());
                generator.writeNumberField("size", report.checkpoint().get().size().value());
                generator.writeStringField("root", report.checkpoint().get().root().hex());
            }
            if (report.part().isPresent()) {
                generator.writeNumberField("from", report.part().get().from().value());
                Optional<TreeSize> to = report.part().get().to().or(report::size);
                if (to.isPresent()) {
                    generator.writeNumberField("to", to.get().value());
                }
            }
            if (report.signedBy().isPresent()) {
                generator.writeStringField("signedBy", report.signedBy().get().vkey());
            }
            generator.writeArrayFieldStart("checks");
            for (Check check : report.checks()) {
                generator.writeStartObject();
                generator.writeStringField("code", check.code().code());
                generator.writeStringField("verdict", check.verdict().name());
                generator.writeStringField("sentence", check.sentence());
                generator.writeNumberField("faults", check.faults());
                generator.writeArrayFieldStart("examples");
                for (Check.Fault fault : check.examples()) {
                    generator.writeStartObject();
                    generator.writeStringField("place", fault.place());
                    generator.writeStringField("sentence", fault.sentence());
                    generator.writeEndObject();
                }
                generator.writeEndArray();
                generator.writeEndObject();
            }
            generator.writeEndArray();
            generator.writeArrayFieldStart("inputs");
            for (InputSummary input : report.inputs()) {
                generator.writeStartObject();
                generator.writeStringField("chain", input.chain());
                generator.writeStringField("topic", input.topic());
                generator.writeNumberField("partition", input.partition());
                generator.writeNumberField("fromOffset", input.fromOffset());
                generator.writeNumberField("toOffset", input.toOffset());
                generator.writeNumberField("openEntries", input.openEntries());
                generator.writeObjectFieldStart("counts");
                for (Map.Entry<Outcome, Long> count : input.counts().entrySet()) {
                    generator.writeNumberField(count.getKey().name(), count.getValue());
                }
                generator.writeEndObject();
                generator.writeEndObject();
            }
            generator.writeEndArray();
            if (tellsOffsets()) {
                writeJson(generator, accounts);
            }
            generator.writeNumberField("chains", report.chains().size());
            generator.writeNumberField("seals", report.seals().count());
            generator.writeEndObject();
            generator.writeRaw('\n');
        }
    }

    private static void writeJson(JsonGenerator generator, List<OffsetAccount> accounts)
            throws IOException {
        generator.writeArrayFieldStart("offsets");
        for (OffsetAccount one : accounts) {
            generator.writeStartObject();
            generator.writeStringField("topic", one.input().topic());
            generator.writeNumberField("partition", one.input().partition());
            generator.writeNumberField("fromOffset", one.fromOffset());
            generator.writeNumberField("accountedTo", one.toOffset());
            generator.writeNumberField("lost", one.lost());
            if (one.broker().isPresent()) {
                generator.writeNumberField("brokerStart", one.broker().get().start());
                generator.writeNumberField("brokerEnd", one.broker().get().end());
            }
            generator.writeStringField("state", one.state().name());
            generator.writeStringField("sentence", one.sentence());
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }
}
