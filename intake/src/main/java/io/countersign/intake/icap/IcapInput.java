package io.countersign.intake.icap;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Lines, runs and chunks of one connection, each within its limit and within the time that one
/// request may take. For one thread.
final class IcapInput {
    static final int MAX_LINE_BYTES = 16 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;

    /// Hexadecimal digits of a chunk's size: more than 2 GiB in one chunk nobody sends.
    private static final int MAX_SIZE_DIGITS = 7;

    private final InputStream in;
    private final long limitNanos;
    private long begunNanos;

    IcapInput(InputStream in, Duration requestTime) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.limitNanos = requestTime.toNanos();
    }

    /// Waits for the first byte of a request and starts its time.
    ///
    /// @return false where the connection ended between two requests
    boolean awaitRequest() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return false;
        }
        in.reset();
        begunNanos = System.nanoTime();
        return true;
    }

    /// A line without its end, CR LF or LF.
    String line() throws IOException {
        byte[] line = new byte[128];
        int size = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            if (next == '\n') {
                int length = size > 0 && line[size - 1] == '\r' ? size - 1 : size;
                checkTime();
                return new String(line, 0, length, StandardCharsets.ISO_8859_1);
            }
            if (size == MAX_LINE_BYTES) {
                throw new IcapProtocolException("a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            if (size == line.length) {
                line = java.util.Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, 2 * size));
            }
            line[size++] = (byte) next;
        }
    }

    byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        checkTime();
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /// Some bytes of a chunk, at most `most`.
    int some(byte[] into, int most) throws IOException {
        int some = in.read(into, 0, Math.min(into.length, most));
        checkTime();
        if (some < 0) {
            throw new EOFException();
        }
        return some;
    }

    /// The size line of a chunk.
    Chunk chunk() throws IOException {
        String line = line();
        int end = line.indexOf(';');
        String size = (end < 0 ? line : line.substring(0, end)).strip();
        String extension = end < 0 ? "" : line.substring(end + 1).strip();
        if (size.isEmpty() || size.length() > MAX_SIZE_DIGITS || !isHexadecimal(size)) {
            throw new IcapProtocolException("no size of a chunk");
        }
        return new Chunk(Integer.parseInt(size, 16), extension.equalsIgnoreCase("ieof"));
    }

    /// @param ieof a last chunk that says that the preview was the whole body
    record Chunk(int size, boolean ieof) {}

    private static boolean isHexadecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }

    private void checkTime() throws IcapProtocolException {
        if (System.nanoTime() - begunNanos > limitNanos) {
            throw new IcapProtocolException("a request that takes too long");
        }
    }
}
