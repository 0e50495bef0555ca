package io.countersign.app.retention;

import io.countersign.audit.approval.Act;
import io.countersign.audit.approval.ApprovalRequest;
import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.HeldKey;
import io.countersign.audit.evidence.Hold;
import io.countersign.audit.evidence.HoldFiles;
import io.countersign.audit.evidence.Retention;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HeldQuarter;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.ShredEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes evidence unreadable, and only so: it is due, two persons agreed to exactly this, the log
/// says it and is sealed, and then the key goes. What a crash cut off between the last two steps
/// [#complete] does on the next run. What is held stays readable.
///
/// One process at a time may destroy: the caller holds the lock of the key folder.
public final class Destruction {
    /// So long after a key was closed no process seals under it any more: each looks at the key
    /// folder more often.
    public static final Duration CLOSED_FOR = Duration.ofSeconds(15);

    private static final Duration VALIDITY = ApprovalRequest.MAX_VALIDITY;

    private final String origin;
    private final EvidenceKeys keys;
    private final HoldFiles holds;
    private final EvidenceInventory inventory;
    private final Instant now;

    /// @param origin of the log
    /// @param inventory read from the sealed log just now
    /// @param now by this machine's clock
    public Destruction(
            String origin,
            EvidenceKeys keys,
            HoldFiles holds,
            EvidenceInventory inventory,
            Instant now) {
        this.origin = origin;
        this.keys = keys;
        this.holds = holds;
        this.inventory = inventory;
        this.now = now;
    }

    /// What [#complete] did, kids and holds, and what it left alone since whoever signed it is not
    /// enrolled.
    public record Completed(List<String> done, List<String> leftAlone) {
        public Completed {
            done = List.copyOf(done);
            leftAlone = List.copyOf(leftAlone);
        }
    }

    /// Does what the sealed log says was to be done and a crash cut off, where those who signed it
    /// are enrolled still.
    public Completed complete(EnrolledKeys enrolled) throws IOException {
        List<String> completed = new ArrayList<>();
        List<String> leftAlone = new ArrayList<>();
        for (String kid : inventory.kids()) {
            Optional<ShredEntry> said = inventory.shredded(kid);
            if (said.isPresent() && keys.exists(kid)) {
                if (!enrolled.haveAll(said.get().getApproval())) {
                    leftAlone.add(kid);
                    continue;
                }
                // Where the mark of its end is there already, the key was the right one.
                if (!keys.isShredded(kid)) {
                    requireSame(kid, said.get().getFingerprint());
                }
                keys.destroy(kid);
                completed.add(kid);
            }
        }
        for (String id : holds.ids()) {
            Optional<ApprovalPart> agreed = inventory.released(id).flatMap(HoldEntry::getApproval);
            if (agreed.isPresent()) {
                boolean ours = enrolled.haveAll(agreed.get());
                if (ours) {
                    holds.destroy(id);
                }
                (ours ? completed : leftAlone).add(id);
            }
        }
        return new Completed(completed, leftAlone);
    }

    /// Ends sealing under the key of a quarter that is due: what comes late for it lies under the
    /// next one from now on, so that what is agreed to stays what is destroyed.
    ///
    /// @return how long to wait until no process seals under it
    /// @throws RefusedException as [#askToShred]
    public Duration close(String kid) throws IOException {
        shredding(kid, none());
        keys.closeForSealing(kid);
        return keys.closedSince(kid)
                .map(since -> CLOSED_FOR.minus(Duration.between(since, now)))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }

    /// A request to shred a quarter that was closed.
    ///
    /// @throws RefusedException where it is not due, or what is held cannot be read
    public ApprovalRequest askToShred(String kid) throws IOException {
        ShredEntry facts = shredding(kid, none());
        requireClosed(kid);
        return RequestFile.make(origin, Act.SHRED, kid, ApprovedActs.facts(facts), now, VALIDITY);
    }

    /// Shreds a quarter.
    ///
    /// @param approved the request with two signatures
    /// @throws RefusedException where anything speaks against it; nothing is destroyed then
    public EntryRef shred(
            String kid, Path approved, Collection<VerifierKey> enrolled, ChainedAct log)
            throws IOException {
        ShredEntry facts = shredding(kid, none());
        ApprovalPart part =
                RequestFile.approved(
                        approved, origin, Act.SHRED, kid, ApprovedActs.facts(facts), enrolled, now);
        requireUnused(part);
        requireClosed(kid);
        EntryRef entry = log.sealed(shredding(kid, part));
        // POINT OF NO RETURN. The log says that the quarter goes, and says it for good; before this
        // line nothing has happened to the key.
        keys.destroy(kid);
        return entry;
    }

    /// A request to release a hold.
    public ApprovalRequest askToRelease(String id, String person) throws IOException {
        return RequestFile.make(
                origin,
                Act.RELEASE_HOLD,
                id,
                ApprovedActs.facts(releasing(id, person, Optional.empty())),
                now,
                VALIDITY);
    }

    /// Releases a hold: its key is destroyed.
    public EntryRef release(
            String id,
            String person,
            Path approved,
            Collection<VerifierKey> enrolled,
            ChainedAct log)
            throws IOException {
        HoldEntry facts = releasing(id, person, Optional.empty());
        ApprovalPart part =
                RequestFile.approved(
                        approved,
                        origin,
                        Act.RELEASE_HOLD,
                        id,
                        ApprovedActs.facts(facts),
                        enrolled,
                        now);
        requireUnused(part);
        EntryRef entry = log.sealed(releasing(id, person, Optional.of(part)));
        // POINT OF NO RETURN, as above.
        holds.destroy(id);
        return entry;
    }

    private void requireClosed(String kid) throws IOException {
        if (keys.closedSince(kid)
                .filter(since -> !now.isBefore(since.plus(CLOSED_FOR)))
                .isEmpty()) {
            throw new RefusedException(
                    "Refused: "
                            + kid
                            + " was not closed in this key folder; make the request here, with --request");
        }
    }

    private void requireUnused(ApprovalPart part) {
        if (inventory.isUsed(part.getRequestId())) {
            throw new RefusedException(
                    "Refused: this request was used already; make another for another act");
        }
    }

    private HoldEntry releasing(String id, String person, Optional<ApprovalPart> part)
            throws IOException {
        HoldEntry placed = inventory.placed().get(id);
        if (placed == null || inventory.released(id).isPresent()) {
            throw new RefusedException(
                    "There is no hold " + id + ": countersign retention plan lists them");
        }
        return new HoldEntry(
                id,
                "RELEASED",
                person,
                placed.getReason(),
                placed.getQuarters(),
                placed.getFile(),
                part.orElse(null));
    }

    private ShredEntry shredding(String kid, ApprovalPart part) throws IOException {
        if (!EvidenceKeys.isKid(kid)) {
            throw new RefusedException("A quarter is named as in retention plan: kek-2020q1");
        }
        if (inventory.shredded(kid).isPresent() || keys.isShredded(kid)) {
            throw new RefusedException(kid + " was shredded already");
        }
        if (!keys.exists(kid)) {
            throw new RefusedException(
                    "There is no key "
                            + kid
                            + " in the key folder, and the log does not say that it was shredded: restore it from its copy first");
        }
        Instant due = Retention.dueOf(kid);
        // Of a clock that was set ahead the seals know nothing.
        if (now.isBefore(due) || inventory.lastSealed().isBefore(due)) {
            throw new RefusedException(
                    "Refused: "
                            + kid
                            + " may be shredded from "
                            + due
                            + " on; it is "
                            + now
                            + ", and the log was last sealed at "
                            + inventory.lastSealed());
        }
        Hash fingerprint = new Hash(keys.fingerprint(kid).bytes());
        inventory.fingerprint(kid).ifPresent(announced -> requireSame(kid, announced));
        Set<EvidencePlace> held = new HashSet<>();
        List<String> holding = new ArrayList<>();
        for (Hold hold : activeHolds()) {
            int before = held.size();
            boolean any = false;
            for (HeldKey key : hold.keys()) {
                if (key.kid().equals(kid)) {
                    held.add(new EvidencePlace(key.chain(), key.seq()));
                    any = true;
                }
            }
            if (any || held.size() > before) {
                holding.add(hold.id());
            }
        }
        if (held.size() > inventory.records(kid)) {
            throw new RefusedException(
                    "Refused: more records are held than the logs name; name the earlier logs with --log");
        }
        return new ShredEntry(
                kid,
                fingerprint,
                inventory.records(kid),
                (long) held.size(),
                List.copyOf(holding),
                part);
    }

    /// The holds in force, each as the log says it and readable; else nothing may be destroyed.
    private List<Hold> activeHolds() throws IOException {
        Set<String> ids = new HashSet<>(holds.ids());
        ids.addAll(inventory.placed().keySet());
        List<Hold> active = new ArrayList<>();
        for (String id : ids.stream().sorted().toList()) {
            if (inventory.released(id).isPresent()) {
                continue;
            }
            HoldEntry said = inventory.placed().get(id);
            Optional<Hold> hold = holds.read(id);
            if (said == null) {
                throw new RefusedException(
                        "Refused: the hold "
                                + id
                                + " is not in the log yet: run countersign retention hold "
                                + id
                                + " again");
            }
            if (hold.isEmpty() || !hold.get().sha256().matches(said.getFile().bytes(), 0)) {
                throw new RefusedException(
                        "Refused: the file of the hold "
                                + id
                                + " is missing or is not the one that the log names; restore it from a copy");
            }
            active.add(hold.get());
        }
        return active;
    }

    private void requireSame(String kid, Hash announced) {
        if (!keys.fingerprint(kid).matches(announced.bytes(), 0)) {
            throw new RefusedException(
                    "Refused: the key in "
                            + kid
                            + " is not the one that the log announced; restore it from its copy");
        }
    }

    private static ApprovalPart none() {
        return new ApprovalPart("none", 0L, 1L, new Hash(new byte[32]), List.of(), List.of());
    }

    /// The quarters of a hold, for its entry.
    static List<HeldQuarter> quarters(Hold hold) {
        return hold.byQuarter().entrySet().stream()
                .map(entry -> new HeldQuarter(entry.getKey(), entry.getValue()))
                .toList();
    }
}
