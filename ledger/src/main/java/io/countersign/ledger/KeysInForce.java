package io.countersign.ledger;

import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.schemas.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The log's keys and how the signers of this start change them. A key is put in force and retired
/// by `key` entries; the list keeps the order in which keys came.
///
/// @param before the keys in force before this start
/// @param now the keys in force from this start on
/// @param added by this start
/// @param retired by this start
/// @param revoked by this start
record KeysInForce(
        List<VerifierKey> before,
        VerifierKeys now,
        List<VerifierKey> added,
        List<VerifierKey> retired,
        List<Revocation> revoked) {
    KeysInForce {
        before = List.copyOf(before);
        revoked = List.copyOf(revoked);
        added = List.copyOf(added);
        retired = List.copyOf(retired);
    }

    /// For a log that has no keys yet.
    static KeysInForce first(SealerSettings settings) {
        return new KeysInForce(
                List.of(),
                new VerifierKeys(settings.verifierKeys()),
                settings.verifierKeys(),
                List.of(),
                List.of());
    }

    /// For a log whose last seal names its keys by hash, and whose list of keys lies beside it.
    static KeysInForce after(Hash sealed, Optional<byte[]> published, SealerSettings settings)
            throws LedgerIncident {
        List<VerifierKey> signing = settings.verifierKeys();
        List<VerifierKey> before = signing;
        // A start that changed the keys may have been cut off between its first seal and writing
        // the list.
        if (!new VerifierKeys(signing).hash().matches(sealed.bytes(), 0)) {
            before = list(published, sealed);
        }
        List<VerifierKey> now = new ArrayList<>(before);
        now.retainAll(signing);
        List<VerifierKey> added = new ArrayList<>(signing);
        added.removeAll(before);
        now.addAll(added);
        List<VerifierKey> retired = new ArrayList<>(before);
        retired.removeAll(signing);
        List<Revocation> revoked =
                settings.revoked().stream().filter(lost -> retired.contains(lost.key())).toList();
        revoked.forEach(lost -> retired.remove(lost.key()));
        return new KeysInForce(before, new VerifierKeys(now), added, retired, revoked);
    }

    Hash hash() {
        return new Hash(now.hash().bytes());
    }

    private static List<VerifierKey> list(Optional<byte[]> published, Hash sealed)
            throws LedgerIncident {
        try {
            VerifierKeys keys =
                    VerifierKeys.parse(
                            new String(published.orElse(new byte[0]), StandardCharsets.UTF_8));
            if (keys.hash().matches(sealed.bytes(), 0)) {
                return keys.keys();
            }
        } catch (MalformedNoteException _unfit) {
            // As good as another list.
        }
        throw new LedgerIncident(
                IncidentCode.LOG_KEYS_UNKNOWN,
                "the keys beside the log are not those that the last seal names");
    }
}
