package io.countersign.audit.verify;

import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.chain.KeepingGrammar;
import io.countersign.audit.evidence.EntryEvidence;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.Retention;
import io.countersign.audit.review.ReviewStatement;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.ShredEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Follows the keys of evidence through the log: each kid stands for one key, which opens until a
/// `shred` entry says that it goes, no earlier than six years after its quarter and with two
/// persons' signatures. Memory grows with the quarters, of which there are four a year.
final class EvidenceKeyWalk {
    /// Kids of years that events may bear.
    private static final int MAX_KIDS = 1_000;

    private final Findings findings;
    private final Map<String, Hash> fingerprints;
    private final Set<String> shredded;

    /// Kids that did not open the last time, and where the log says so.
    private final Map<String, String> unusable;

    EvidenceKeyWalk(Findings findings) {
        this(findings, new HashMap<>(), new HashSet<>(), new TreeMap<>());
    }

    private EvidenceKeyWalk(
            Findings findings,
            Map<String, Hash> fingerprints,
            Set<String> shredded,
            Map<String, String> unusable) {
        this.findings = findings;
        this.fingerprints = fingerprints;
        this.shredded = shredded;
        this.unusable = unusable;
    }

    /// The same keys in the next log, where one that opened nothing may be shredded or restored.
    EvidenceKeyWalk into(Findings next) {
        return new EvidenceKeyWalk(next, fingerprints, shredded, unusable);
    }

    /// @param origin of the installation's first log, which requests name
    void accept(String origin, EntryAt at) {
        AuditEntry entry = at.entry();
        EntryEvidence.of(entry).ifPresent(ref -> sealed(ref, at));
        entry.getKek().ifPresent(kek -> kek(kek, at));
        entry.getShred().ifPresent(shred -> shred(shred, at));
        entry.getReview()
                .filter(review -> review.getExamined().isPresent())
                .filter(review -> !ReviewStatement.holds(review))
                .ifPresent(_review ->
                        fault(
                                at,
                                "This entry says that a person examined a part of the log, and the signature does not show it."));
        if (ApprovedActs.approval(entry).isPresent() && !ApprovedActs.holds(origin, entry)) {
            fault(
                    at,
                    "This entry says that two persons agreed, and their signatures do not show it.");
        }
    }

    private void sealed(EvidenceRef ref, EntryAt at) {
        if (shredded.contains(ref.getKid())) {
            fault(at, "Evidence was sealed under a key that the log says was destroyed before.");
        }
    }

    private void kek(KekEntry kek, EntryAt at) {
        String kid = kek.getKid();
        Hash known = fingerprints.get(kid);
        if (known != null && !known.equals(kek.getFingerprint())) {
            fault(at, "This entry names another key under a name that already has one.");
        } else if (fingerprints.size() < MAX_KIDS) {
            fingerprints.put(kid, kek.getFingerprint());
        }
        if (shredded.contains(kid)) {
            // It was looked for in the moment in which it went.
            return;
        }
        if (kek.getChange().equals(KeepingGrammar.FAILED)
                || kek.getChange().equals(KeepingGrammar.MISSING)) {
            unusable.putIfAbsent(kid, at.namedPlace());
        } else {
            unusable.remove(kid);
        }
    }

    private void shred(ShredEntry shred, EntryAt at) {
        String kid = shred.getKid();
        if (!EvidenceKeys.isKid(kid)) {
            fault(at, "This entry shreds what is no quarter.");
            return;
        }
        Hash known = fingerprints.get(kid);
        if (known != null && !known.equals(shred.getFingerprint())) {
            fault(at, "This entry shreds another key than the one that the log announced.");
        }
        if (Instant.ofEpochMilli(at.entry().getTimeMillis()).isBefore(Retention.dueOf(kid))) {
            fault(at, "This quarter was shredded before six years had passed.");
        }
        shredded.add(kid);
        unusable.remove(kid);
    }

    void finish() {
        unusable.forEach((kid, place) ->
                findings.fault(
                        CheckCode.EVIDENCE_KEYS,
                        place,
                        "The key "
                                + kid
                                + " opens nothing any more, and no entry says that its quarter was shredded: its"
                                + " evidence was destroyed early, or its file has to be restored."));
    }

    private void fault(EntryAt at, String sentence) {
        findings.fault(CheckCode.EVIDENCE_KEYS, at.namedPlace(), sentence);
    }
}
