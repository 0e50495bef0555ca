package io.countersign.sinks.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/// Iceberg's files in one directory. A written file is on the disk once its stream is closed, but
/// where nobody needs it after this process.
///
/// Metadata names files by absolute location, and the archive is not locked: who can write to it
/// could name any file of this machine. So a location outside the directory is refused, for
/// reading, writing and deleting alike, and no symbolic link is followed at its end.
final class DirectoryFiles implements TableFiles {
    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "file:";
    private static final int BUFFER_BYTES = 1 << 16;

    /// A text, since a path cannot be serialised, as Iceberg wants of this class.
    private final String root;

    private final boolean durable;

    DirectoryFiles(Path root) {
        this(root, true);
    }

    /// @param durable whether what is written has to outlive this process
    DirectoryFiles(Path root, boolean durable) {
        this.root = root.toAbsolutePath().normalize().toString();
        this.durable = durable;
    }

    /// The location that metadata has for a path: what Spark, Trino and pyiceberg read.
    static String location(Path path) {
        return SCHEME + "//" + path.toAbsolutePath().normalize();
    }

    /// The path of a location, which may be a plain path too.
    Path path(String location) {
        String plain = location;
        if (plain.startsWith(SCHEME)) {
            plain = plain.substring(SCHEME.length());
            if (plain.startsWith("//")) {
                plain = plain.substring(2);
            }
        }
        Path path = Path.of(plain).normalize();
        if (!path.isAbsolute() || !path.startsWith(root)) {
            throw new IllegalArgumentException(
                    "the archive's metadata names a file outside of its directory");
        }
        return path;
    }

    @Override
    public InputFile newInputFile(String location) {
        return new Input(location, path(location));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new Output(location, path(location), this);
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String canonical(String location) {
        return location(path(location));
    }

    @Override
    public Iterable<FileInfo> listPrefix(String folder) {
        try (Stream<Path> walked = Files.walk(path(folder))) {
            List<FileInfo> found = new ArrayList<>();
            for (Path file : (Iterable<Path>) walked::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(
                            new FileInfo(
                                    location(file),
                                    Files.size(file),
                                    Files.getLastModifiedTime(file).toMillis()));
                }
            }
            return found;
        } catch (NoSuchFileException _nothingYet) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A directory with all that is in it.
    static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Makes the names in a directory durable.
    void sync(Path directory) throws IOException {
        if (!durable) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private record Input(String location, Path path) implements InputFile {
        @Override
        public long getLength() {
            try {
                return Files.size(path);
            } catch (NoSuchFileException e) {
                throw new NotFoundException(e, "a file of the archive is missing: %s", path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public SeekableInputStream newStream() {
            try {
                return new Reading(
                        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            } catch (NoSuchFileException e) {
                throw new NotFoundException(e, "a file of the archive is missing: %s", path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean exists() {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private record Output(String location, Path path, DirectoryFiles files) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            try {
                Files.createDirectories(path.getParent());
                return new Writing(
                        path,
                        FileChannel.open(
                                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        files);
            } catch (java.nio.file.FileAlreadyExistsException e) {
                throw new AlreadyExistsException(e, "a file of the archive is there already");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            files.deleteFile(location);
            return create();
        }

        @Override
        public InputFile toInputFile() {
            return new Input(location, path);
        }
    }

    /// Small reads come out of a buffer: footers and manifests are read in bytes and words.
    private static final class Reading extends SeekableInputStream {
        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

        Reading(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public long getPos() throws IOException {
            return channel.position() - buffer.remaining();
        }

        @Override
        public void seek(long position) throws IOException {
            long ahead = position - getPos();
            if (ahead >= 0 && ahead <= buffer.remaining()) {
                buffer.position(buffer.position() + (int) ahead);
            } else {
                buffer.limit(0);
                channel.position(position);
            }
        }

        @Override
        public int read() throws IOException {
            return filled() ? Byte.toUnsignedInt(buffer.get()) : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!buffer.hasRemaining() && length >= BUFFER_BYTES) {
                return channel.read(ByteBuffer.wrap(target, offset, length));
            }
            if (!filled()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(target, offset, count);
            return count;
        }

        private boolean filled() throws IOException {
            if (buffer.hasRemaining()) {
                return true;
            }
            buffer.clear();
            int read = channel.read(buffer);
            buffer.flip();
            return read > 0;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class Writing extends PositionOutputStream {
        private final Path path;
        private final FileChannel channel;
        private final OutputStream buffered;
        private final DirectoryFiles files;
        private long position;

        Writing(Path path, FileChannel channel, DirectoryFiles files) {
            this.path = path;
            this.files = files;
            this.channel = channel;
            this.buffered =
                    new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            buffered.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            buffered.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            buffered.flush();
        }

        /// From here on the file is durable, its name too.
        @Override
        public void close() throws IOException {
            if (!channel.isOpen()) {
                return;
            }
            try (FileChannel closed = channel) {
                buffered.flush();
                if (files.durable) {
                    closed.force(true);
                }
            }
            Path directory = path.getParent();
            if (directory != null) {
                files.sync(directory);
            }
        }
    }
}
