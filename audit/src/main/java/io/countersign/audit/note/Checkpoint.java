package io.countersign.audit.note;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What a log commits to (C2SP tlog-checkpoint v1.0.0): `origin LF size LF base64(root) LF` and, in
/// other people's logs, extension lines. The signed form is a [SignedNote] with [#text] as its
/// text.
public record Checkpoint(String origin, TreeSize size, Sha256 root, List<String> extensions) {
    /// More lines are refused.
    public static final int MAX_EXTENSIONS = 16;

    private static final int MAX_SIZE_DIGITS = 19;

    public Checkpoint {
        if (!isLine(origin)) {
            throw new IllegalArgumentException("an origin is one line that is not empty");
        }
        if (extensions.size() > MAX_EXTENSIONS
                || !extensions.stream().allMatch(Checkpoint::isLine)) {
            throw new IllegalArgumentException("extension lines are not empty and at most 16");
        }
        extensions = List.copyOf(extensions);
    }

    /// A checkpoint without extension lines: the only kind that we write.
    public Checkpoint(String origin, TreeSize size, Sha256 root) {
        this(origin, size, root, List.of());
    }

    /// Reads a note's text.
    public static Checkpoint parse(String text) throws MalformedNoteException {
        String[] lines = text.split("\n", -1);
        if (lines.length < 4 || !lines[lines.length - 1].isEmpty()) {
            throw new MalformedNoteException("a checkpoint has the lines origin, size and root");
        }
        List<String> extensions = Arrays.asList(lines).subList(3, lines.length - 1);
        if (!isLine(lines[0])
                || extensions.size() > MAX_EXTENSIONS
                || !extensions.stream().allMatch(Checkpoint::isLine)) {
            throw new MalformedNoteException(
                    "a checkpoint's lines are not empty and end with a newline");
        }
        byte[] root = StrictBase64.decode(lines[2], "the third line of a checkpoint is base64");
        if (root.length != Sha256.LENGTH) {
            throw new MalformedNoteException("a checkpoint's root has 32 bytes");
        }
        return new Checkpoint(
                lines[0], new TreeSize(parseSize(lines[1])), Sha256.copyOf(root), extensions);
    }

    private static long parseSize(String digits) throws MalformedNoteException {
        boolean decimal =
                !digits.isEmpty()
                        && digits.length() <= MAX_SIZE_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                        && (digits.length() == 1 || digits.charAt(0) != '0');
        if (!decimal) {
            throw new MalformedNoteException(
                    "a checkpoint's size is a decimal number without leading zeros");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new MalformedNoteException("a checkpoint's size is below 2^63");
        }
    }

    private static boolean isLine(String line) {
        return !line.isEmpty() && line.chars().noneMatch(c -> c < ' ');
    }

    /// The text that is signed, with its final newline.
    public String text() {
        StringBuilder text =
                new StringBuilder(origin)
                        .append('\n')
                        .append(size.value())
                        .append('\n')
                        .append(root.base64())
                        .append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /// SHA-256 of [#text]: what the next seal entry names as its previous checkpoint.
    public Sha256 textHash() {
        return Sha256.of(text().getBytes(StandardCharsets.UTF_8));
    }
}
