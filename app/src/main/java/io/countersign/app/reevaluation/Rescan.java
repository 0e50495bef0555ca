package io.countersign.app.reevaluation;

import io.countersign.audit.evidence.EvidenceOpener;
import io.countersign.audit.evidence.Opening;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.sources.Content;
import io.countersign.topology.alerts.Reinspection;
import io.countersign.topology.steps.EvidenceContents;
import io.countersign.topology.steps.PolicyInForce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sealed evidence read again by the detectors of today. First all events of the sealed logs, then,
/// once the log says who opens how much, the envelopes in any order. Nothing of a text is kept.
///
/// For one thread.
public final class Rescan implements SealedEvents.Visitor {
    /// Who asks for the amendments, in the control topic.
    public static final String ORIGIN = "rescan";

    /// Events with evidence that one run looks at.
    public static final int MAX_EVIDENCE = 5_000_000;

    /// An event whose evidence is to be read.
    ///
    /// @param latest its latest amendment, or its own entry
    private record Sought(SealedPlace original, SealedPlace latest) {}

    private final PolicyInForce policy;
    private final AskedAmendments asked;
    private final Map<String, Map<Long, Sought>> sought = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Long> unread = new TreeMap<>();
    private long events;
    private long withEvidence;
    private long opened;
    private long notNamed;
    private long lessSeen;
    private long elsewhere;
    private long underWay;
    private long left;

    /// @param policy the one that judges what is found
    /// @param requestsSinceMillis since when the control topic is looked at for requests
    public Rescan(PolicyInForce policy, long requestsSinceMillis) {
        this.policy = policy;
        this.asked =
                new AskedAmendments(
                        ORIGIN, Reinspection.BASIS, policy.sha256(), requestsSinceMillis);
    }

    @Override
    public void amendment(AuditEntry amendment) {
        amendment.getAmendment().ifPresent(one -> asked.chained(amendment, one));
    }

    @Override
    public void event(SealedPlace original, SealedPlace latest, EventEntry standing) {
        events++;
        boolean has =
                (original.equals(latest) ? standing : original.event()).getEvidence().isPresent();
        if (has && ++withEvidence <= MAX_EVIDENCE) {
            sought.computeIfAbsent(original.chain(), _ -> new HashMap<>())
                    .put(original.seq(), new Sought(original, latest));
        }
    }

    /// A record of the control topic; read after the logs.
    public void request(ControlRecord control) {
        asked.request(control);
    }

    /// What is to be opened.
    public long sought() {
        return sought.values().stream().mapToLong(Map::size).sum();
    }

    /// Opens an envelope, where it is one that is sought, and looks again. Only after the log says
    /// so.
    ///
    /// @param now decides whether the patient index is too old
    public void envelope(
            EvidenceEnvelope envelope,
            EvidenceOpener opener,
            Reinspection reinspection,
            Instant now) {
        Optional<Sought> one =
                Optional.ofNullable(
                        sought.getOrDefault(envelope.getChain(), Map.of()).get(envelope.getSeq()));
        if (one.isEmpty()) {
            return;
        }
        SealedPlace original = one.get().original();
        EvidenceRef ref = original.event().getEvidence().orElseThrow();
        switch (opener.open(original.chain(), original.seq(), ref, envelope)) {
            case Opening.Opened evidence -> {
                found(one.get());
                Optional<List<Content>> contents = EvidenceContents.decode(evidence.plaintext());
                if (contents.isEmpty()) {
                    unread("NO_CONTENTS");
                } else {
                    opened++;
                    look(one.get(), contents.get(), reinspection, now);
                }
            }
            case Opening.Refused(Opening.Reason reason) -> {
                // A forged envelope in its place: the right one may lie behind it.
                if (reason != Opening.Reason.WRONG_PLACE
                        && reason != Opening.Reason.WRONG_CIPHERTEXT) {
                    found(one.get());
                    unread(reason.name());
                }
            }
        }
    }

    private void found(Sought one) {
        sought.getOrDefault(one.original().chain(), Map.of()).remove(one.original().seq());
    }

    private void unread(String reason) {
        unread.merge(reason, 1L, Long::sum);
    }

    private void look(Sought one, List<Content> contents, Reinspection reinspection, Instant now) {
        EventEntry standing = one.latest().event();
        switch (reinspection.of(one.original()::reference, standing, contents, policy, now)) {
            case Reinspection.Outcome.Same() -> {}
            case Reinspection.Outcome.NotNamed() -> notNamed++;
            case Reinspection.Outcome.LessSeen() -> lessSeen++;
            case Reinspection.Outcome.ElsewhereJudged() -> elsewhere++;
            case Reinspection.Outcome.Changed(AmendmentEntry amendment) -> {
                if (asked.isUnderWay(amendment.getOriginal())) {
                    underWay++;
                } else if (changes.size() == ChangedVerdicts.MAX_CHANGES) {
                    left++;
                } else {
                    changes.add(new Change(standing.getDisposition(), amendment));
                }
            }
        }
    }

    /// What is to be chained, the earliest event first.
    public List<Change> changes() {
        return changes.stream().sorted().toList();
    }

    /// Events that were looked at.
    public long events() {
        return events;
    }

    /// Events without evidence: what another detector would have seen in them nobody can tell.
    public long withoutEvidence() {
        return events - withEvidence;
    }

    /// Events with evidence beyond [#MAX_EVIDENCE], which were not looked at.
    public long beyond() {
        return Math.max(0, withEvidence - MAX_EVIDENCE);
    }

    /// Evidence that was read.
    public long opened() {
        return opened;
    }

    /// Evidence that was not, by the code that says why: gone, or it does not open.
    public Map<String, Long> unread() {
        Map<String, Long> all = new TreeMap<>(unread);
        if (sought() > 0) {
            all.put("NOT_THERE", sought());
        }
        return all;
    }

    /// Events whose service the catalogue does not name: they stay as they were judged.
    public long notNamed() {
        return notNamed;
    }

    /// Events of which less can be read than was read then, without PHI in it.
    public long lessSeen() {
        return lessSeen;
    }

    /// Events whose text is another entry's evidence.
    public long elsewhere() {
        return elsewhere;
    }

    /// Changes that somebody has asked for already and that are not chained yet.
    public long underWay() {
        return underWay;
    }

    /// Changes beyond those that one run holds.
    public long left() {
        return left;
    }
}
