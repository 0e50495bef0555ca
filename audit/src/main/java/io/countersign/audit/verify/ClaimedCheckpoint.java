package io.countersign.audit.verify;

import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerdict;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The log's newest checkpoint and who signed it: a key of the caller's, or one that the caller's
/// vouch for in the log's own entries, which shows only once those were read.
final class ClaimedCheckpoint {
    private static final String NOT_BY_A_TRUSTED_KEY =
            "None of the keys that you trust signed this checkpoint, nor one that they vouch for.";

    private final SignedNote note;
    private final Checkpoint checkpoint;
    private final Optional<VerifierKeys> own;
    private final Optional<VouchedCheckpoint> later;
    private final Findings findings;
    private Optional<VerifierKey> signedBy = Optional.empty();
    private Optional<VerifierKey> rememberUnder = Optional.empty();
    private boolean awaitsSuccessor;

    private ClaimedCheckpoint(
            SignedNote note,
            Checkpoint checkpoint,
            Optional<VerifierKeys> own,
            Optional<VouchedCheckpoint> later,
            Findings findings) {
        this.later = later;
        this.note = note;
        this.checkpoint = checkpoint;
        this.own = own;
        this.findings = findings;
    }

    /// Reads the checkpoint and checks its signature.
    ///
    /// @param own the caller's keys, which may be none
    /// @param later what the next log says of this one's end, where the caller's keys vouch for
    ///   that
    /// @return empty where there is no checkpoint, which is then a fault
    static Optional<ClaimedCheckpoint> read(
            TileSource source,
            Optional<VerifierKeys> own,
            Optional<VouchedCheckpoint> later,
            Findings findings)
            throws IOException {
        Optional<byte[]> stored = source.read(TilePath.CHECKPOINT);
        if (stored.isEmpty()) {
            fault(findings, "The log has no checkpoint.");
            return Optional.empty();
        }
        SignedNote note;
        try {
            note = SignedNote.parse(stored.get());
        } catch (MalformedNoteException e) {
            fault(findings, "This is no signed note: " + e.getMessage() + ".");
            return Optional.empty();
        }
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(note.text());
        } catch (MalformedNoteException e) {
            fault(findings, "This is no checkpoint: " + e.getMessage() + ".");
            return Optional.empty();
        }
        ClaimedCheckpoint claimed = new ClaimedCheckpoint(note, checkpoint, own, later, findings);
        claimed.signedBy = claimed.checkSignature();
        claimed.rememberUnder = claimed.signedBy;
        return Optional.of(claimed);
    }

    /// The log's own signature is that of a key with the log's name; witnesses sign beside it.
    private Optional<VerifierKey> checkSignature() {
        if (own.isEmpty()) {
            findings.notChecked(
                    CheckCode.CHECKPOINT_SIGNATURE,
                    "There are no keys to check the signature with.");
            return Optional.empty();
        }
        NoteVerdict verdict;
        try {
            verdict = note.open(own.get().verifiers());
        } catch (MalformedNoteException e) {
            findings.fault(
                    CheckCode.CHECKPOINT_SIGNATURE,
                    "keys",
                    "A key cannot be used: " + e.getMessage() + ".");
            return Optional.empty();
        }
        return switch (verdict) {
            case NoteVerdict.Verified(String _text, List<VerifierKey> by) -> {
                Optional<VerifierKey> logsOwn =
                        by.stream()
                                .filter(key -> OpenedCheckpoint.isLogsOwn(key, checkpoint.origin()))
                                .findFirst();
                if (logsOwn.isEmpty()) {
                    fault("The checkpoint is not signed by an Ed25519 key of the log's name.");
                }
                yield logsOwn;
            }
            case NoteVerdict.BadSignature(VerifierKey key) -> {
                fault(
                        "The signature line of "
                                + key.name()
                                + " is not by that key: the checkpoint was changed after it was signed.");
                yield Optional.empty();
            }
            case NoteVerdict.NoTrustedSignature() -> {
                // The log may have exchanged its keys since, and say so.
                awaitsSuccessor = true;
                yield Optional.empty();
            }
        };
    }

    /// After all entries were followed: the key in force that signed the checkpoint, and for which
    /// a key of the caller's vouches in the log's own entries.
    void askSuccessors(KeyWalk keys) {
        if (!awaitsSuccessor) {
            return;
        }
        awaitsSuccessor = false;
        try {
            List<VerifierKey> successors = keys.successors();
            if (note.open(new VerifierKeys(successors).verifiers())
                    instanceof NoteVerdict.Verified(String _text, List<VerifierKey> by)) {
                for (VerifierKey key : by) {
                    if (OpenedCheckpoint.isLogsOwn(key, checkpoint.origin())) {
                        findings.note(
                                CheckCode.CHECKPOINT_SIGNATURE,
                                "The log exchanged its keys, and each vouched for the next.");
                        rememberUnder = Optional.of(keys.ownFor(key));
                        signedBy = Optional.of(key);
                        return;
                    }
                }
            }
        } catch (MalformedNoteException _unfit) {
            // Said below.
        }
        if (later.filter(named -> named.checkpoint().equals(checkpoint)).isPresent()) {
            findings.note(
                    CheckCode.CHECKPOINT_SIGNATURE,
                    "None of the keys that you trust signed this log; the next one, which they vouch for, goes on"
                            + " from exactly this checkpoint.");
            signedBy = later.map(VouchedCheckpoint::by);
            rememberUnder = signedBy;
            return;
        }
        fault(
                keys.trustRevoked()
                        ? "The log revoked the key that you trust, or one that it vouched for, so that nothing"
                                + " leads to the one in force: take that from where its fingerprint is published."
                        : NOT_BY_A_TRUSTED_KEY);
    }

    /// Where the entries could not be followed to the end, nobody vouched for a successor.
    void withoutSuccessors() {
        if (awaitsSuccessor) {
            fault(NOT_BY_A_TRUSTED_KEY);
        }
    }

    private void fault(String sentence) {
        fault(findings, sentence);
    }

    private static void fault(Findings findings, String sentence) {
        findings.fault(CheckCode.CHECKPOINT_SIGNATURE, TilePath.CHECKPOINT, sentence);
    }

    /// True where a result that was kept under this key may be about this log: the key signed the
    /// checkpoint, or is the caller's and may yet vouch for the one that did.
    boolean mayBeUnder(VerifierKey key) {
        return signedBy.equals(Optional.of(key))
                || (awaitsSuccessor && own.stream().anyMatch(keys -> keys.keys().contains(key)));
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /// The log's own key among those that count: empty where the next log's vouches.
    Optional<VerifierKey> signedByItsOwn() {
        return signedBy.filter(key -> key.name().equals(checkpoint.origin()));
    }

    /// The key whose signature counts; empty where there is none, or none yet.
    Optional<VerifierKey> signedBy() {
        return signedBy;
    }

    /// The caller's key from which the belief in the signature comes.
    Optional<VerifierKey> rememberUnder() {
        return rememberUnder;
    }
}
