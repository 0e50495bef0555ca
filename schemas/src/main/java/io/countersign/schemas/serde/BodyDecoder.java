package io.countersign.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/// Avro binary from a byte array, for bytes that somebody hostile may have written: no length is
/// believed before the bytes for it are there, so that what is allocated is bounded by what
/// arrived. (The library's own decoder reserves what a length asks for.) An item of an array or map
/// takes at least one byte here, which holds for every schema but those with items of no size at
/// all; ours have none, and such a body is refused.
///
/// Any error is an [IOException]; an [EOFException] where more bytes could have helped. Whether the
/// bytes are also spelt in the one form that our encoders give ([#canonical()]) shows on the way.
/// For one thread.
final class BodyDecoder extends Decoder {
    private static final int MAX_INT_BYTES = 5;
    private static final int MAX_LONG_BYTES = 10;

    private final @Nullable RecentTexts recent;
    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private boolean canonical;

    BodyDecoder() {
        this(null);
    }

    /// @param recent texts that come again and again; null where none do, or where none may be kept
    BodyDecoder(@Nullable RecentTexts recent) {
        this.recent = recent;
    }

    void reset(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IllegalArgumentException("the body lies outside the array");
        }
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
        this.canonical = true;
    }

    /// True as long as each number was in its shortest form and each array in one block without a
    /// size. Booleans and strings have one spelling each, others are errors.
    boolean canonical() {
        return canonical;
    }

    int remaining() {
        return end - at;
    }

    @Override
    public int remainingBytes() {
        return remaining();
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        return switch (nextByte()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new IOException("no boolean");
        };
    }

    @Override
    public int readInt() throws IOException {
        long zigzag = varint(MAX_INT_BYTES);
        if (zigzag >>> Integer.SIZE != 0) {
            throw new IOException("an int above 32 bits");
        }
        int raw = (int) zigzag;
        return (raw >>> 1) ^ -(raw & 1);
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = varint(MAX_LONG_BYTES);
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat((int) littleEndian(Float.BYTES));
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble(littleEndian(Double.BYTES));
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        if (recent != null) {
            String known = recent.find(bytes, at, length);
            if (known != null) {
                at += length;
                return known;
            }
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        // U+FFFD stands for malformed bytes, or for itself; only then a second, strict look.
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
            } catch (CharacterCodingException e) {
                throw new IOException("a string that is not UTF-8", e);
            }
        }
        if (recent != null) {
            recent.keep(bytes, at, length, text);
        }
        at += length;
        return text;
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        byte[] copy = new byte[length()];
        readFixed(copy, 0, copy.length);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        int length = length();
        at += length;
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        need(length);
        System.arraycopy(bytes, at, target, start, length);
        at += length;
    }

    @Override
    public void skipFixed(int length) throws IOException {
        need(length);
        at += length;
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return blockCount();
    }

    @Override
    public long arrayNext() throws IOException {
        return nextBlock();
    }

    @Override
    public long readMapStart() throws IOException {
        return blockCount();
    }

    @Override
    public long mapNext() throws IOException {
        return nextBlock();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    private long nextBlock() throws IOException {
        long count = blockCount();
        canonical &= count == 0;
        return count;
    }

    /// Specification, "Arrays": a negative count is followed by the block's size in bytes.
    private long blockCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            canonical = false;
            if (count == Long.MIN_VALUE) {
                throw new IOException("a block count beyond 63 bits");
            }
            count = -count;
            need(readLong());
        }
        if (count > remaining()) {
            throw new EOFException("more items than bytes");
        }
        return count;
    }

    /// Blocks that state their size are skipped here; the first that does not is left to the
    /// caller, item by item.
    private long skipBlocks() throws IOException {
        while (true) { // each turn takes at least two bytes
            long count = readLong();
            if (count >= 0) {
                if (count > remaining()) {
                    throw new EOFException("more items than bytes");
                }
                return count;
            }
            canonical = false;
            long size = readLong();
            need(size);
            at += (int) size;
        }
    }

    private int length() throws IOException {
        long length = readLong();
        need(length);
        return (int) length;
    }

    private void need(long count) throws IOException {
        if (count < 0) {
            throw new IOException("a negative length");
        }
        if (count > remaining()) {
            throw new EOFException("a length beyond the end");
        }
    }

    private int nextByte() throws IOException {
        if (at == end) {
            throw new EOFException("the end");
        }
        return bytes[at++] & 0xFF;
    }

    private long varint(int maxBytes) throws IOException {
        // Most numbers of a body are lengths, counts and branches: one byte.
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        return longerVarint(maxBytes);
    }

    private long longerVarint(int maxBytes) throws IOException {
        long value = 0;
        for (int i = 0; i < maxBytes; i++) {
            int next = nextByte();
            // The tenth byte has room for one bit.
            if (i == MAX_LONG_BYTES - 1 && next > 1) {
                throw new IOException("a number beyond 64 bits");
            }
            value |= (long) (next & 0x7F) << (7 * i);
            if (next < 0x80) {
                canonical &= next != 0 || i == 0;
                return value;
            }
        }
        throw new IOException("a number of too many bytes");
    }

    private long littleEndian(int count) throws IOException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (long) nextByte() << (Byte.SIZE * i);
        }
        return value;
    }
}
