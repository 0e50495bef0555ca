package io.countersign.detectors.phi.engine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Arrays of numbers in a stream, as tables that are large and must be there at once: read with one
/// bulk copy each, and without a look at the single numbers.
///
/// Grammar: 4 bytes `CSA1`, then arrays until the end. An array is one byte for its kind (`B`, `S`,
/// `I`, `L`: 1, 2, 4 or 8 bytes an element), four bytes for the number of elements, most
/// significant byte first, and the elements, least significant byte first.
public final class PackedArrays {
    /// Longest array, in bytes.
    public static final int MAX_BYTES = 64 << 20;

    private static final int MAGIC = 0x43534131;

    private PackedArrays() {}

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Reads arrays in the order in which they were written. What does not fit the grammar is an
    /// [IOException]: such a resource was not written by [Writer].
    public static final class Reader implements AutoCloseable {
        private final DataInputStream in;

        public Reader(InputStream in) throws IOException {
            this.in = new DataInputStream(in);
            if (this.in.readInt() != MAGIC) {
                throw new IOException("not packed arrays");
            }
        }

        public byte[] bytes() throws IOException {
            return elements('B', 1);
        }

        public short[] shorts() throws IOException {
            byte[] bytes = elements('S', Short.BYTES);
            short[] array = new short[bytes.length / Short.BYTES];
            littleEndian(bytes).asShortBuffer().get(array);
            return array;
        }

        public int[] ints() throws IOException {
            byte[] bytes = elements('I', Integer.BYTES);
            int[] array = new int[bytes.length / Integer.BYTES];
            littleEndian(bytes).asIntBuffer().get(array);
            return array;
        }

        public long[] longs() throws IOException {
            byte[] bytes = elements('L', Long.BYTES);
            long[] array = new long[bytes.length / Long.BYTES];
            littleEndian(bytes).asLongBuffer().get(array);
            return array;
        }

        private byte[] elements(char kind, int width) throws IOException {
            int found = in.readUnsignedByte();
            int count = in.readInt();
            if (found != kind || count < 0 || count > MAX_BYTES / width) {
                throw new IOException("packed arrays: another array than expected");
            }
            byte[] bytes = new byte[count * width];
            in.readFully(bytes);
            return bytes;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// Writes arrays; equal arrays give equal bytes.
    public static final class Writer implements AutoCloseable {
        private final DataOutputStream out;

        public Writer(OutputStream out) throws IOException {
            this.out = new DataOutputStream(out);
            this.out.writeInt(MAGIC);
        }

        public void bytes(byte[] array) throws IOException {
            write('B', array.length, array);
        }

        public void shorts(short[] array) throws IOException {
            byte[] bytes = new byte[size(array.length, Short.BYTES)];
            littleEndian(bytes).asShortBuffer().put(array);
            write('S', array.length, bytes);
        }

        public void ints(int[] array) throws IOException {
            byte[] bytes = new byte[size(array.length, Integer.BYTES)];
            littleEndian(bytes).asIntBuffer().put(array);
            write('I', array.length, bytes);
        }

        public void longs(long[] array) throws IOException {
            byte[] bytes = new byte[size(array.length, Long.BYTES)];
            littleEndian(bytes).asLongBuffer().put(array);
            write('L', array.length, bytes);
        }

        private static int size(int count, int width) {
            if (count > MAX_BYTES / width) {
                throw new IllegalArgumentException("array longer than " + MAX_BYTES + " bytes");
            }
            return count * width;
        }

        private void write(char kind, int count, byte[] bytes) throws IOException {
            out.writeByte(kind);
            out.writeInt(count);
            out.write(bytes, 0, size(bytes.length, 1));
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
