package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.DisposalEntry;
import io.countersign.schemas.HoldEntry;
import io.countersign.schemas.ShredEntry;
import io.countersign.sinks.siem.EntrySeverity;

/// How long things are kept: a hold, the key of a quarter, that key's destruction, and what goes of
/// the locked record are managed entities.
final class KeptEvidencePart {
    private static final int SUCCESS = 1;
    private static final int FAILURE = 2;

    private final EventJson json;
    private final AuditEntry entry;

    KeptEvidencePart(EventJson json, AuditEntry entry) {
        this.json = json;
        this.entry = entry;
    }

    /// The attributes beside the entity: who, why, and whether it went well.
    void attributes() {
        entry.getHold()
                .ifPresent(hold -> {
                    json.object("actor", () -> user(hold.getPerson()));
                    json.text("comment", hold.getReason());
                });
        entry.getKek()
                .ifPresent(kek -> {
                    json.number("status_id", EntrySeverity.opensNothing(kek) ? FAILURE : SUCCESS);
                    json.text("status_code", kek.getChange());
                });
    }

    /// What was changed.
    void entity() {
        entry.getHold().ifPresent(hold -> entity("Legal hold", hold.getHoldId()));
        entry.getShred()
                .ifPresent(shred -> {
                    entity("Key of a quarter's evidence", shred.getKid());
                    json.hex("uid", shred.getFingerprint().bytes());
                });
        entry.getDisposal()
                .ifPresent(disposal -> {
                    entity("Part of the locked record", disposal.getPart());
                    json.hex("uid", disposal.getList().bytes());
                });
        entry.getKek()
                .ifPresent(kek -> {
                    entity("Key of a quarter's evidence", kek.getKid());
                    json.hex("uid", kek.getFingerprint().bytes());
                });
    }

    /// What OCSF has no attribute for.
    void details(CountersignPart part) {
        entry.getHold().ifPresent(hold -> hold(hold, part));
        entry.getShred().ifPresent(shred -> shred(shred, part));
        entry.getDisposal().ifPresent(disposal -> disposal(disposal, part));
        entry.getKek()
                .ifPresent(kek -> {
                    part.object(kek.getKid(), kek.getChange());
                    json.hex("key_fingerprint", kek.getFingerprint().bytes());
                });
    }

    private void hold(HoldEntry hold, CountersignPart part) {
        part.object(hold.getHoldId(), hold.getChange());
        json.text("reason", hold.getReason());
        json.hex("hold_file_sha256", hold.getFile().bytes());
        json.objects(
                "quarters",
                hold.getQuarters(),
                quarter -> {
                    json.text("key_id", quarter.getKid());
                    json.number("records", quarter.getRecords());
                });
        hold.getApproval().ifPresent(part::approval);
    }

    private void shred(ShredEntry shred, CountersignPart part) {
        part.object(shred.getKid(), "SHRED");
        json.hex("key_fingerprint", shred.getFingerprint().bytes());
        json.number("records", shred.getRecords());
        json.number("held_records", shred.getHeldRecords());
        json.texts("holds", shred.getHolds());
        part.approval(shred.getApproval());
    }

    private void disposal(DisposalEntry disposal, CountersignPart part) {
        part.object(disposal.getPart(), "DISPOSAL");
        json.hex("list_sha256", disposal.getList().bytes());
        json.number("objects", disposal.getObjects());
        json.number("bytes", disposal.getBytes());
        json.number("locks_ended", disposal.getEndedMillis());
        part.approval(disposal.getApproval());
    }

    private void entity(String type, String name) {
        json.text("name", name);
        json.number("type_id", Activity.OTHER);
        json.text("type", type);
    }

    private void user(String person) {
        json.object("user", () -> json.text("name", person));
    }
}
