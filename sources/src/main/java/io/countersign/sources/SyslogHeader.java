package io.countersign.sources;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Finds where a record begins behind the header that a syslog relay put in front of it.
///
/// ```
/// header = [BOM] [ "<" 1*3DIGIT ">" ] ( rfc5424 / rfc3164 / tag / nothing )
/// rfc5424 = "1 " timestamp SP host SP app SP procid SP msgid SP ( "-" / 1*( "[" ... "]" ) ) [SP [BOM]]
/// rfc3164 = [ "1 " ] ( "Nov 22 09:31:12" / RFC 3339 timestamp ) SP [ host SP ] [tag]
/// tag     = 1*NAME [ "[" pid "]" ] ":" *SP
/// ```
final class SyslogHeader {
    private SyslogHeader() {}

    /// The index of the first byte behind the header; the first byte that is no blank where there
    /// is none.
    static int end(byte[] b) {
        int limit = Math.min(b.length, Limits.MAX_SYSLOG_HEADER_BYTES);
        int at = end(b, 0, limit);
        // A relay may put its header in front of another's, whose octet count it leaves.
        int inner = blanks(b, digits(b, at, limit), limit);
        boolean nested = inner < limit && b[inner] == '<' && end(b, inner, limit) > inner;
        return nested ? end(b, inner, limit) : at;
    }

    private static int end(byte[] b, int from, int limit) {
        int at = blanks(b, byteOrderMark(b, from), limit);
        boolean priority = false;
        if (at < limit && b[at] == '<') {
            int close = digits(b, at + 1, limit);
            if (close > at + 1 && close <= at + 4 && close < limit && b[close] == '>') {
                at = close + 1;
                priority = true;
            }
        }
        if (priority && at + 1 < limit && b[at] == '1' && b[at + 1] == ' ') {
            int message = rfc5424(b, at + 2, limit);
            if (message >= 0) {
                return byteOrderMark(b, message);
            }
            // Some senders put RFC 3164 behind the version of the other.
            at = timestamp(b, at + 2, limit) > at + 2 ? at + 2 : at;
        }
        int afterTime = timestamp(b, at, limit);
        if (afterTime > at) {
            int host = blanks(b, afterTime, limit);
            int afterHost = word(b, host, limit);
            at = isHost(b, host, afterHost) ? blanks(b, afterHost, limit) : host;
        }
        return byteOrderMark(b, blanks(b, tag(b, at, limit), limit));
    }

    /// The time of the header, where it stands there with its date and zone (RFC 5424, RFC 3339);
    /// null where there is none.
    static @Nullable Instant time(byte[] b) {
        int limit = Math.min(b.length, Limits.MAX_SYSLOG_HEADER_BYTES);
        int from = blanks(b, byteOrderMark(b, 0), limit);
        if (from < limit && b[from] == '<') {
            int close = digits(b, from + 1, limit);
            from = close < limit && b[close] == '>' ? close + 1 : from;
            boolean version = from + 1 < limit && b[from] == '1' && b[from + 1] == ' ';
            from = version ? from + 2 : from;
        }
        int to = word(b, from, limit);
        if (to - from < 20 || to - from > 35 || b[from + 10] != 'T') {
            return null;
        }
        return Lenient.instant(new String(b, from, to - from, StandardCharsets.US_ASCII));
    }

    /// The host may be left out; then the message follows: a row, a pair, JSON or CEF.
    private static boolean isHost(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == ',' || b[i] == '=' || b[i] == '{' || b[i] == '|' || b[i] == '"') {
                return false;
            }
        }
        return true;
    }

    private static int rfc5424(byte[] b, int from, int limit) {
        if (from < limit && b[from] != '-' && !isDigit(b[from])) {
            return -1;
        }
        int at = from;
        for (int word = 0; word < 5; word++) {
            at = word(b, at, limit);
            if (at >= limit) {
                return -1;
            }
            at++;
        }
        if (at >= limit) {
            return -1;
        }
        if (b[at] == '-') {
            return blanks(b, at + 1, limit);
        }
        while (at < limit && b[at] == '[') {
            at++;
            while (at < limit && b[at] != ']') {
                at += b[at] == '\\' ? 2 : 1;
            }
            at++;
        }
        return at > limit ? -1 : blanks(b, at, limit);
    }

    /// Behind `Nov 22 09:31:12`, `Nov 22 2026 09:31:12` or an RFC 3339 time; `from` where there is
    /// neither.
    private static int timestamp(byte[] b, int from, int limit) {
        if (from + 15 >= limit) {
            return from;
        }
        if (isUpper(b[from])
                && isLower(b[from + 1])
                && isLower(b[from + 2])
                && b[from + 3] == ' ') {
            int at = digits(b, blanks(b, from + 3, limit), limit);
            int clock = blanks(b, at, limit);
            int afterYear = digits(b, clock, limit);
            if (afterYear == clock + 4 && afterYear < limit && b[afterYear] == ' ') {
                clock = blanks(b, afterYear, limit);
            }
            boolean isClock = clock + 8 <= limit && b[clock + 2] == ':' && b[clock + 5] == ':';
            return isClock ? word(b, clock, limit) : from;
        }
        boolean date =
                b[from + 4] == '-'
                        && b[from + 7] == '-'
                        && b[from + 10] == 'T'
                        && b[from + 13] == ':';
        return date ? word(b, from, limit) : from;
    }

    /// Behind `squid[4711]:` or `nss:`; `from` where there is no such tag.
    private static int tag(byte[] b, int from, int limit) {
        int at = from;
        while (at < limit
                && (isUpper(b[at])
                        || isLower(b[at])
                        || isDigit(b[at])
                        || "-_./()".indexOf(b[at]) >= 0)) {
            at++;
        }
        if (at == from
                || at >= limit
                || !(isUpper(b[from]) || isLower(b[from]) || b[from] == '(')) {
            return from;
        }
        if (b[at] == '[') {
            at++;
            while (at < limit && (isDigit(b[at]) || b[at] == '-')) {
                at++;
            }
            if (at >= limit || b[at] != ']') {
                return from;
            }
            at++;
        }
        // "CEF:0|" is the message, not a tag in front of one.
        boolean tag = at + 1 < limit && b[at] == ':' && (b[at + 1] == ' ' || b[at + 1] == '{');
        return tag ? at + 1 : from;
    }

    private static int byteOrderMark(byte[] b, int at) {
        boolean mark =
                at + 2 < b.length
                        && b[at] == (byte) 0xEF
                        && b[at + 1] == (byte) 0xBB
                        && b[at + 2] == (byte) 0xBF;
        return mark ? at + 3 : at;
    }

    private static int blanks(byte[] b, int from, int limit) {
        int at = from;
        while (at < limit && (b[at] == ' ' || b[at] == '\t' || b[at] == '\r' || b[at] == '\n')) {
            at++;
        }
        return at;
    }

    private static int digits(byte[] b, int from, int limit) {
        int at = from;
        while (at < limit && isDigit(b[at])) {
            at++;
        }
        return at;
    }

    private static int word(byte[] b, int from, int limit) {
        int at = from;
        while (at < limit && b[at] != ' ') {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isUpper(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    private static boolean isLower(byte b) {
        return b >= 'a' && b <= 'z';
    }
}
