package io.countersign.topology;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.chain.KeepingGrammar;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.Outcome;
import io.countersign.sources.RejectionCode;
import io.countersign.topology.chain.Chain;
import io.countersign.topology.chain.ChainStore;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.Protect;
import io.countersign.topology.steps.RawRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Node `chain`: every record ends here, as an entry or as a counted line of a tally. The steps
/// Protect and Chain meet in this node, since sealed evidence is bound to the sequence number that
/// the chain is about to give.
final class ChainNode extends ContextualProcessor<Void, Passage, Void, Object> {
    static final String ENTRIES = "entries";
    static final String EVIDENCE = "evidence";

    private static final Map<String, String> EVIDENCE_KEY_INCIDENTS =
            Map.of(
                    KeepingGrammar.FAILED, "EVIDENCE_KEY_FAILED",
                    KeepingGrammar.MISSING, "EVIDENCE_KEY_MISSING");

    private static final Logger LOG = LoggerFactory.getLogger(ChainNode.class);

    private final AuditParts parts;
    private final PolicyChanges policyChanges;
    private final PromptCommit promptCommit;
    private final Protect protect;
    private final RecentAccounts accounts = new RecentAccounts();
    private ChainStore store;
    private Chain chain;
    private PolicyInUse policy;
    private String refusedPolicy = "";
    private String refusedIndex = "";
    private Optional<RefusedPart> refusedPart = Optional.empty();
    private ReadOnlyKeyValueStore<String, byte[]> directory;
    private boolean violation;
    private long now;

    ChainNode(AuditParts parts, PolicyChanges policyChanges, PromptCommit promptCommit) {
        this.parts = parts;
        this.policyChanges = policyChanges;
        this.promptCommit = promptCommit;
        this.protect = parts.protect().get();
    }

    @Override
    public void init(ProcessorContext<Void, Object> context) {
        super.init(context);
        policy = new PolicyInUse(parts.policies(), policyChanges, context);
        directory = context.getStateStore(AuditTopology.IDENTITY);
        int partition = context.taskId().partition();
        store = new ChainStore(context.getStateStore(AuditTopology.CHAIN_STATE), partition);
        chain =
                store.resume(
                        parts.chain(),
                        parts.probe()
                                .probe(
                                        parts.chain().entryTopic(),
                                        partition,
                                        parts.chain().inputTopics()),
                        parts.incarnations().get(),
                        entry -> context.forward(new Record<>(null, entry, now), ENTRIES));
    }

    @Override
    public void process(Record<Void, Passage> record) {
        RawRecord raw = record.value().raw();
        now = record.timestamp();
        if (chain.begin(raw.topic(), raw.offset(), now)) {
            Outcome outcome = chained(record.value());
            chain.end(raw.topic(), raw.offset(), now, outcome);
            if (asksForTally(record.value())) {
                chain.closeTally(now);
            }
        }
        store.save(chain);
        promptCommit.after(context(), violation, now);
        violation = false;
    }

    private static boolean asksForTally(Passage passage) {
        return passage instanceof Passage.Control(RawRecord _, ControlRecord control)
                && control.getKind() == ControlKind.TALLY;
    }

    private Outcome chained(Passage passage) {
        return switch (passage) {
            case Passage.Judged judged -> event(judged);
            case Passage.Counted(RawRecord _, Outcome outcome) -> outcome;
            case Passage.Rejected(RawRecord raw, RejectionCode code, String _) ->
                    rejection(raw, code.name());
            case Passage.Duplicate(RawRecord raw) -> duplicate(raw);
            case Passage.Control(RawRecord raw, ControlRecord control) -> control(raw, control);
            case Passage.UnreadableControl(RawRecord raw) -> rejection(raw, "UNREADABLE_CONTROL");
            case Passage.Received _, Passage.Located _, Passage.Inspected _ ->
                    throw new IllegalStateException("a record left its steps too early");
        };
    }

    private Outcome event(Passage.Judged judged) {
        if (!accounts.worthAnEntry(judged, now)) {
            return Outcome.OUT_OF_SCOPE;
        }
        chain.usePolicy(judged.policy().sha256(), judged.policy().policy().version(), now);
        Protect.Protected result = protect.protect(judged, chain.id(), chain.nextSeq());
        result.envelope()
                .ifPresent(
                        envelope -> context().forward(new Record<>(null, envelope, now), EVIDENCE));
        chain.append(EntryKind.EVENT, now, entry -> entry.setEvent(result.entry()));
        violation = result.entry().getDisposition() == Disposition.VIOLATION;
        return Outcome.EVENT;
    }

    private Outcome rejection(RawRecord raw, String code) {
        chain.append(
                EntryKind.REJECTION,
                now,
                entry -> entry.setRejection(protect.rejection(raw, code)));
        return Outcome.REJECTION;
    }

    private Outcome duplicate(RawRecord raw) {
        chain.append(EntryKind.DUPLICATE, now, entry -> entry.setDuplicate(protect.duplicate(raw)));
        return Outcome.DUPLICATE;
    }

    private Outcome control(RawRecord raw, ControlRecord control) {
        return switch (control.getKind()) {
            case TICK, TALLY -> {
                notePolicy(raw);
                notePatientIndex(raw);
                noteIdentity(raw);
                yield Outcome.TICK;
            }
            case ALERT ->
                    asked(
                            raw,
                            EntryKind.ALERT,
                            control.getAlert().map(alert -> entry -> entry.setAlert(alert)));
            case INCIDENT ->
                    asked(
                            raw,
                            EntryKind.INCIDENT,
                            control.getIncident()
                                    .filter(incident ->
                                            UnreadableRecords.Code.has(incident.getCode()))
                                    .map(incident -> entry -> entry.setIncident(incident)));
            case REVIEW ->
                    asked(
                            raw,
                            EntryKind.REVIEW,
                            control.getReview().map(review -> entry -> entry.setReview(review)));
            case AMENDMENT ->
                    asked(
                            raw,
                            EntryKind.AMENDMENT,
                            control.getAmendment()
                                    .map(amendment -> entry -> entry.setAmendment(amendment)));
            case RECONCILE ->
                    asked(
                            raw,
                            EntryKind.RECONCILE,
                            control.getReconcile()
                                    .map(reconcile -> entry -> entry.setReconcile(reconcile)));
            case ACCESS -> access(raw, control);
            case HOLD ->
                    asked(
                            raw,
                            EntryKind.HOLD,
                            control.getHold().map(hold -> entry -> entry.setHold(hold)));
            case SHRED ->
                    asked(
                            raw,
                            EntryKind.SHRED,
                            control.getShred().map(shred -> entry -> entry.setShred(shred)));
            case DISPOSAL ->
                    asked(
                            raw,
                            EntryKind.DISPOSAL,
                            control.getDisposal()
                                    .map(disposal -> entry -> entry.setDisposal(disposal)));
            case DECISION ->
                    asked(
                            raw,
                            EntryKind.DECISION,
                            control.getDecision()
                                    .map(decision -> entry -> entry.setDecision(decision)));
            case NOTICE ->
                    asked(
                            raw,
                            EntryKind.NOTICE,
                            control.getNotice().map(notice -> entry -> entry.setNotice(notice)));
            case KEK -> kek(raw, control.getKek());
            case REFUSAL -> {
                Outcome outcome =
                        asked(
                                raw,
                                EntryKind.REJECTION,
                                control.getRefused()
                                        .map(refused -> Protect.refusal(raw, refused))
                                        .map(rejection -> entry -> entry.setRejection(rejection)));
                yield outcome == Outcome.CONTROL_ENTRY ? Outcome.REJECTION : outcome;
            }
            case GAP ->
                    asked(
                            raw,
                            EntryKind.GAP,
                            control.getGap()
                                    .filter(EntryGrammar::isForeign)
                                    .map(gap -> entry -> entry.setGap(gap)));
            case UNRECOGNISED -> rejection(raw, "CONTROL_UNRECOGNISED");
        };
    }

    /// The log cannot be cleaned: what is out of its grammar, or too large for an entry, is
    /// rejected whole.
    private Outcome asked(
            RawRecord raw, EntryKind kind, Optional<Consumer<AuditEntry.Builder>> part) {
        if (part.isEmpty() || !chain.takes(kind, now, part.get())) {
            return rejection(raw, "CONTROL_WITHOUT_CONTENT");
        }
        chain.append(kind, now, part.get());
        return Outcome.CONTROL_ENTRY;
    }

    /// Its reason is evidence, in one transaction with the entry.
    private Outcome access(RawRecord raw, ControlRecord control) {
        Optional<Protect.ProtectedAccess> access =
                protect.access(control, chain.id(), chain.nextSeq(), Instant.ofEpochMilli(now));
        Outcome outcome =
                asked(
                        raw,
                        EntryKind.ACCESS,
                        access.map(asked -> entry -> entry.setAccess(asked.entry())));
        if (outcome == Outcome.CONTROL_ENTRY) {
            access.flatMap(Protect.ProtectedAccess::envelope)
                    .ifPresent(envelope ->
                            context().forward(new Record<>(null, envelope, now), EVIDENCE));
        }
        return outcome;
    }

    /// What became of a quarter's key; a key that opens nothing any more, or is gone, is an
    /// incident too.
    private Outcome kek(RawRecord raw, Optional<KekEntry> kek) {
        Outcome outcome = asked(raw, EntryKind.KEK, kek.map(said -> entry -> entry.setKek(said)));
        if (outcome == Outcome.CONTROL_ENTRY) {
            kek.map(KekEntry::getChange)
                    .filter(EVIDENCE_KEY_INCIDENTS::containsKey)
                    .ifPresent(change ->
                            chain.incident(
                                    Objects.requireNonNull(EVIDENCE_KEY_INCIDENTS.get(change)),
                                    now,
                                    new Coordinates(raw.topic(), raw.partition(), raw.offset())));
        }
        return outcome;
    }

    /// A policy record that was refused is an incident, once.
    private void notePolicy(RawRecord raw) {
        Optional<String> refused = policy.refused();
        if (refused.isPresent() && !refused.get().equals(refusedPolicy)) {
            chain.incident(
                    refused.get(),
                    now,
                    new Coordinates(raw.topic(), raw.partition(), raw.offset()));
        }
        refusedPolicy = refused.orElse("");
    }

    /// A part of the directory of people that was refused is an incident, once.
    private void noteIdentity(RawRecord raw) {
        Optional<RefusedPart> refused = RefusedPart.of(directory.get(KeepIdentity.REFUSED));
        if (refused.isPresent() && !refused.equals(refusedPart)) {
            chain.incident(
                    refused.get().code(),
                    now,
                    new Coordinates(raw.topic(), raw.partition(), raw.offset()));
        }
        refusedPart = refused;
    }

    /// A patient index that the policy does not name is not asked, and that is an incident, once.
    private void notePatientIndex(RawRecord raw) {
        Optional<String> fault =
                policy.published().flatMap(found -> found.faultOf(parts.patients().get()));
        if (fault.isPresent() && !fault.get().equals(refusedIndex)) {
            LOG.error(
                    "the patient index is not the one that the policy names and is not asked: code={}",
                    fault.get());
            chain.incident(
                    fault.get(), now, new Coordinates(raw.topic(), raw.partition(), raw.offset()));
        }
        refusedIndex = fault.orElse("");
    }
}
