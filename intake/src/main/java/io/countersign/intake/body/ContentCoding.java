package io.countersign.intake.body;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Takes a request's Content-Encoding off, up to a limit.
final class ContentCoding {
    private ContentCoding() {}

    /// @param bytes decoded as far as they could be
    /// @param whole false where the limit was passed, the data is damaged, or the coding is not
    ///   known
    record Decoded(ByteBuffer bytes, boolean whole) {}

    static Decoded decode(ByteBuffer body, String coding, int maxBytes) {
        return switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> new Decoded(ByteBuffer.wrap(all(body)), true);
            case "gzip", "x-gzip" -> read(() -> new GZIPInputStream(in(body)), maxBytes);
            case "deflate" -> read(() -> new InflaterInputStream(in(body)), maxBytes);
            default -> new Decoded(ByteBuffer.allocate(0), false);
        };
    }

    private interface Opening {
        InputStream open() throws IOException;
    }

    private static byte[] all(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    private static InputStream in(ByteBuffer body) {
        return new ByteArrayInputStream(all(body));
    }

    private static Decoded read(Opening opening, int maxBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try (InputStream in = opening.open()) {
            for (int some = in.read(piece); some >= 0; some = in.read(piece)) {
                int room = Math.min(some, maxBytes - out.size());
                out.write(piece, 0, room);
                if (room < some) {
                    return new Decoded(ByteBuffer.wrap(out.toByteArray()), false);
                }
            }
            return new Decoded(ByteBuffer.wrap(out.toByteArray()), true);
        } catch (IOException _damaged) {
            return new Decoded(ByteBuffer.wrap(out.toByteArray()), false);
        }
    }
}
