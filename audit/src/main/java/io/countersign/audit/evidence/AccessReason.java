package io.countersign.audit.evidence;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// The reason of an access on its way into the chain. Who asks does not know yet where the entry
/// will stand, so the text travels sealed at a place of its own, `access.ID/0@1` and seq 0, and
/// whoever gives the sequence number seals it again in the entry's place. As the id is in the
/// place, no other envelope opens as a reason: nobody has a patient's text sealed anew as his own
/// words.
public final class AccessReason {
    /// A page and more.
    public static final int MAX_BYTES = 16 * 1024;

    private AccessReason() {}

    /// Seals it for the way.
    ///
    /// @param text in UTF-8, 1 to [#MAX_BYTES]
    /// @throws EvidenceKeyException where the quarter's key cannot be had
    public static Sealed seal(EvidenceSealer sealer, String accessId, Instant now, byte[] text) {
        if (text.length == 0 || text.length > MAX_BYTES) {
            throw new IllegalArgumentException("a reason of " + text.length + " bytes");
        }
        return sealer.seal(place(accessId), 0, now, text);
    }

    /// Seals it in the entry's place, under the key of the entry's quarter.
    ///
    /// @param access whose reference names the envelope as it came
    /// @param chain of the entry
    /// @param seq of the entry
    /// @return empty where the envelope does not open as the reason of this access
    public static Optional<Sealed> sealAgain(
            EvidenceSealer sealer,
            AccessEntry access,
            EvidenceEnvelope envelope,
            String chain,
            long seq,
            Instant time) {
        Optional<EvidenceRef> ref = access.getReason();
        if (ref.isEmpty()
                || !EntryGrammar.id(access.getAccessId())
                || ref.get().getPlaintextBytes() < 1
                || ref.get().getPlaintextBytes() > MAX_BYTES) {
            return Optional.empty();
        }
        Opening opening = sealer.opener().open(place(access.getAccessId()), 0, ref.get(), envelope);
        if (!(opening instanceof Opening.Opened opened)) {
            return Optional.empty();
        }
        byte[] text = opened.plaintext();
        try {
            return Optional.of(sealer.seal(chain, seq, time, text));
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /// An access as it is, with a reference to its reason.
    public static AccessEntry with(EvidenceRef reason, AccessEntry access) {
        return new AccessEntry(
                access.getAccessId(),
                access.getPerson(),
                access.getAction(),
                access.getPurpose(),
                access.getObject().orElse(null),
                access.getCount(),
                access.getApproval().orElse(null),
                access.getQuery().orElse(null),
                reason);
    }

    private static String place(String accessId) {
        return "access." + accessId + "/0@1";
    }
}
