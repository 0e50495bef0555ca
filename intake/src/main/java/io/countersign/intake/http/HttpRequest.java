package io.countersign.intake.http;

import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.FramingException;
import io.countersign.intake.listen.WireReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// One request of HTTP/1.1 or 1.0 (RFC 9112), its head read and its body still on the wire. Strict
/// where two readers could differ on where it ends: no folded headers, no length beside chunks, no
/// second length. [#toString()] shows the method and nothing else.
final class HttpRequest {
    private static final int MAX_LINE_CHARS = 16 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_LENGTH_DIGITS = 12;

    /// What a packed body may come to.
    static final long MAX_UNPACKED_BYTES = 1L << 30;

    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> headers;
    private final HttpBody body;
    private final boolean lasting;

    private HttpRequest(
            String method,
            String path,
            String query,
            Map<String, String> headers,
            HttpBody body,
            boolean lasting) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.lasting = lasting;
    }

    /// @throws FramingException where it is no request
    static HttpRequest read(Connection connection) throws IOException {
        WireReader reader = connection.reader();
        String[] line = reader.line(MAX_LINE_CHARS).split(" ", -1);
        if (line.length != 3 || !line[2].startsWith("HTTP/1.") || !line[1].startsWith("/")) {
            throw new FramingException("no request line of HTTP/1");
        }
        Map<String, String> headers = headers(reader);
        int question = line[1].indexOf('?');
        String connectionHeader = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        boolean lasting =
                line[2].equals("HTTP/1.1")
                        ? !connectionHeader.contains("close")
                        : connectionHeader.contains("keep-alive");
        return new HttpRequest(
                line[0],
                question < 0 ? line[1] : line[1].substring(0, question),
                question < 0 ? "" : line[1].substring(question + 1),
                headers,
                new HttpBody(connection, length(headers), expectsContinue(headers)),
                lasting);
    }

    private static Map<String, String> headers(WireReader reader) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = reader.line(MAX_LINE_CHARS);
                !line.isEmpty();
                line = reader.line(MAX_LINE_CHARS)) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
                throw new FramingException("no header of HTTP/1");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            boolean second = headers.put(name, line.substring(colon + 1).strip()) != null;
            if (second && (name.equals("content-length") || name.equals("transfer-encoding"))) {
                throw new FramingException("two lengths of one body");
            }
            if (headers.size() > MAX_HEADERS) {
                throw new FramingException("too many headers");
            }
        }
        return headers;
    }

    /// Bytes of the body, or [HttpBody#CHUNKED].
    private static long length(Map<String, String> headers) throws FramingException {
        String encoding = headers.get("transfer-encoding");
        String length = headers.get("content-length");
        if (encoding != null) {
            if (length != null || !encoding.equalsIgnoreCase("chunked")) {
                throw new FramingException("a body of unclear length");
            }
            return HttpBody.CHUNKED;
        }
        if (length == null) {
            return 0;
        }
        if (length.isEmpty()
                || length.length() > MAX_LENGTH_DIGITS
                || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new FramingException("a body of unclear length");
        }
        return Long.parseLong(length);
    }

    private static boolean expectsContinue(Map<String, String> headers) {
        return headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue");
    }

    String method() {
        return method;
    }

    /// As written, without the query.
    String path() {
        return path;
    }

    String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    /// The first value of a parameter of the query, decoded.
    Optional<String> parameter(String name) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equals(name)) {
                try {
                    return Optional.of(
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException _malformed) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /// The token of `Authorization`: behind `Bearer` or `Splunk`, or the password of `Basic`; or
    /// that of `x-api-key`, as LiteLLM sends it.
    Optional<String> token() {
        if (header("authorization").isEmpty() && !header("x-api-key").isEmpty()) {
            return Optional.of(header("x-api-key"));
        }
        String[] words = header("authorization").split(" +", 2);
        if (words.length != 2) {
            return Optional.empty();
        }
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "bearer", "splunk" -> Optional.of(words[1].strip());
            case "basic" -> password(words[1].strip());
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return Optional.of(pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException _malformed) {
            return Optional.empty();
        }
    }

    /// Whether the body can be read as it is packed.
    boolean packingIsKnown() {
        String encoding = header("content-encoding");
        return encoding.isEmpty()
                || encoding.equalsIgnoreCase("gzip")
                || encoding.equalsIgnoreCase("identity");
    }

    /// The body, unpacked, as a stream of its own; once.
    WireReader content(Connection connection) throws IOException {
        InputStream content =
                header("content-encoding").equalsIgnoreCase("gzip")
                        ? new Bounded(new GZIPInputStream(body), MAX_UNPACKED_BYTES)
                        : body;
        return connection.reader().over(content);
    }

    boolean hasBody() {
        return body.mayHaveMore();
    }

    /// Whether another request may follow: the client wants it and nothing of this one is left.
    boolean leavesConnectionOpen() throws IOException {
        return lasting && body.passOver();
    }

    @Override
    public String toString() {
        return "HttpRequest[" + method + "]";
    }

    /// A small body that unpacks without end costs its limit.
    private static final class Bounded extends java.io.FilterInputStream {
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = super.read(into, offset, (int) Math.min(length, left + 1));
            left -= Math.max(some, 0);
            if (left < 0) {
                throw new FramingException("a packed body unpacks to too much");
            }
            return some;
        }
    }
}
