package io.countersign.intake.icap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The answer that lets a request pass: 204, or the request as it came. A 204 behind the preview is
/// for clients that still hold the whole body. Squid says `Allow: 204` for longer ones too and then
/// fails the request, since it holds 64 KiB. So what is longer, or of unknown length, is sent back
/// while it comes, in constant memory (RFC 3507 section 4.8.1 allows the early answer). For one
/// request.
final class PassingOn {
    /// What a client is trusted to hold, and what is held here before the answer is chosen.
    static final int HELD_BYTES = 64 * 1024;

    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final OutputStream out;
    private final String tag;
    private final byte[] head;
    private final boolean heldByClient;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean echoing;

    /// @param head of the encapsulated request
    /// @param allows204 the client says so
    /// @param length of the body as the request states it; negative: it does not
    PassingOn(OutputStream out, String tag, byte[] head, boolean allows204, long length) {
        this.out = out;
        this.tag = tag;
        this.head = head;
        this.heldByClient = allows204 && length >= 0 && length <= HELD_BYTES;
    }

    /// A piece of the preview: nothing may be answered yet.
    void preview(byte[] bytes, int length) throws IcapProtocolException {
        if (waiting.size() + length > HELD_BYTES) {
            throw new IcapProtocolException("a preview of more than " + HELD_BYTES + " bytes");
        }
        waiting.write(bytes, 0, length);
    }

    /// A piece behind the preview, or of a body without one.
    void body(byte[] bytes, int length) throws IOException {
        if (heldByClient && !echoing && waiting.size() + length <= HELD_BYTES) {
            waiting.write(bytes, 0, length);
        } else {
            echo("req-body");
            chunk(bytes, length);
            out.flush();
        }
    }

    /// The body is over.
    ///
    /// @param previewed within the preview, behind which a 204 is always allowed
    /// @return true where the answer is 204
    boolean end(boolean previewed) throws IOException {
        if (!echoing && (previewed || heldByClient)) {
            return nothingToChange();
        }
        echo("req-body");
        write(LAST_CHUNK);
        out.flush();
        return false;
    }

    /// There is no body.
    boolean withoutBody(boolean may204) throws IOException {
        if (may204) {
            return nothingToChange();
        }
        echo("null-body");
        out.flush();
        return false;
    }

    private boolean nothingToChange() throws IOException {
        write("ICAP/1.0 204 No Content\r\nISTag: " + tag + "\r\n\r\n");
        out.flush();
        return true;
    }

    private void echo(String body) throws IOException {
        if (!echoing) {
            echoing = true;
            write("ICAP/1.0 200 OK\r\nISTag: " + tag + "\r\nEncapsulated: ");
            write((head.length == 0 ? "" : "req-hdr=0, ") + body + "=" + head.length + "\r\n\r\n");
            out.write(head);
            chunk(waiting.toByteArray(), waiting.size());
            waiting.reset();
        }
    }

    private void chunk(byte[] bytes, int length) throws IOException {
        if (length > 0) {
            write(Integer.toHexString(length) + "\r\n");
            out.write(bytes, 0, length);
            write("\r\n");
        }
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
