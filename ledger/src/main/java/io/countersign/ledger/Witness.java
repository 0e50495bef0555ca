package io.countersign.ledger;

import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.witness.WitnessPolicy;
import java.net.URI;
import java.util.List;

/// A program of somebody else that cosigns checkpoints which it has seen grow (C2SP tlog-witness).
///
/// @param name for people
/// @param url its submission prefix, to which `/add-checkpoint` is added
/// @param keys of cosignatures, of Ed25519 or ML-DSA-44; a line of one of them is enough
public record Witness(String name, URI url, List<VerifierKey> keys) {
    public Witness {
        keys = List.copyOf(keys);
        String scheme = String.valueOf(url.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("a witness has an HTTP address");
        }
        if (keys.isEmpty() || !keys.stream().allMatch(WitnessPolicy::isCosigner)) {
            throw new IllegalArgumentException("a witness has keys of cosignatures");
        }
    }
}
