package io.countersign.intake.http;

import io.countersign.intake.listen.Connection;
import io.countersign.intake.listen.FramingException;
import io.countersign.intake.listen.WireReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The bytes of a request's body, by its length or in chunks (RFC 9112, 7.1). Asks the client to go
/// on where it waits to be asked. For one thread.
final class HttpBody extends InputStream {
    static final long CHUNKED = -1;

    /// A longer rest is not worth reading for the sake of the next request.
    private static final long MAX_PASSED_BYTES = 256 * 1024;

    private static final int MAX_CHUNK_LINE_CHARS = 1_024;
    private static final int MAX_TRAILERS = 100;
    private static final int MAX_CHUNK_DIGITS = 8;
    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private final WireReader reader;
    private final boolean chunked;
    private boolean asked;
    private boolean ended;
    private boolean firstChunk = true;
    private long left;

    HttpBody(Connection connection, long length, boolean expectsContinue) {
        this.connection = connection;
        this.reader = connection.reader();
        this.chunked = length == CHUNKED;
        this.left = chunked ? 0 : length;
        this.ended = length == 0;
        this.asked = !expectsContinue;
    }

    boolean mayHaveMore() {
        return !ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!asked) {
            asked = true;
            connection.write(CONTINUE);
        }
        if (!ended && left == 0 && chunked) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int some = reader.read(into, offset, (int) Math.min(length, left));
        if (some < 0) {
            throw new EOFException();
        }
        left -= some;
        if (left == 0 && !chunked) {
            ended = true;
        }
        return some;
    }

    private void nextChunk() throws IOException {
        if (!firstChunk && !reader.line(2).isEmpty()) {
            throw new FramingException("a chunk does not end where its length says");
        }
        firstChunk = false;
        String line = reader.line(MAX_CHUNK_LINE_CHARS);
        int end = 0;
        while (end < line.length() && Character.digit(line.charAt(end), 16) >= 0) {
            end++;
        }
        if (end == 0 || end > MAX_CHUNK_DIGITS) {
            throw new FramingException("no length where a chunk's length stands");
        }
        left = Long.parseLong(line.substring(0, end), 16);
        if (left == 0) {
            ended = true;
            for (int trailers = 0; !reader.line(MAX_CHUNK_LINE_CHARS).isEmpty(); trailers++) {
                if (trailers > MAX_TRAILERS) {
                    throw new FramingException("too many trailers");
                }
            }
        }
    }

    /// Reads to the end.
    ///
    /// @return false where that is not worth it, so that the connection has to end
    boolean passOver() throws IOException {
        if (ended) {
            return true;
        }
        if (!asked) {
            return false;
        }
        byte[] passed = new byte[8_192];
        for (long sum = 0; sum <= MAX_PASSED_BYTES; ) {
            int some = read(passed, 0, passed.length);
            if (some < 0) {
                return true;
            }
            sum += some;
        }
        return false;
    }
}
