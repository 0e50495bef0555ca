package io.countersign.audit.pack;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A zip file that somebody else may have made to do harm. Nothing is ever written to where it
/// says; the directory is looked at before it is read, and each file is read up to the length that
/// it may have.
final class PackFile implements Closeable {
    /// The record at the end of a zip file without a comment.
    private static final int END_BYTES = 22;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int COUNT_AT = 10;
    private static final int DIRECTORY_BYTES_AT = 12;
    private static final int COMMENT_AT = 20;

    /// Two files for each entry, and some beside; below where zip needs its second form.
    private static final int MAX_FILES = 2 * Manifest.MAX_ENTRIES + 16;

    private static final int MAX_DIRECTORY_BYTES = 200 * MAX_FILES;

    private final ZipFile zip;
    private final List<String> names;

    private PackFile(ZipFile zip, List<String> names) {
        this.zip = zip;
        this.names = names;
    }

    static PackFile open(Path file) throws IOException, MalformedPackException {
        requireDirectory(file);
        ZipFile zip;
        List<String> names;
        try {
            zip = new ZipFile(file.toFile());
            names = zip.stream().map(ZipEntry::getName).toList();
        } catch (ZipException | IllegalArgumentException _unfit) {
            throw new MalformedPackException("this is no zip file");
        }
        if (new HashSet<>(names).size() != names.size()) {
            zip.close();
            throw new MalformedPackException("a file is in the pack twice");
        }
        return new PackFile(zip, names);
    }

    private static void requireDirectory(Path file) throws IOException, MalformedPackException {
        ByteBuffer end = ByteBuffer.allocate(END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file)) {
            long at = channel.size() - END_BYTES;
            while (at >= 0 && end.hasRemaining() && channel.read(end, at + end.position()) > 0) {
                // Goes on where it stopped.
            }
        }
        if (end.hasRemaining() || end.getInt(0) != END_SIGNATURE || end.getShort(COMMENT_AT) != 0) {
            throw new MalformedPackException(
                    "this is no zip file, or something follows its directory");
        }
        if (Short.toUnsignedInt(end.getShort(COUNT_AT)) > MAX_FILES
                || Integer.toUnsignedLong(end.getInt(DIRECTORY_BYTES_AT)) > MAX_DIRECTORY_BYTES) {
            throw new MalformedPackException("the pack has more files than a pack may have");
        }
    }

    /// The names of all files, in the order of the directory, each once.
    List<String> names() {
        return names;
    }

    /// A file of at most so many bytes.
    byte[] read(String name, int limit) throws IOException, MalformedPackException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new MalformedPackException(name + " is missing");
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(limit + 1);
        } catch (ZipException | EOFException _damaged) {
            throw new MalformedPackException(name + " cannot be unpacked");
        }
        if (bytes.length > limit) {
            throw new MalformedPackException(name + " is larger than it may be");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
