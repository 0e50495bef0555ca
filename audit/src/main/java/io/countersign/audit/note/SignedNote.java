package io.countersign.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A text with signature lines (C2SP signed-note v1.0.0).
///
///     note      = text LF 1*line
///     text      = UTF-8, ends with LF, no other control character below U+0020
///     line      = U+2014 SP name SP base64(key id (4 bytes) || signature) LF
///     name      = not empty, no Unicode space, no "+"
///
/// The signed bytes are the text with its final newline, without the blank line. The blank line that counts is the last
/// one, so a text may hold others. Parsing proves nothing: [#open] does.
public final class SignedNote {
    /// Longer notes are refused.
    public static final int MAX_BYTES = 1_000_000;

    /// Notes with more lines are refused; the specification asks for at least 16.
    public static final int MAX_SIGNATURES = 100;

    private final String text;
    private final List<NoteSignature> signatures;

    private SignedNote(String text, List<NoteSignature> signatures) {
        this.text = text;
        this.signatures = List.copyOf(signatures);
    }

    /// Signs a text, one line per signer in the given order. `IllegalArgumentException` where the
    /// text or the number of signers does not fit the format.
    public static SignedNote sign(String text, List<? extends NoteSigner> signers) {
        if (!isText(text)) {
            throw new IllegalArgumentException(
                    "a note's text ends with a newline and has no control characters");
        }
        if (signers.isEmpty() || signers.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException(
                    "a note has 1 to 100 signers, not " + signers.size());
        }
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<NoteSignature> lines = new ArrayList<>();
        for (NoteSigner signer : signers) {
            VerifierKey key = signer.verifierKey();
            lines.add(new NoteSignature(key.name(), key.keyId(), signer.sign(message)));
        }
        return new SignedNote(text, lines);
    }

    /// Reads a note without checking any signature.
    public static SignedNote parse(byte[] note) throws MalformedNoteException {
        if (note.length > MAX_BYTES) {
            throw new MalformedNoteException("a note has at most 1,000,000 bytes");
        }
        String whole = decodeUtf8(note);
        // The last empty line separates, since a text may hold empty lines.
        int separator = whole.lastIndexOf("\n\n");
        if (separator < 0) {
            throw new MalformedNoteException(
                    "a note has an empty line between text and signatures");
        }
        String text = whole.substring(0, separator + 1);
        String block = whole.substring(separator + 2);
        if (!isText(text)) {
            throw new MalformedNoteException("a note's text has no control characters");
        }
        if (block.isEmpty() || !block.endsWith("\n")) {
            throw new MalformedNoteException(
                    "a note ends with at least one signature line and a newline");
        }
        String[] lines = block.substring(0, block.length() - 1).split("\n", MAX_SIGNATURES + 1);
        if (lines.length > MAX_SIGNATURES) {
            throw new MalformedNoteException("a note has at most 100 signature lines");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines) {
            signatures.add(NoteSignature.parse(line));
        }
        return new SignedNote(text, signatures);
    }

    private static String decodeUtf8(byte[] note) throws MalformedNoteException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(note))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedNoteException("a note is UTF-8");
        }
    }

    private static boolean isText(String text) {
        return text.endsWith("\n") && text.chars().noneMatch(c -> c < ' ' && c != '\n');
    }

    /// Checks the signatures against the keys that the caller trusts. Lines of other keys are
    /// ignored. A line that names a trusted key and does not verify spoils the whole note, as does
    /// a note without any line of a trusted key.
    public NoteVerdict open(Collection<? extends NoteVerifier> trusted) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        List<VerifierKey> by = new ArrayList<>();
        for (NoteSignature signature : signatures) {
            Optional<? extends NoteVerifier> verifier =
                    trusted.stream()
                            .filter(candidate -> signature.isBy(candidate.verifierKey()))
                            .findFirst();
            if (verifier.isEmpty()) {
                continue;
            }
            VerifierKey key = verifier.get().verifierKey();
            if (!verifier.get().verify(message, signature.signature())) {
                return new NoteVerdict.BadSignature(key);
            }
            if (!by.contains(key)) {
                by.add(key);
            }
        }
        return by.isEmpty()
                ? new NoteVerdict.NoTrustedSignature()
                : new NoteVerdict.Verified(text, by);
    }

    /// The text with its final newline, as yet unverified.
    public String text() {
        return text;
    }

    /// The signature lines in their order, as yet unverified.
    public List<NoteSignature> signatures() {
        return signatures;
    }

    /// This note with further lines after its own, as witnesses add them.
    public SignedNote with(List<NoteSignature> further) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        all.addAll(further);
        if (all.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("a note has at most 100 signature lines");
        }
        return new SignedNote(text, all);
    }

    /// The note's bytes. Parsing accepts one spelling per note only, so these are the bytes that
    /// were parsed.
    public byte[] encode() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (NoteSignature signature : signatures) {
            note.append(signature.line());
        }
        return note.toString().getBytes(StandardCharsets.UTF_8);
    }
}
