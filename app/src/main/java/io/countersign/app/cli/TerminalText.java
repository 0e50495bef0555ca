package io.countersign.app.cli;

import java.util.Locale;

/// Text that somebody else wrote, made harmless for a terminal: what moves the cursor, changes
/// colours, hides or turns around other text is shown as `<U+202E>` instead of done.
public final class TerminalText {
    private TerminalText() {}

    /// One line: a line feed becomes `\n`, a tab `\t`, a backslash stays.
    public static String line(String text) {
        int clean = 0;
        while (clean < text.length() && isPlainAscii(text.charAt(clean))) {
            clean++;
        }
        if (clean == text.length()) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 16).append(text, 0, clean);
        for (int i = clean; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            append(line, codePoint);
            i += Character.charCount(codePoint);
        }
        return line.toString();
    }

    private static void append(StringBuilder line, int codePoint) {
        switch (codePoint) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isHarmless(codePoint)) {
                    line.appendCodePoint(codePoint);
                } else {
                    line.append("<U+")
                            .append(Integer.toHexString(codePoint).toUpperCase(Locale.ROOT))
                            .append('>');
                }
            }
        }
    }

    private static boolean isPlainAscii(char c) {
        return c >= ' ' && c < 0x7F;
    }

    /// Format covers the bidirectional controls, zero-width characters and tags.
    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
