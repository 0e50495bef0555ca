package io.countersign.app.cli;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.FoundEntry;
import io.countersign.audit.verify.LogReaders;
import io.countersign.detectors.destination.Reason;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PersonPart;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// `countersign why`: one entry from the log alone, with the proof that it is in there.
@CommandLine.Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = {
            "Says why a decision was made, from the log alone.",
            "The event, what was known of the account, what was found, which agreement counted, and the",
            "proof that the log holds exactly this entry; below it what became known later."
        },
        footer = {"", "Example:", "  countersign why audit.entry.v1/0@1:17 --dir countersign-data"})
final class WhyCommand implements Command {
    @CommandLine.Parameters(
            paramLabel = "CHAIN:SEQ",
            description = "chain and number, as an alert names its cause")
    private String entry = "";

    @CommandLine.Mixin private LogOptions log = new LogOptions();

    private static final long MILLIS_PER_SECOND = 1000;

    private final Terminal terminal;

    WhyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        EntryName name = EntryName.of(entry);
        LogReaders logs = log.open(log.places());
        LogReaders.Found found =
                logs.find(name.chain(), name.seq())
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.FAILED,
                                        "The log of "
                                                + logs.entries()
                                                + " entries does not hold "
                                                + name));
        write(found, logs);
        return ExitCode.CLEAN;
    }

    private void write(LogReaders.Found said, LogReaders logs) throws IOException {
        AuditEntry entry = said.says();
        FoundEntry found = said.entry();
        EntryReader reader = said.log();
        line("entry", entry.getChain() + " number " + entry.getSeq() + ", " + entry.getKind());
        line("chained at", Instant.ofEpochMilli(entry.getTimeMillis()) + " (append time)");
        if (entry.getAmendment().isPresent()) {
            amendment(entry.getAmendment().get());
        } else {
            entry.getEvent().ifPresentOrElse(this::event, () -> line("says", entry.toString()));
        }
        entry.getAccess()
                .ifPresent(access ->
                        line(
                                "reason",
                                access.getReason().isPresent()
                                        ? "given, and sealed: countersign access show reads it"
                                        : "none was given"));
        for (LogReaders.Found later : logs.amendments(said)) {
            AuditEntry amending = later.says();
            line(
                    "amended by",
                    amending.getChain()
                            + " number "
                            + amending.getSeq()
                            + ", chained at "
                            + Instant.ofEpochMilli(amending.getTimeMillis()));
            amending.getAmendment().ifPresent(this::change);
        }
        line("after", hex(entry.getPrev()));
        line("leaf hash", found.leafHash().hex());
        line(
                "proof",
                reader.proof(found).path().size()
                        + " hashes lead from leaf "
                        + found.index().value()
                        + " to the root "
                        + reader.checkpoint().root().hex());
        line(
                "checkpoint",
                reader.checkpoint().origin()
                        + ", "
                        + reader.checkpoint().size().value()
                        + " entries, signature "
                        + (log.keysAreFromElsewhere()
                                ? "by a key from elsewhere"
                                : "by a key beside the log"));
    }

    /// The amendment itself: what it is about, what it changes, and the event as it is judged now.
    private void amendment(AmendmentEntry amendment) {
        line("amends", reference(amendment.getOriginal()));
        change(amendment);
        event(amendment.getRevised());
    }

    private void change(AmendmentEntry amendment) {
        EventEntry revised = amendment.getRevised();
        line(
                "learnt by",
                amendment.getBasis()
                        + " ("
                        + amendment.getConfidence()
                        + ")"
                        + amendment
                                .getAgeMillis()
                                .map(age -> ", " + age / MILLIS_PER_SECOND + " s apart")
                                .orElse("")
                        + amendment.getLearntFrom().stream()
                                .map(from -> ", " + reference(from))
                                .collect(Collectors.joining()));
        line("changes", String.join(", ", amendment.getChanged()));
        line(
                "now",
                "text "
                        + revised.getContent().getInspected()
                        + revised.getContent()
                                .getPhi()
                                .map(phi -> phi ? ", PHI" : ", no PHI")
                                .orElse(", PHI undecided"));
        line(
                "now",
                "account "
                        + revised.getDestination().getAccount()
                        + ", organisation "
                        + or(revised.getDestination().getOrg())
                        + ", "
                        + or(revised.getBytesUp())
                        + " bytes up; "
                        + revised.getCoverage().getState()
                        + ", agreement "
                        + or(revised.getCoverage().getBaa()));
        line(
                "now",
                revised.getDisposition()
                        + ", "
                        + revised.getSeverity()
                        + " "
                        + revised.getReasons());
    }

    private static String reference(EntryRef entry) {
        return entry.getChain() + ":" + entry.getSeq();
    }

    /// From the spelling or the address to the person, and on which basis.
    private static String person(EventEntry event, PersonPart person) {
        String from =
                event.getUser()
                        .or(() -> event.getSourceIp().map(address -> "address " + address))
                        .orElse("nothing in the record");
        String to =
                switch (person.getResolution()) {
                    case RESOLVED ->
                            person.getId().orElse("")
                                    + person.getDepartment()
                                            .map(name -> ", department " + name)
                                            .orElse("")
                                    + person.getRole().map(name -> ", role " + name).orElse("");
                    case UNKNOWN_SPELLING -> "nobody: no person of the directory has this spelling";
                    case AMBIGUOUS -> "nobody: several people have it, and none is guessed";
                    case SHARED -> "nobody: declared to be shared";
                    case NOBODY -> "nobody: neither a user nor a lease of the address";
                    case UNRECOGNISED -> "unknown to this version";
                };
        return from + " -> " + to + " (" + event.getIdentityBasis() + ")";
    }

    private void event(EventEntry event) {
        line(
                "happened",
                Instant.ofEpochMilli(event.getTimeMillis())
                        + " ("
                        + event.getTimeBasis()
                        + (event.getTimeReplaced() ? ", stated time lay in the future" : "")
                        + ")");
        line(
                "who",
                or(event.getUser())
                        + " ("
                        + event.getIdentityBasis()
                        + "), device "
                        + or(event.getDevice())
                        + ", address "
                        + or(event.getSourceIp())
                        + event.getDepartment().map(name -> ", department " + name).orElse("")
                        + ", agent "
                        + or(event.getUserAgentClass())
                        + event.getSession().map(id -> ", session " + id).orElse(""));
        event.getPerson().ifPresent(person -> line("person", person(event, person)));
        line(
                "did",
                event.getDestination().getActivity()
                        + ": "
                        + or(event.getMethod())
                        + " "
                        + or(event.getHost())
                        + ", status "
                        + or(event.getStatus())
                        + ", "
                        + or(event.getBytesUp())
                        + " bytes up, the proxy "
                        + event.getAction()
                        + " it");
        line(
                "seen in",
                event.getInput().getTopic()
                        + "/"
                        + event.getInput().getPartition()
                        + " offset "
                        + event.getInput().getOffset()
                        + ", source "
                        + event.getSource().getId()
                        + " number "
                        + or(event.getSource().getSeq())
                        + " ("
                        + event.getSource().getFormat()
                        + (event.getSource().getAuthenticated() ? ")" : ", unauthenticated)"));
        destination(event.getDestination());
        content(event.getContent());
        line(
                "coverage",
                event.getCoverage().getState()
                        + ", agreement "
                        + or(event.getCoverage().getBaa())
                        + " "
                        + event.getCoverage().getReasons());
        CoveragePart coverage = event.getCoverage();
        sentences(coverage.getReasons(), coverage);
        for (String detail : coverage.getDetails()) {
            line("", detail.replaceFirst("=", ": "));
        }
        line(
                "verdict",
                event.getDisposition() + ", " + event.getSeverity() + " " + event.getReasons());
        sentences(event.getReasons(), coverage);
        line("policy", hex(event.getPolicy()));
        event.getEvidence()
                .ifPresent(evidence ->
                        line(
                                "evidence",
                                evidence.getPlaintextBytes()
                                        + " bytes sealed under "
                                        + evidence.getKid()
                                        + ", ciphertext "
                                        + hex(evidence.getCiphertext())));
    }

    /// Each reason as a sentence; a code of a later version stays a code.
    private void sentences(List<String> reasons, CoveragePart coverage) {
        for (String reason : reasons) {
            Reason.sentence(reason, coverage.getBaa(), coverage.getDetails())
                    .ifPresent(sentence -> line("because", sentence));
        }
    }

    private void destination(DestinationPart destination) {
        line(
                "sent to",
                destination.getVendor()
                        + ", "
                        + destination.getProduct()
                        + " ("
                        + destination.getHostRole()
                        + "), seen by "
                        + destination.getVisibility());
        line("account", destination.getAccount() + ", organisation " + or(destination.getOrg()));
        for (AccountEvidence evidence : destination.getEvidence()) {
            line(
                    "because",
                    evidence.getKind()
                            + " "
                            + evidence.getValue()
                            + " ("
                            + evidence.getConfidence()
                            + (evidence.getUndocumented() ? ", undocumented)" : ")"));
        }
    }

    private void content(ContentPart content) {
        String phi = content.getPhi().map(answer -> answer ? "PHI" : "no PHI").orElse("undecided");
        line(
                "content",
                phi
                        + " "
                        + content.getPhiReason()
                        + ", inspected "
                        + content.getInspected()
                        + " "
                        + content.getInspectedReason());
        if (!content.getHints().isEmpty()) {
            line("hints", String.join(", ", content.getHints()));
        }
        if (!content.getFindings().isEmpty()) {
            line(
                    "found",
                    content.getFindings().stream()
                            .map(WhyCommand::finding)
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String finding(FindingCount finding) {
        return finding.getCount()
                + " "
                + finding.getType()
                + " ("
                + finding.getLikelihood()
                + ", "
                + finding.getOrigin()
                + finding.getSensitivities().stream()
                        .map(one -> ", " + one)
                        .collect(Collectors.joining())
                + ")";
    }

    private void line(String name, String text) {
        terminal.say(String.format("%-11s ", name) + TerminalText.line(text).stripTrailing());
    }

    private static String or(Optional<?> value) {
        return value.map(Object::toString).orElse("unknown");
    }

    private static String hex(Hash hash) {
        return Sha256.copyOf(hash.bytes()).hex();
    }
}
