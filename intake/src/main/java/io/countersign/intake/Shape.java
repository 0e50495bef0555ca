package io.countersign.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/// How a file holds its records, by its first bytes.
enum Shape {
    LINES,
    JSON,
    CSV,
    GZIP,
    ZSTANDARD,
    ZIP;

    /// What is looked at.
    static final int PEEK_BYTES = 1 << 18;

    private static final JsonFactory FACTORY = new JsonFactory();

    boolean isPacked() {
        return this == GZIP || this == ZSTANDARD || this == ZIP;
    }

    /// @param level how often the stream was unpacked
    static Records open(InputStream stream, int level) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream, PEEK_BYTES);
        Shape shape = of(peek(in));
        if (shape.isPacked() && level >= Records.MAX_PACKING) {
            throw new IOException("packed more than " + Records.MAX_PACKING + " times");
        }
        return switch (shape) {
            case GZIP -> open(new GZIPInputStream(in, PEEK_BYTES), level + 1);
            case ZSTANDARD -> open(new ZstdInputStream(in), level + 1);
            case ZIP -> new ZippedRecords(new ZipInputStream(in), level + 1);
            case JSON -> new JsonElements(in);
            case CSV -> new CsvRows(in);
            case LINES -> Lines.of(in);
        };
    }

    /// The first bytes; the stream stands at its start again.
    static byte[] peek(BufferedInputStream in) throws IOException {
        in.mark(PEEK_BYTES);
        byte[] start = in.readNBytes(PEEK_BYTES - 1);
        in.reset();
        return start;
    }

    static Shape of(byte[] start) {
        if (begins(start, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (begins(start, 0x28, 0xb5, 0x2f, 0xfd)) {
            return ZSTANDARD;
        }
        if (begins(start, 'P', 'K', 3, 4)) {
            return ZIP;
        }
        int from = begins(start, 0xef, 0xbb, 0xbf) ? 3 : 0;
        while (from < start.length && isBlank(start[from])) {
            from++;
        }
        if (from == start.length) {
            return LINES;
        }
        if (start[from] == '[') {
            // Envoy's lines begin with a time in brackets.
            int next = from + 1;
            while (next < start.length && isBlank(start[next])) {
                next++;
            }
            return next < start.length && start[next] == '{' ? JSON : LINES;
        }
        if (start[from] == '{') {
            return json(start, from);
        }
        return CsvRows.isHeader(firstLine(start, from)) ? CSV : LINES;
    }

    /// Objects that are lists, or that do not end where their first line does.
    private static Shape json(byte[] start, int from) {
        int line = from;
        while (line < start.length && start[line] != '\n') {
            line++;
        }
        try (JsonParser parser = FACTORY.createParser(start, from, start.length - from)) {
            parser.nextToken();
            boolean list = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (!JsonElements.isAround(name, value)) {
                    list = false;
                    break;
                }
                if (JsonElements.isList(name, value)) {
                    return JSON;
                }
                if (JsonElements.holdsList(name, value)) {
                    list = true;
                    break;
                }
                parser.skipChildren();
            }
            if (list) {
                return JSON;
            }
        } catch (IOException _) {
            return LINES;
        }
        return endsWithin(start, from, line) ? LINES : JSON;
    }

    /// Whether the object that begins there ends before the line does. One that is longer than what
    /// is looked at is a long line.
    private static boolean endsWithin(byte[] start, int from, int line) {
        if (line == start.length) {
            return true;
        }
        try (JsonParser parser = FACTORY.createParser(start, from, line - from)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.currentToken() == JsonToken.END_OBJECT;
        } catch (IOException _) {
            return false;
        }
    }

    private static String firstLine(byte[] start, int from) {
        int to = from;
        while (to < start.length && start[to] != '\n') {
            to++;
        }
        return new String(start, from, to - from, StandardCharsets.UTF_8).strip();
    }

    private static boolean begins(byte[] start, int... magic) {
        if (start.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((start[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
