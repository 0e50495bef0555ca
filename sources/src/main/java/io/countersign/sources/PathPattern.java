package io.countersign.sources;

/// A path of a [Mapping]: names with dots between, `*` for any one of them.
final class PathPattern {
    private PathPattern() {}

    static boolean isPattern(String path) {
        return path.indexOf('*') >= 0;
    }

    static boolean matches(String path, String name) {
        return match(path, name) == name.length();
    }

    /// Whether names that the path matches begin with this prefix, which ends with a dot.
    static boolean beginsLike(String path, String prefix) {
        return match(path, prefix) == prefix.length();
    }

    /// The length of the name where the path goes along with all of it: to the path's own end, or
    /// to the dot at which the name ends; -1 elsewhere.
    private static int match(String path, String name) {
        int at = 0;
        int in = 0;
        while (in < path.length() && at < name.length()) {
            char c = path.charAt(in);
            boolean any =
                    c == '*'
                            && (in == 0 || path.charAt(in - 1) == '.')
                            && (in + 1 == path.length() || path.charAt(in + 1) == '.');
            if (any) {
                while (at < name.length() && name.charAt(at) != '.') {
                    at++;
                }
            } else if (c == name.charAt(at)) {
                at++;
            } else {
                return -1;
            }
            in++;
        }
        return at == name.length() && (in == path.length() || name.endsWith(".")) ? at : -1;
    }
}
