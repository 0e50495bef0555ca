package io.countersign.intake;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// The lines of a stream, plain or gzip, as bytes without their ends (LF or CR LF). For one thread.
public final class Lines implements AutoCloseable {
    /// Longer lines end the reading: this is no log of lines. Far above the largest record, so that
    /// one too large for Kafka is still seen and refused as such.
    public static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;

    private Lines(InputStream in) {
        this.in = in;
    }

    /// @param stream is closed with the lines
    public static Lines of(InputStream stream) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream, BUFFER_BYTES);
        in.mark(2);
        boolean gzip = in.read() == GZIP_MAGIC_0 && in.read() == GZIP_MAGIC_1;
        in.reset();
        return new Lines(gzip ? new GZIPInputStream(in, BUFFER_BYTES) : in);
    }

    /// The next line, empty at the end of the stream.
    ///
    /// @throws IOException also where a line is longer than [#MAX_LINE_BYTES]
    public Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream carried = null;
        while (true) {
            if (from == to && !fill()) {
                return carried == null
                        ? Optional.empty()
                        : Optional.of(withoutReturn(carried.toByteArray()));
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            boolean complete = end < to;
            if (complete && carried == null) {
                byte[] line = withoutReturn(Arrays.copyOfRange(buffer, from, end));
                from = end + 1;
                return Optional.of(line);
            }
            if (carried == null) {
                carried = new ByteArrayOutputStream(2 * BUFFER_BYTES);
            }
            carried.write(buffer, from, end - from);
            if (carried.size() > MAX_LINE_BYTES) {
                throw new IOException(
                        "a line is longer than "
                                + MAX_LINE_BYTES
                                + " bytes: this is no log of lines");
            }
            from = complete ? end + 1 : to;
            if (complete) {
                return Optional.of(withoutReturn(carried.toByteArray()));
            }
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        from = 0;
        to = Math.max(read, 0);
        return read > 0;
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
        return carriageReturn ? Arrays.copyOf(line, line.length - 1) : line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
