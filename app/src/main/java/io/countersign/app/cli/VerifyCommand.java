package io.countersign.app.cli;

import io.countersign.app.cases.CaseZip;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.DurationText;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.pack.PackTrust;
import io.countersign.audit.verify.Check;
import io.countersign.audit.verify.CheckVerdict;
import io.countersign.audit.verify.InputSummary;
import io.countersign.audit.verify.LogTrust;
import io.countersign.audit.verify.LogsVerifier;
import io.countersign.audit.verify.Part;
import io.countersign.audit.verify.RememberedRoot;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.audit.verify.TimestampEvidence;
import io.countersign.audit.verify.WitnessEvidence;
import io.countersign.audit.witness.WitnessPolicy;
import io.countersign.ledger.storage.s3.S3Place;
import io.countersign.schemas.NextLog;
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
            "The logs of later years lie beside the first one and are read after it, each going on from the end",
            "of the one before; a single log is read by naming it.",
            "With the keys that lie beside the log it says CONSISTENT; only with keys from elsewhere",
            "(--vkeys) does it say AUTHENTIC. What was verified is remembered outside DIR, so that a",
            "log that was rolled back or exchanged fails the next time. Exit code 1 where a check failed."
        },
        footer = {
            "",
            "Examples:",
            "  countersign verify countersign-data",
            "  countersign verify /mnt/export/log --vkeys keys-from-the-auditor.vkeys",
            "  countersign verify countersign-data/2027",
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

    private TimeLeft left = new TimeLeft(InstantSource.system());

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
        List<LogPlace> logs = LogPlace.all(directory, config);
        Optional<WitnessPolicy> policy = policy();
        Optional<VerifierKeys> own = trusted(policy);
        Optional<LogTrust> trust = Optional.empty();
        if (own.isPresent()) {
            trust =
                    Optional.of(
                            LogTrust.of(logs.stream().map(LogPlace::source).toList(), own.get()));
        }
        VerifiedRoots roots = new VerifiedRoots(terminal.stateDirectory());
        List<Report> reports = new ArrayList<>();
        Optional<NextLog> awaited;
        try (ExecutorService workers = Executors.newFixedThreadPool(logs.getFirst().readers())) {
            LogsVerifier verifier = new LogsVerifier(trust, this::progress, workers);
            Optional<VerifierKeys> vouched = trust.map(LogTrust::keys);
            for (PartOfLog.Stretch stretch : part.of(logs, vouched, roots)) {
                left = new TimeLeft(InstantSource.system());
                reports.add(verify(stretch, vouched, policy, roots, verifier));
            }
            awaited = verifier.awaited();
        }
        Optional<String> missing =
                awaited.isEmpty() ? Optional.empty() : gone(awaited.get(), logs, roots);
        Report last = reports.getLast();
        List<OffsetAccount> accounts = OffsetAccount.of(last.inputs(), brokers(last));
        if (json) {
            VerificationJson.write(
                    terminal,
                    reports,
                    tellsOffsets() ? Optional.of(accounts) : Optional.empty(),
                    missing);
        } else {
            write(reports, accounts, missing);
        }
        for (Report report : reports) {
            if (report.toRemember().isPresent()) {
                roots.write(report.toRemember().get());
            }
        }
        boolean found =
                missing.isPresent() || accounts.stream().anyMatch(one -> one.state().isFault());
        return switch (LogsVerifier.together(reports)) {
            case AUTHENTIC, CONSISTENT -> found ? ExitCode.FOUND : ExitCode.CLEAN;
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

    private Report verify(
            PartOfLog.Stretch stretch,
            Optional<VerifierKeys> trusted,
            Optional<WitnessPolicy> policy,
            VerifiedRoots roots,
            LogsVerifier verifier)
            throws IOException {
        LogPlace log = stretch.log();
        // Before the log's own checkpoint, which may have grown meanwhile and never shrinks.
        WitnessEvidence witnesses = new WitnessEvidence(policy, log.witnessed());
        Optional<VerifierKeys> beside = log.readKeysBeside();
        Optional<RememberedRoot> before = stretch.before();
        if (before.isEmpty()) {
            before = roots.remembered(log.source(), trusted.or(() -> beside));
        }
        Request request =
                new Request(
                        trusted,
                        beside,
                        before,
                        longestGap(),
                        timestamps(log),
                        log.kept(),
                        stretch.part(),
                        Optional.of(witnesses));
        return verifier.next(log.source(), log.claimedOrigin(), request);
    }

    /// The log that goes on from the last one that was read, where it was verified before and is
    /// not there any more.
    private static Optional<String> gone(NextLog awaited, List<LogPlace> logs, VerifiedRoots roots)
            throws IOException {
        for (LogPlace log : logs) {
            if (log.claimedOrigin().equals(awaited.getOrigin())) {
                return Optional.empty();
            }
        }
        return roots.hasSeen(awaited.getOrigin())
                ? Optional.of(awaited.getOrigin())
                : Optional.empty();
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

    private boolean progress(long done, long total) {
        terminal.progress(
                "verified " + done + " of " + total + " entries" + left.words(done, total));
        return true;
    }

    private void write(
            List<Report> reports, List<OffsetAccount> accounts, Optional<String> missing) {
        for (Report report : reports) {
            write(report);
            if (reports.size() > 1) {
                terminal.say(conclusion(report));
                terminal.say("");
            }
        }
        Report last = reports.getLast();
        terminal.say(
                last.chains().size()
                        + " chains, "
                        + reports.stream().mapToLong(report -> report.seals().count()).sum()
                        + " seals, "
                        + reports.stream().mapToLong(Report::bytes).sum()
                        + " bytes of entries"
                        + (reports.size() > 1 ? ", " + reports.size() + " logs" : ""));
        offsets(last);
        if (tellsOffsets()) {
            list(accounts);
        }
        missing.ifPresent(origin ->
                terminal.say(
                        terminal.red("FAILED     ")
                                + "  "
                                + TerminalText.line(origin)
                                + " goes on from the last of these logs; it was verified before and is not here"
                                + " any more."));
        if (missing.isEmpty()) {
            terminal.say(
                    conclusion(
                            reports.stream()
                                    .filter(report ->
                                            report.conclusion() == LogsVerifier.together(reports))
                                    .findFirst()
                                    .orElse(last)));
        }
    }

    private void write(Report report) {
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
}
