package io.countersign.audit.pack;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.verify.EntryKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a pack holds, as its file `manifest` says:
///
/// ```
/// countersign-proof-pack/1 LF
/// vkey <vkey> LF                                    whose signature the checkpoint bears
/// selection <selection> LF
/// (entry <index> <leaf hash in hex> <chain> <seq> LF)*      ascending by index
/// (stamped|kept|witnessed <size> LF)*                       in this order
/// ```
///
/// Nothing in it is signed: each line has to agree with what the files prove. One pack has one
/// spelling of it.
public record Manifest(
        VerifierKey vkey, Selection selection, List<PackedEntry> entries, List<Beside> beside) {
    /// More entries are a part of a log to be handed out, and no pack; a zip file of two files for
    /// each stays in the form that every program reads.
    public static final int MAX_ENTRIES = 30_000;

    /// More checkpoints beside the pack's own are none of ours: one of each kind.
    static final int MAX_BESIDE = Beside.Kind.values().length;

    /// The name of its file.
    static final String FILE = "manifest";

    /// The name of the pack's own checkpoint.
    static final String CHECKPOINT = "checkpoint";

    /// A longer one is refused: a line has some hundred characters.
    static final int MAX_BYTES = 500 * MAX_ENTRIES;

    private static final String FIRST_LINE = "countersign-proof-pack/1";
    private static final int LINES_BEFORE_ENTRIES = 3;

    public Manifest {
        entries = List.copyOf(entries);
        beside = List.copyOf(beside);
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES || beside.size() > MAX_BESIDE) {
            throw new IllegalArgumentException("a pack has 1 to " + MAX_ENTRIES + " entries");
        }
    }

    /// Reads it strictly; what it says is still to be held against the files.
    static Manifest parse(byte[] bytes) throws MalformedPackException {
        List<String> lines =
                new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .limit(LINES_BEFORE_ENTRIES + MAX_ENTRIES + MAX_BESIDE + 1L)
                        .toList();
        if (lines.size() <= LINES_BEFORE_ENTRIES
                || !lines.get(0).equals(FIRST_LINE)
                || !lines.get(1).startsWith("vkey ")
                || !lines.get(2).startsWith("selection ")) {
            throw new MalformedPackException("the manifest does not begin as one does");
        }
        Manifest manifest;
        try {
            List<PackedEntry> entries = new ArrayList<>();
            List<Beside> beside = new ArrayList<>();
            for (String line : lines.subList(LINES_BEFORE_ENTRIES, lines.size())) {
                List<String> words = List.of(line.split(" ", -1));
                if (words.getFirst().equals("entry") && words.size() == 5) {
                    entries.add(entry(words));
                } else {
                    beside.add(beside(words));
                }
            }
            manifest =
                    new Manifest(
                            VerifierKey.parse(lines.get(1).substring("vkey ".length())),
                            Selection.parse(lines.get(2).substring("selection ".length())),
                            entries,
                            beside);
        } catch (IllegalArgumentException | MalformedNoteException _unfit) {
            throw new MalformedPackException("a line of the manifest is none");
        }
        requireOrder(manifest);
        if (!Arrays.equals(manifest.encode(), bytes)) {
            throw new MalformedPackException("the manifest is spelt in another way than its own");
        }
        return manifest;
    }

    private static PackedEntry entry(List<String> words) {
        return new PackedEntry(
                Selection.Decimal.parse(words.get(1)),
                Sha256.ofHex(words.get(2)),
                new EntryKey(ChainId.parse(words.get(3)), Selection.Decimal.parse(words.get(4))));
    }

    private static Beside beside(List<String> words) {
        if (words.size() != 2) {
            throw new IllegalArgumentException("no line of a manifest");
        }
        return new Beside(
                Beside.Kind.valueOf(words.getFirst().toUpperCase(Locale.ROOT)),
                Selection.Decimal.parse(words.get(1)));
    }

    private static void requireOrder(Manifest manifest) throws MalformedPackException {
        for (int i = 1; i < manifest.entries.size(); i++) {
            if (manifest.entries.get(i).index() <= manifest.entries.get(i - 1).index()) {
                throw new MalformedPackException(
                        "the manifest names its entries in another order than the log, or one twice");
            }
        }
        for (int i = 1; i < manifest.beside.size(); i++) {
            if (manifest.beside.get(i).kind().compareTo(manifest.beside.get(i - 1).kind()) <= 0) {
                throw new MalformedPackException(
                        "the manifest names its checkpoints in another order, or one twice");
            }
        }
    }

    byte[] encode() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        text.append("vkey ").append(vkey.vkey()).append('\n');
        text.append("selection ").append(selection.line()).append('\n');
        entries.forEach(entry -> text.append(entry.line()).append('\n'));
        beside.forEach(one -> text.append(one.line()).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The names of the pack's files, in their order.
    ///
    /// @param size of the pack's own checkpoint, which needs no proof of consistency with itself
    List<String> files(long size) {
        List<String> files = new ArrayList<>();
        files.add(CHECKPOINT);
        for (PackedEntry entry : entries) {
            files.add(entry.leafFile());
            files.add(entry.proofFile());
        }
        for (Beside one : beside) {
            files.add(one.checkpointFile());
            if (one.size() != size) {
                files.add(one.consistencyFile());
            }
            if (one.kind() == Beside.Kind.STAMPED) {
                files.add(one.stampFile());
            }
        }
        files.add(FILE);
        return files;
    }

    /// The index of the last entry.
    long lastIndex() {
        return entries.getLast().index();
    }
}
