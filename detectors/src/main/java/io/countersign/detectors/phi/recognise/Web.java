package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Email;
import io.countersign.detectors.phi.types.IpAddress;
import io.countersign.detectors.phi.types.MacAddress;
import io.countersign.detectors.phi.types.Photo;
import io.countersign.detectors.phi.types.Url;
import java.nio.charset.StandardCharsets;

/// E-mail addresses and URLs, found from their `@` and `://` outwards; host names; IP and MAC
/// addresses.
final class Web {
    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 253;
    private static final int MAX_URL = 2048;
    private static final byte[][] ROLES =
            bytes(
                    "info",
                    "noreply",
                    "no-reply",
                    "support",
                    "admin",
                    "contact",
                    "help",
                    "sales",
                    "webmaster",
                    "postmaster",
                    "office",
                    "press",
                    "git",
                    "root",
                    "billing",
                    "privacy",
                    "security",
                    "donotreply",
                    "service",
                    "team",
                    "hello",
                    "feedback");
    private static final byte[][] PERSON_PARAMETERS =
            bytes(Url.TYPE.contextWords().toArray(String[]::new));

    private Web() {}

    private static byte[][] bytes(String... words) {
        byte[][] result = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            result[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        return result;
    }

    /// At a token with an `@` after it. Returns one past the last byte of the address, or -1.
    static int email(Tokens t, int i, Hits hits) {
        byte[] b = t.bytes();
        int at = t.end(i);
        while (at < t.start(i + 1) && b[at] != '@') {
            at++;
        }
        for (int x = t.end(i); x < at; x++) {
            if (!local(b[x])) {
                return -1;
            }
        }
        int start = at;
        while (start > t.from() && at - start < MAX_LOCAL && local(b[start - 1])) {
            start--;
        }
        while (start < at && (b[start] == '.' || b[start] == '-' || b[start] == '\'')) {
            start++;
        }
        int end = at + 1;
        int lastDot = -1;
        while (end < t.to() && end - at <= MAX_DOMAIN && domain(b[end])) {
            if (b[end] == '.') {
                lastDot = end;
            }
            end++;
        }
        while (end > at + 1 && (b[end - 1] == '.' || b[end - 1] == '-')) {
            end--;
            if (lastDot == end) {
                lastDot = lastIndexOf(b, at + 1, end);
            }
        }
        if (start == at
                || lastDot <= at + 1
                || end - lastDot < 3
                || !letters(b, lastDot + 1, end)) {
            return -1;
        }
        boolean role = false;
        for (byte[] word : ROLES) {
            role |= equal(b, start, at, word);
        }
        hits.add(
                Email.TYPE,
                start,
                end,
                role ? Likelihood.POSSIBLE : Likelihood.VERY_LIKELY,
                Evidence.SHAPE.bit() | (role ? Evidence.ROLE_MAILBOX.bit() : 0));
        return end;
    }

    private static int lastIndexOf(byte[] b, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (b[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    private static boolean local(byte c) {
        return alphanumeric(c)
                || c == '.'
                || c == '_'
                || c == '%'
                || c == '+'
                || c == '-'
                || c == '\'';
    }

    private static boolean domain(byte c) {
        return alphanumeric(c) || c == '.' || c == '-';
    }

    private static boolean alphanumeric(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean letters(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            int c = b[i] | 0x20;
            if (c < 'a' || c > 'z') {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(byte[] b, int from, int to, byte[] word) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((b[from + i] | 0x20) != (word[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    /// At a token with `://` after it, or at www. Returns one past the last byte of the URL, or -1.
    static int url(Tokens t, int i, Hits hits) {
        byte[] b = t.bytes();
        int start = t.start(i);
        boolean scheme =
                (t.gap(i + 1) & (Gap.COLON | Gap.SLASH)) == (Gap.COLON | Gap.SLASH)
                        && t.gapLength(i + 1) == 3;
        boolean www =
                t.length(i) == 3 && t.gap(i + 1) == Gap.STOP && equal(b, start, t.end(i), WWW);
        if (!scheme && !www) {
            return -1;
        }
        int end = start;
        int limit = Math.min(t.to(), start + MAX_URL);
        int query = -1;
        while (end < limit
                && inUrl(b, end)
                && b[end] != '"'
                && b[end] != '<'
                && b[end] != '>'
                && b[end] != ')') {
            if (b[end] == '?' && query < 0) {
                query = end;
            }
            end++;
        }
        if (query >= 0 && carriesPerson(b, query, end)) {
            hits.add(Url.TYPE, start, end, Likelihood.LIKELY, Evidence.SHAPE.bit());
        } else if (scheme && webWord(t, i) && whole(b, t.start(i + 1), end)) {
            hits.add(
                    Url.TYPE,
                    start,
                    end,
                    Likelihood.LIKELY,
                    Evidence.SHAPE.bit() | Evidence.CONTEXT_WORD.bit());
        }
        return end;
    }

    /// People write names into addresses as they are: é is part of one, a blank or a quotation mark
    /// beyond ASCII is not.
    private static boolean inUrl(byte[] b, int at) {
        if (b[at] >= 0 || at + 1 >= b.length) {
            return b[at] > ' ' || b[at] < 0;
        }
        int two = (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
        return two != NO_BREAK_SPACE
                && two != GENERAL_PUNCTUATION
                && two != IDEOGRAPHIC_PUNCTUATION;
    }

    private static final int NO_BREAK_SPACE = 0xC2A0;
    private static final int GENERAL_PUNCTUATION = 0xE280;
    private static final int IDEOGRAPHIC_PUNCTUATION = 0xE380;

    /// Words that say that a host name follows.
    private static final long[] WEB_WORDS = {
        Lexicon.hash("website"),
        Lexicon.hash("site"),
        Lexicon.hash("homepage"),
        Lexicon.hash("webpage"),
        Lexicon.hash("page"),
        Lexicon.hash("domain"),
        Lexicon.hash("blog"),
        Lexicon.hash("url"),
        Lexicon.hash("web")
    };

    /// Ends of host names that people own; those of governments, schools and treaties are left out.
    private static final byte[][] ENDS =
            bytes(
                    "com", "net", "org", "info", "biz", "name", "me", "io", "co", "us", "uk", "ca",
                    "au", "nz", "ie", "de", "at", "ch", "fr", "be", "nl", "it", "es", "pt", "se",
                    "no", "dk", "fi", "is", "pl", "cz", "sk", "hu", "ro", "bg", "gr", "tr", "ru",
                    "ua", "eu", "in", "jp", "kr", "cn", "br", "mx", "ar", "cl", "za", "il", "dev",
                    "app", "blog", "online", "site", "store", "shop");

    private static final int WEB_WORD_BACK = 4;

    /// At a token with a dot after it: a bare host name after a word such as website, which speaks
    /// of somebody's own. Returns one past its last byte, or -1.
    static int host(Tokens t, int i, Hits hits) {
        if (t.gap(i + 1) != Gap.STOP || t.gapLength(i + 1) != 1 || !webWord(t, i)) {
            return -1;
        }
        byte[] b = t.bytes();
        int start = t.start(i);
        while (start > t.from() && t.start(i) - start < MAX_LOCAL && label(b[start - 1])) {
            start--;
        }
        int end = t.end(i);
        int dot = -1;
        while (end < t.to() && end - start <= MAX_DOMAIN && domain(b[end])) {
            dot = b[end] == '.' ? end : dot;
            end++;
        }
        if (end > start && b[end - 1] == '.') {
            end--;
            dot = lastIndexOf(b, start, end);
        }
        boolean alone =
                (start == t.from() || (b[start - 1] != '@' && b[start - 1] != '/'))
                        && (end == t.to() || b[end] != '@');
        if (!alone || dot <= start || !owned(b, start, end)) {
            return -1;
        }
        hits.add(
                Url.TYPE,
                start,
                end,
                Likelihood.LIKELY,
                Evidence.SHAPE.bit() | Evidence.CONTEXT_WORD.bit());
        return end;
    }

    /// Whether the address is that of a site, not of one page in it, and people own such.
    private static boolean whole(byte[] b, int host, int to) {
        int end = host;
        while (end < to && domain(b[end])) {
            end++;
        }
        return (end == to
                        || (b[end] == '/' && end + 1 == to)
                        || !(b[end] == '/' || b[end] == ':' || b[end] == '?'))
                && owned(b, host, to);
    }

    /// Whether the host name that starts here has an end that people own.
    private static boolean owned(byte[] b, int start, int to) {
        int end = start;
        int dot = -1;
        while (end < to && domain(b[end])) {
            dot = b[end] == '.' && end + 1 < to && alphanumeric(b[end + 1]) ? end : dot;
            end++;
        }
        if (end > start && b[end - 1] == '.') {
            end--;
        }
        for (byte[] last : ENDS) {
            if (dot > start && equal(b, dot + 1, end, last)) {
                return true;
            }
        }
        return false;
    }

    private static boolean webWord(Tokens t, int i) {
        for (int x = i - 1; x >= 0 && x >= i - WEB_WORD_BACK; x--) {
            if ((t.gap(x + 1) & (Gap.STOP | Gap.MARK)) != 0) {
                return false;
            }
            long hash = t.hash(x);
            for (long word : WEB_WORDS) {
                if (hash == word) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean label(byte c) {
        return alphanumeric(c) || c == '-';
    }

    private static final byte[] WWW = "www".getBytes(StandardCharsets.US_ASCII);

    /// Whether a parameter's name speaks of a person and has a value.
    private static boolean carriesPerson(byte[] b, int query, int end) {
        int nameStart = query + 1;
        for (int i = query + 1; i < end; i++) {
            if (b[i] == '&') {
                nameStart = i + 1;
            } else if (b[i] == '=' && i + 2 < end) {
                for (byte[] word : PERSON_PARAMETERS) {
                    if (i - nameStart >= word.length && equal(b, i - word.length, i, word)) {
                        return true;
                    }
                }
                nameStart = end;
            }
        }
        return false;
    }

    /// Four numbers up to 255. Not an object identifier, a version or an enzyme.
    static boolean internetAddress(Tokens t, int start, int end, long version, Hits hits) {
        if (end - start != 4) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (t.value(i) < 0
                    || t.value(i) > 255
                    || t.length(i) > 3
                    || (i > start && t.gap(i) != Gap.STOP)) {
                return false;
            }
        }
        int before = t.gap(start);
        if ((before & (Gap.STOP | Gap.SLASH)) != 0 && t.gapLength(start) == 1) {
            return false;
        }
        if (version != 0
                || t.is(start - 1, WordClass.NO_PERSON)
                || (t.kind(start - 1) != Tokens.DIGITS && before == 0 && start > 0)) {
            return false;
        }
        // 3.1.1.11 is an enzyme: four parts below 30 need the word.
        boolean small =
                t.value(start) < 30
                        && t.value(start + 1) < 30
                        && t.value(start + 2) < 30
                        && t.value(start) != 10;
        if (small) {
            return false;
        }
        boolean privateRange =
                t.value(start) == 10
                        || (t.value(start) == 192 && t.value(start + 1) == 168)
                        || (t.value(start) == 172
                                && t.value(start + 1) >= 16
                                && t.value(start + 1) < 32);
        hits.add(
                IpAddress.TYPE,
                t.start(start),
                t.end(end - 1),
                Likelihood.LIKELY,
                Evidence.SHAPE.bit() | (privateRange ? Evidence.PRIVATE_RANGE.bit() : 0));
        return true;
    }

    private static final int IPV6_GROUPS = 8;
    private static final int IPV6_MAX_BYTES = 45;
    private static final int MAX_ZONE = 15;

    /// At a token with a colon after it: an IPv6 address (RFC 4291, section 2.2: eight groups, or
    /// fewer with one `::`, or the last two as an IPv4 address; RFC 4007's zone after `%`). Only in
    /// the ranges that are given out, so that times, scopes of programs, dumps and hardware
    /// addresses are none: 2000::/3, fc00::/7, fe80::/10, ff00::/8. Returns one past the last byte,
    /// or -1.
    static int internetAddress6(Tokens t, int i, Hits hits) {
        byte[] b = t.bytes();
        int start = t.end(i);
        while (start > t.from() && t.end(i) - start <= 4 && hexadecimal(b[start - 1])) {
            start--;
        }
        if (t.end(i) - start != 4 || !given(b, start)) {
            return -1;
        }
        if (start > t.from()
                && (alphanumeric(b[start - 1])
                        || b[start - 1] == ':'
                        || b[start - 1] == '.'
                        || b[start - 1] == '_'
                        || (b[start - 1] & 0x80) != 0)) {
            return -1;
        }
        int limit = Math.min(t.to(), start + IPV6_MAX_BYTES + 1);
        int at = start;
        int groups = 0;
        boolean shortened = false;
        boolean pairs = true;
        int end = -1;
        while (at < limit) {
            int group = at;
            while (at < limit && hexadecimal(b[at])) {
                at++;
            }
            if (at - group > 4 || at == group) {
                return -1;
            }
            if (at < limit && b[at] == '.' && groups >= 2 && octets(b, group, t.to()) > 0) {
                groups += 2;
                at = octets(b, group, t.to());
                end = at;
                break;
            }
            groups++;
            pairs &= at - group == 2;
            end = at;
            if (at >= limit || b[at] != ':') {
                break;
            }
            at++;
            if (at < limit && b[at] == ':') {
                if (shortened) {
                    return -1;
                }
                shortened = true;
                at++;
                if (at >= limit || !hexadecimal(b[at])) {
                    end = at;
                    break;
                }
            } else if (at >= limit || !hexadecimal(b[at])) {
                return -1;
            }
        }
        boolean whole = shortened ? groups < IPV6_GROUPS : groups == IPV6_GROUPS && !pairs;
        if (!whole || end < 0 || (end < t.to() && continued(b[end]))) {
            return -1;
        }
        boolean local = b[start] == 'f' || b[start] == 'F';
        end = zone(b, end, t.to());
        hits.add(
                IpAddress.TYPE,
                start,
                end,
                Likelihood.LIKELY,
                Evidence.SHAPE.bit() | (local ? Evidence.PRIVATE_RANGE.bit() : 0));
        return end;
    }

    private static boolean continued(byte c) {
        return alphanumeric(c) || c == ':' || c == '_' || (c & 0x80) != 0;
    }

    private static boolean hexadecimal(byte c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    /// Whether a first group of four digits is of a range that addresses are given from.
    private static boolean given(byte[] b, int at) {
        int first = Character.digit(b[at], 16);
        int second = Character.digit(b[at + 1], 16);
        int third = Character.digit(b[at + 2], 16);
        return first == 2
                || first == 3
                || (first == 15
                        && (second == 12
                                || second == 13
                                || second == 15
                                || (second == 14 && third >= 8 && third <= 11)));
    }

    /// One past four numbers up to 255 with dots between, or 0.
    private static int octets(byte[] b, int from, int to) {
        int at = from;
        for (int n = 0; n < 4; n++) {
            int value = 0;
            int start = at;
            while (at < to && at - start < 3 && b[at] >= '0' && b[at] <= '9') {
                value = value * 10 + b[at] - '0';
                at++;
            }
            if (at == start || value > 255 || (n < 3 && (at >= to || b[at] != '.'))) {
                return 0;
            }
            at += n < 3 ? 1 : 0;
        }
        return at;
    }

    private static int zone(byte[] b, int end, int to) {
        if (end + 1 >= to || b[end] != '%' || !alphanumeric(b[end + 1])) {
            return end;
        }
        int at = end + 1;
        while (at < to && at - end <= MAX_ZONE && alphanumeric(b[at])) {
            at++;
        }
        return at;
    }

    private static final int MAC_LENGTH = 17;
    private static final int MAC_PAIR = 3;

    /// At a token of one or two characters: six pairs of hexadecimal digits between colons or
    /// dashes. Returns one past the last byte, or -1.
    static int mac(Tokens t, int i, Hits hits) {
        byte[] b = t.bytes();
        int start = t.start(i);
        int end = start + MAC_LENGTH;
        if (end > t.to()
                || (b[start + 2] != ':' && b[start + 2] != '-')
                || b[start + 5] != b[start + 2]
                || (end < t.to() && (alphanumeric(b[end]) || b[end] == b[start + 2]))
                || (start > t.from()
                        && (alphanumeric(b[start - 1]) || b[start - 1] == b[start + 2]))) {
            return -1;
        }
        for (int x = 0; x < MAC_LENGTH; x++) {
            boolean separator = x % MAC_PAIR == 2;
            if (separator ? b[start + x] != b[start + 2] : Character.digit(b[start + x], 16) < 0) {
                return -1;
            }
        }
        hits.add(MacAddress.TYPE, start, end, Likelihood.LIKELY, Evidence.SHAPE.bit());
        return end;
    }

    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IMAGE = "image".getBytes(StandardCharsets.US_ASCII);

    /// The shortest type, parameter and Base64 of an image.
    private static final int MIN_IMAGE = 24;

    /// At `data:image/`: the image with all of its Base64. Returns one past the last byte, or -1.
    static int image(Tokens t, int i, Hits hits) {
        byte[] b = t.bytes();
        if (t.length(i) != DATA.length
                || !equal(b, t.start(i), t.end(i), DATA)
                || t.gap(i + 1) != Gap.COLON
                || t.length(i + 1) != IMAGE.length
                || !equal(b, t.start(i + 1), t.end(i + 1), IMAGE)) {
            return -1;
        }
        int end = t.end(i + 1);
        while (end < t.to() && (alphanumeric(b[end]) || "+/=;,-_.".indexOf(b[end]) >= 0)) {
            end++;
        }
        if (end - t.end(i + 1) < MIN_IMAGE) {
            return -1; // the head of one, in a program
        }
        hits.add(Photo.TYPE, t.start(i), end, Likelihood.POSSIBLE, Evidence.SHAPE.bit());
        return end;
    }
}
