package io.countersign.detectors.phi.unwrap;

import io.countersign.detectors.phi.engine.EightBytes;

/// `application/x-www-form-urlencoded` (WHATWG URL, section 5).
final class Form {
    /// Bytes that must look like a form for the whole to be read as one.
    private static final int SAMPLE = 4096;

    /// Makes a blank of a plus.
    private static final long PLUS_OR_BLANK = '+' ^ ' ';

    /// The value of a digit; -1 for what is none.
    private static final byte[] HEXADECIMAL = new byte[128];

    static {
        for (int c = 0; c < HEXADECIMAL.length; c++) {
            HEXADECIMAL[c] = (byte) Character.digit(c, 16);
        }
    }

    private final Unwrap unwrap;

    Form(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    static boolean is(byte[] bytes, int from, int to) {
        boolean equals = false;
        boolean ampersand = false;
        boolean percent = false;
        int limit = Math.min(to, from + SAMPLE);
        int i = from;
        while (i < limit) {
            if (i + Long.BYTES <= limit) {
                long x = EightBytes.at(bytes, i);
                if ((EightBytes.is(x, '&') | noForm(x)) == 0) {
                    equals |= EightBytes.is(x, '=') != 0;
                    percent |= EightBytes.is(x, '%') != 0;
                    i += Long.BYTES;
                    continue;
                }
            }
            byte c = bytes[i];
            if (c == '=') {
                equals = true;
            } else if (c == '&') {
                if (!equals) {
                    return false;
                }
                ampersand = true;
            } else if (c == '%') {
                percent = true;
            } else if (c <= ' ' || c == '<' || c == '"' || c == '{') {
                return false;
            }
            i++;
        }
        return equals && (ampersand || percent);
    }

    /// Which of eight bytes stand in no form.
    private static long noForm(long x) {
        return EightBytes.atMostOrWide(x, ' ')
                | EightBytes.is(x, '<')
                | EightBytes.is(x, '"')
                | EightBytes.is(x, '{');
    }

    /// Whether it is one text in percent-encoding, by its blanks.
    static boolean isEscaped(byte[] bytes, int from, int to) {
        int blanks = 0;
        int limit = Math.min(to, from + SAMPLE);
        for (int i = from; i < limit; i++) {
            if (bytes[i] <= ' ' && bytes[i] >= 0) {
                return false;
            }
            if (bytes[i] == '%' && Unwrap.startsWith(bytes, i, to, "%20")) {
                blanks++;
            }
        }
        return blanks >= 2;
    }

    void read(byte[] bytes, int from, int to, Origin origin) {
        KeyPath path = unwrap.keyPath();
        int depth = path.depth();
        int at = from;
        while (at < to) {
            int end = Unwrap.find(bytes, at, to, '&');
            int equals = Unwrap.find(bytes, at, end, '=');
            int valueFrom = equals == end ? at : equals + 1;
            int keyEnd = equals == end ? at : equals;
            long key = unwrap.sink().keyClasses(bytes, at, keyEnd);
            path.key(bytes, at, keyEnd);
            byte[] value = decode(bytes, valueFrom, end);
            unwrap.value(value, 0, value.length, Origin.form(bytes, valueFrom, end, origin), key);
            path.cutTo(depth);
            at = end + 1;
        }
    }

    private static byte[] decode(byte[] bytes, int from, int to) {
        byte[] out = new byte[to - from - 2 * escapes(bytes, from, to)];
        int n = 0;
        int i = from;
        while (i < to) {
            if (i + Long.BYTES <= to && n + Long.BYTES <= out.length) {
                long x = EightBytes.at(bytes, i);
                EightBytes.put(out, n, x ^ EightBytes.ones(EightBytes.is(x, '+')) * PLUS_OR_BLANK);
                int plain = EightBytes.first(EightBytes.is(x, '%'));
                i += plain;
                n += plain;
                if (plain == Long.BYTES) {
                    continue;
                }
            }
            byte c = bytes[i];
            if (c == '%' && escape(bytes, i, to)) {
                out[n++] = (byte) (HEXADECIMAL[bytes[i + 1]] << 4 | HEXADECIMAL[bytes[i + 2]]);
                i += 2;
            } else {
                out[n++] = c == '+' ? (byte) ' ' : c;
            }
            i++;
        }
        return out;
    }

    private static int escapes(byte[] bytes, int from, int to) {
        int escapes = 0;
        int i = Unwrap.find(bytes, from, to, '%');
        while (i < to) {
            boolean escape = escape(bytes, i, to);
            escapes += escape ? 1 : 0;
            i = Unwrap.find(bytes, escape ? i + 3 : i + 1, to, '%');
        }
        return escapes;
    }

    /// Whether two hexadecimal digits follow.
    private static boolean escape(byte[] bytes, int i, int to) {
        return i + 2 < to && hexadecimal(bytes[i + 1]) && hexadecimal(bytes[i + 2]);
    }

    private static boolean hexadecimal(byte c) {
        return c >= 0 && HEXADECIMAL[c] >= 0;
    }
}
