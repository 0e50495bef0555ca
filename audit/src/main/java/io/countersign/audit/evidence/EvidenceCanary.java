package io.countersign.audit.evidence;

import io.countersign.audit.chain.KeepingGrammar;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Hash;
import io.countersign.schemas.KekEntry;
import io.countersign.schemas.SealedCanary;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/// A fixed text sealed under each quarter's key and kept in the log: opening it now and then shows
/// that evidence of that quarter still opens, long before somebody needs it. Not for evidence: it
/// holds none. Safe for any thread.
public final class EvidenceCanary {
    /// The place that canaries are bound to, which no entry has; the kid tells them apart.
    private static final String PLACE = "evidence-key/0@1";

    private static final byte[] TEXT =
            "countersign evidence canary".getBytes(StandardCharsets.US_ASCII);

    private final EvidenceKeys keys;
    private final EvidenceOpener opener;

    public EvidenceCanary(EvidenceKeys keys) {
        this.keys = keys;
        this.opener = new EvidenceOpener(keys);
    }

    /// What the log is to hold about a key that there is: its fingerprint and a canary.
    ///
    /// @throws EvidenceKeyException where there is no usable key
    public KekEntry announce(String kid, SecureRandom random) {
        Sealed sealed = new EvidenceSealer(keys, random).seal(PLACE, 0, kid, TEXT);
        EvidenceEnvelope envelope = sealed.envelope();
        return new KekEntry(
                kid,
                KeepingGrammar.ANNOUNCED,
                new Hash(keys.fingerprint(kid).bytes()),
                new SealedCanary(
                        envelope.getWrappedKey(),
                        envelope.getNonce(),
                        envelope.getCiphertext(),
                        sealed.ref()));
    }

    /// What opening the canary of an announced key comes to: OPENED, FAILED, or MISSING where there
    /// is no such key.
    public KekEntry check(KekEntry announced) {
        String kid = announced.getKid();
        String change =
                !keys.exists(kid)
                        ? KeepingGrammar.MISSING
                        : opens(announced) ? KeepingGrammar.OPENED : KeepingGrammar.FAILED;
        return new KekEntry(kid, change, announced.getFingerprint(), null);
    }

    private boolean opens(KekEntry announced) {
        // What is in memory says nothing about the file.
        keys.forget(announced.getKid());
        if (announced.getCanary().isEmpty()) {
            return false;
        }
        SealedCanary canary = announced.getCanary().get();
        EvidenceEnvelope envelope =
                new EvidenceEnvelope(
                        PLACE,
                        0L,
                        announced.getKid(),
                        canary.getWrappedKey(),
                        canary.getNonce(),
                        canary.getCiphertext());
        try {
            return keys.fingerprint(announced.getKid())
                            .matches(announced.getFingerprint().bytes(), 0)
                    && opener.open(PLACE, 0, canary.getRef(), envelope)
                            instanceof Opening.Opened opened
                    && Arrays.equals(opened.plaintext(), TEXT);
        } catch (EvidenceKeyException _unusable) {
            return false;
        }
    }
}
