package io.countersign.app.reevaluation;

import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.topology.alerts.Reevaluation;
import io.countersign.topology.steps.PolicyInForce;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Entries with the amendments that a policy asks for, gathered from the entries of all chains in
/// the order of each chain. What an earlier run has amended already is judged by its latest
/// amendment and so asks for nothing; what an earlier run asked for and is not chained yet is left
/// to that run.
///
/// For one thread.
public final class ChangedVerdicts {
    /// Amendments that are held in memory; where there are more, a second run finds the rest.
    public static final int MAX_CHANGES = 50_000;

    /// Who asks for them, in the control topic.
    public static final String ORIGIN = "reevaluate";

    private final PolicyInForce policy;
    private final AskedAmendments asked;
    private final int max;
    private final Map<EntryRef, Change> changes = new HashMap<>();
    private final Map<String, Long> firstSeq = new HashMap<>();
    private long events;
    private long judgedByOthers;
    private long notNamed;
    private long left;

    /// @param policy the one that judges
    /// @param requestsSinceMillis since when the control topic is looked at for requests
    public ChangedVerdicts(PolicyInForce policy, long requestsSinceMillis) {
        this(policy, requestsSinceMillis, MAX_CHANGES);
    }

    ChangedVerdicts(PolicyInForce policy, long requestsSinceMillis, int max) {
        this.policy = policy;
        this.asked =
                new AskedAmendments(
                        ORIGIN, Reevaluation.BASIS, policy.sha256(), requestsSinceMillis);
        this.max = max;
    }

    /// The next entry of a chain.
    ///
    /// @param reference names the entry; asked for where it is needed
    public void entry(AuditEntry entry, Supplier<EntryRef> reference) {
        firstSeq.putIfAbsent(entry.getChain(), entry.getSeq());
        entry.getEvent()
                .filter(event -> event.getDrill().isEmpty())
                .ifPresent(event -> event(event, reference));
        entry.getAmendment().ifPresent(amendment -> amendment(entry, amendment));
    }

    /// A record of the control topic; read after the entries, so that what was asked for and is not
    /// among them is still on its way.
    public void request(ControlRecord control) {
        asked.request(control);
    }

    private void event(EventEntry event, Supplier<EntryRef> reference) {
        events++;
        if (!event.getPolicy().equals(policy.sha256())) {
            judgedByOthers++;
            judge(reference, event);
        }
    }

    private void amendment(AuditEntry entry, AmendmentEntry amendment) {
        EntryRef original = amendment.getOriginal();
        asked.chained(entry, amendment);
        Long first = firstSeq.get(original.getChain());
        if (first == null || original.getSeq() < first) {
            // Its event was chained before the time that was asked for.
            return;
        }
        changes.remove(original);
        if (!amendment.getRevised().getPolicy().equals(policy.sha256())) {
            judge(() -> original, amendment.getRevised());
        }
    }

    private void judge(Supplier<EntryRef> original, EventEntry standing) {
        switch (Reevaluation.of(original, standing, policy)) {
            case Reevaluation.Outcome.Same() -> {}
            case Reevaluation.Outcome.NotNamed() -> notNamed++;
            case Reevaluation.Outcome.Changed(AmendmentEntry amendment) -> {
                if (changes.size() < max) {
                    changes.put(
                            amendment.getOriginal(),
                            new Change(standing.getDisposition(), amendment));
                } else {
                    left++;
                }
            }
        }
    }

    /// What is to be chained, the earliest event first.
    public List<Change> changes() {
        return changes.values().stream()
                .filter(change -> !asked.isUnderWay(change.original()))
                .sorted()
                .toList();
    }

    /// Changes that somebody has asked for already and that are not chained yet.
    public long underWay() {
        return changes.keySet().stream().filter(asked::isUnderWay).count();
    }

    /// Judged events that were looked at.
    public long events() {
        return events;
    }

    /// Of these, the ones that another policy judged.
    public long judgedByOthers() {
        return judgedByOthers;
    }

    /// Events whose service the catalogue does not name: they stay as they were judged.
    public long notNamed() {
        return notNamed;
    }

    /// Changes beyond [#MAX_CHANGES], which are not held.
    public long left() {
        return left;
    }
}
