package io.countersign.intake.icap;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The head of the HTTP request that the proxy shows. Read leniently: what is wrong in it is the
/// business of its client and server, and must not keep it from passing.
///
/// @param method as written; empty where there is no request line
/// @param target absolute, or a path
/// @param headers by lower-case name, the first value of each
record HttpHead(String method, String target, Map<String, String> headers) {
    private static final int MAX_HEADERS = 500;

    HttpHead {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// What Content-Length says; -1 where it says nothing.
    long contentLength() {
        String digits = headers.getOrDefault("content-length", "");
        return digits.matches("[0-9]{1,15}") ? Long.parseLong(digits) : -1;
    }

    static HttpHead parse(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\r?\n", MAX_HEADERS + 2);
        String[] start = lines[0].split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < Math.min(lines.length, MAX_HEADERS + 1); i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return start.length < 2
                ? new HttpHead("", "", headers)
                : new HttpHead(start[0].toUpperCase(Locale.ROOT), start[1], headers);
    }

    /// Header values are a person's or a session's.
    @Override
    public String toString() {
        return "HttpHead[" + headers.size() + " headers]";
    }
}
