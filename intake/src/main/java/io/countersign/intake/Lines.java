package io.countersign.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines of a stream as bytes without their ends (LF or CR LF), and without what a shipper put
/// round them ([Envelope]). For one thread.
///
/// In a file of the W3C extended log format the directive `#Fields:` sets the columns of the rows
/// below it, and a row alone says nothing. So each row comes with that directive in front,
/// `#Fields: ...`, a line feed and the row; the directives themselves are passed over.
public final class Lines implements Records {
    /// Longer lines end the reading: this is no log of lines. Far above the largest record, so that
    /// one too large for Kafka is still seen and refused as such.
    public static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

    private static final int BUFFER_BYTES = 1 << 16;

    /// A longer first line is no directive.
    private static final int MAX_DIRECTIVE_BYTES = 16_384;

    private static final byte[] NO_FIELDS = new byte[0];

    private static final Pattern DIRECTIVE =
            Pattern.compile(
                    "# ?(Fields|Version|Software|Date|Start-Date|End-Date|Remark):.*",
                    Pattern.DOTALL);

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private long number;
    private byte[] fields = NO_FIELDS;

    private Lines(InputStream in) {
        this.in = in;
    }

    /// @param stream is closed with the lines
    static Lines of(InputStream stream) {
        return new Lines(stream);
    }

    /// The next line, empty at the end of the stream.
    ///
    /// @throws IOException also where a line is longer than [#MAX_LINE_BYTES]
    @Override
    public Optional<byte[]> next() throws IOException {
        while (true) {
            Optional<byte[]> line = line();
            if (line.isEmpty()) {
                return line;
            }
            number++;
            if (!isDirective(line.get())) {
                return Optional.of(
                        fields.length == 0 ? Envelope.off(line.get()) : behindFields(line.get()));
            }
        }
    }

    /// The number of the line that came last, from 1, directives counted.
    @Override
    public long number() {
        return number;
    }

    /// Remembers the columns that a directive sets.
    private boolean isDirective(byte[] line) {
        if (line.length == 0 || line[0] != '#' || line.length > MAX_DIRECTIVE_BYTES) {
            return false;
        }
        Matcher directive = DIRECTIVE.matcher(new String(line, StandardCharsets.UTF_8));
        if (!directive.matches()) {
            return false;
        }
        if (directive.group(1).equals("Fields")) {
            fields = line;
        }
        return true;
    }

    private byte[] behindFields(byte[] row) {
        byte[] record = Arrays.copyOf(fields, fields.length + 1 + row.length);
        record[fields.length] = '\n';
        System.arraycopy(row, 0, record, fields.length + 1, row.length);
        return record;
    }

    private Optional<byte[]> line() throws IOException {
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
