package io.countersign.audit.locked;

import java.util.regex.Pattern;

/// The words that pages are made of.
final class Form {
    private static final int MAX_PATH_CHARS = 400;

    /// As stores make them up: opaque, printable, without blanks.
    static final Pattern VERSION = Pattern.compile("[!-~]{1,1024}");

    static final Pattern HOLD =
            Pattern.compile("(?:hold|case|policy):[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]*(?:/[A-Za-z0-9][A-Za-z0-9._@-]*)*");

    private Form() {}

    /// A log's name: no blank, no control character.
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars()
                        .noneMatch(c ->
                                c <= ' ' || Character.isISOControl(c) || Character.isSpaceChar(c));
    }

    /// Parts of letters, digits, dots and the like, none of which leads elsewhere.
    static boolean isPath(String path) {
        return path.length() <= MAX_PATH_CHARS && PATH.matcher(path).matches();
    }
}
