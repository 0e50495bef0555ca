package io.countersign.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a record that is one JSON object, in one pass and within [Limits]. Whatever is wrong with
/// the JSON comes back as a rejection; Jackson's messages quote the input and are never passed on.
final class JsonRecord {
    /// Reads the object's members; the parser stands at its `{`, and at its `}` afterwards. The
    /// array is what the parser reads, without what stood in front of it.
    interface Reader {
        Parsed read(JsonParser parser, byte[] json) throws IOException;
    }

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Limits.MAX_NESTING)
                                    .maxDocumentLength(Limits.MAX_RECORD_BYTES)
                                    .maxStringLength(Limits.MAX_RECORD_BYTES)
                                    .maxNameLength(Limits.MAX_NAME_CHARS)
                                    .maxNumberLength(Limits.MAX_NUMBER_CHARS)
                                    .build())
                    .build();

    private JsonRecord() {}

    /// A parser of JSON text that somebody else has bounded.
    static JsonParser parser(byte[] json) throws IOException {
        return JSON.createParser(json);
    }

    static Parsed parse(byte[] record, Reader reader) {
        if (record.length > Limits.MAX_RECORD_BYTES) {
            return new Parsed.Rejected(RejectionCode.OVERSIZE, "more bytes than a record may have");
        }
        int from = SyslogHeader.end(record);
        if (from >= record.length) {
            return new Parsed.Rejected(RejectionCode.EMPTY, "no text");
        }
        // A zero behind the brace is UTF-16, which Jackson would accept and whose offsets would be
        // others.
        if (record[from] != '{' || (from + 1 < record.length && record[from + 1] == 0)) {
            return new Parsed.Rejected(
                    isText(record) ? RejectionCode.MALFORMED : RejectionCode.NOT_TEXT,
                    "not a JSON object");
        }
        // Offsets of the parser count from its first byte, so that a header is cut off first.
        byte[] json = from == 0 ? record : Arrays.copyOfRange(record, from, record.length);
        try (JsonParser parser = parser(json)) {
            parser.nextToken();
            Parsed parsed = reader.read(parser, json);
            if (parsed instanceof Parsed.Accepted && parser.nextToken() != null) {
                return new Parsed.Rejected(RejectionCode.MALFORMED, "text behind the JSON object");
            }
            return parsed;
        } catch (IOException e) {
            return rejected(e);
        }
    }

    private static Parsed.Rejected rejected(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return switch (e) {
            case JsonEOFException _ ->
                    new Parsed.Rejected(RejectionCode.TRUNCATED, "the JSON ends inside a value");
            case StreamConstraintsException _ when message.contains("nesting") ->
                    new Parsed.Rejected(
                            RejectionCode.TOO_DEEP,
                            "JSON nested deeper than " + Limits.MAX_NESTING);
            case StreamConstraintsException _ ->
                    new Parsed.Rejected(
                            RejectionCode.OVERSIZE,
                            "a JSON key, number or string longer than its limit");
            default ->
                    message.contains("utf-8") || message.contains("utf-32")
                            ? new Parsed.Rejected(RejectionCode.NOT_TEXT, "JSON that is not UTF-8")
                            : new Parsed.Rejected(RejectionCode.MALFORMED, "not well-formed JSON");
        };
    }

    /// True where the record has no control characters but white space.
    static boolean isText(byte[] record) {
        for (byte b : record) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != 0x1e) {
                return false;
            }
        }
        return true;
    }

    /// True where the text is one well-formed JSON object or array within the limits.
    static boolean isStructure(byte[] text) {
        if (text.length < 2 || (text[0] != '{' && text[0] != '[') || text[1] == 0) {
            return false;
        }
        try (JsonParser parser = parser(text)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException _) {
            return false;
        }
    }

    /// The scalar at the parser as text; empty for null, an object or an array, which is skipped.
    static String scalar(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            return "";
        }
        return token == JsonToken.VALUE_NULL ? "" : parser.getText();
    }

    /// The scalar at the parser; null for what a source writes where it has nothing
    /// ([Lenient#text]).
    static @Nullable String text(JsonParser parser) throws IOException {
        return Lenient.text(scalar(parser));
    }

    /// The bytes of the value at the parser, as they stand in the record. Moves to the end of the
    /// value.
    static byte[] slice(JsonParser parser, byte[] record) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return Arrays.copyOfRange(record, from, to);
    }
}
