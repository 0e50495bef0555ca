package io.countersign.audit.chain;

import io.countersign.audit.note.KeyStatement;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.SourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds each field of an entry against its grammar. [EntryGrammar] has the grammars of single
/// fields; kinds with parts of their own have a class each.
final class EntryFields {
    private EntryFields() {}

    static void check(Faults faults, AuditEntry entry) {
        faults.check("chain", entry.getChain(), EntryGrammar::chain);
        faults.require("seq", entry.getSeq() >= 0);
        faults.require("timeMillis", entry.getTimeMillis() >= 0);
        // The one part that nearly every entry has.
        Optional<EventEntry> ofEvent = entry.getEvent();
        if (ofEvent.isPresent()) {
            EventGrammar.event(faults, ofEvent.get());
        }
        entry.getTally()
                .ifPresent(tally -> tally.getInputs().forEach(input -> tally(faults, input)));
        entry.getGap()
                .ifPresent(gap -> {
                    faults.check("gap.topic", gap.getTopic(), EntryGrammar::gapTopic);
                    faults.require("gap.partition", gap.getPartition() >= 0);
                    faults.require(
                            "gap.toOffset",
                            0 <= gap.getFromOffset() && gap.getFromOffset() < gap.getToOffset());
                });
        entry.getRejection()
                .ifPresent(rejection -> {
                    coordinates(faults, "rejection.input", rejection.getInput());
                    source(faults, "rejection.source", rejection.getSource());
                    faults.check("rejection.code", rejection.getCode(), EntryGrammar::code);
                });
        entry.getDuplicate()
                .ifPresent(duplicate -> {
                    coordinates(faults, "duplicate.input", duplicate.getInput());
                    source(faults, "duplicate.source", duplicate.getSource());
                });
        entry.getAlert()
                .ifPresent(alert -> {
                    faults.check("alert.alertId", alert.getAlertId(), EntryGrammar::id);
                    faults.check("alert.alertClass", alert.getAlertClass(), EntryGrammar::code);
                    alert.getCauses().forEach(cause -> reference(faults, "alert.causes", cause));
                    faults.checkOrEmpty("alert.group", alert.getGroup(), EntryGrammar::id);
                    alert.getRules()
                            .forEach(rule -> faults.check("alert.rules", rule, EntryGrammar::code));
                });
        entry.getPolicy()
                .ifPresent(policy ->
                        faults.check("policy.version", policy.getVersion(), EntryGrammar::version));
        entry.getGenesis()
                .ifPresent(genesis -> {
                    faults.check("genesis.topic", genesis.getTopic(), EntryGrammar::topic);
                    faults.check("genesis.build", genesis.getBuild(), EntryGrammar::version);
                    faults.require("genesis.partitionCount", genesis.getPartitionCount() > 0);
                    faults.require("genesis.generation", genesis.getGeneration() > 0);
                    starts(faults, "genesis.inputs", genesis.getInputs());
                    genesis.getPreviousHeads()
                            .forEach(head -> reference(faults, "genesis.previousHeads", head));
                });
        entry.getClose()
                .ifPresent(close -> {
                    faults.check("close.reason", close.getReason(), EntryGrammar::code);
                    faults.checkOrEmpty("close.incident", close.getIncident(), EntryGrammar::code);
                    starts(faults, "close.inputs", close.getInputs());
                });
        entry.getTakeover()
                .ifPresent(takeover -> {
                    faults.check("takeover.build", takeover.getBuild(), EntryGrammar::version);
                    takeover.getPreviousLog().ifPresent(log -> LogGrammar.previousLog(faults, log));
                });
        entry.getIncident()
                .ifPresent(incident -> {
                    faults.check("incident.code", incident.getCode(), EntryGrammar::code);
                    incident.getInput()
                            .ifPresent(input -> coordinates(faults, "incident.input", input));
                    incident.getReference()
                            .ifPresent(reference ->
                                    reference(faults, "incident.reference", reference));
                });
        entry.getSeal().ifPresent(seal -> LogGrammar.seal(faults, seal));
        entry.getAccess()
                .ifPresent(access -> {
                    faults.check("access.accessId", access.getAccessId(), EntryGrammar::id);
                    faults.check("access.person", access.getPerson(), EntryGrammar::user);
                    faults.check("access.action", access.getAction(), EntryGrammar::code);
                    faults.check("access.purpose", access.getPurpose(), EntryGrammar::code);
                    faults.require("access.count", access.getCount() >= 0);
                    access.getApproval()
                            .ifPresent(approval ->
                                    KeepingGrammar.approval(faults, "access.approval", approval));
                    access.getQuery()
                            .ifPresent(query ->
                                    faults.check("access.query", query, EntryGrammar::query));
                    access.getReason()
                            .ifPresent(reason -> evidence(faults, "access.reason", reason));
                });
        entry.getKek().ifPresent(kek -> KeepingGrammar.kek(faults, kek));
        entry.getHold().ifPresent(hold -> KeepingGrammar.hold(faults, hold));
        entry.getShred().ifPresent(shred -> KeepingGrammar.shred(faults, shred));
        entry.getDisposal().ifPresent(disposal -> KeepingGrammar.disposal(faults, disposal));
        entry.getDecision().ifPresent(decision -> CaseGrammar.decision(faults, decision));
        entry.getNotice().ifPresent(notice -> CaseGrammar.notice(faults, notice));
        entry.getReview().ifPresent(review -> review(faults, review));
        entry.getAmendment().ifPresent(amendment -> EventGrammar.amendment(faults, amendment));
        entry.getReconcile().ifPresent(reconcile -> ReconcileGrammar.reconcile(faults, reconcile));
        entry.getKey()
                .ifPresent(key -> {
                    faults.require("key.vkey", EntryGrammar.vkey(key.getVkey()));
                    faults.require("key.change", KeyStatement.CHANGES.contains(key.getChange()));
                    faults.require(
                            "key.signatures",
                            key.getSignatures().size() <= KeyStatement.MAX_SIGNATURES
                                    && key.getSignatures().stream()
                                            .allMatch(line -> EntryGrammar.vkey(line)));
                    faults.require(
                            "key.since",
                            key.getSinceMillis().isEmpty()
                                    || key.getChange().equals(KeyStatement.REVOKED));
                });
        entry.getTimestamp()
                .ifPresent(stamp -> {
                    faults.require("timestamp.size", stamp.getSize() > 0);
                    faults.require(
                            "timestamp.response",
                            stamp.getResponse().isPresent() == stamp.getStampedMillis().isPresent()
                                    && stamp.getResponse().isPresent()
                                            != stamp.getWithoutSinceMillis().isPresent());
                });
    }

    private static void review(Faults faults, ReviewEntry review) {
        faults.check("review.alertId", review.getAlertId(), EntryGrammar::id);
        review.getRules().forEach(rule -> faults.check("review.rules", rule, EntryGrammar::code));
        faults.check("review.about", review.getAbout(), EntryGrammar::user);
        faults.check("review.person", review.getPerson(), EntryGrammar::user);
        faults.checkOrEmpty("review.reason", review.getReason(), EntryGrammar::code);
        faults.require("review.raisedMillis", review.getRaisedMillis() >= 0);
        review.getExamined()
                .ifPresent(part -> {
                    faults.require("review.rules", review.getRules().isEmpty());
                    ReviewGrammar.examined(faults, part);
                });
    }

    private static void tally(Faults faults, InputTally tally) {
        faults.check("tally.inputs.topic", tally.getTopic(), EntryGrammar::topic);
        faults.require("tally.inputs.partition", tally.getPartition() >= 0);
        faults.require(
                "tally.inputs.toOffset",
                0 <= tally.getFromOffset() && tally.getFromOffset() <= tally.getToOffset());
        tally.getCounts()
                .forEach(count -> faults.require("tally.inputs.counts", count.getCount() >= 0));
        tally.getHoles()
                .forEach(hole ->
                        faults.require(
                                "tally.inputs.holes", hole.getFromOffset() < hole.getToOffset()));
    }

    static void evidence(Faults faults, String path, EvidenceRef ref) {
        faults.check(path + ".kid", ref.getKid(), EntryGrammar::id);
        faults.require(path + ".plaintextBytes", ref.getPlaintextBytes() >= 0);
    }

    static void coordinates(Faults faults, String path, Coordinates coordinates) {
        faults.check(path, ".topic", coordinates.getTopic(), EntryGrammar::topic);
        faults.require(path, ".partition", coordinates.getPartition() >= 0);
        faults.require(path, ".offset", coordinates.getOffset() >= 0);
    }

    static void source(Faults faults, String path, SourceRef source) {
        faults.checkOrEmpty(path, ".id", source.getId(), EntryGrammar::id);
        faults.checkOrEmpty(path, ".format", source.getFormat(), EntryGrammar::format);
        faults.require(path, ".seq", source.getSeq().isEmpty() || source.getSeq().get() >= 0);
    }

    static void reference(Faults faults, String path, EntryRef reference) {
        faults.check(path, ".chain", reference.getChain(), EntryGrammar::chain);
        faults.require(path, ".seq", reference.getSeq() >= 0);
    }

    private static void starts(Faults faults, String path, List<InputStart> inputs) {
        for (InputStart input : inputs) {
            faults.check(path, ".topic", input.getTopic(), EntryGrammar::topic);
            faults.require(path, ".partition", input.getPartition() >= 0);
            faults.require(path, ".offset", input.getOffset() >= 0);
        }
    }

    /// Whether it has the part of its kind, and no other.
    static boolean carriesItsKind(AuditEntry entry) {
        List<EntryKind> carried = new ArrayList<>(1);
        entry.getEvent().ifPresent(_part -> carried.add(EntryKind.EVENT));
        entry.getTally().ifPresent(_part -> carried.add(EntryKind.TALLY));
        entry.getGap().ifPresent(_part -> carried.add(EntryKind.GAP));
        entry.getRejection().ifPresent(_part -> carried.add(EntryKind.REJECTION));
        entry.getDuplicate().ifPresent(_part -> carried.add(EntryKind.DUPLICATE));
        entry.getAlert().ifPresent(_part -> carried.add(EntryKind.ALERT));
        entry.getPolicy().ifPresent(_part -> carried.add(EntryKind.POLICY));
        entry.getGenesis().ifPresent(_part -> carried.add(EntryKind.GENESIS));
        entry.getTakeover().ifPresent(_part -> carried.add(EntryKind.TAKEOVER));
        entry.getIncident().ifPresent(_part -> carried.add(EntryKind.INCIDENT));
        entry.getSeal().ifPresent(_part -> carried.add(EntryKind.SEAL));
        entry.getKey().ifPresent(_part -> carried.add(EntryKind.KEY));
        entry.getSchema$().ifPresent(_part -> carried.add(EntryKind.SCHEMA));
        entry.getTimestamp().ifPresent(_part -> carried.add(EntryKind.TIMESTAMP));
        entry.getAccess().ifPresent(_part -> carried.add(EntryKind.ACCESS));
        entry.getReview().ifPresent(_part -> carried.add(EntryKind.REVIEW));
        entry.getAmendment().ifPresent(_part -> carried.add(EntryKind.AMENDMENT));
        entry.getReconcile().ifPresent(_part -> carried.add(EntryKind.RECONCILE));
        entry.getHold().ifPresent(_part -> carried.add(EntryKind.HOLD));
        entry.getShred().ifPresent(_part -> carried.add(EntryKind.SHRED));
        entry.getKek().ifPresent(_part -> carried.add(EntryKind.KEK));
        entry.getClose().ifPresent(_part -> carried.add(EntryKind.CLOSE));
        entry.getDecision().ifPresent(_part -> carried.add(EntryKind.DECISION));
        entry.getNotice().ifPresent(_part -> carried.add(EntryKind.NOTICE));
        entry.getDisposal().ifPresent(_part -> carried.add(EntryKind.DISPOSAL));
        return carried.size() == 1 && carried.getFirst() == entry.getKind();
    }
}
