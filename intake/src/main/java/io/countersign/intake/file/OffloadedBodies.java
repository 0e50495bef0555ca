package io.countersign.intake.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.intake.JsonSlice;
import io.countersign.intake.RawRecords;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/// Puts the bodies that Bedrock's invocation log keeps elsewhere (those over 100 KB) back into
/// their records, from the first place that has them.
///
/// `inputBodyS3Path` becomes `inputBodyJson`, and so for output. A body that is not there, is no
/// JSON, or would make the record too large for Kafka leaves the record as it is: the stream then
/// says NOT_INSPECTED with the reason OFFLOADED.
public final class OffloadedBodies implements UnaryOperator<byte[]> {
    private static final String POINTER = "BodyS3Path";
    private static final String BODY = "BodyJson";
    private static final String SCHEME = "s3://";
    private static final byte[] POINTER_BYTES = POINTER.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private final List<StoredObjects> places;
    private long resolved;
    private long missing;

    public OffloadedBodies(List<StoredObjects> places) {
        this.places = List.copyOf(places);
    }

    /// Bodies that were put back.
    public long resolved() {
        return resolved;
    }

    /// Bodies that stay where they are.
    public long missing() {
        return missing;
    }

    @Override
    public byte[] apply(byte[] record) {
        if (!contains(record, POINTER_BYTES)) {
            return record;
        }
        long before = resolved;
        try {
            byte[] whole = withBodies(record);
            if (whole.length <= RawRecords.MAX_RECORD_BYTES) {
                return whole;
            }
        } catch (IOException _noJson) {
            // The stream rejects it, or reads what it can.
        }
        missing += resolved - before;
        resolved = before;
        return record;
    }

    /// The record's own bytes, with bodies in the places of their pointers.
    private byte[] withBodies(byte[] record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(record.length);
        int copied = 0;
        try (JsonParser parser = JsonSlice.parser(record)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.FIELD_NAME
                        || !parser.currentName().endsWith(POINTER)) {
                    continue;
                }
                String name = parser.currentName();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    continue;
                }
                Optional<byte[]> body = body(parser.getText());
                if (body.isEmpty()) {
                    missing++;
                    continue;
                }
                resolved++;
                out.write(record, copied, from - copied);
                String key = name.substring(0, name.length() - POINTER.length()) + BODY;
                out.write(("\"" + key + "\":").getBytes(StandardCharsets.UTF_8));
                out.write(body.get());
                copied = (int) parser.currentLocation().getByteOffset();
            }
        }
        out.write(record, copied, record.length - copied);
        return out.toByteArray();
    }

    /// The body as JSON; empty where no place has it, and where it is too large or no JSON.
    private Optional<byte[]> body(String pointer) throws IOException {
        int slash = pointer.indexOf('/', SCHEME.length());
        if (!pointer.startsWith(SCHEME) || slash < 0) {
            return Optional.empty();
        }
        String bucket = pointer.substring(SCHEME.length(), slash);
        for (StoredObjects place : places) {
            Optional<InputStream> found = place.open(bucket, pointer.substring(slash + 1));
            if (found.isPresent()) {
                byte[] bytes = read(found.get());
                return bytes.length <= RawRecords.MAX_RECORD_BYTES && isJson(bytes)
                        ? Optional.of(bytes)
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static byte[] read(InputStream object) throws IOException {
        try (InputStream in = object) {
            byte[] start = in.readNBytes(GZIP.length);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
            InputStream plain = Arrays.equals(start, GZIP) ? new GZIPInputStream(whole) : whole;
            return plain.readNBytes(RawRecords.MAX_RECORD_BYTES + 1);
        }
    }

    private static boolean isJson(byte[] bytes) {
        try (JsonParser parser = JsonSlice.parser(bytes)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException _none) {
            return false;
        }
    }

    private static boolean contains(byte[] record, byte[] part) {
        for (int at = 0; at <= record.length - part.length; at++) {
            int matched = 0;
            while (matched < part.length && record[at + matched] == part[matched]) {
                matched++;
            }
            if (matched == part.length) {
                return true;
            }
        }
        return false;
    }
}
