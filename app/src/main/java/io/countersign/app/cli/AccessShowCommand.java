package io.countersign.app.cli;

import io.countersign.app.access.ReasonReader;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.purge.SealedLog;
import io.countersign.app.role.Deployment;
import io.countersign.audit.evidence.Opening;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EvidenceRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign access show`.
@CommandLine.Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows an access that the sealed log has, and with --reason the words in which the person said why.",
            "These may name patients: an access entry with your name, your purpose and a reason of your own is",
            "chained first, and where the log does not take it, nothing is shown."
        },
        footer = {
            "",
            "Examples:",
            "  countersign access show audit.entry.v1/0@1:17 --config countersign.yaml",
            "  countersign access show audit.entry.v1/0@1:17 --reason --purpose AUDIT --reason-file why.txt --config countersign.yaml"
        })
final class AccessShowCommand implements Command {
    /// What the entry calls it.
    static final String ACTION = "READ_REASON";

    @CommandLine.Parameters(paramLabel = "CHAIN:SEQ", description = "the access entry")
    private String entry = "";

    @CommandLine.Option(names = "--reason", description = "shows the reason that was given")
    private boolean reason;

    @CommandLine.Option(
            names = "--purpose",
            paramLabel = "CODE",
            defaultValue = "",
            description =
                    "with --reason: why you read it, as a code of A-Z, 0-9 and _; it goes into the log")
    private String purpose = "";

    @CommandLine.Mixin private Asker asker = new Asker();

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    AccessShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        EntryName name = EntryName.of(entry);
        AuditEntry found = found(name);
        AccessEntry access =
                found.getAccess()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.REJECTED,
                                        name
                                                + " is no access: countersign access list shows them"));
        if (!reason) {
            lines(found, access).forEach(terminal::say);
            return ExitCode.CLEAN;
        }
        EvidenceRef ref =
                access.getReason()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.REJECTED, "No reason was given for " + name));
        Applicant who = asker.applicant(purpose, Asker.ALWAYS_WITH_REASON, terminal);
        try (AlertSite open = site.running()) {
            Deployment deployment = open.deployment();
            EntryRef chained = chained(deployment, who, name);
            // The point of no return: from here on somebody may know, and the log says who.
            Opening opening = new ReasonReader(deployment).read(found, ref);
            lines(found, access).forEach(terminal::say);
            switch (opening) {
                case Opening.Opened opened ->
                        new String(opened.plaintext(), StandardCharsets.UTF_8)
                                .lines()
                                .map(TerminalText::line)
                                .map("    "::concat)
                                .forEach(terminal::say);
                case Opening.Refused refused ->
                        throw new CommandFailure(ExitCode.FAILED, notOpened(refused.reason()));
            }
            terminal.err().println("access entry " + chained.getChain() + ":" + chained.getSeq());
        }
        return ExitCode.CLEAN;
    }

    private AuditEntry found(EntryName name) throws IOException {
        try (SealedLog log = new SealedLog(site.configuration())) {
            return log.logs()
                    .find(name.chain(), name.seq())
                    .orElseThrow(() ->
                            new CommandFailure(
                                    ExitCode.REJECTED, "The sealed log has no entry " + name))
                    .says();
        }
    }

    private EntryRef chained(Deployment deployment, Applicant who, EntryName name)
            throws IOException {
        Configuration configuration = deployment.configuration();
        Instant now = terminal.clock().instant();
        return who.chain(
                deployment,
                who.access(ACTION)
                        .setObject(
                                KeyRing.of(configuration)
                                        .tokenKeys()
                                        .payloadDigest(
                                                now.atOffset(ZoneOffset.UTC).getYear(),
                                                name.toString().getBytes(StandardCharsets.UTF_8)))
                        .setCount(1),
                now);
    }

    private static String notOpened(Opening.Reason reason) {
        return switch (reason) {
            case NO_KEY ->
                    "The reason cannot be read here: the key of its quarter was shredded, or lies on another host";
            case WRONG_PLACE ->
                    "The reason is not in the evidence store (topic evidence.v1), which has no record of this entry";
            case WRONG_CIPHERTEXT, MALFORMED, WRONG_KEY, NOT_AUTHENTIC, WRONG_COMMITMENT ->
                    "Refused: what the evidence store has in this place is not the reason that the log names: "
                            + reason;
        };
    }

    /// What the entry says, which is none of the reason.
    static List<String> lines(AuditEntry entry, AccessEntry access) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%s  %s  %s %s, %,d; %s%s; entry %s:%d"
                        .formatted(
                                Instant.ofEpochMilli(entry.getTimeMillis()),
                                TerminalText.line(access.getPerson()),
                                access.getAction(),
                                access.getPurpose(),
                                access.getCount(),
                                access.getReason().isPresent() ? "reason given" : "no reason given",
                                access.getApproval().isPresent() ? ", two persons agreed" : "",
                                entry.getChain(),
                                entry.getSeq()));
        Optional<String> query = access.getQuery();
        query.map(TerminalText::line).map("    "::concat).ifPresent(lines::add);
        return lines;
    }
}
