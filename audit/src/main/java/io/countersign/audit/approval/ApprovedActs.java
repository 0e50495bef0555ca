package io.countersign.audit.approval;

import io.countersign.audit.merkle.Sha256;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.ShredEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The facts that a request and the entry about its act both state, so that either is made from the
/// other.
public final class ApprovedActs {
    private ApprovedActs() {}

    /// Of a `shred` entry.
    public static List<String> facts(ShredEntry shred) {
        List<String> facts = new ArrayList<>();
        facts.add("key " + hex(shred.getFingerprint()));
        facts.add("records " + shred.getRecords());
        facts.add("held " + shred.getHeldRecords());
        shred.getHolds().forEach(hold -> facts.add("hold " + hold));
        return facts;
    }

    /// Of a `hold` entry that releases.
    public static List<String> facts(HoldEntry hold) {
        List<String> facts = new ArrayList<>();
        facts.add("reason " + hold.getReason());
        facts.add("file " + hex(hold.getFile()));
        long records = hold.getQuarters().stream().mapToLong(quarter -> quarter.getRecords()).sum();
        facts.add("records " + records);
        return facts;
    }

    /// Of an `access` entry about the vault.
    public static List<String> facts(AccessEntry access) {
        return List.of("purpose " + access.getPurpose(), "patients " + access.getCount());
    }

    /// Of a `decision` entry that decides: what the persons read is bound by its hash.
    public static List<String> facts(DecisionEntry decision) {
        return List.of(
                "outcome " + decision.getOutcome().orElse("none"),
                "entries " + decision.getEntries(),
                "text " + hex(decision.getText().getCommitment()));
    }

    /// Of a `disposal` entry: what goes is bound by the hash of its list.
    public static List<String> facts(DisposalEntry disposal) {
        return List.of(
                "list " + hex(disposal.getList()),
                "objects " + disposal.getObjects(),
                "bytes " + disposal.getBytes(),
                "ended " + Instant.ofEpochMilli(disposal.getEndedMillis()));
    }

    /// The object that a vault is opened for: a digest of the tokens, which are PHI themselves.
    public static String object(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /// The request that an entry's approval is of; empty where the entry needs none, or its fields
    /// can be no request's.
    public static Optional<ApprovalRequest> of(String origin, AuditEntry entry) {
        try {
            if (entry.getShred().isPresent()) {
                ShredEntry shred = entry.getShred().get();
                return Optional.of(
                        request(
                                origin,
                                Act.SHRED,
                                shred.getKid(),
                                facts(shred),
                                shred.getApproval()));
            }
            if (entry.getHold().isPresent() && entry.getHold().get().getApproval().isPresent()) {
                HoldEntry hold = entry.getHold().get();
                return Optional.of(
                        request(
                                origin,
                                Act.RELEASE_HOLD,
                                hold.getHoldId(),
                                facts(hold),
                                hold.getApproval().get()));
            }
            if (entry.getAccess().isPresent()
                    && entry.getAccess().get().getApproval().isPresent()) {
                AccessEntry access = entry.getAccess().get();
                return Optional.of(
                        request(
                                origin,
                                Act.OPEN_VAULT,
                                access.getObject().map(token -> object(token.bytes())).orElse(""),
                                facts(access),
                                access.getApproval().get()));
            }
            if (entry.getDecision().isPresent()
                    && entry.getDecision().get().getApproval().isPresent()) {
                DecisionEntry decision = entry.getDecision().get();
                return Optional.of(
                        request(
                                origin,
                                Act.DECIDE_CASE,
                                decision.getCaseId(),
                                facts(decision),
                                decision.getApproval().get()));
            }
            return entry.getDisposal().map(disposal -> request(origin, disposal));
        } catch (IllegalArgumentException _noRequest) {
            return Optional.empty();
        }
    }

    private static ApprovalRequest request(String origin, DisposalEntry disposal) {
        return request(
                origin, Act.DISPOSE, disposal.getPart(), facts(disposal), disposal.getApproval());
    }

    /// The approval that an entry bears, whether or not it holds.
    public static Optional<ApprovalPart> approval(AuditEntry entry) {
        return entry.getShred()
                .map(ShredEntry::getApproval)
                .or(() -> entry.getHold().flatMap(HoldEntry::getApproval))
                .or(() -> entry.getAccess().flatMap(AccessEntry::getApproval))
                .or(() -> entry.getDecision().flatMap(DecisionEntry::getApproval))
                .or(() -> entry.getDisposal().map(DisposalEntry::getApproval));
    }

    /// Whether an entry bears two persons' signatures of exactly what it says. That their keys were
    /// enrolled is not shown by it. Nobody acts on an entry that bears none: it was asked for by
    /// somebody who reaches the control topic, and not by two who agreed.
    ///
    /// @param origin of the installation's first log
    public static boolean holds(String origin, AuditEntry entry) {
        Optional<ApprovalPart> part = approval(entry);
        Optional<ApprovalRequest> request = of(origin, entry);
        return part.isPresent()
                && request.isPresent()
                && Approvals.holds(part.get(), request.get());
    }

    private static ApprovalRequest request(
            String origin, Act act, String object, List<String> facts, ApprovalPart part) {
        return new ApprovalRequest(
                origin,
                act,
                object,
                facts,
                part.getRequestId(),
                Instant.ofEpochMilli(part.getMadeMillis()),
                Instant.ofEpochMilli(part.getExpiresMillis()));
    }

    private static String hex(Hash hash) {
        return Sha256.copyOf(hash.bytes()).hex();
    }
}
