package io.countersign.detectors.phi.unwrap;

import java.nio.charset.StandardCharsets;

/// `multipart/form-data` and `multipart/mixed` (RFC 2046, RFC 7578): parts between boundaries, each
/// with headers that say its name, type and encoding.
final class Multipart {
    private static final int MAX_BOUNDARY = 74;
    private static final int MAX_HEADERS = 4096;

    private final Unwrap unwrap;

    Multipart(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    /// Whether it begins with a boundary and a header line.
    static boolean is(byte[] bytes, int from, int to) {
        if (!Unwrap.startsWith(bytes, from, to, "--")) {
            return false;
        }
        int lineEnd = Unwrap.find(bytes, from, Math.min(to, from + MAX_BOUNDARY), '\n');
        return lineEnd < to
                && bytes[lineEnd] == '\n'
                && Unwrap.startsWithIgnoringCase(bytes, lineEnd + 1, to, "content-");
    }

    void read(byte[] bytes, int from, int to, Origin origin) {
        int boundaryEnd = Unwrap.find(bytes, from, to, '\n');
        int boundaryTo = bytes[boundaryEnd - 1] == '\r' ? boundaryEnd - 1 : boundaryEnd;
        int at = boundaryEnd + 1;
        while (at < to) {
            int next = boundary(bytes, at, to, from, boundaryTo);
            int partEnd = next;
            if (partEnd > at && bytes[partEnd - 1] == '\n') {
                partEnd--;
            }
            if (partEnd > at && bytes[partEnd - 1] == '\r') {
                partEnd--;
            }
            part(bytes, at, partEnd, origin);
            int lineEnd = Unwrap.find(bytes, next, to, '\n');
            if (Unwrap.startsWith(bytes, next + (boundaryTo - from), to, "--")) {
                unwrap.plain(bytes, Math.min(to, lineEnd + 1), to, origin, false, 0);
                return;
            }
            at = lineEnd + 1;
        }
    }

    /// Where a line begins with the boundary; `to` where none does.
    private static int boundary(byte[] bytes, int from, int to, int first, int last) {
        int line = from;
        int length = last - first;
        while (line < to) {
            if (to - line >= length && bytes[line] == '-' && same(bytes, line, first, length)) {
                return line;
            }
            line = Unwrap.find(bytes, line, to, '\n') + 1;
        }
        return to;
    }

    private static boolean same(byte[] bytes, int a, int b, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[a + i] != bytes[b + i]) {
                return false;
            }
        }
        return true;
    }

    private void part(byte[] bytes, int from, int to, Origin origin) {
        int headersTo = from;
        String name = "";
        String type = "text/plain";
        boolean base64 = false;
        int limit = Math.min(to, from + MAX_HEADERS);
        while (headersTo < limit) {
            int lineEnd = Unwrap.find(bytes, headersTo, limit, '\n');
            int end = lineEnd > headersTo && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            if (end == headersTo) {
                headersTo = lineEnd + 1;
                break;
            }
            String line =
                    new String(bytes, headersTo, end - headersTo, StandardCharsets.ISO_8859_1);
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                name = parameter(line, lower, "name=\"");
            } else if (lower.startsWith("content-type:")) {
                type = lower.substring("content-type:".length()).strip();
            } else if (lower.startsWith("content-transfer-encoding:")) {
                base64 = lower.endsWith("base64");
            }
            headersTo = lineEnd + 1;
        }
        KeyPath path = unwrap.keyPath();
        int depth = path.depth();
        byte[] key = name.getBytes(StandardCharsets.ISO_8859_1);
        if (key.length > 0) {
            path.key(key, 0, key.length);
        }
        body(bytes, Math.min(headersTo, to), to, origin, type, base64, key);
        path.cutTo(depth);
    }

    private static String parameter(String line, String lower, String name) {
        int start = lower.indexOf(' ' + name);
        if (start < 0) {
            return "";
        }
        int from = start + 1 + name.length();
        int end = line.indexOf('"', from);
        return end < 0 ? "" : line.substring(from, end);
    }

    private void body(
            byte[] bytes,
            int from,
            int to,
            Origin origin,
            String type,
            boolean base64,
            byte[] key) {
        if (from >= to) {
            return;
        }
        if (type.startsWith("image/") || type.startsWith("application/dicom")) {
            unwrap.sink().limit(LeafSink.Limit.BINARY);
            unwrap.image(bytes, from, to, origin);
            return;
        }
        if (base64) {
            unwrap.base64().decoded(bytes, from, to, origin, 0);
            return;
        }
        if (!unwrap.sink().text(bytes, from, to)) {
            unwrap.sink().limit(LeafSink.Limit.BINARY);
            return;
        }
        unwrap.any(bytes, from, to, origin, unwrap.sink().keyClasses(key, 0, key.length));
    }
}
