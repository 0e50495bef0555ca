package io.countersign.it.fuzz;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.policy.PolicyNote;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.verify.TlogProof;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The readers of what an opponent may have written: an entry, a bundle, a signed note, a
/// checkpoint, a verifier key, a proof, a policy. The first byte chooses. Any bytes give a value or
/// the exception that the reader declares; what is read as an entry of this version in its own form
/// is written as the same bytes.
public final class ReadTarget {
    private static final EntryCodec CODEC = new EntryCodec();

    private ReadTarget() {}

    private enum Reader {
        LEAF,
        BODY,
        BUNDLE,
        NOTE,
        CHECKPOINT,
        KEY,
        PROOF,
        POLICY
    }

    /// What Jazzer calls.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Reader[] readers = Reader.values();
        try {
            read(readers[Byte.toUnsignedInt(input[0]) % readers.length], bytes);
        } catch (MalformedEntryException
                | MalformedNoteException
                | DamagedLogException
                | UndecodableRecordException _declared) {
            return;
        }
    }

    private static void read(Reader reader, byte[] bytes)
            throws MalformedNoteException, DamagedLogException {
        switch (reader) {
            case LEAF -> entry(bytes);
            case BODY -> entry(EntryCodec.leaf(EntryCodec.FINGERPRINT, bytes));
            case BUNDLE -> {
                Bundle bundle = Bundle.parse(new TilePath.EntryBundle(0, 4), bytes);
                for (int i = 0; i < bundle.width(); i++) {
                    bundle.entry(i);
                }
            }
            case NOTE -> {
                SignedNote note = SignedNote.parse(bytes);
                note.signatures().forEach(java.util.Objects::requireNonNull);
                Checkpoint.parse(note.text());
            }
            case CHECKPOINT -> {
                String text = new String(bytes, StandardCharsets.UTF_8);
                same(Checkpoint.parse(text).text(), text);
            }
            case KEY -> {
                String text = new String(bytes, StandardCharsets.UTF_8);
                same(VerifierKey.parse(text).vkey(), text);
            }
            case PROOF -> TlogProof.parse(bytes);
            case POLICY -> PolicyNote.decode(bytes);
        }
    }

    private static void entry(byte[] leaf) {
        AuditEntry entry = CODEC.entry(leaf);
        EntryGrammar.faults(entry);
        if (CODEC.canonical(leaf) && !Arrays.equals(CODEC.leaf(entry), leaf)) {
            throw new AssertionError("an entry is written as other bytes than it was read from");
        }
    }

    private static void same(String written, String read) {
        if (!written.equals(read)) {
            throw new AssertionError("what was read is written in another way");
        }
    }
}
