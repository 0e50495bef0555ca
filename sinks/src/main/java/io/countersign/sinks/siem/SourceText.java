package io.countersign.sinks.siem;

/// Text that a source wrote, made safe to show: what a source wrote is hostile. Control characters,
/// line separators, bidirectional overrides and unpaired surrogates become U+FFFD, and no value is
/// longer than [#MAX_CHARS].
public final class SourceText {
    /// The longest value in UTF-16 units, the ellipsis of a cut one included.
    public static final int MAX_CHARS = 512;

    private static final char REPLACEMENT = '\uFFFD';
    private static final char ELLIPSIS = '\u2026';

    private SourceText() {}

    /// Safe, and no longer than [#MAX_CHARS].
    public static String limited(String text) {
        return limited(text, MAX_CHARS);
    }

    /// Safe, and no longer than so many UTF-16 units; a cut value ends with an ellipsis.
    public static String limited(String text, int maxChars) {
        int firstUnsafe = firstUnsafe(text);
        if (firstUnsafe == text.length() && text.length() <= maxChars) {
            return text;
        }
        int end = text.length() <= maxChars ? text.length() : maxChars - 1;
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        StringBuilder safe = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            safe.append(isUnsafe(text, i) ? REPLACEMENT : text.charAt(i));
        }
        return end < text.length() ? safe.append(ELLIPSIS).toString() : safe.toString();
    }

    private static int firstUnsafe(String text) {
        int i = 0;
        while (i < text.length() && !isUnsafe(text, i)) {
            i++;
        }
        return i;
    }

    private static boolean isUnsafe(String text, int i) {
        char c = text.charAt(i);
        if (c < 0x7F) {
            return c < 0x20;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return switch (Character.getType(c)) {
            // Format characters hold the bidirectional overrides and the zero-width ones.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
