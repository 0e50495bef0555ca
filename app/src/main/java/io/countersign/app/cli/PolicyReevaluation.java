package io.countersign.app.cli;

import io.countersign.app.reevaluation.ChangedVerdicts;
import io.countersign.app.reevaluation.ChangedVerdicts.Change;
import io.countersign.app.role.AmendmentLog;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.app.role.UnreachableClusterException;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.LeafReader;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.PolicyInForce;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What a policy changes in the entries of a running installation: read, said, and after a yes
/// chained.
final class PolicyReevaluation {
    /// What is offered after a policy was published.
    private static final Duration OFFERED = Duration.ofDays(30);

    /// Entries of one partition that are looked at, the latest.
    private static final long MAX_ENTRIES = 5_000_000;

    /// What was asked for longer ago than this is chained, or was lost.
    private static final Duration REQUESTS = Duration.ofDays(1);

    private final Deployment deployment;
    private final Terminal terminal;
    private final Instant since;
    private final ChangedVerdicts verdicts;
    private final List<Change> changes;
    private final boolean cut;

    private PolicyReevaluation(
            Deployment deployment,
            Terminal terminal,
            Instant since,
            ChangedVerdicts verdicts,
            boolean cut) {
        this.deployment = deployment;
        this.terminal = terminal;
        this.since = since;
        this.verdicts = verdicts;
        this.changes = verdicts.changes();
        this.cut = cut;
    }

    /// Reads the entries of this time and judges them again.
    ///
    /// @param sha256 of the policy, in hexadecimal
    static PolicyReevaluation of(
            Deployment deployment,
            Terminal terminal,
            PolicyDocument policy,
            String sha256,
            Duration time) {
        Instant now = terminal.clock().instant();
        Instant since = now.minus(time);
        long requestsSince = now.minus(REQUESTS).toEpochMilli();
        ChangedVerdicts verdicts =
                new ChangedVerdicts(
                        new PolicyInForce(
                                new Hash(HexFormat.of().parseHex(sha256)),
                                PolicyReader.read(policy)),
                        requestsSince);
        AvroDecoder<AuditEntry> entries = new AvroDecoder<>(AuditEntry.class, deployment.schemas());
        AvroDecoder<ControlRecord> requests =
                new AvroDecoder<>(ControlRecord.class, deployment.schemas());
        LeafReader leaves = new LeafReader(deployment.schemas());
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            long knownSince =
                    topics.readSince(
                            Topics.AUDIT_ENTRY,
                            since.toEpochMilli(),
                            MAX_ENTRIES,
                            record -> {
                                try {
                                    AuditEntry entry = entries.framed(record.value());
                                    verdicts.entry(entry, () -> reference(leaves, entry, record));
                                } catch (UndecodableRecordException _unreadable) {
                                    // Of a later version, or damaged: verify tells of it.
                                }
                            },
                            count ->
                                    terminal.progress(
                                            "judging entries again: %d".formatted(count)));
            topics.readSince(
                    Topics.CONTROL,
                    requestsSince,
                    MAX_ENTRIES,
                    record -> {
                        try {
                            verdicts.request(requests.framed(record.value()));
                        } catch (UndecodableRecordException _unreadable) {
                            // None of ours.
                        }
                    },
                    count -> terminal.progress("reading requests: %d".formatted(count)));
            return new PolicyReevaluation(
                    deployment, terminal, since, verdicts, knownSince != Long.MIN_VALUE);
        }
    }

    /// After a policy was published over another: says what it changes in the last 30 days, and
    /// asks where it changes something. The policy is in force whatever becomes of this.
    static void offer(Deployment deployment, Terminal terminal, PolicyDocument published)
            throws IOException {
        try {
            PolicyReevaluation found =
                    of(
                            deployment,
                            terminal,
                            published,
                            Sha256.of(PolicyNote.encode(published)).hex(),
                            OFFERED);
            found.say();
            found.write(false);
        } catch (UnreachableClusterException unreachable) {
            terminal.say(
                    terminal.yellow(
                            "What it changes in what was judged before could not be read: "
                                    + TerminalText.line(String.valueOf(unreachable.getMessage()))));
        }
    }

    private static EntryRef reference(
            LeafReader leaves, AuditEntry entry, ConsumerRecord<byte[], byte[]> record) {
        return new EntryRef(
                entry.getChain(), entry.getSeq(), LeafHash.of(leaves.read(record.value()).bytes()));
    }

    /// Says what changes.
    void say() {
        terminal.say(
                "%d events chained since %s, %d of them judged by another policy; %d are judged otherwise now."
                        .formatted(
                                verdicts.events(),
                                since,
                                verdicts.judgedByOthers(),
                                changes.size()));
        for (Disposition to :
                List.of(Disposition.VIOLATION, Disposition.REVIEW, Disposition.PERMITTED)) {
            long count = becoming(to);
            if (count > 0) {
                String line = "  %d become %s".formatted(count, to);
                terminal.say(to == Disposition.VIOLATION ? terminal.red(line) : line);
            }
        }
        long coverage = changes.stream().filter(one -> !one.isOfDisposition()).count();
        if (coverage > 0) {
            terminal.say("  %d change their coverage alone".formatted(coverage));
        }
        if (!changes.isEmpty()) {
            EntryRef earliest = changes.getFirst().amendment().getOriginal();
            terminal.say(
                    "The earliest happened at %s: %s:%d"
                            .formatted(
                                    Instant.ofEpochMilli(changes.getFirst().timeMillis()),
                                    earliest.getChain(),
                                    earliest.getSeq()));
        }
        if (becoming(Disposition.VIOLATION) > 0) {
            terminal.say(
                    terminal.red(
                            "Each VIOLATION is alerted once, and the clock of a breach starts with that alert."));
        }
        caveats();
    }

    private void caveats() {
        if (verdicts.notNamed() > 0) {
            terminal.say(
                    "%d stay as they were judged: this catalogue does not name their service."
                            .formatted(verdicts.notNamed()));
        }
        if (verdicts.underWay() > 0) {
            terminal.say(
                    "%d more were asked for before and are not chained yet."
                            .formatted(verdicts.underWay()));
        }
        if (verdicts.left() > 0) {
            terminal.say(
                    terminal.yellow(
                            "%d more are not held in memory: run it again after this one."
                                    .formatted(verdicts.left())));
        }
        if (cut) {
            terminal.say(
                    terminal.yellow(
                            "Only the latest %d entries of a partition were looked at; some of this time are older."
                                    .formatted(MAX_ENTRIES)));
        }
    }

    /// Has the amendments chained.
    ///
    /// @param unasked without asking
    void write(boolean unasked) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        if (!unasked && !terminal.confirms("Write %d amendments?".formatted(changes.size()))) {
            terminal.say(
                    "No amendment was written; countersign policy reevaluate does it at any time.");
            return;
        }
        int chained =
                AmendmentLog.chain(
                        deployment,
                        ChangedVerdicts.ORIGIN,
                        changes.stream().map(Change::amendment).toList(),
                        terminal.clock().instant(),
                        count -> terminal.progress("chained: %d".formatted(count)));
        if (chained < changes.size()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "%d of %d amendments are chained, and no more came for 30 seconds. The audit topology may be behind or stopped: run countersign policy reevaluate again when it runs, and it writes what is missing"
                            .formatted(chained, changes.size()));
        }
        terminal.say(
                "%d amendments are chained; countersign why shows them below their entries."
                        .formatted(chained));
    }

    ExitCode exitCode() {
        return becoming(Disposition.VIOLATION) > 0 ? ExitCode.FOUND : ExitCode.CLEAN;
    }

    private long becoming(Disposition to) {
        return changes.stream().filter(one -> one.isOfDisposition() && one.to() == to).count();
    }
}
