package io.countersign.audit.pack;

import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.verify.TlogProof;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Checks a proof pack without its log (`docs/spec/proof.md`): form, checkpoint, the proof of each
/// entry, that nothing is missing from what the manifest names, and what others vouch for.
///
/// Everything in a pack may be a forger's but what leads to the checkpoint's signature. It is read
/// file by file, each up to the length that it may have, and nothing is written. One instance
/// checks one pack, once, in one thread.
public final class PackCheck {
    /// Faults that are listed; more are counted.
    private static final int MAX_LISTED = 20;

    /// What a proof has beside its checkpoint: 63 hashes of 45 characters, and two short lines.
    private static final int MAX_PROOF_HEAD = 4000;

    private final PackTrust trust;
    private final List<PackReport.Fault> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final TreeHasher hasher = new TreeHasher();
    private long count;

    private PackCheck(PackTrust trust) {
        this.trust = trust;
    }

    /// Checks a file.
    ///
    /// @throws IOException where it cannot be read
    public static PackReport check(Path file, PackTrust trust) throws IOException {
        return new PackCheck(trust).run(file);
    }

    private PackReport run(Path file) throws IOException {
        Optional<Manifest> manifest = Optional.empty();
        Optional<OpenedCheckpoint> opened = Optional.empty();
        try (PackFile pack = PackFile.open(file)) {
            byte[] note = pack.read(Manifest.CHECKPOINT, SignedNote.MAX_BYTES);
            List<NoteVerifier> keys = trust.keys().verifiers();
            opened = open(note, keys);
            manifest = manifest(pack);
            if (opened.isPresent()
                    && manifest.isPresent()
                    && hasItsFiles(
                            pack, manifest.get(), opened.get().checkpoint().size().value())) {
                key(manifest.get(), note);
                entries(pack, manifest.get(), opened.get(), note);
                new BesideCheck(pack, opened.get().checkpoint(), keys, this::besideFault, notes)
                        .run(manifest.get(), trust);
            }
        } catch (MalformedPackException e) {
            fault(PackCode.FORM, "pack", "This is no proof pack: " + e.getMessage() + ".");
        } catch (MalformedNoteException e) {
            fault(
                    PackCode.CHECKPOINT,
                    "keys",
                    "A key that you gave cannot be used: " + e.getMessage() + ".");
        }
        return new PackReport(manifest, opened, faults, count, notes);
    }

    private Optional<OpenedCheckpoint> open(byte[] note, List<NoteVerifier> keys) {
        try {
            return Optional.of(OpenedCheckpoint.open(SignedNote.parse(note), keys));
        } catch (MalformedNoteException e) {
            fault(
                    PackCode.CHECKPOINT,
                    Manifest.CHECKPOINT,
                    "The keys that you trust do not vouch for this pack: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }

    private Optional<Manifest> manifest(PackFile pack) throws IOException, MalformedPackException {
        byte[] bytes = pack.read(Manifest.FILE, Manifest.MAX_BYTES);
        try {
            return Optional.of(Manifest.parse(bytes));
        } catch (MalformedPackException e) {
            fault(
                    PackCode.MANIFEST,
                    Manifest.FILE,
                    "This manifest cannot be read: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }

    private boolean hasItsFiles(PackFile pack, Manifest manifest, long size) {
        List<String> named = manifest.files(size);
        if (named.equals(pack.names())) {
            return true;
        }
        List<String> missing = new ArrayList<>(named);
        missing.removeAll(java.util.Set.copyOf(pack.names()));
        if (!missing.isEmpty()) {
            fault(
                    PackCode.FORM,
                    missing.getFirst(),
                    missing.size()
                            + " files that the manifest names are missing: something was taken out.");
        } else if (pack.names().size() > named.size()) {
            fault(
                    PackCode.FORM,
                    "pack",
                    (pack.names().size() - named.size())
                            + " files are in the pack that the manifest does not name: something was put in.");
        } else {
            fault(PackCode.FORM, "pack", "The files of the pack are in another order.");
        }
        return false;
    }

    private void key(Manifest manifest, byte[] note) {
        try {
            // Its own word alone, among the keys that the reader trusts.
            if (trust.keys().keys().contains(manifest.vkey())) {
                OpenedCheckpoint.open(
                        SignedNote.parse(note), List.of(NoteVerifier.of(manifest.vkey())));
                return;
            }
        } catch (MalformedNoteException _notByIt) {
            // Said below.
        }
        fault(
                PackCode.MANIFEST,
                Manifest.FILE,
                "The manifest names another key than one that you trust and that signed the checkpoint.");
    }

    private void entries(PackFile pack, Manifest manifest, OpenedCheckpoint opened, byte[] note)
            throws IOException, MalformedPackException {
        Completeness complete =
                Completeness.of(manifest.selection(), opened.checkpoint().size().value());
        for (PackedEntry stated : manifest.entries()) {
            byte[] bytes = pack.read(stated.leafFile(), Leaf.MAX_BYTES);
            byte[] proof = pack.read(stated.proofFile(), note.length + MAX_PROOF_HEAD);
            Leaf leaf = new Leaf(bytes, hasher);
            if (!isProven(stated, leaf, proof, opened, note) || !isWhatIsStated(stated, leaf)) {
                complete.broken();
                continue;
            }
            complete.next(stated, EntryHead.ofAnyVersion(bytes))
                    .ifPresent(sentence -> fault(PackCode.COMPLETE, stated.leafFile(), sentence));
        }
        complete.end().ifPresent(sentence -> fault(PackCode.COMPLETE, Manifest.FILE, sentence));
    }

    private boolean isProven(
            PackedEntry stated, Leaf leaf, byte[] text, OpenedCheckpoint opened, byte[] note) {
        TlogProof proof;
        try {
            proof = TlogProof.parse(text);
        } catch (MalformedNoteException e) {
            fault(PackCode.PROOFS, stated.proofFile(), "This is no proof: " + e.getMessage() + ".");
            return false;
        }
        if (!Arrays.equals(proof.checkpoint().encode(), note)) {
            fault(
                    PackCode.PROOFS,
                    stated.proofFile(),
                    "This proof bears another checkpoint than the pack: it is of another log, or of another time.");
            return false;
        }
        if (proof.index().value() != stated.index() || proof.entry().isPresent()) {
            fault(
                    PackCode.PROOFS,
                    stated.proofFile(),
                    "This proof is about another place in the log than the pack says.");
            return false;
        }
        if (!proof.inclusionIn(opened.checkpoint())
                .verify(leaf.hash(), opened.checkpoint().root())
                .isValid()) {
            fault(
                    PackCode.PROOFS,
                    stated.proofFile(),
                    "The hashes do not lead from this entry to the signed root: the entry, its place or a hash was changed.");
            return false;
        }
        return true;
    }

    private boolean isWhatIsStated(PackedEntry stated, Leaf leaf) {
        try {
            if (PackedEntry.of(stated.index(), leaf).equals(stated)) {
                return true;
            }
        } catch (IllegalArgumentException _noEntry) {
            // Said below.
        }
        fault(
                PackCode.MANIFEST,
                stated.leafFile(),
                "The manifest says something else of this entry than its bytes.");
        return false;
    }

    private void besideFault(String place, String sentence) {
        fault(PackCode.BESIDE, place, sentence);
    }

    private void fault(PackCode code, String place, String sentence) {
        count++;
        if (faults.size() < MAX_LISTED) {
            faults.add(new PackReport.Fault(code, place, sentence));
        }
    }
}
