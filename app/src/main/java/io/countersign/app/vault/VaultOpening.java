package io.countersign.app.vault;

import io.countersign.app.retention.EvidenceInventory;
import io.countersign.app.retention.RefusedException;
import io.countersign.app.retention.RequestFile;
import io.countersign.audit.approval.Act;
import io.countersign.audit.approval.ApprovalRequest;
import io.countersign.audit.approval.ApprovedActs;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.audit.vault.VaultFile;
import io.countersign.audit.vault.VaultPerson;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads names and addresses out of the vault, and only so: two persons agreed to exactly these
/// subjects and this purpose, the log says who asked and is sealed, and then names are read. A
/// request opens it once.
public final class VaultOpening {
    /// What the entry calls it.
    public static final String ACTION = "OPEN_VAULT";

    private static final int ID_BYTES = 16;

    private final String origin;
    private final TokenKeys tokens;
    private final EvidenceInventory inventory;
    private final Instant now;

    /// Has an access chained and waits until it is sealed.
    @FunctionalInterface
    public interface SealedAccess {
        /// @throws RefusedException where the log did not take and seal it in time
        EntryRef sealed(AccessEntry access) throws IOException;
    }

    /// @param entry where the log says so
    /// @param persons by the hex of their token; empty where the vault does not know it
    public record Opened(EntryRef entry, Map<String, Optional<VaultPerson>> persons) {
        @Override
        public String toString() {
            return "Opened[" + persons.size() + "]";
        }
    }

    /// @param origin of the log
    /// @param inventory read from the sealed log just now: which requests were used
    /// @param now by this machine's clock
    public VaultOpening(String origin, TokenKeys tokens, EvidenceInventory inventory, Instant now) {
        this.origin = origin;
        this.tokens = tokens;
        this.inventory = inventory;
        this.now = now;
    }

    /// What two persons are asked to sign.
    public ApprovalRequest ask(AskedTokens asked, String purpose) {
        return RequestFile.make(
                origin,
                Act.OPEN_VAULT,
                ApprovedActs.object(asked.digest(tokens, now).bytes()),
                ApprovedActs.facts(access(asked, "", purpose, now).build()),
                now,
                ApprovalRequest.MAX_VALIDITY);
    }

    /// Opens it.
    ///
    /// @param person who does
    /// @throws RefusedException where two persons did not agree, not to this, or it was used
    public Opened open(
            AskedTokens asked,
            String person,
            String purpose,
            Path approved,
            Collection<VerifierKey> enrolled,
            SealedAccess log,
            VaultFile.Names names)
            throws IOException {
        Instant made = RequestFile.request(approved).made();
        AccessEntry.Builder access = access(asked, person, purpose, made);
        ApprovalPart approval =
                RequestFile.approved(
                        approved,
                        origin,
                        Act.OPEN_VAULT,
                        ApprovedActs.object(asked.digest(tokens, made).bytes()),
                        ApprovedActs.facts(access.build()),
                        enrolled,
                        now);
        if (inventory.isUsed(approval.getRequestId())) {
            throw new RefusedException("Refused: this request was used already: make a new one");
        }
        EntryRef entry = log.sealed(access.setApproval(approval).build());
        // The point of no return: from here on somebody may know, and the log says who.
        Map<String, Optional<VaultPerson>> persons = new LinkedHashMap<>();
        for (Token token : asked.tokens()) {
            persons.put(HexFormat.of().formatHex(token.bytes()), names.of(token));
        }
        return new Opened(entry, persons);
    }

    private AccessEntry.Builder access(
            AskedTokens asked, String person, String purpose, Instant made) {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        return AccessEntry.newBuilder()
                .setAccessId(HexFormat.of().formatHex(id))
                .setPerson(person)
                .setAction(ACTION)
                .setPurpose(purpose)
                .setObject(asked.digest(tokens, made))
                .setCount((long) asked.hex().size());
    }
}
