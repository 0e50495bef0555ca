package io.countersign.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Takes the secrets out of a record before it is produced: what would let its finder act as a
/// person. Each becomes the word `scrubbed`; all else stays as it is, byte for byte.
///
/// | Where | What goes |
/// |---|---|
/// | cookies, in a header, a JSON value or Squid's percent-encoded headers | each value but `lastActiveOrg`, which names an account |
/// | `Authorization` | the credential behind the scheme |
/// | a name such as `access_token`, `api_key` or `password` before `=` or `:` | the value |
/// | a URL's parameters `token`, `key`, `sig`, `code` and the like, its user and password | the value |
/// | anywhere | `Bearer` and a token, a JWT, a key that begins with `sk-` |
///
/// A value with a blank in it is text and no token: it stays, and is inspected. So does every value
/// that is no text in JSON. One pass, each byte looked at a bounded number of times.
final class Scrubber {
    private static final byte[] WORD = "scrubbed".getBytes(StandardCharsets.US_ASCII);

    private static final Set<String> ACCOUNT_COOKIES = Set.of("lastactiveorg");
    private static final Set<String> COOKIE_ATTRIBUTES =
            Set.of("path", "domain", "expires", "max-age", "samesite");

    /// Behind these comes one word; behind others, such as Digest, pairs.
    private static final Set<String> SCHEMES =
            Set.of(
                    "bearer",
                    "basic",
                    "negotiate",
                    "ntlm",
                    "token",
                    "apikey",
                    "splunk",
                    "key",
                    "digest",
                    "aws4-hmac-sha256",
                    "hoba",
                    "mutual",
                    "genie",
                    "dpop");

    private static final int MIN_TOKEN_CHARS = 16;
    private static final int MIN_CREDENTIAL_CHARS = 8;
    private static final int MAX_COOKIE_NAME_CHARS = 128;
    private static final int MAX_SCHEME_CHARS = 32;

    /// JSON in JSON in JSON; a quote behind more backslashes opens nothing, so that few values can
    /// lie in each other and the work stays linear.
    private static final int MAX_ESCAPES = 7;

    private static final int MAX_USER_CHARS = 256;

    private final byte[] text;
    private final ByteArrayOutputStream out;
    private int copied;

    /// Whether the value that is being looked at stands without quotes.
    private boolean open;

    private Scrubber(byte[] text) {
        this.text = text;
        this.out = new ByteArrayOutputStream(0);
    }

    /// The record without its secrets; the same array where it has none.
    static byte[] scrub(byte[] record) {
        Scrubber scrubber = new Scrubber(record);
        scrubber.run();
        return scrubber.result();
    }

    private byte[] result() {
        if (copied == 0) {
            return text;
        }
        out.write(text, copied, text.length - copied);
        return out.toByteArray();
    }

    private void run() {
        int at = 0;
        while (at < text.length) {
            at =
                    Math.max(
                            at + 1,
                            switch (text[at]) {
                                case ':' -> colon(at);
                                case '=' -> separated(at, 1);
                                case '%' -> percent(at);
                                case 'B', 'b' -> bearer(at);
                                case 'e' -> shaped(at, "eyJ", 2);
                                case 's' -> shaped(at, "sk-", 0);
                                default -> at + 1;
                            });
        }
    }

    private int colon(int at) {
        return at + 2 < text.length && text[at + 1] == '/' && text[at + 2] == '/'
                ? user(at + 3)
                : separated(at, 1);
    }

    private int percent(int at) {
        return isEncoded(at, 0x3d) || isEncoded(at, 0x3a) ? separated(at, 3) : at + 1;
    }

    /// `user:password@` behind `://`.
    private int user(int from) {
        int end = from;
        int limit = Math.min(text.length, from + MAX_USER_CHARS);
        boolean password = false;
        while (end < limit && isUserByte(text[end])) {
            password |= text[end] == ':';
            end++;
        }
        if (end < limit && text[end] == '@' && password) {
            replace(from, end);
            return end;
        }
        return from;
    }

    private static boolean isUserByte(byte b) {
        return b > ' ' && b != '/' && b != '@' && b != '"' && b != '?' && b != '#' && b != '\\';
    }

    /// A separator, which may stand behind a name: what is the value behind it?
    private int separated(int at, int separatorBytes) {
        int nameEnd = nameEnd(at);
        SecretName name = SecretName.before(text, nameEnd);
        if (name == SecretName.NONE && at != nameEnd && endsWith(nameEnd, "value")) {
            name = nameOfPair(nameEnd);
        }
        if (name == SecretName.NONE) {
            return at + separatorBytes;
        }
        int from = skipBlanks(at + separatorBytes);
        if (from < text.length && text[from] == '[') {
            from = skipBlanks(from + 1);
        }
        int quote = quoteAt(from);
        boolean jsonKey = at != nameEnd && text[at] == ':';
        if (quote < 0 && jsonKey) {
            return at + separatorBytes;
        }
        open = quote < 0;
        int begin = open ? from : quote;
        int end = open ? text.length : closing(from, quote);
        return switch (name) {
            case NONE -> at + separatorBytes;
            case COOKIES -> cookies(begin, end);
            case AUTHORIZATION -> authorization(begin, end);
            case SECRET -> secret(begin, open ? wordEnd(begin) : end);
            case PARAMETER ->
                    isParameter(nameEnd)
                            ? secret(begin, open ? wordEnd(begin) : end)
                            : at + separatorBytes;
        };
    }

    /// Where the name before a separator ends: before blanks, a quote and its escapes, and the
    /// bracket of `cs(Cookie)`.
    private int nameEnd(int separator) {
        int end = separator;
        while (end > 0 && text[end - 1] == ' ') {
            end--;
        }
        if (end > 0 && (text[end - 1] == '"' || text[end - 1] == '\'' || text[end - 1] == ')')) {
            end--;
            while (end > 0 && text[end - 1] == '\\') {
                end--;
            }
        } else if (end >= 3 && isEncoded(end - 3, '"')) {
            end -= 3;
        }
        return end;
    }

    /// `{"name":"Cookie","value":"..."}`: the text value in front of the key `value`.
    private SecretName nameOfPair(int valueKeyEnd) {
        int end = valueKeyEnd - "value".length();
        while (end > 0
                && (text[end - 1] == '"'
                        || text[end - 1] == '\\'
                        || text[end - 1] == ','
                        || text[end - 1] == ' ')) {
            end--;
        }
        return SecretName.before(text, end);
    }

    private boolean endsWith(int end, String word) {
        int from = end - word.length();
        if (from < 0) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the name that ends here stands where a URL's parameters do.
    private boolean isParameter(int nameEnd) {
        int from = nameEnd;
        while (from > 0 && (SecretName.isWord(text[from - 1]) || text[from - 1] == '_')) {
            from--;
        }
        boolean encoded =
                from >= 1
                        && nameEnd - from >= 2
                        && text[from - 1] == '%'
                        && (isEncoded(from - 1, '?') || isEncoded(from - 1, '&'));
        return encoded || (from > 0 && (text[from - 1] == '?' || text[from - 1] == '&'));
    }

    /// The index behind an opening quote at `from`, -1 where there is none.
    private int quoteAt(int from) {
        int at = from;
        while (at < text.length && text[at] == '\\' && at - from < MAX_ESCAPES) {
            at++;
        }
        if (at < text.length && (text[at] == '"' || (text[at] == '\'' && at == from))) {
            return at + 1;
        }
        return isEncoded(from, '"') ? from + 3 : -1;
    }

    /// The index of what closes a quotation: the same quote behind no more backslashes than the
    /// opening one.
    private int closing(int from, int begin) {
        byte quote = text[begin - 1];
        if (quote != '"' && quote != '\'') {
            int at = begin;
            while (at < text.length && !isEncoded(at, '"') && text[at] > ' ') {
                at++;
            }
            return at;
        }
        int escapes = begin - 1 - from;
        int behind = 0;
        for (int at = begin; at < text.length; at++) {
            if (text[at] == quote && behind <= escapes) {
                return at - behind;
            }
            behind = text[at] == '\\' ? behind + 1 : 0;
        }
        return text.length;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < text.length && isBlank(at)) {
            at += text[at] == ' ' ? 1 : 3;
        }
        return at;
    }

    /// Whether a header's value ends here: always at the given end, and in the open also at that of
    /// the line, the quotation or the bracket around it.
    private boolean isEnd(int at, int end) {
        return at >= end
                || (open
                        && (text[at] == '\r'
                                || text[at] == '\n'
                                || text[at] == '\t'
                                || text[at] == '"'
                                || text[at] == ']'
                                || text[at] == '\\'
                                || isEncoded(at, '\r')
                                || isEncoded(at, '\n')));
    }

    private boolean isBlank(int at) {
        return text[at] == ' ' || isEncoded(at, ' ');
    }

    private int wordEnd(int from) {
        int at = from;
        while (at < text.length && isTokenByte(text[at]) && !endsWordEncoded(at)) {
            at++;
        }
        return at;
    }

    private boolean endsWordEncoded(int at) {
        return text[at] == '%'
                && (isEncoded(at, '&')
                        || isEncoded(at, ' ')
                        || isEncoded(at, ';')
                        || isEncoded(at, '"')
                        || isEncoded(at, '#')
                        || isEncoded(at, '\r')
                        || isEncoded(at, '\n'));
    }

    private static boolean isTokenByte(byte b) {
        return switch (b) {
            case '"', '\'', '\\', '&', ';', ',', '#', '<', '>', '|', ']', '}', ')', '{', '[' ->
                    false;
            default -> b > ' ' || b < 0;
        };
    }

    private boolean isEncoded(int at, int value) {
        return at + 2 < text.length
                && text[at] == '%'
                && Character.digit(text[at + 1], 16) == value >> 4
                && Character.digit(text[at + 2], 16) == (value & 15);
    }

    private int secret(int from, int end) {
        for (int at = from; at < end; at++) {
            if (isBlank(at)) {
                return from;
            }
        }
        if (end > from) {
            replace(from, end);
        }
        return end;
    }

    private int authorization(int from, int end) {
        int schemeEnd = from;
        while (!isEnd(schemeEnd, end) && !isBlank(schemeEnd)) {
            schemeEnd++;
        }
        if (isEnd(schemeEnd, end)) {
            if (schemeEnd - from >= MIN_CREDENTIAL_CHARS) {
                replace(from, schemeEnd);
            }
            return schemeEnd;
        }
        String scheme = word(from, Math.min(schemeEnd, from + MAX_SCHEME_CHARS));
        if (!SCHEMES.contains(scheme)) {
            return schemeEnd;
        }
        boolean pairs = scheme.equals("digest") || scheme.startsWith("aws4");
        int credential = skipBlanks(schemeEnd);
        int credentialEnd = credential;
        while (!isEnd(credentialEnd, end) && (pairs || !isBlank(credentialEnd))) {
            credentialEnd++;
        }
        if (credentialEnd > credential) {
            replace(credential, credentialEnd);
        }
        return credentialEnd;
    }

    /// `name=value` and flags, with semicolons between them; what is no such list is left at once.
    private int cookies(int from, int end) {
        int at = from;
        while (!isEnd(at, end)) {
            int nameFrom = skipBlanks(at);
            at = nameFrom;
            while (!isEnd(at, end)
                    && at - nameFrom <= MAX_COOKIE_NAME_CHARS
                    && !isEquals(at)
                    && !isPairEnd(at)
                    && !isBlank(at)) {
                at++;
            }
            if (!isEnd(at, end) && isEquals(at)) {
                at = cookie(word(nameFrom, at), at + (text[at] == '=' ? 1 : 3), end);
            }
            if (isEnd(at, end) || !isPairEnd(at)) {
                return at;
            }
            at += text[at] == ';' ? 1 : 3;
        }
        return at;
    }

    /// One value; returns where it ends.
    private int cookie(String name, int from, int end) {
        boolean attribute = COOKIE_ATTRIBUTES.contains(name);
        int at = from;
        while (!isEnd(at, end) && !isPairEnd(at) && (attribute || !isBlank(at))) {
            at++;
        }
        if (!attribute && !ACCOUNT_COOKIES.contains(name) && at > from) {
            replace(from, at);
        }
        return at;
    }

    private String word(int from, int end) {
        return new String(text, from, end - from, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }

    private boolean isEquals(int at) {
        return text[at] == '=' || isEncoded(at, '=');
    }

    private boolean isPairEnd(int at) {
        return text[at] == ';' || isEncoded(at, ';');
    }

    private int bearer(int at) {
        String word = "bearer";
        if (at + word.length() + MIN_TOKEN_CHARS >= text.length
                || (at > 0 && SecretName.isWord(text[at - 1]) && !behindEncoded(at))) {
            return at + 1;
        }
        for (int i = 1; i < word.length(); i++) {
            if ((text[at + i] | 32) != word.charAt(i)) {
                return at + 1;
            }
        }
        int gap = at + word.length();
        int from = text[gap] == '+' ? gap + 1 : skipBlanks(gap);
        return from == gap ? at + 1 : token(from, MIN_TOKEN_CHARS, 0, at);
    }

    private boolean behindEncoded(int at) {
        return at >= 3 && text[at - 3] == '%';
    }

    private int shaped(int at, String beginning, int dots) {
        if (at > 0
                && (SecretName.isWord(text[at - 1]) || text[at - 1] == '-')
                && !behindEncoded(at)) {
            return at + 1;
        }
        for (int i = 1; i < beginning.length(); i++) {
            if (at + i >= text.length || text[at + i] != beginning.charAt(i)) {
                return at + 1;
            }
        }
        return token(at, MIN_TOKEN_CHARS + beginning.length(), dots, at);
    }

    /// Replaces a token of at least so many characters and dots.
    private int token(int from, int least, int dots, int otherwise) {
        int end = from;
        int seen = 0;
        while (end < text.length && isToken68(text[end])) {
            seen += text[end] == '.' ? 1 : 0;
            end++;
        }
        if (end - from < least || seen < dots) {
            return otherwise + 1;
        }
        replace(from, end);
        return end;
    }

    private static boolean isToken68(byte b) {
        return SecretName.isWord(b)
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~'
                || b == '+'
                || b == '/'
                || b == '=';
    }

    private void replace(int from, int end) {
        out.write(text, copied, from - copied);
        out.writeBytes(WORD);
        copied = end;
    }
}
