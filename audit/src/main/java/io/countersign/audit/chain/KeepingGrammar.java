package io.countersign.audit.chain;

import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.ShredEntry;
import java.util.Set;

/// The form of the entries about keeping: keys, holds, shredding, disposal, and what two persons
/// agreed to. [EntryGrammar] has the grammars of single fields.
public final class KeepingGrammar {
    /// What an entry says about a quarter's key.
    public static final String ANNOUNCED = "ANNOUNCED";

    public static final String OPENED = "OPENED";
    public static final String FAILED = "FAILED";
    public static final String MISSING = "MISSING";

    /// What an entry says about a hold.
    public static final String PLACED = "PLACED";

    public static final String RELEASED = "RELEASED";

    /// Two have to; more are taken.
    public static final int MAX_APPROVERS = 8;

    private static final Set<String> KEK_CHANGES = Set.of(ANNOUNCED, OPENED, FAILED, MISSING);
    private static final Set<String> HOLD_CHANGES = Set.of(PLACED, RELEASED);
    private static final int MAX_HOLDS = 64;
    private static final int MAX_QUARTERS = 256;
    private static final int MAX_CANARY_BYTES = 512;
    private static final int MAX_VKEY_CHARS = 512;
    private static final AsciiSet BASE64 = AsciiSet.of("A-Za-z0-9+/=");

    private KeepingGrammar() {}

    static void kek(Faults faults, KekEntry kek) {
        faults.check("kek.kid", kek.getKid(), EntryGrammar::id);
        faults.require("kek.change", KEK_CHANGES.contains(kek.getChange()));
        faults.require(
                "kek.canary", kek.getCanary().isPresent() == kek.getChange().equals(ANNOUNCED));
        kek.getCanary()
                .ifPresent(canary -> {
                    faults.require(
                            "kek.canary",
                            canary.getWrappedKey().remaining() <= MAX_CANARY_BYTES
                                    && canary.getNonce().remaining() <= MAX_CANARY_BYTES
                                    && canary.getCiphertext().remaining() <= MAX_CANARY_BYTES);
                    faults.require("kek.canary.ref", canary.getRef().getKid().equals(kek.getKid()));
                });
    }

    static void hold(Faults faults, HoldEntry hold) {
        faults.check("hold.holdId", hold.getHoldId(), EntryGrammar::id);
        faults.require("hold.change", HOLD_CHANGES.contains(hold.getChange()));
        faults.check("hold.person", hold.getPerson(), EntryGrammar::user);
        faults.check("hold.reason", hold.getReason(), EntryGrammar::code);
        faults.require("hold.quarters", hold.getQuarters().size() <= MAX_QUARTERS);
        hold.getQuarters()
                .forEach(quarter -> {
                    faults.check("hold.quarters.kid", quarter.getKid(), EntryGrammar::id);
                    faults.require("hold.quarters.records", quarter.getRecords() > 0);
                });
        faults.require(
                "hold.approval",
                hold.getApproval().isPresent() == hold.getChange().equals(RELEASED));
        hold.getApproval().ifPresent(approval -> approval(faults, "hold.approval", approval));
    }

    static void shred(Faults faults, ShredEntry shred) {
        faults.check("shred.kid", shred.getKid(), EntryGrammar::id);
        faults.require(
                "shred.heldRecords",
                0 <= shred.getHeldRecords() && shred.getHeldRecords() <= shred.getRecords());
        faults.require(
                "shred.holds",
                shred.getHolds().size() <= MAX_HOLDS
                        && shred.getHolds().stream().allMatch(EntryGrammar::id));
        approval(faults, "shred.approval", shred.getApproval());
    }

    static void disposal(Faults faults, DisposalEntry disposal) {
        faults.check("disposal.part", disposal.getPart(), EntryGrammar::id);
        faults.require("disposal.objects", disposal.getObjects() > 0);
        faults.require("disposal.bytes", disposal.getBytes() >= 0);
        faults.require("disposal.endedMillis", disposal.getEndedMillis() > 0);
        approval(faults, "disposal.approval", disposal.getApproval());
    }

    static void approval(Faults faults, String path, ApprovalPart approval) {
        faults.check(path + ".requestId", approval.getRequestId(), EntryGrammar::id);
        faults.require(
                path + ".expiresMillis",
                0 <= approval.getMadeMillis()
                        && approval.getMadeMillis() < approval.getExpiresMillis());
        int count = approval.getVkeys().size();
        faults.require(
                path + ".vkeys",
                2 <= count
                        && count <= MAX_APPROVERS
                        && approval.getVkeys().stream().allMatch(KeepingGrammar::vkey));
        faults.require(
                path + ".signatures",
                approval.getSignatures().size() == count
                        && approval.getSignatures().stream()
                                .allMatch(text -> BASE64.covers(text, MAX_VKEY_CHARS)));
    }

    private static boolean vkey(String text) {
        return text.length() <= MAX_VKEY_CHARS && EntryGrammar.user(text);
    }
}
