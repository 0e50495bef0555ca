package io.countersign.audit.witness;

import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteSignature;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The witnesses of a policy that cosigned a checkpoint.
///
/// @param keys a key for each line that verified
/// @param earliest the first of the times that they bear
public record Cosigners(List<VerifierKey> keys, Optional<Instant> earliest) {
    public Cosigners {
        keys = List.copyOf(keys);
    }

    /// Checks the lines of a note that are by the policy's witnesses; others are passed over.
    ///
    /// @throws MalformedNoteException where such a line does not verify; the message is a sentence
    ///   about it
    public static Cosigners of(SignedNote note, WitnessPolicy policy)
            throws MalformedNoteException {
        List<VerifierKey> keys = new ArrayList<>();
        Optional<Instant> earliest = Optional.empty();
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        for (NoteSignature line : note.signatures()) {
            for (VerifierKey key : policy.witnesses().values()) {
                if (!line.isBy(key)) {
                    continue;
                }
                if (!verifies(key, text, line)) {
                    throw new MalformedNoteException(
                            "The cosignature of " + key.name() + " is not by its key.");
                }
                keys.add(key);
                if (earliest.isEmpty() || line.time().orElseThrow().isBefore(earliest.get())) {
                    earliest = line.time();
                }
            }
        }
        return new Cosigners(keys, earliest);
    }

    private static boolean verifies(VerifierKey key, byte[] text, NoteSignature line) {
        try {
            return NoteVerifier.of(key).verify(text, line.signature());
        } catch (MalformedNoteException _unfit) {
            return false;
        }
    }
}
