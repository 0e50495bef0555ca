package io.countersign.app.cli;

import io.countersign.app.keys.KeyRing;
import io.countersign.app.patients.PatientIndexFile;
import io.countersign.app.patients.UnusablePatientIndexException;
import io.countersign.app.reevaluation.Rescan;
import io.countersign.app.reevaluation.SealedEvents;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.audit.evidence.EvidenceOpener;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.audit.verify.LogReaders;
import io.countersign.detectors.patients.InvalidPatientIndexException;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.alerts.Reinspection;
import io.countersign.topology.policy.PolicyReader;
import io.countersign.topology.steps.Inspect;
import io.countersign.topology.steps.PolicyInForce;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// The sealed evidence of a running installation, read again by the detectors of this release.
final class EvidenceRescan {
    /// An envelope comes in the transaction of its entry, which is sealed later.
    private static final Duration BEFORE_ITS_SEAL = Duration.ofDays(1);

    private final Deployment deployment;
    private final Terminal terminal;
    private final PolicyInForce policy;
    private final Instant since;
    private final Rescan rescan;

    /// @param sha256 of the policy, in hexadecimal
    /// @param since what was sealed since then is read
    EvidenceRescan(
            Deployment deployment,
            Terminal terminal,
            PolicyDocument policy,
            String sha256,
            Instant since) {
        this.deployment = deployment;
        this.terminal = terminal;
        this.policy =
                new PolicyInForce(
                        new Hash(HexFormat.of().parseHex(sha256)),
                        PolicyReader.read(policy),
                        policy.getPatientIndex());
        this.since = since;
        this.rescan =
                new Rescan(
                        this.policy,
                        PolicyReevaluation.requestsSinceMillis(terminal.clock().instant()));
    }

    /// Reads the logs, has the access chained, reads the evidence, and says what came of it.
    ProposedAmendments of(LogReaders logs, Applicant who) throws IOException {
        SealedEvents.read(
                logs,
                since,
                rescan,
                count -> terminal.progress("looking for evidence: %,d".formatted(count)));
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            PolicyReevaluation.requests(
                    deployment, terminal, topics, terminal.clock().instant(), rescan::request);
            if (rescan.sought() > 0) {
                EntryRef access = chained(who);
                terminal.say("access entry %s:%d".formatted(access.getChain(), access.getSeq()));
                read(topics);
            }
        }
        ProposedAmendments proposed =
                new ProposedAmendments(terminal, rescan.changes(), RejudgeCommand.DETECTORS);
        terminal.say(
                "%d events sealed since %s, %d of them with evidence that was read again; %d are judged otherwise now."
                        .formatted(rescan.events(), since, rescan.opened(), proposed.count()));
        proposed.say();
        caveats();
        return proposed;
    }

    void write(ProposedAmendments proposed, int perSecond) throws IOException {
        proposed.write(deployment, Rescan.ORIGIN, true, perSecond);
    }

    private EntryRef chained(Applicant who) {
        return who.chain(
                deployment,
                who.access("RESCAN_EVIDENCE").setCount(rescan.sought()),
                terminal.clock().instant());
    }

    private void read(TopicsToTheEnd topics) throws IOException {
        KeyRing keys = KeyRing.of(deployment.configuration());
        TokenKeys tokens = keys.tokenKeys();
        Optional<PatientIndex> patients = patients(tokens);
        policy.faultOf(patients)
                .ifPresent(fault -> {
                    throw new CommandFailure(
                            ExitCode.FAILED,
                            "The patient index here is not the one that the policy names (%s): without it patients would be lost who are found by it"
                                    .formatted(fault));
                });
        EvidenceOpener opener = new EvidenceOpener(keys.evidenceKeys());
        Reinspection reinspection = new Reinspection(new Inspect(() -> patients), tokens);
        AvroDecoder<EvidenceEnvelope> decoder =
                new AvroDecoder<>(EvidenceEnvelope.class, deployment.schemas());
        topics.readSince(
                Topics.EVIDENCE,
                since.minus(BEFORE_ITS_SEAL).toEpochMilli(),
                Long.MAX_VALUE,
                record -> {
                    try {
                        rescan.envelope(
                                decoder.framed(record.value()),
                                opener,
                                reinspection,
                                terminal.clock().instant());
                    } catch (UndecodableRecordException _noEnvelope) {
                        // None that is sought.
                    }
                },
                count ->
                        terminal.progress(
                                "reading evidence again: %,d, %,d to go"
                                        .formatted(rescan.opened(), rescan.sought())));
    }

    private Optional<PatientIndex> patients(TokenKeys tokens) throws IOException {
        if (deployment.configuration().patientIndex().isEmpty()) {
            return Optional.empty();
        }
        Path file =
                deployment.configuration().resolve(deployment.configuration().patientIndex().get());
        try {
            return Optional.of(PatientIndexFile.open(file, PatientIndexFile.keys(tokens)));
        } catch (InvalidPatientIndexException e) {
            throw new UnusablePatientIndexException(file, String.valueOf(e.getMessage()));
        }
    }

    private void caveats() {
        say(
                rescan.withoutEvidence(),
                "left no evidence (they were permitted, and no PHI was found): what another detector would have seen in them nobody can tell.");
        rescan.unread()
                .forEach((reason, count) ->
                        terminal.say(
                                terminal.yellow(
                                        "%d have evidence that could not be read: %s"
                                                .formatted(count, reason))));
        say(
                rescan.lessSeen(),
                "stay as they were judged: less of them can be read now than then, and that holds no PHI.");
        say(rescan.elsewhere(), "stay: their text is the evidence of another entry.");
        say(rescan.notNamed(), "stay: this catalogue does not name their service.");
        say(rescan.underWay(), "more were asked for before and are not chained yet.");
        say(
                rescan.left() + rescan.beyond(),
                "more are not held in memory: run it again after this one, or over less time.");
    }

    private void say(long count, String words) {
        if (count > 0) {
            terminal.say("%d %s".formatted(count, words));
        }
    }
}
