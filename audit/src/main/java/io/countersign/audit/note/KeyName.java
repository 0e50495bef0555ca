package io.countersign.audit.note;

/// The grammar of a key name: not empty, no Unicode space, no plus sign, no control character.
final class KeyName {
    /// Longer names are refused; the cosignature message has room for 255 bytes.
    static final int MAX_CHARS = 255;

    private KeyName() {}

    static boolean isValid(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_CHARS
                && name.codePoints().noneMatch(KeyName::isForbidden);
    }

    private static boolean isForbidden(int codePoint) {
        return codePoint == '+'
                || Character.isISOControl(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isWhitespace(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
