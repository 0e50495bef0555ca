package io.countersign.intake.icap;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The head of an ICAP request (RFC 3507 section 4.3).
///
/// ```
/// REQMOD icap://icap.example.org/reqmod ICAP/1.0
/// Encapsulated: req-hdr=0, req-body=412
/// ```
///
/// @param method such as REQMOD
/// @param path of the service, such as `/reqmod`
/// @param headers by lower-case name; the values of one name with commas between
record IcapHead(String method, String path, Map<String, String> headers) {
    static final int MAX_HEADERS = 200;

    private static final String BEARER = "Bearer ";

    IcapHead {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// The token of `Authorization: Bearer` (RFC 6750 section 2.1), if there is one.
    Optional<String> bearer() {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /// Whether the client can take a 204 outside of a preview, as far as it says.
    boolean allows204() {
        return header("allow").filter(allowed -> allowed.contains("204")).isPresent();
    }

    boolean wantsClose() {
        return header("connection").filter(value -> value.equalsIgnoreCase("close")).isPresent();
    }

    static IcapHead read(IcapInput in) throws IOException {
        String[] start = in.line().split(" ", -1);
        if (start.length != 3 || !start[2].startsWith("ICAP/1.")) {
            throw new IcapProtocolException("no ICAP request line");
        }
        return new IcapHead(start[0], path(start[1]), headers(in));
    }

    /// Header lines until the empty one.
    private static Map<String, String> headers(IcapInput in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        String last = "";
        for (int lines = 0; ; lines++) {
            String line = in.line();
            if (line.isEmpty()) {
                return headers;
            }
            if (lines == MAX_HEADERS) {
                throw new IcapProtocolException("more than " + MAX_HEADERS + " header lines");
            }
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                headers.merge(last, line.strip(), (value, more) -> value + " " + more);
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IcapProtocolException("a header line without a name");
            }
            last = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            headers.merge(
                    last, line.substring(colon + 1).strip(), (value, more) -> value + ", " + more);
        }
    }

    private static String path(String uri) {
        int authority = uri.indexOf("://");
        int from = authority < 0 ? 0 : uri.indexOf('/', authority + 3);
        if (from < 0) {
            return "/";
        }
        int query = uri.indexOf('?', from);
        String path = query < 0 ? uri.substring(from) : uri.substring(from, query);
        return path.isEmpty() ? "/" : path;
    }
}
