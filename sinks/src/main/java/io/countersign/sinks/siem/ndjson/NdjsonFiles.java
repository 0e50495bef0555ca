package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of one task: `PREFIX-TASK-NUMBER.ndjson`, numbered from 1. Only the last one is
/// written; when it would grow beyond its limit it is made durable and closed, and the next one
/// begins. A file may exceed the limit by no more than one line, and only where that line alone is
/// longer.
///
/// A crash can leave half a line at the end of the last file. Its record was not committed, so
/// opening cuts it off and the record comes again. Two writers of one file are refused by a lock.
/// Used by one thread.
final class NdjsonFiles implements Closeable {
    private static final int NUMBER_DIGITS = 6;
    private static final int TAIL_BLOCK_BYTES = 64 * 1024;

    private final Path directory;
    private final String prefix;
    private final int task;
    private final long maxFileBytes;
    private final ChannelOpener opener;

    private FileChannel channel;
    private int number;

    /// Length of the current file up to the last whole line.
    private long length;

    /// True where bytes lie in the current file that were not forced to the disk.
    private boolean dirty;

    /// True where the current file's name was not forced to the disk.
    private boolean directoryDirty = true;

    private NdjsonFiles(
            Path directory, String prefix, int task, long maxFileBytes, ChannelOpener opener)
            throws IOException {
        this.opener = opener;
        this.directory = directory;
        this.prefix = prefix;
        this.task = task;
        this.maxFileBytes = maxFileBytes;
        this.number = lastNumber();
        this.channel = openLocked(path(number));
        try {
            this.length = cutTornLine(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Goes on where the task stopped.
    ///
    /// @throws SinkFailureException with [SinkFailure#FILE_IN_USE] where somebody else writes the
    ///   file
    static NdjsonFiles open(
            Path directory, String prefix, int task, long maxFileBytes, ChannelOpener opener)
            throws IOException {
        Files.createDirectories(directory);
        return new NdjsonFiles(directory, prefix, task, maxFileBytes, opener);
    }

    /// Appends the batch's lines. On an I/O error the file is cut back to its last whole line, and
    /// the result says how many lines are in.
    AppendResult append(NdjsonBatch batch) {
        byte[] bytes = batch.toByteArray();
        int written = 0;
        int from = 0;
        while (written < batch.lines()) {
            int fitting = linesThatFit(batch, written, from);
            try {
                if (fitting == 0) {
                    rotate();
                    fitting = Math.max(1, linesThatFit(batch, written, from));
                }
                int to = batch.lineEnd(written + fitting - 1);
                write(bytes, from, to);
                from = to;
                written += fitting;
            } catch (IOException e) {
                return new AppendResult.Partial(written, e);
            }
        }
        return new AppendResult.Complete(written);
    }

    /// Returns once everything appended so far is on the disk.
    void force() throws IOException {
        if (dirty) {
            channel.force(false);
            dirty = false;
        }
        if (directoryDirty) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
            directoryDirty = false;
        }
    }

    /// The file that is written.
    Path current() {
        return path(number);
    }

    /// A file without a line, such as a check of the directory makes, does not stay.
    @Override
    public void close() throws IOException {
        try (FileChannel closing = channel) {
            if (closing.isOpen()) {
                try {
                    force();
                } catch (ClosedChannelException interrupted) {
                    // A write that is interrupted closes its channel. What was not forced was
                    // acknowledged to nobody, and comes again.
                    return;
                }
                if (length == 0) {
                    Files.deleteIfExists(current());
                }
            }
        }
    }

    /// How many of the batch's lines, from the given one on, fit into the current file; a line
    /// longer than a whole file fits into an empty one.
    private int linesThatFit(NdjsonBatch batch, int firstLine, int from) {
        int fitting = 0;
        while (firstLine + fitting < batch.lines()
                && length + (batch.lineEnd(firstLine + fitting) - from) <= maxFileBytes) {
            fitting++;
        }
        return fitting == 0 && length == 0 ? 1 : fitting;
    }

    private void write(byte[] bytes, int from, int to) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
        dirty = true;
        try {
            long position = length;
            while (buffer.hasRemaining()) {
                position += channel.write(buffer, position);
            }
            length = position;
        } catch (IOException e) {
            try {
                channel.truncate(length);
            } catch (IOException alsoFailed) {
                // The next write begins at the same position and overwrites the half line.
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    private void rotate() throws IOException {
        force();
        FileChannel next = openLocked(path(number + 1));
        // From here on the closed file is final; a crash before the next line leaves an empty last
        // file.
        channel.close();
        channel = next;
        number++;
        length = 0;
        directoryDirty = true;
    }

    private FileChannel openLocked(Path path) throws IOException {
        FileChannel opened = opener.open(path);
        try {
            FileLock lock = opened.tryLock();
            if (lock == null) {
                throw new SinkFailureException(SinkFailure.FILE_IN_USE, path.toString());
            }
            return opened;
        } catch (OverlappingFileLockException e) {
            opened.close();
            throw new SinkFailureException(SinkFailure.FILE_IN_USE, path.toString(), e);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private Path path(int fileNumber) {
        return directory.resolve(
                ("%s-%d-%0" + NUMBER_DIGITS + "d.ndjson").formatted(prefix, task, fileNumber));
    }

    private int lastNumber() throws IOException {
        Pattern name =
                Pattern.compile(Pattern.quote(prefix + "-" + task + "-") + "(\\d{1,9})\\.ndjson");
        int last = 1;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.ndjson")) {
            for (Path file : files) {
                Matcher matcher = name.matcher(file.getFileName().toString());
                if (matcher.matches()) {
                    last = Math.max(last, Integer.parseInt(matcher.group(1)));
                }
            }
        }
        return last;
    }

    /// Cuts what follows the last newline and returns the length that remains.
    private static long cutTornLine(FileChannel channel) throws IOException {
        long size = channel.size();
        long end = size;
        ByteBuffer block = ByteBuffer.allocate(TAIL_BLOCK_BYTES);
        while (end > 0) {
            long start = Math.max(0, end - TAIL_BLOCK_BYTES);
            block.clear().limit((int) (end - start));
            while (block.hasRemaining()) {
                if (channel.read(block, start + block.position()) < 0) {
                    throw new IOException("file shrank while it was read");
                }
            }
            for (int i = block.limit() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return truncate(channel, start + i + 1, size);
                }
            }
            end = start;
        }
        return truncate(channel, 0, size);
    }

    private static long truncate(FileChannel channel, long wholeLines, long size)
            throws IOException {
        if (wholeLines < size) {
            channel.truncate(wholeLines);
        }
        return wholeLines;
    }
}
