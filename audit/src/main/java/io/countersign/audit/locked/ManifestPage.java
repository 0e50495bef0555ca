package io.countersign.audit.locked;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.NoteVerdict;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One page of the manifest, a signed note (`docs/spec/manifest.md`):
///
/// ```
/// page   = "countersign-manifest/1" LF
///          "installation " name LF
///          "page " n LF                                   from 0, dense
///          "previous " hex(SHA-256(the page before)) LF   zeros for the first
///          "made " time LF
///          *( "tree " origin SP size SP base64(root) SP sealed SP kept [ SP evidence ] LF )
///          *line
/// line   = "stored " path SP version SP hex(SHA-256) SP bytes SP time LF
///        / "longer " path SP version SP time LF
///        / ( "held " / "freed " ) path SP version SP hold LF
///        / "disposed " part SP objects SP hex(SHA-256 of the list) LF
/// ```
///
/// Each page names the whole page before with its signatures, so that the newest one vouches for
/// all.
///
/// @param installation the name of the installation's first log
/// @param trees each log as it is locked with this page, those of earlier pages too
public record ManifestPage(
        String installation,
        long number,
        Sha256 previous,
        Instant made,
        List<LockedTree> trees,
        List<ManifestLine> lines) {
    /// Lines of one page; what is more goes onto the next.
    public static final int MAX_LINES = 2_000;

    /// An installation has no more logs.
    public static final int MAX_TREES = 200;

    /// Paths of pages begin so.
    public static final String FOLDER = "manifest/";

    private static final String FIRST_LINE = "countersign-manifest/1";
    private static final int HEAD_LINES = 5;

    public ManifestPage {
        if (number < 0
                || lines.size() > MAX_LINES
                || trees.size() > MAX_TREES
                || !made.equals(made.truncatedTo(ChronoUnit.SECONDS))
                || !Form.isName(installation)) {
            throw new IllegalArgumentException("not a page of a manifest");
        }
        trees = List.copyOf(trees);
        lines = List.copyOf(lines);
        Set<String> origins = new HashSet<>();
        for (LockedTree tree : trees) {
            if (!origins.add(tree.origin())) {
                throw new IllegalArgumentException("a page names each log once");
            }
        }
    }

    /// Where a page lies.
    public static String path(long number) {
        return FOLDER + String.format("%012d", number);
    }

    /// The page that lies at a path; empty where none does.
    public static Optional<Long> numberOf(String path) {
        String digits = path.startsWith(FOLDER) ? path.substring(FOLDER.length()) : "";
        return digits.length() == 12 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(Long.parseLong(digits))
                : Optional.empty();
    }

    /// The tree of a log; empty where nothing of it is locked.
    public Optional<LockedTree> tree(String origin) {
        return trees.stream().filter(tree -> tree.origin().equals(origin)).findFirst();
    }

    /// What is signed.
    public String text() {
        StringBuilder text =
                new StringBuilder(FIRST_LINE)
                        .append("\ninstallation ")
                        .append(installation)
                        .append("\npage ")
                        .append(number)
                        .append("\nprevious ")
                        .append(previous.hex())
                        .append("\nmade ")
                        .append(made)
                        .append('\n');
        for (LockedTree tree : trees) {
            List<Object> words =
                    new ArrayList<>(
                            List.of(
                                    "tree",
                                    tree.origin(),
                                    tree.size().value(),
                                    tree.root().base64(),
                                    tree.sealed().value(),
                                    tree.kept().value()));
            if (tree.evidence().value() > 0) {
                words.add(tree.evidence().value());
            }
            line(text, words.toArray());
        }
        for (ManifestLine line : lines) {
            switch (line) {
                case ManifestLine.Stored stored ->
                        line(
                                text,
                                "stored",
                                stored.path(),
                                stored.version(),
                                stored.sha256().hex(),
                                stored.bytes(),
                                stored.until());
                case ManifestLine.Longer longer ->
                        line(text, "longer", longer.path(), longer.version(), longer.until());
                case ManifestLine.Held held ->
                        line(text, "held", held.path(), held.version(), held.hold());
                case ManifestLine.Freed freed ->
                        line(text, "freed", freed.path(), freed.version(), freed.hold());
                case ManifestLine.Disposed disposed ->
                        line(
                                text,
                                "disposed",
                                disposed.part(),
                                disposed.objects(),
                                disposed.list().hex());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Object... words) {
        for (int i = 0; i < words.length; i++) {
            text.append(i == 0 ? "" : " ").append(words[i]);
        }
        text.append('\n');
    }

    /// The signed page as it is stored.
    ///
    /// @param signers of the log's keys, each under the installation's name
    public byte[] sign(List<? extends NoteSigner> signers) {
        return SignedNote.sign(text(), signers).encode();
    }

    /// Reads a page without checking any signature; exactly one text stands for a page.
    public static ManifestPage parse(byte[] page) throws MalformedNoteException {
        String text = SignedNote.parse(page).text();
        try {
            String[] lines = text.split("\n", -1);
            if (lines.length > HEAD_LINES && lines[0].equals(FIRST_LINE)) {
                ManifestPage read = read(lines);
                if (read.text().equals(text)) {
                    return read;
                }
            }
        } catch (IllegalArgumentException | DateTimeException _unfit) {
            // Below, with all others.
        }
        throw new MalformedNoteException("this is no page of a manifest of version 1");
    }

    private static ManifestPage read(String[] lines) {
        List<LockedTree> trees = new ArrayList<>();
        List<ManifestLine> objects = new ArrayList<>();
        for (int i = HEAD_LINES; i < lines.length - 1; i++) {
            String[] words = lines[i].split(" ", -1);
            switch (words[0]) {
                case "tree" -> trees.add(tree(words));
                case "stored" ->
                        objects.add(
                                new ManifestLine.Stored(
                                        word(words, 1, 6),
                                        words[2],
                                        hash(words[3]),
                                        Long.parseLong(words[4]),
                                        Instant.parse(words[5])));
                case "longer" ->
                        objects.add(
                                new ManifestLine.Longer(
                                        word(words, 1, 4), words[2], Instant.parse(words[3])));
                case "held" ->
                        objects.add(new ManifestLine.Held(word(words, 1, 4), words[2], words[3]));
                case "freed" ->
                        objects.add(new ManifestLine.Freed(word(words, 1, 4), words[2], words[3]));
                case "disposed" ->
                        objects.add(
                                new ManifestLine.Disposed(
                                        word(words, 1, 4),
                                        Long.parseLong(words[2]),
                                        hash(words[3])));
                default -> throw new IllegalArgumentException(words[0]);
            }
        }
        return new ManifestPage(
                value(lines[1], "installation "),
                Long.parseLong(value(lines[2], "page ")),
                hash(value(lines[3], "previous ")),
                Instant.parse(value(lines[4], "made ")),
                trees,
                objects);
    }

    private static LockedTree tree(String[] words) {
        boolean withEvidence = words.length == 7;
        return new LockedTree(
                word(words, 1, withEvidence ? 7 : 6),
                new TreeSize(Long.parseLong(words[2])),
                Sha256.copyOf(Base64.getDecoder().decode(words[3])),
                new TreeSize(Long.parseLong(words[4])),
                new TreeSize(Long.parseLong(words[5])),
                new TreeSize(withEvidence ? Long.parseLong(words[6]) : 0));
    }

    private static String word(String[] words, int at, int count) {
        if (words.length != count) {
            throw new IllegalArgumentException("a line of " + count + " words");
        }
        return words[at];
    }

    private static String value(String line, String key) {
        if (!line.startsWith(key)) {
            throw new IllegalArgumentException(key);
        }
        return line.substring(key.length());
    }

    private static Sha256 hash(String hex) {
        return Sha256.copyOf(HexFormat.of().parseHex(hex));
    }

    /// Whether a trusted key of the installation's name signed it, and none that is trusted signed
    /// something else.
    public static boolean isSigned(byte[] page, Collection<? extends NoteVerifier> trusted) {
        try {
            ManifestPage read = parse(page);
            return SignedNote.parse(page).open(trusted) instanceof NoteVerdict.Verified by
                    && by.by().stream().anyMatch(key -> key.name().equals(read.installation()));
        } catch (MalformedNoteException _none) {
            return false;
        }
    }

    /// What the next page calls `previous`.
    public static Sha256 hash(byte[] page) {
        return Sha256.of(page);
    }

    /// Without its lines.
    @Override
    public String toString() {
        return "ManifestPage[" + number + ", " + lines.size() + " lines]";
    }
}
