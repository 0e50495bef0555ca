package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.delivery.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Files on a disk that can be full, which is how it is busy or away, and slow. Full, it takes half
/// of a write first.
final class FaultyDisk implements Receiver, ChannelOpener {
    private static final Pattern EVENT_ID =
            Pattern.compile("\"uid\":\"([^\"]+)\",\"correlation_uid\"");

    private final Path directory;
    private volatile boolean full;
    private volatile Duration delay = Duration.ZERO;

    FaultyDisk(Path directory) {
        this.directory = directory;
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        return new FaultyChannel(ChannelOpener.DISK.open(path));
    }

    @Override
    public List<String> eventIds() {
        List<String> ids = new ArrayList<>();
        for (String line : lines()) {
            Matcher id = EVENT_ID.matcher(line);
            ids.add(id.find() ? id.group(1) : "");
        }
        return ids;
    }

    @Override
    public String stored(String eventId) {
        return lines().stream()
                .filter(line -> line.contains("\"uid\":\"" + eventId + "\",\"correlation_uid\""))
                .findFirst()
                .orElse("");
    }

    /// Whole lines.
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.of()) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                lines.addAll(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void away(boolean away) {
        full = away;
    }

    @Override
    public void busy(boolean busy) {
        full = busy;
    }

    @Override
    public void slow(Duration slow) {
        delay = slow;
    }

    @Override
    public void refuseEvents(Predicate<String> eventId) {
        throw new UnsupportedOperationException("a disk refuses no single event");
    }

    @Override
    public void rotateCredentials() {
        throw new UnsupportedOperationException("a disk has no credentials");
    }

    @Override
    public void close() {}

    private final class FaultyChannel extends FileChannel {
        private final FileChannel disk;

        FaultyChannel(FileChannel disk) {
            this.disk = disk;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            try {
                Thread.sleep(delay.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (full) {
                int half = source.remaining() / 2;
                int unused = disk.write(source.slice(source.position(), half), position);
                throw new IOException("No space left on device");
            }
            return disk.write(source, position);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return disk.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return disk.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            FileChannel unused = disk.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            disk.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return disk.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            disk.close();
        }

        @Override
        public int read(ByteBuffer target) {
            throw unused();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw unused();
        }

        @Override
        public int write(ByteBuffer source) {
            throw unused();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw unused();
        }

        @Override
        public long position() {
            throw unused();
        }

        @Override
        public FileChannel position(long position) {
            throw unused();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw unused();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw unused();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw unused();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw unused();
        }

        private UnsupportedOperationException unused() {
            return new UnsupportedOperationException("the sink does not use it");
        }
    }
}
