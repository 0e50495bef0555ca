package io.countersign.ledger.locked;

import io.countersign.audit.evidence.EvidenceSegment;
import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.RecordPart;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.tiles.Bundle;
import io.countersign.ledger.locked.LockedFault.Kind;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.Hash;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares the evidence of a record with the locked entries that refer to it: each has exactly the
/// ciphertext that its entry names. Without any key, and without opening anything.
final class EvidenceCheck {
    /// A piece ends with the envelope that fills it, which is not larger than evidence is.
    private static final int MAX_BYTES = 32 * 1024 * 1024;

    private final LockedStore store;
    private final LockedRecord record;
    private final Faults faults;
    private final Map<String, LockedRecord.Promise> pieces = new HashMap<>();

    EvidenceCheck(LockedStore store, LockedRecord record, Faults faults) {
        this.store = store;
        this.record = record;
        this.faults = faults;
        for (LockedRecord.Promise promise : record.objects().values()) {
            if (promise.stored().path().contains("evidence/")) {
                pieces.put(promise.stored().path(), promise);
            }
        }
    }

    /// @param folder of the log
    /// @param n of the bundle
    /// @return records whose evidence is there
    long bundle(LockedTree tree, String folder, Bundle bundle, long n) throws IOException {
        long there = 0;
        for (EvidencePiece piece : EvidencePiece.of(bundle, n)) {
            if (record.isDisposed(RecordPart.evidence(piece.kid()))) {
                continue;
            }
            Set<Hash> ciphertexts = ciphertexts(folder + piece.path());
            List<EvidenceSource.Place> absent =
                    piece.places().stream()
                            .filter(place -> !ciphertexts.contains(place.ref().getCiphertext()))
                            .toList();
            there += piece.places().size() - absent.size();
            for (EvidenceSource.Place place : absent) {
                faults.add(
                        Kind.EVIDENCE_MISSING,
                        place.chain() + ":" + place.seq(),
                        "its evidence is not in the record of " + tree.origin());
            }
        }
        return there;
    }

    private Set<Hash> ciphertexts(String path) throws IOException {
        Set<Hash> hashes = new HashSet<>();
        LockedRecord.Promise promise = pieces.get(path);
        if (promise == null) {
            return hashes;
        }
        byte[] bytes = store.read(path, promise.stored().version(), MAX_BYTES).orElse(new byte[0]);
        try {
            for (EvidenceEnvelope envelope : EvidenceSegment.parse(bytes)) {
                byte[] ciphertext = new byte[envelope.getCiphertext().remaining()];
                envelope.getCiphertext().duplicate().get(ciphertext);
                hashes.add(new Hash(Sha256.of(ciphertext).bytes()));
            }
        } catch (IllegalArgumentException _noSegment) {
            // Missing or changed, which is named where objects are described; so is each record.
        }
        return hashes;
    }
}
