package io.countersign.sources;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A URL as proxies write it, taken apart without copying: with or without scheme, credentials,
/// port or path.
///
/// ```
/// [scheme "://"] [userinfo "@"] ( name / "[" ipv6 "]" ) [":" port] ["/" path] ["?" query] ["#" fragment]
/// ```
///
/// Credentials and the fragment are never produced. Access tokens in query and path are cut: a
/// value goes when its name says token and it has no blank in it, since text with blanks is no
/// token and has to be inspected.
final class UrlParts {
    private static final Set<String> TOKEN_NAMES =
            Set.of(
                    "key",
                    "sig",
                    "token",
                    "jwt",
                    "code",
                    "auth",
                    "authorization",
                    "assertion",
                    "apikey",
                    "api-key",
                    "api_key",
                    "x-api-key",
                    "subscription-key",
                    "awsaccesskeyid",
                    "x-amz-credential",
                    "x-goog-credential",
                    "session",
                    "sessionid",
                    "session_id",
                    "sid",
                    "password",
                    "passwd",
                    "pwd");

    private static final String[] TOKEN_ENDINGS = {
        "token", "secret", "signature", "password", "apikey", "api_key"
    };

    private final byte[] bytes;
    private int urlFrom;
    private int hostFrom;
    private int hostTo;
    private int pathFrom;
    private int pathTo;
    private int queryFrom;
    private int queryTo;

    /// Whether the scheme is `http`, in any case: nothing was encrypted.
    boolean isPlainHttp() {
        byte[] scheme = {'h', 't', 't', 'p', ':', '/', '/'};
        if (urlFrom + scheme.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < scheme.length; i++) {
            byte b = bytes[urlFrom + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != scheme[i]) {
                return false;
            }
        }
        return true;
    }

    private UrlParts(byte[] bytes) {
        this.bytes = bytes;
    }

    static UrlParts of(String url) {
        byte[] utf8 = url.getBytes(StandardCharsets.UTF_8);
        return of(utf8, 0, utf8.length);
    }

    static UrlParts of(byte[] bytes, int from, int to) {
        UrlParts parts = new UrlParts(bytes);
        parts.urlFrom = from;
        int authority = from;
        int end = from;
        while (end < to && bytes[end] != '/' && bytes[end] != '?' && bytes[end] != '#') {
            end++;
        }
        if (end + 1 < to
                && end > from
                && bytes[end - 1] == ':'
                && bytes[end] == '/'
                && bytes[end + 1] == '/') {
            authority = end + 2;
            end = authority;
            while (end < to && bytes[end] != '/' && bytes[end] != '?' && bytes[end] != '#') {
                end++;
            }
        }
        parts.takeHost(authority, end);
        int at = end;
        while (at < to && bytes[at] != '?' && bytes[at] != '#') {
            at++;
        }
        parts.pathFrom = end;
        parts.pathTo = at;
        parts.queryFrom = at < to && bytes[at] == '?' ? at + 1 : at;
        at = parts.queryFrom;
        while (at < to && bytes[at] != '#') {
            at++;
        }
        parts.queryTo = at;
        return parts;
    }

    /// The host of a name, an address or a URL, as [#host()] gives it; a name in lower case, as
    /// most are, is its own host.
    static @Nullable String hostOf(String text) {
        return isPlainName(text) ? text : of(text).host();
    }

    private static boolean isPlainName(String text) {
        int length = text.length();
        if (length == 0 || length > Limits.MAX_HOST_BYTES || text.charAt(length - 1) == '.') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == ':' || c >= 128 || !isHostByte((byte) c)) {
                return false;
            }
        }
        return true;
    }

    private void takeHost(int from, int to) {
        int start = from;
        for (int i = to - 1; i >= from; i--) {
            if (bytes[i] == '@') {
                start = i + 1;
                break;
            }
        }
        int end = to;
        if (start < to && bytes[start] == '[') {
            start++;
            end = start;
            while (end < to && bytes[end] != ']') {
                end++;
            }
        } else {
            int colon = -1;
            int colons = 0;
            for (int i = start; i < to; i++) {
                if (bytes[i] == ':') {
                    colon = i;
                    colons++;
                }
            }
            if (colons == 1) {
                end = colon;
            }
        }
        while (end > start && bytes[end - 1] == '.') {
            end--;
        }
        hostFrom = start;
        hostTo = end;
    }

    /// Lower case, without port, brackets and trailing dot; null where there is none or it is no
    /// host name.
    @Nullable String host() {
        int length = hostTo - hostFrom;
        if (length <= 0 || length > Limits.MAX_HOST_BYTES) {
            return null;
        }
        byte[] lower = new byte[length];
        boolean wide = false;
        for (int i = 0; i < length; i++) {
            byte b = bytes[hostFrom + i];
            if (b >= 'A' && b <= 'Z') {
                b = (byte) (b + ('a' - 'A'));
            } else if (b < 0) {
                wide = true;
            } else if (!isHostByte(b)) {
                return null;
            }
            lower[i] = b;
        }
        return wide
                ? new String(lower, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT)
                : new String(lower, StandardCharsets.ISO_8859_1);
    }

    private static boolean isHostByte(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= '0' && b <= '9')
                || b == '.'
                || b == '-'
                || b == '_'
                || b == ':';
    }

    /// As written, tokens cut; null where there is none.
    @Nullable String path() {
        if (pathTo == pathFrom) {
            return null;
        }
        String path = new String(bytes, pathFrom, pathTo - pathFrom, StandardCharsets.UTF_8);
        return path.indexOf('=') < 0 && path.indexOf("%3") < 0 ? path : withoutTokens(path, "/;&");
    }

    /// False where [#query()] gives null without a look at the text.
    boolean hasQuery() {
        return queryTo > queryFrom;
    }

    /// One decoded `name=value` a line, tokens cut; null where there is no query or nothing but cut
    /// tokens.
    @Nullable String query() {
        if (queryTo == queryFrom) {
            return null;
        }
        StringBuilder text = new StringBuilder(queryTo - queryFrom);
        boolean any = false;
        int from = queryFrom;
        while (from <= queryTo) {
            int end = from;
            int equals = -1;
            while (end < queryTo && bytes[end] != '&') {
                if (equals < 0 && bytes[end] == '=') {
                    equals = end;
                }
                end++;
            }
            if (end > from) {
                String name = Lenient.percentDecoded(bytes, from, equals < 0 ? end : equals, true);
                String value =
                        equals < 0 ? "" : Lenient.percentDecoded(bytes, equals + 1, end, true);
                boolean cut = isToken(name) && !hasBlank(value);
                if (!text.isEmpty()) {
                    text.append('\n');
                }
                text.append(name).append('=').append(cut ? "" : withoutTokens(value, "?&;# "));
                any |= !cut;
            }
            from = end + 1;
        }
        return any ? text.toString() : null;
    }

    /// Cuts what follows `name=` or `name%3D`, as in the path or in a URL inside a query.
    private static String withoutTokens(String text, String separators) {
        StringBuilder kept = new StringBuilder(text.length());
        int from = 0;
        int at = 0;
        while (at < text.length()) {
            int width = equalsWidth(text, at);
            if (width == 0) {
                at++;
                continue;
            }
            int name = at;
            while (name > from && isNameChar(text.charAt(name - 1))) {
                name--;
            }
            int value = at + width;
            at = value;
            if (isUnmistakable(text.substring(name, value - width))) {
                while (at < text.length() && separators.indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                kept.append(text, from, value);
                from = at;
            }
        }
        return from == 0 ? text : kept.append(text, from, text.length()).toString();
    }

    private static int equalsWidth(String text, int at) {
        if (text.charAt(at) == '=') {
            return 1;
        }
        return text.regionMatches(true, at, "%3D", 0, 3) ? 3 : 0;
    }

    private static boolean isNameChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-';
    }

    private static boolean isToken(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return TOKEN_NAMES.contains(lower) || endsLikeToken(lower);
    }

    /// Inside other text `key=` may be prose; these names are not.
    private static boolean isUnmistakable(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return endsLikeToken(lower)
                || lower.equals("api-key")
                || lower.equals("sig")
                || lower.equals("x-amz-credential");
    }

    private static boolean endsLikeToken(String lower) {
        for (String ending : TOKEN_ENDINGS) {
            if (lower.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasBlank(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isWhitespace(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
