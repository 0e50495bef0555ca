package io.countersign.app.cli;

import io.countersign.app.reevaluation.ChangedVerdicts;
import io.countersign.app.reevaluation.EntriesSince;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.app.role.UnreachableClusterException;
import io.countersign.audit.chain.LeafHash;
import io.countersign.audit.chain.LeafReader;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
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
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.function.Consumer;
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
    private final ProposedAmendments proposed;
    private final boolean cut;

    private PolicyReevaluation(
            Deployment deployment,
            Terminal terminal,
            String command,
            Instant since,
            ChangedVerdicts verdicts,
            boolean cut) {
        this.deployment = deployment;
        this.terminal = terminal;
        this.since = since;
        this.verdicts = verdicts;
        this.proposed = new ProposedAmendments(terminal, verdicts.changes(), command);
        this.cut = cut;
    }

    /// Reads the entries of this time on the entry topic, and judges them again.
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
        ChangedVerdicts verdicts = verdicts(policy, sha256, now);
        AvroDecoder<AuditEntry> entries = new AvroDecoder<>(AuditEntry.class, deployment.schemas());
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
            requests(deployment, terminal, topics, now, verdicts::request);
            return new PolicyReevaluation(
                    deployment,
                    terminal,
                    "countersign policy reevaluate",
                    since,
                    verdicts,
                    knownSince != Long.MIN_VALUE);
        }
    }

    /// Reads what the sealed logs have since this time, and judges it again. What was chained and
    /// is not sealed yet is left to the next run.
    ///
    /// @param sha256 of the policy, in hexadecimal
    static PolicyReevaluation ofSealed(
            Deployment deployment,
            Terminal terminal,
            PolicyDocument policy,
            String sha256,
            Instant since,
            LogReaders logs)
            throws IOException {
        Instant now = terminal.clock().instant();
        ChangedVerdicts verdicts = verdicts(policy, sha256, now);
        EntriesSince.read(
                logs,
                since,
                EnumSet.of(EntryKind.EVENT, EntryKind.AMENDMENT),
                (place, entry) -> verdicts.entry(entry, place::reference),
                count -> terminal.progress("judging entries again: %,d".formatted(count)));
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            requests(deployment, terminal, topics, now, verdicts::request);
        }
        return new PolicyReevaluation(
                deployment, terminal, RejudgeCommand.POLICY, since, verdicts, false);
    }

    private static ChangedVerdicts verdicts(PolicyDocument policy, String sha256, Instant now) {
        return new ChangedVerdicts(
                new PolicyInForce(
                        new Hash(HexFormat.of().parseHex(sha256)), PolicyReader.read(policy)),
                requestsSinceMillis(now));
    }

    /// Since when requests on the control topic are looked at.
    static long requestsSinceMillis(Instant now) {
        return now.minus(REQUESTS).toEpochMilli();
    }

    /// What was asked for lately.
    static void requests(
            Deployment deployment,
            Terminal terminal,
            TopicsToTheEnd topics,
            Instant now,
            Consumer<ControlRecord> each) {
        AvroDecoder<ControlRecord> decoder =
                new AvroDecoder<>(ControlRecord.class, deployment.schemas());
        topics.readSince(
                Topics.CONTROL,
                requestsSinceMillis(now),
                MAX_ENTRIES,
                record -> {
                    try {
                        each.accept(decoder.framed(record.value()));
                    } catch (UndecodableRecordException _unreadable) {
                        // None of ours.
                    }
                },
                count -> terminal.progress("reading requests: %d".formatted(count)));
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
            found.write(false, ProposedAmendments.STANDARD_PER_SECOND);
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
                                proposed.count()));
        proposed.say();
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
    void write(boolean unasked, int perSecond) throws IOException {
        proposed.write(deployment, ChangedVerdicts.ORIGIN, unasked, perSecond);
    }

    boolean isEmpty() {
        return proposed.isEmpty();
    }

    ExitCode exitCode() {
        return proposed.exitCode();
    }
}
