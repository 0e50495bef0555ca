package io.countersign.intake.body;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The parts of a body: one, or those between the boundaries of a multipart one (RFC 2046 section
/// 5.1, RFC 7578). What follows the last part, or is no part, is one too, so that nothing of the
/// body goes unread.
final class Parts {
    static final int MAX_PARTS = 1_000;

    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_NAME_CHARS = 1_024;

    private Parts() {}

    /// @param name of the form field; empty where there is none
    /// @param file the name that the sender gives the file; empty where it is none
    /// @param type as declared; empty where it is not
    /// @param base64 its Content-Transfer-Encoding says so
    /// @param from where its bytes begin
    /// @param to where they end
    record Part(String name, String file, String type, boolean base64, int from, int to) {}

    static List<Part> of(byte[] body, String contentType) {
        String lower = contentType.toLowerCase(Locale.ROOT);
        Optional<String> boundary =
                lower.startsWith("multipart/")
                        ? parameter(contentType, "boundary")
                        : Optional.empty();
        if (boundary.isEmpty()) {
            return List.of(new Part("", "", contentType, false, 0, body.length));
        }
        byte[] mark = ("--" + boundary.get()).getBytes(StandardCharsets.UTF_8);
        List<Part> parts = new ArrayList<>();
        int at = find(body, mark, 0);
        if (at > 0) {
            parts.add(new Part("", "", "", false, 0, at));
        }
        while (at < body.length) {
            int from = afterLine(body, at + mark.length);
            boolean last = startsWith(body, at + mark.length, "--");
            int next = last || parts.size() >= MAX_PARTS ? body.length : find(body, mark, from);
            if (last) {
                if (from < body.length) {
                    parts.add(new Part("", "", "", false, from, body.length));
                }
                break;
            }
            parts.add(part(body, from, beforeLineEnd(body, from, next)));
            at = next;
        }
        return parts;
    }

    private static Part part(byte[] body, int from, int to) {
        String name = "";
        String file = "";
        String type = "";
        boolean base64 = false;
        int at = from;
        int limit = Math.min(to, from + MAX_HEADER_BYTES);
        while (at < limit) {
            int end = at;
            while (end < limit && body[end] != '\n') {
                end++;
            }
            String line = new String(body, at, end - at, StandardCharsets.UTF_8).strip();
            at = Math.min(end + 1, to);
            if (line.isEmpty()) {
                break;
            }
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                name = parameter(line, "name").orElse("");
                file =
                        parameter(line, "filename*")
                                .map(Parts::extended)
                                .or(() -> parameter(line, "filename"))
                                .orElse("");
            } else if (lower.startsWith("content-type:")) {
                type = line.substring("content-type:".length()).strip();
            } else if (lower.startsWith("content-transfer-encoding:")) {
                base64 = lower.endsWith("base64");
            }
        }
        return new Part(name, file, type, base64, at, to);
    }

    /// A parameter of a header, in quotes or not.
    static Optional<String> parameter(String header, String name) {
        int at = 0;
        while (at < header.length()) {
            int semicolon = header.indexOf(';', at);
            if (semicolon < 0) {
                return Optional.empty();
            }
            int from = semicolon + 1;
            while (from < header.length() && header.charAt(from) <= ' ') {
                from++;
            }
            at = from;
            if (header.regionMatches(true, from, name + "=", 0, name.length() + 1)) {
                return Optional.of(value(header, from + name.length() + 1));
            }
            // A semicolon within quotes ends nothing.
            int quote = header.indexOf('"', from);
            int next = header.indexOf(';', from);
            if (quote >= 0 && quote < next) {
                int close = header.indexOf('"', quote + 1);
                at = close < 0 ? header.length() : close;
            }
        }
        return Optional.empty();
    }

    private static String value(String header, int from) {
        StringBuilder value = new StringBuilder();
        boolean quoted = from < header.length() && header.charAt(from) == '"';
        for (int i = quoted ? from + 1 : from;
                i < header.length() && value.length() < MAX_NAME_CHARS;
                i++) {
            char c = header.charAt(i);
            if (c == (quoted ? '"' : ';')) {
                break;
            }
            boolean escaped =
                    quoted && c == '\\' && i + 1 < header.length() && header.charAt(i + 1) == '"';
            value.append(escaped ? header.charAt(++i) : c);
        }
        return quoted ? value.toString() : value.toString().strip();
    }

    /// `UTF-8''na%C3%AFve.txt` (RFC 8187).
    private static String extended(String value) {
        int text = value.lastIndexOf('\'');
        try {
            return URLDecoder.decode(
                    value.substring(text + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _notEncoded) {
            return value;
        }
    }

    private static int afterLine(byte[] body, int from) {
        int at = Math.min(from, body.length);
        while (at < body.length && body[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, body.length);
    }

    private static int beforeLineEnd(byte[] body, int from, int to) {
        int end = to;
        if (end > from && body[end - 1] == '\n') {
            end--;
        }
        return end > from && body[end - 1] == '\r' ? end - 1 : end;
    }

    private static boolean startsWith(byte[] body, int at, String text) {
        return at + text.length() <= body.length
                && new String(body, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    /// Where a line begins with the mark; the end where none does.
    private static int find(byte[] body, byte[] mark, int from) {
        for (int line = from; line < body.length; line = afterLine(body, line)) {
            if (line + mark.length <= body.length
                    && java.util.Arrays.equals(
                            body, line, line + mark.length, mark, 0, mark.length)) {
                return line;
            }
        }
        return body.length;
    }
}
