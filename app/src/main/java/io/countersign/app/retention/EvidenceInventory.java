package io.countersign.app.retention;

import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.evidence.EntryEvidence;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.verify.EntryReader;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.ShredEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What the sealed log says of evidence: how much lies in each quarter, under which key, what is
/// held and what was shredded. Read from proven entries only, and of those that two persons have to
/// sign only from such as they did: a crash's completion destroys by what stands here.
public final class EvidenceInventory {
    /// More entries are no selection.
    public static final int MAX_SELECTED = 200_000;

    private final SortedMap<String, Long> records = new TreeMap<>();
    private final Map<String, Hash> fingerprints = new HashMap<>();
    private final Map<String, ShredEntry> shredded = new HashMap<>();
    private final SortedMap<String, HoldEntry> placed = new TreeMap<>();
    private final Map<String, HoldEntry> released = new HashMap<>();
    private final List<DisposalEntry> disposals = new ArrayList<>();
    private final Set<String> usedRequests = new HashSet<>();
    private final Map<EvidencePlace, EvidenceRef> selected = new HashMap<>();
    private Instant lastSealed = Instant.EPOCH;
    private boolean tooMany;

    private EvidenceInventory() {}

    /// Reads logs whole, the oldest first.
    ///
    /// @param origin of the installation's first log
    /// @param selection entries whose evidence is asked for
    /// @throws IOException where the entries of a log are not those of its checkpoint
    public static EvidenceInventory read(
            String origin, List<EntryReader> logs, Predicate<AuditEntry> selection)
            throws IOException {
        EvidenceInventory inventory = new EvidenceInventory();
        for (EntryReader log : logs) {
            log.forEach(inventory.new Visitor(origin, selection));
        }
        return inventory;
    }

    private final class Visitor implements EntryReader.EntryVisitor {
        private final String origin;
        private final Predicate<AuditEntry> selection;

        Visitor(String origin, Predicate<AuditEntry> selection) {
            this.origin = origin;
            this.selection = selection;
        }

        @Override
        public boolean wants(EntryKind kind) {
            return kind == EntryKind.EVENT
                    || kind == EntryKind.KEK
                    || kind == EntryKind.HOLD
                    || kind == EntryKind.SHRED
                    || kind == EntryKind.DISPOSAL
                    || kind == EntryKind.ACCESS
                    || kind == EntryKind.DECISION
                    || kind == EntryKind.SEAL;
        }

        @Override
        public void entry(AuditEntry entry, LeafIndex index) {
            EntryEvidence.of(entry).ifPresent(ref -> evidence(entry, ref));
            entry.getKek().ifPresent(EvidenceInventory.this::kek);
            Optional<ApprovalPart> approval = ApprovedActs.approval(entry);
            // Used, whoever had it chained; and what nobody signed has no other effect.
            approval.map(ApprovalPart::getRequestId).ifPresent(usedRequests::add);
            if (approval.isEmpty() || ApprovedActs.holds(origin, entry)) {
                entry.getHold().ifPresent(EvidenceInventory.this::hold);
                entry.getShred().ifPresent(shred -> shredded.put(shred.getKid(), shred));
                entry.getDisposal().ifPresent(disposals::add);
            }
            if (entry.getKind() == EntryKind.SEAL) {
                lastSealed = Instant.ofEpochMilli(entry.getTimeMillis());
            }
        }

        private void evidence(AuditEntry entry, EvidenceRef ref) {
            records.merge(ref.getKid(), 1L, Long::sum);
            if (selection.test(entry)) {
                if (selected.size() == MAX_SELECTED) {
                    tooMany = true;
                } else {
                    selected.put(new EvidencePlace(entry.getChain(), entry.getSeq()), ref);
                }
            }
        }
    }

    private void kek(KekEntry kek) {
        records.merge(kek.getKid(), 0L, Long::sum);
        fingerprints.putIfAbsent(kek.getKid(), kek.getFingerprint());
    }

    private void hold(HoldEntry hold) {
        (hold.getApproval().isPresent() ? released : placed).put(hold.getHoldId(), hold);
    }

    /// Kids that the log names, ascending.
    public Set<String> kids() {
        return Collections.unmodifiableSet(records.keySet());
    }

    /// Records whose evidence was sealed under a kid.
    public long records(String kid) {
        return records.getOrDefault(kid, 0L);
    }

    /// Of the key that was announced under a kid.
    public Optional<Hash> fingerprint(String kid) {
        return Optional.ofNullable(fingerprints.get(kid));
    }

    public Optional<ShredEntry> shredded(String kid) {
        return Optional.ofNullable(shredded.get(kid));
    }

    /// What of the locked record was let go, in the order of the log.
    public List<DisposalEntry> disposals() {
        return List.copyOf(disposals);
    }

    /// Holds by id, those that were released too.
    public SortedMap<String, HoldEntry> placed() {
        return Collections.unmodifiableSortedMap(placed);
    }

    public Optional<HoldEntry> released(String id) {
        return Optional.ofNullable(released.get(id));
    }

    /// True where the log holds what a request was for: it is not used again.
    public boolean isUsed(String requestId) {
        return usedRequests.contains(requestId);
    }

    /// The time of the last seal: a clock that somebody set ahead does not bear it.
    public Instant lastSealed() {
        return lastSealed;
    }

    /// The evidence that was asked for, by its place.
    ///
    /// @throws IllegalStateException where there is more than [#MAX_SELECTED]
    public Map<EvidencePlace, EvidenceRef> selected() {
        if (tooMany) {
            throw new IllegalStateException("more than " + MAX_SELECTED + " records");
        }
        return Map.copyOf(selected);
    }
}
