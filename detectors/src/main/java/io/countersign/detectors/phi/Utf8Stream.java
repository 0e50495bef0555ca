package io.countersign.detectors.phi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// A text of any charset as UTF-8, decoded as it is read. What is no character becomes U+FFFD, and
/// [#replaced()] says so. A byte order mark stays the character U+FEFF.
///
/// Not for several threads at once.
public final class Utf8Stream extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MARK_BYTES = 4;
    private static final char MARK = '\uFEFF';
    private static final char REPLACEMENT = '\uFFFD';

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder =
            StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer raw = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer utf8 = ByteBuffer.allocate(3 * BUFFER_BYTES).flip();
    private final boolean swallowsMark;
    private boolean begun;
    private boolean ended;
    private boolean replaced;

    /// @param in read to its end, closed with this
    public Utf8Stream(InputStream in, Charset charset) {
        this.in = in;
        this.swallowsMark = charset.name().startsWith("UTF-32");
        this.decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /// Whether something so far was no character.
    public boolean replaced() {
        return replaced;
    }

    @Override
    public int read() throws IOException {
        return fill() ? utf8.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, utf8.remaining());
        utf8.get(bytes, from, count);
        return count;
    }

    @Override
    public int available() throws IOException {
        return utf8.hasRemaining() ? utf8.remaining() : Math.min(1, in.available());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// Whether there is something to give.
    private boolean fill() throws IOException {
        while (!utf8.hasRemaining()) {
            if (ended) {
                return false;
            }
            raw.compact();
            int read = in.read(raw.array(), raw.position(), raw.remaining());
            ended = read < 0;
            raw.position(raw.position() + Math.max(0, read)).flip();
            utf8.clear();
            decode();
            utf8.flip();
        }
        return true;
    }

    /// All of `raw` but an unfinished character at its end. A character is three bytes of UTF-8 at
    /// most for each byte of the text, so that all of it fits.
    private void decode() {
        if (!begun && (ended || raw.remaining() >= MARK_BYTES)) {
            begun = true;
            byte[] first = new byte[Math.min(MARK_BYTES, raw.remaining())];
            raw.get(raw.position(), first);
            if (swallowsMark && TextCharset.marked(first).isPresent()) {
                chars.put(MARK);
            }
        }
        if (!begun) {
            return;
        }
        while (true) {
            CoderResult result = decoder.decode(raw, chars, ended);
            if (result.isError()) {
                raw.position(raw.position() + result.length());
                replaced = true;
                if (!chars.hasRemaining()) {
                    encode(false);
                }
                chars.put(REPLACEMENT);
            } else if (result.isUnderflow()) {
                break;
            } else {
                encode(false);
            }
        }
        if (ended) {
            decoder.flush(chars);
        }
        encode(ended);
    }

    private void encode(boolean last) {
        chars.flip();
        encoder.encode(chars, utf8, last);
        chars.compact();
    }
}
