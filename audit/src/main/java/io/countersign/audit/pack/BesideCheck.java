package io.countersign.audit.pack;

import io.countersign.audit.merkle.ConsistencyProof;
import io.countersign.audit.merkle.InclusionProof;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerdict;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.timestamp.TimestampResponse;
import io.countersign.audit.timestamp.TimestampVerdict;
import io.countersign.audit.witness.Cosigners;
import io.countersign.audit.witness.WitnessPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;

/// The checkpoints in a pack that others had a word in: each is of the log, covers all entries, and
/// what is said about it holds.
final class BesideCheck {
    /// A hash in base64 and its newline, 63 times.
    private static final int MAX_CONSISTENCY_BYTES = 45 * InclusionProof.MAX_HASHES;

    private final PackFile pack;
    private final Checkpoint own;
    private final List<NoteVerifier> keys;
    private final BiConsumer<String, String> fault;
    private final List<String> notes;

    /// @param own the pack's checkpoint, which a trusted key vouches for
    /// @param fault takes place and sentence
    BesideCheck(
            PackFile pack,
            Checkpoint own,
            List<NoteVerifier> keys,
            BiConsumer<String, String> fault,
            List<String> notes) {
        this.pack = pack;
        this.own = own;
        this.keys = keys;
        this.fault = fault;
        this.notes = notes;
    }

    void run(Manifest manifest, PackTrust trust) throws IOException, MalformedPackException {
        boolean witnessed = false;
        for (Beside beside : manifest.beside()) {
            byte[] bytes = pack.read(beside.checkpointFile(), SignedNote.MAX_BYTES);
            SignedNote note;
            try {
                note = SignedNote.parse(bytes);
                ofTheLog(beside, Checkpoint.parse(note.text()), manifest.lastIndex());
            } catch (MalformedNoteException e) {
                fault.accept(beside.checkpointFile(), String.valueOf(e.getMessage()));
                continue;
            }
            switch (beside.kind()) {
                case STAMPED -> stamped(beside, bytes, trust);
                case KEPT -> kept(beside, note);
                case WITNESSED -> witnessed = witnessed(beside, note, trust);
            }
        }
        if (!witnessed && trust.witnesses().flatMap(WitnessPolicy::quorum).isPresent()) {
            fault.accept(
                    Manifest.FILE,
                    "Your policy asks for witnesses, and the pack has no checkpoint that enough of them cosigned.");
        }
    }

    private void ofTheLog(Beside beside, Checkpoint stated, long lastIndex)
            throws IOException, MalformedPackException, MalformedNoteException {
        if (!stated.origin().equals(own.origin())
                || stated.size().value() != beside.size()
                || beside.size() > own.size().value()
                || beside.size() <= lastIndex) {
            throw new MalformedNoteException(
                    "This checkpoint is another log's, of another size, or does not cover the entries.");
        }
        List<Sha256> path =
                beside.size() == own.size().value() ? List.of() : path(beside.consistencyFile());
        if (!new ConsistencyProof(new TreeSize(beside.size()), own.size(), path)
                .verify(stated.root(), own.root())
                .isValid()) {
            throw new MalformedNoteException(
                    "The hashes do not lead from this checkpoint to the pack's own: the log had another past, or one of them was changed.");
        }
    }

    private List<Sha256> path(String file)
            throws IOException, MalformedPackException, MalformedNoteException {
        String text = new String(pack.read(file, MAX_CONSISTENCY_BYTES), StandardCharsets.US_ASCII);
        List<Sha256> path = new ArrayList<>();
        try {
            for (String line : text.lines().toList()) {
                path.add(Sha256.copyOf(Base64.getDecoder().decode(line)));
            }
        } catch (IllegalArgumentException _noHash) {
            throw new MalformedNoteException("The consistency proof is none.");
        }
        return path;
    }

    private void stamped(Beside beside, byte[] note, PackTrust trust)
            throws IOException, MalformedPackException {
        byte[] stamp = pack.read(beside.stampFile(), TimestampResponse.MAX_BYTES);
        switch (TimestampResponse.verify(stamp, note, trust.authorities())) {
            case TimestampVerdict.Valid valid ->
                    notes.add(
                            "All entries were in the log at "
                                    + valid.time()
                                    + (valid.anchored()
                                            ? ": a time stamp of an authority that you trust."
                                            : ": a time stamp by a certificate that came with it; --tsa-ca says whom to trust."));
            case TimestampVerdict.Refused refused ->
                    fault.accept(beside.stampFile(), refused.sentence());
        }
    }

    private void kept(Beside beside, SignedNote note) {
        switch (note.open(keys)) {
            case NoteVerdict.Verified verified -> {
                if (verified.by().stream().anyMatch(key -> key.is(KeyType.ML_DSA_44_COSIGNATURE))) {
                    notes.add("A checkpoint over all entries bears a signature of ML-DSA-44.");
                }
            }
            case NoteVerdict.BadSignature bad ->
                    fault.accept(
                            beside.checkpointFile(),
                            "The signature line of " + bad.key().name() + " is not by that key.");
            case NoteVerdict.NoTrustedSignature() -> {
                // Of a key before yours: the proof of consistency vouches for it.
            }
        }
    }

    private boolean witnessed(Beside beside, SignedNote note, PackTrust trust) {
        if (trust.witnesses().isEmpty()) {
            notes.add(
                    "A checkpoint over all entries is cosigned; --witness-policy says whom to believe.");
            return true;
        }
        try {
            Cosigners cosigners = Cosigners.of(note, trust.witnesses().get());
            if (trust.witnesses().get().isSatisfiedBy(cosigners.keys())) {
                notes.add(
                        cosigners.keys().size()
                                + " witnesses that you believe cosigned a checkpoint over all entries.");
                return true;
            }
            return false;
        } catch (MalformedNoteException e) {
            fault.accept(beside.checkpointFile(), String.valueOf(e.getMessage()));
            return true;
        }
    }
}
