package io.countersign.audit.approval;

import io.countersign.audit.approval.ApprovalVerdict.Approved;
import io.countersign.audit.approval.ApprovalVerdict.Reason;
import io.countersign.audit.approval.ApprovalVerdict.Refused;
import io.countersign.audit.chain.KeepingGrammar;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteSignature;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether two persons agreed. Stateless.
public final class Approvals {
    /// How many different persons have to sign.
    public static final int PERSONS = 2;

    /// Clocks of two machines differ.
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private Approvals() {}

    /// @param request as the note's text holds it
    /// @param wanted what is about to be done, made of the facts as they are now, under the id and
    ///   times of the request
    /// @param enrolled the keys of those who may agree; the name of each is the person's
    public static ApprovalVerdict check(
            SignedNote note,
            ApprovalRequest request,
            ApprovalRequest wanted,
            Collection<VerifierKey> enrolled,
            Instant now) {
        if (!note.text().equals(request.text()) || !request.equals(wanted)) {
            return new Refused(Reason.ANOTHER_REQUEST);
        }
        if (request.made().isAfter(now.plus(CLOCK_TOLERANCE))) {
            return new Refused(Reason.FROM_THE_FUTURE);
        }
        if (!now.isBefore(request.expires())) {
            return new Refused(Reason.EXPIRED);
        }
        List<String> vkeys = new ArrayList<>();
        List<String> signatures = new ArrayList<>();
        Set<String> persons = new HashSet<>();
        for (NoteSignature line : note.signatures()) {
            Optional<VerifierKey> key = enrolled.stream().filter(line::isBy).findFirst();
            if (key.isEmpty()) {
                continue;
            }
            if (!isBy(key.get(), request, line.signature())) {
                return new Refused(Reason.BAD_SIGNATURE);
            }
            if (vkeys.size() < KeepingGrammar.MAX_APPROVERS && persons.add(key.get().name())) {
                vkeys.add(key.get().vkey());
                signatures.add(Base64.getEncoder().encodeToString(line.signature()));
            }
        }
        if (!areDifferent(vkeys)) {
            return new Refused(Reason.ONE_PERSON);
        }
        return new Approved(
                new ApprovalPart(
                        request.id(),
                        request.made().toEpochMilli(),
                        request.expires().toEpochMilli(),
                        new Hash(request.hash().bytes()),
                        vkeys,
                        signatures));
    }

    /// Whether an entry's approval is one of what the entry says was done: for verifiers, who have
    /// the log alone. That the keys were enrolled is not shown by it.
    ///
    /// @param request made again from the entry
    public static boolean holds(ApprovalPart part, ApprovalRequest request) {
        int count = part.getVkeys().size();
        if (count != part.getSignatures().size()
                || !request.hash().matches(part.getDetail().bytes(), 0)
                || !areDifferent(part.getVkeys())) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            try {
                VerifierKey key = VerifierKey.parse(part.getVkeys().get(i));
                if (!isBy(key, request, Base64.getDecoder().decode(part.getSignatures().get(i)))) {
                    return false;
                }
            } catch (MalformedNoteException | IllegalArgumentException _unfit) {
                return false;
            }
        }
        return true;
    }

    /// Two names are two persons only where their keys differ too.
    private static boolean areDifferent(List<String> vkeys) {
        Set<String> persons = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (String vkey : vkeys) {
            try {
                VerifierKey key = VerifierKey.parse(vkey);
                persons.add(key.name());
                keys.add(Base64.getEncoder().encodeToString(key.publicKey()));
            } catch (MalformedNoteException _unfit) {
                return false;
            }
        }
        return persons.size() == vkeys.size()
                && keys.size() == vkeys.size()
                && vkeys.size() >= PERSONS;
    }

    private static boolean isBy(VerifierKey key, ApprovalRequest request, byte[] signature) {
        try {
            return key.is(KeyType.ED25519)
                    && NoteVerifier.of(key)
                            .verify(request.text().getBytes(StandardCharsets.UTF_8), signature);
        } catch (MalformedNoteException _otherType) {
            return false;
        }
    }
}
