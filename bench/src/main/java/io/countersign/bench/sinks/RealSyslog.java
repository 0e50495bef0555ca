package io.countersign.bench.sinks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A syslog daemon that writes each message on a line of a file, which is read as it grows.
final class RealSyslog implements BenchReceiver {
    private static final int READ_BYTES = 1 << 20;

    private final Process process;
    private final int port;
    private final Path received;
    private final Arrivals arrivals;
    private final byte[] buffer = new byte[READ_BYTES];

    /// Bytes of the file that were read, and those of them in the buffer that are no whole line.
    private long position;

    private int left;

    RealSyslog(Process process, int port, Path received, String marker) {
        this.process = process;
        this.port = port;
        this.received = received;
        this.arrivals = new Arrivals(marker);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void clear() throws IOException {
        String _ = tally();
        arrivals.clear();
    }

    @Override
    public String tally() throws IOException {
        if (Files.exists(received)) {
            try (RandomAccessFile file = new RandomAccessFile(received.toFile(), "r")) {
                file.seek(position);
                for (int read = file.read(buffer, left, buffer.length - left);
                        read > 0;
                        read = file.read(buffer, left, buffer.length - left)) {
                    position += read;
                    count(left + read);
                }
            }
        }
        long[] tally = arrivals.tally();
        return tally[0] + " " + tally[1];
    }

    /// What is behind the last line's end waits for the rest of its line.
    private void count(int length) {
        int end = length;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        int _ = arrivals.count(Arrays.copyOf(buffer, end), end);
        System.arraycopy(buffer, end, buffer, 0, length - end);
        left = length - end;
    }

    @Override
    public long lookAgainMillis() {
        return 5;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
