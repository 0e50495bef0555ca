package io.countersign.app.locked;

import io.countersign.app.retention.ChainedAct;
import io.countersign.app.retention.Destruction;
import io.countersign.app.retention.EnrolledKeys;
import io.countersign.app.retention.EvidenceInventory;
import io.countersign.app.retention.RefusedException;
import io.countersign.app.retention.RequestFile;
import io.countersign.audit.approval.Act;
import io.countersign.audit.approval.ApprovalRequest;
import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.locked.ManifestLine;
import io.countersign.audit.locked.RecordPart;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.VerifierKey;
import io.countersign.ledger.locked.DisposablePart;
import io.countersign.ledger.locked.Disposing;
import io.countersign.ledger.locked.LegalHold;
import io.countersign.ledger.locked.LockRefusedException;
import io.countersign.ledger.locked.LockedRecord;
import io.countersign.ledger.locked.ManifestMovedException;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HoldEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Lets a part of the locked record go, and only so: every lock of it has ended, nothing is held,
/// two persons agreed to exactly this list, the log says it and is sealed, a page of the manifest
/// says it, and then it is deleted. What a crash cut off after the log said it [#complete] does on
/// the next run.
///
/// One process at a time: the caller holds the lock of the key folder.
public final class Disposal {
    /// A keeper may add a page at the same moment.
    private static final int TRIES = 5;

    private final String origin;
    private final Disposing disposing;
    private final EvidenceInventory inventory;
    private final List<LegalHold> holds;
    private final Instant now;

    /// @param origin of the installation's first log
    /// @param inventory read from the sealed logs just now
    /// @param holds as the keeper is told of them, whether or not it has come to them
    /// @param now by this machine's clock
    public Disposal(
            String origin,
            Disposing disposing,
            EvidenceInventory inventory,
            List<LegalHold> holds,
            Instant now) {
        this.origin = origin;
        this.disposing = disposing;
        this.inventory = inventory;
        this.holds = List.copyOf(holds);
        this.now = now;
    }

    /// A part as it is now.
    ///
    /// @param keptBy why it may not go now, a sentence; empty where it may
    public record Standing(DisposablePart part, Optional<String> keptBy) {}

    /// All parts that were not disposed of.
    public List<Standing> parts() throws IOException {
        return disposing.record().parts().stream()
                .map(part -> new Standing(part, keptBy(part)))
                .toList();
    }

    /// A request to let a part go.
    ///
    /// @throws RefusedException where it may not go now
    public ApprovalRequest ask(String name) throws IOException {
        DisposalEntry facts = facts(due(name), none());
        return RequestFile.make(
                origin,
                Act.DISPOSE,
                name,
                ApprovedActs.facts(facts),
                now,
                ApprovalRequest.MAX_VALIDITY);
    }

    /// Lets a part go.
    ///
    /// @param approved the request with two signatures
    /// @throws RefusedException where anything speaks against it; nothing is deleted then
    public EntryRef dispose(
            String name, Path approved, Collection<VerifierKey> enrolled, ChainedAct log)
            throws IOException {
        DisposablePart part = due(name);
        ApprovalPart agreed =
                RequestFile.approved(
                        approved,
                        origin,
                        Act.DISPOSE,
                        name,
                        ApprovedActs.facts(facts(part, none())),
                        enrolled,
                        now);
        if (inventory.isUsed(agreed.getRequestId())) {
            throw new RefusedException(
                    "Refused: this request was used already; make another for another act");
        }
        DisposalEntry entry = facts(part, agreed);
        EntryRef chained = log.sealed(entry);
        say(entry);
        Set<ManifestLine.Disposed> lines = agreed(() -> enrolled);
        lines.add(line(entry));
        disposing.delete(lines, now);
        return chained;
    }

    /// What the sealed log says that two persons agreed to who are enrolled.
    private Set<ManifestLine.Disposed> agreed(EnrolledKeys enrolled) throws IOException {
        Set<ManifestLine.Disposed> agreed = new HashSet<>();
        for (DisposalEntry entry : inventory.disposals()) {
            if (enrolled.haveAll(entry.getApproval())) {
                agreed.add(line(entry));
            }
        }
        return agreed;
    }

    /// Does what the sealed log says was to go and a crash cut off. Nothing else: a page of the
    /// manifest for which the log has no such entry is left to `archive verify`, which names it.
    ///
    /// @return what was done and what not, in words
    public Destruction.Completed complete(EnrolledKeys enrolled) throws IOException {
        List<String> done = new ArrayList<>();
        List<String> leftAlone = new ArrayList<>();
        LockedRecord record = disposing.record();
        for (DisposalEntry entry : inventory.disposals()) {
            boolean said =
                    record.disposals().stream()
                            .anyMatch(disposal -> disposal.said().equals(line(entry)));
            Optional<DisposablePart> part = part(record, entry.getPart());
            boolean same =
                    part.isPresent()
                            && !said
                            && part.get().list().matches(entry.getList().bytes(), 0)
                            && keptBy(part.get()).isEmpty();
            if (same && enrolled.haveAll(entry.getApproval())) {
                say(entry);
                done.add("the disposal of " + entry.getPart());
            } else if (same) {
                leftAlone.add("the disposal of " + entry.getPart());
            }
        }
        long deleted = disposing.delete(agreed(enrolled), now);
        if (deleted > 0) {
            done.add("the deletion of " + deleted + " objects");
        }
        return new Destruction.Completed(done, leftAlone);
    }

    private void say(DisposalEntry entry) throws IOException {
        for (int left = TRIES; ; left--) {
            try {
                disposing.say(line(entry), now);
                return;
            } catch (LockRefusedException kept) {
                throw new RefusedException(
                        "Nothing was deleted, though the log says that it was to be: "
                                + kept.getMessage());
            } catch (ManifestMovedException keeper) {
                if (left == 0) {
                    throw keeper;
                }
            }
        }
    }

    private static ManifestLine.Disposed line(DisposalEntry entry) {
        return new ManifestLine.Disposed(
                entry.getPart(), entry.getObjects(), Sha256.copyOf(entry.getList().bytes()));
    }

    private static Optional<DisposablePart> part(LockedRecord record, String name) {
        return record.parts().stream().filter(part -> part.name().equals(name)).findFirst();
    }

    private DisposablePart due(String name) throws IOException {
        LockedRecord record = disposing.record();
        DisposablePart part =
                part(record, name)
                        .orElseThrow(() ->
                                new RefusedException(
                                        record.isDisposed(name)
                                                ? "This part was disposed of already"
                                                : "The record has no such part: countersign retention parts lists them"));
        Optional<String> keptBy = keptBy(part);
        if (keptBy.isPresent()) {
            throw new RefusedException("Refused: " + name + " " + keptBy.get());
        }
        return part;
    }

    /// Why a part may not go now.
    private Optional<String> keptBy(DisposablePart part) {
        Set<String> held = new TreeSet<>(part.holds());
        held.addAll(heldSoon(part));
        Optional<String> kid = RecordPart.ofEvidence(part.name());
        if (!held.isEmpty()) {
            return Optional.of("is held for " + String.join(", ", held));
        }
        if (!part.isWhole()) {
            return Optional.of("is of a log that goes on");
        }
        // Of a clock that was set ahead the seals know nothing.
        if (!now.isAfter(part.ended()) || !inventory.lastSealed().isAfter(part.ended())) {
            return Optional.of("is locked until " + part.ended());
        }
        if (kid.isPresent() && inventory.shredded(kid.get()).isEmpty()) {
            return Optional.of(
                    "can still be read: countersign retention shred " + kid.get() + " comes first");
        }
        return Optional.empty();
    }

    /// Holds that a keeper may not have come to yet.
    private Set<String> heldSoon(DisposablePart part) {
        Set<String> names = new TreeSet<>();
        for (LegalHold hold : holds) {
            if (hold.ended().isEmpty()
                    && part.bundles(origin).stream()
                            .anyMatch(bundle ->
                                    hold.bundles()
                                            .getOrDefault(bundle.origin(), Set.of())
                                            .contains(bundle.n()))) {
                names.add(hold.name());
            }
        }
        RecordPart.ofEvidence(part.name())
                .ifPresent(kid ->
                        inventory.placed().values().stream()
                                .filter(hold -> inventory.released(hold.getHoldId()).isEmpty())
                                .filter(hold -> holds(hold, kid))
                                .forEach(hold -> names.add("hold:" + hold.getHoldId())));
        return names;
    }

    private static boolean holds(HoldEntry hold, String kid) {
        return hold.getQuarters().stream()
                .anyMatch(quarter -> quarter.getKid().equals(kid) && quarter.getRecords() > 0);
    }

    private static DisposalEntry facts(DisposablePart part, ApprovalPart approval) {
        return new DisposalEntry(
                part.name(),
                (long) part.objects().size(),
                part.bytes(),
                part.ended().toEpochMilli(),
                new Hash(part.list().bytes()),
                approval);
    }

    private static ApprovalPart none() {
        return new ApprovalPart("none", 0L, 1L, new Hash(new byte[32]), List.of(), List.of());
    }
}
