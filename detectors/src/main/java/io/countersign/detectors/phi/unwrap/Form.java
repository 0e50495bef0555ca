package io.countersign.detectors.phi.unwrap;

/// `application/x-www-form-urlencoded` (WHATWG URL, section 5).
final class Form {
    /// Bytes that must look like a form for the whole to be read as one.
    private static final int SAMPLE = 4096;

    private final Unwrap unwrap;

    Form(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    static boolean is(byte[] bytes, int from, int to) {
        boolean equals = false;
        boolean ampersand = false;
        boolean percent = false;
        int limit = Math.min(to, from + SAMPLE);
        for (int i = from; i < limit; i++) {
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
        }
        return equals && (ampersand || percent);
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
        int escapes = 0;
        for (int i = from; i < to; i++) {
            if (escape(bytes, i, to)) {
                escapes++;
                i += 2;
            }
        }
        byte[] out = new byte[to - from - 2 * escapes];
        int n = 0;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c == '+') {
                out[n++] = ' ';
            } else if (escapes > 0 && escape(bytes, i, to)) {
                out[n++] =
                        (byte)
                                (Character.digit(bytes[i + 1], 16) * 16
                                        + Character.digit(bytes[i + 2], 16));
                i += 2;
            } else {
                out[n++] = c;
            }
        }
        return out;
    }

    private static boolean escape(byte[] bytes, int i, int to) {
        return bytes[i] == '%'
                && i + 2 < to
                && Character.digit(bytes[i + 1], 16) >= 0
                && Character.digit(bytes[i + 2], 16) >= 0;
    }
}
