package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.KeyStatement;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.SealEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Follows the log's keys through its `key` entries: which are in force, and for which of them the
/// caller's keys vouch. A key vouches for another by signing that it is added; a revoked one
/// vouches for nothing, and what it vouched for stands on nothing.
final class KeyWalk {
    private static final Sha256 EMPTY_ROOT = Sha256.of(new byte[0]);

    private final Findings findings;
    private final String origin;
    private final List<VerifierKey> inForce = new ArrayList<>();

    /// Each key that the caller has cause to believe in, with those that vouch for it, the caller's
    /// own first.
    private final Map<VerifierKey, List<VerifierKey>> vouched = new LinkedHashMap<>();

    private final Set<VerifierKey> revoked = new LinkedHashSet<>();
    private boolean trustRevoked;
    private boolean seen;
    private boolean passedOver;
    private final Optional<VerifierKeys> own;

    /// @param own the caller's keys
    KeyWalk(Findings findings, String origin, Optional<VerifierKeys> own) {
        this.findings = findings;
        this.origin = origin;
        this.own = own;
        own.ifPresent(keys -> keys.keys().forEach(key -> vouched.put(key, List.of())));
    }

    /// Begins behind a seal: the keys in force there are the caller's, where the seal names their
    /// hash; else nobody can tell, and `key` entries cannot be followed.
    void startAt(SealEntry seal) {
        // Keys for the installation's other logs may be among the caller's.
        List<VerifierKey> named =
                own.stream()
                        .flatMap(keys -> keys.keys().stream())
                        .filter(key -> key.name().equals(origin))
                        .toList();
        seen = new VerifierKeys(named).hash().matches(seal.getVkeys().bytes(), 0);
        passedOver = !seen;
        if (seen) {
            inForce.addAll(named);
        }
    }

    /// An entry of kind `key`.
    ///
    /// @param size of the checkpoint before
    /// @param root its root
    void accept(KeyEntry entry, EntryAt at, long size, Optional<Sha256> root) {
        if (passedOver) {
            return;
        }
        seen = true;
        VerifierKey key;
        try {
            key = VerifierKey.parse(entry.getVkey());
        } catch (MalformedNoteException _unfit) {
            fault(at, "This entry holds no vkey.");
            return;
        }
        if (!KeyStatement.CHANGES.contains(entry.getChange())) {
            fault(at, "This entry neither adds nor retires a key.");
            return;
        }
        List<VerifierKey> candidates = new ArrayList<>(inForce);
        candidates.add(key);
        Optional<List<VerifierKey>> by =
                new KeyStatement(
                                origin,
                                entry.getChange(),
                                key,
                                new TreeSize(size),
                                root.orElse(EMPTY_ROOT))
                        .signedBy(entry.getSignatures(), candidates);
        if (by.isEmpty()) {
            fault(
                    at,
                    "This entry about a key is not signed by the keys that it names as its signers.");
        }
        List<VerifierKey> signers = by.orElse(List.of());
        if (entry.getChange().equals(KeyStatement.ADDED)) {
            added(key, signers, at);
        } else {
            removed(key, entry, signers, at);
        }
    }

    private void added(VerifierKey key, List<VerifierKey> signers, EntryAt at) {
        if (!signers.isEmpty() && !signers.contains(key)) {
            fault(at, "This entry adds a key whose holder did not sign it.");
        }
        if (revoked.contains(key)) {
            fault(at, "This entry adds a key that was revoked.");
            return;
        }
        if (!inForce.contains(key)) {
            inForce.add(key);
        }
        for (VerifierKey signer : signers) {
            List<VerifierKey> path = vouched.get(signer);
            if (path != null && signer.is(KeyType.ED25519) && !vouched.containsKey(key)) {
                List<VerifierKey> longer = new ArrayList<>(path);
                longer.add(signer);
                vouched.put(key, longer);
            }
        }
    }

    private void removed(VerifierKey key, KeyEntry entry, List<VerifierKey> signers, EntryAt at) {
        if (!inForce.remove(key)) {
            fault(at, "This entry retires a key that was not in force.");
        }
        if (!entry.getSignatures().isEmpty()
                && signers.stream().noneMatch(signer -> inForce.contains(signer))) {
            fault(at, "No key that stays in force signed that this one goes.");
        }
        if (entry.getChange().equals(KeyStatement.REVOKED)) {
            revoked.add(key);
            trustRevoked |= vouched.remove(key) != null;
            vouched.values().removeIf(path -> path.contains(key));
        }
    }

    private void fault(EntryAt at, String sentence) {
        findings.fault(CheckCode.SEAL_KEYS, at.namedPlace(), sentence);
    }

    /// True where the keys in force at the beginning of a part are not known.
    boolean passedOver() {
        return passedOver;
    }

    /// True where the log holds entries about its keys.
    boolean seen() {
        return seen;
    }

    List<VerifierKey> inForce() {
        return inForce;
    }

    /// True where a key of the caller's was revoked, or one that theirs vouched for.
    boolean trustRevoked() {
        return trustRevoked;
    }

    /// Keys in force that are not the caller's, and that the caller's vouch for.
    List<VerifierKey> successors() {
        return vouched.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(inForce::contains)
                .toList();
    }

    /// The caller's key from which the belief in a key comes.
    VerifierKey ownFor(VerifierKey key) {
        List<VerifierKey> path = vouched.getOrDefault(key, List.of());
        return path.isEmpty() ? key : path.getFirst();
    }
}
