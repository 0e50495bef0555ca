package io.countersign.audit.verify;

import io.countersign.audit.merkle.InclusionProof;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.ProofVerdict;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.Leaf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// An inclusion proof with the checkpoint it leads to, in one text (C2SP tlog-proof): what is
/// handed out for one entry. A `.tlog-proof` file is
///
/// ```
/// c2sp.org/tlog-proof@v1 LF
/// [extra base64 of the entry LF]
/// index <decimal> LF
/// (base64 of a hash LF)*        the leaf's sibling first
/// LF
/// signed checkpoint, as it is
/// ```
///
/// Whoever checks it opens the checkpoint with keys of their own and takes the tree size from it.
/// What an `extra` line says is authenticated by nothing but the path: ours hold the entry, so that
/// a file stands for itself, and [#provenIn(Collection)] takes it for the leaf.
///
/// @param entry what the `extra` line holds
public record TlogProof(
        LeafIndex index, List<Sha256> path, SignedNote checkpoint, Optional<Leaf> entry) {
    /// A larger text is refused: the largest note, the largest entry and 63 hashes fit.
    public static final int MAX_BYTES = SignedNote.MAX_BYTES + 100_000;

    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
    private static final String INDEX = "index ";
    private static final String EXTRA = "extra ";
    private static final int MAX_INDEX_DIGITS = 19;

    public TlogProof {
        path = List.copyOf(path);
        if (path.size() > InclusionProof.MAX_HASHES) {
            throw new IllegalArgumentException("a proof has at most 63 hashes, not " + path.size());
        }
    }

    /// A proof without its entry.
    public TlogProof(LeafIndex index, List<Sha256> path, SignedNote checkpoint) {
        this(index, path, checkpoint, Optional.empty());
    }

    /// The same proof with its entry in it.
    public TlogProof carrying(Leaf leaf) {
        return new TlogProof(index, path, checkpoint, Optional.of(leaf));
    }

    /// Reads a proof; nothing in it is verified yet.
    public static TlogProof parse(byte[] text) throws MalformedNoteException {
        if (text.length > MAX_BYTES) {
            throw new MalformedNoteException("a proof has at most " + MAX_BYTES + " bytes");
        }
        int separator = emptyLine(text);
        List<String> lines =
                new String(text, 0, separator, StandardCharsets.US_ASCII).lines().toList();
        int next = 1;
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new MalformedNoteException("a proof starts with " + FIRST_LINE);
        }
        Optional<Leaf> entry = Optional.empty();
        if (next < lines.size() && lines.get(next).startsWith(EXTRA)) {
            entry = Optional.of(entry(lines.get(next).substring(EXTRA.length())));
            next++;
        }
        if (next == lines.size() || !lines.get(next).startsWith(INDEX)) {
            throw new MalformedNoteException("a proof has an index line");
        }
        LeafIndex index = index(lines.get(next).substring(INDEX.length()));
        next++;
        List<Sha256> path = new ArrayList<>();
        for (String line : lines.subList(next, lines.size())) {
            if (path.size() == InclusionProof.MAX_HASHES) {
                throw new MalformedNoteException("a proof has at most 63 hashes");
            }
            path.add(hash(line));
        }
        SignedNote checkpoint =
                SignedNote.parse(Arrays.copyOfRange(text, separator + 1, text.length));
        return new TlogProof(index, path, checkpoint, entry);
    }

    private static Leaf entry(String base64) throws MalformedNoteException {
        byte[] bytes = base64(base64, "the extra line of a proof is base64");
        if (bytes.length > Leaf.MAX_BYTES) {
            throw new MalformedNoteException("an entry has at most " + Leaf.MAX_BYTES + " bytes");
        }
        return new Leaf(bytes, new TreeHasher());
    }

    /// Index of the newline that is the first empty line.
    private static int emptyLine(byte[] text) throws MalformedNoteException {
        for (int i = 1; i < text.length; i++) {
            if (text[i] == '\n' && text[i - 1] == '\n') {
                return i;
            }
        }
        throw new MalformedNoteException("a proof has an empty line before its checkpoint");
    }

    private static LeafIndex index(String digits) throws MalformedNoteException {
        boolean decimal =
                !digits.isEmpty()
                        && digits.length() <= MAX_INDEX_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                        && (digits.length() == 1 || digits.charAt(0) != '0');
        if (decimal) {
            try {
                return new LeafIndex(Long.parseLong(digits));
            } catch (NumberFormatException _tooLarge) {
                throw new MalformedNoteException("an index is below 2^63");
            }
        }
        throw new MalformedNoteException("an index is a decimal number without leading zeros");
    }

    private static Sha256 hash(String line) throws MalformedNoteException {
        byte[] bytes = base64(line, "a line of a proof is base64");
        if (bytes.length != Sha256.LENGTH) {
            throw new MalformedNoteException("a line of a proof is base64 of 32 bytes");
        }
        return Sha256.copyOf(bytes);
    }

    private static byte[] base64(String line, String otherwise) throws MalformedNoteException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException _quotesInput) {
            throw new MalformedNoteException(otherwise);
        }
        // One spelling only.
        if (!Base64.getEncoder().encodeToString(bytes).equals(line)) {
            throw new MalformedNoteException(otherwise);
        }
        return bytes;
    }

    /// The proof within the checkpoint's tree. The checkpoint is still to be opened with trusted
    /// keys.
    public InclusionProof inclusionIn(Checkpoint opened) {
        return new InclusionProof(index, opened.size(), path);
    }

    /// The checkpoint under which a leaf is proven; empty where the hashes do not lead from the
    /// leaf to its root.
    ///
    /// @param trusted keys, one of which has the log's name and signed the checkpoint
    /// @throws MalformedNoteException where none did, or the note is no checkpoint
    public Optional<OpenedCheckpoint> provenIn(
            byte[] leaf, Collection<? extends NoteVerifier> trusted) throws MalformedNoteException {
        OpenedCheckpoint opened = OpenedCheckpoint.open(checkpoint, trusted);
        ProofVerdict verdict =
                inclusionIn(opened.checkpoint())
                        .verify(new TreeHasher().leafHash(leaf), opened.checkpoint().root());
        return verdict.isValid() ? Optional.of(opened) : Optional.empty();
    }

    /// The checkpoint under which the entry that the proof carries is proven; empty where it
    /// carries none, or the hashes do not lead from it to the root.
    ///
    /// @param trusted keys, one of which has the log's name and signed the checkpoint
    /// @throws MalformedNoteException where none did, or the note is no checkpoint
    public Optional<OpenedCheckpoint> provenIn(Collection<? extends NoteVerifier> trusted)
            throws MalformedNoteException {
        return entry.isPresent() ? provenIn(entry.get().bytes(), trusted) : Optional.empty();
    }

    /// The text.
    public byte[] encode() {
        StringBuilder head = new StringBuilder(FIRST_LINE).append('\n');
        entry.ifPresent(leaf ->
                head.append(EXTRA)
                        .append(Base64.getEncoder().encodeToString(leaf.bytes()))
                        .append('\n'));
        head.append(INDEX).append(index.value()).append('\n');
        path.forEach(hash -> head.append(hash.base64()).append('\n'));
        head.append('\n');
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        text.writeBytes(checkpoint.encode());
        return text.toByteArray();
    }
}
