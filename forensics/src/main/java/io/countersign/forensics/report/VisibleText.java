package io.countersign.forensics.report;

/// What sources wrote, with every character in sight: those that are not seen, or turn the
/// direction of others, are written as their code points.
final class VisibleText {
    private VisibleText() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    if (c == '\n') {
                        out.append(' ');
                    } else if (isUnseen(c)) {
                        out.append(codePoint(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                });
        return out.toString();
    }

    /// How a character is written that cannot be shown.
    static String codePoint(int c) {
        return String.format("[U+%04X]", c);
    }

    private static boolean isUnseen(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
