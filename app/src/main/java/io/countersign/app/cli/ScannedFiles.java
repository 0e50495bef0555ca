package io.countersign.app.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The inputs of a scan, one part after the other: a file as a whole, or a large one in pieces that
/// end at a line end.
final class ScannedFiles {
    /// A larger input is scanned in pieces of about this size.
    static final int PIECE_BYTES = 8 << 20;

    private static final int MAX_DEPTH = 64;
    private static final long MAX_FILES = 1_000_000;

    private final Terminal terminal;
    private long files;
    private ExitCode exitCode = ExitCode.CLEAN;

    ScannedFiles(Terminal terminal) {
        this.terminal = terminal;
    }

    /// A piece of an input. Its bytes are PHI until shown otherwise.
    static final class Part {
        private final byte[] utf8;
        private final int number;
        private final boolean last;
        private final long firstLine;

        /// @param number from 1
        /// @param last whether the input ends with it
        /// @param firstLine the line of the input that it begins with, from 1
        Part(byte[] utf8, int number, boolean last, long firstLine) {
            this.utf8 = utf8;
            this.number = number;
            this.last = last;
            this.firstLine = firstLine;
        }

        /// Not copied: readers must not change it.
        byte[] utf8() {
            return utf8;
        }

        long firstLine() {
            return firstLine;
        }

        /// For people: which piece this is; empty where there is just one.
        String suffix() {
            return number == 1 && last ? "" : " (piece " + number + ")";
        }
    }

    /// What is done with each part.
    interface Visitor {
        void visit(String name, Part part) throws IOException;
    }

    long files() {
        return files;
    }

    /// REJECTED where some input could not be read.
    ExitCode exitCode() {
        return exitCode;
    }

    /// Visits files in the order given, those of a directory by name. What is missing stops the
    /// scan; a file of a directory that cannot be read is named and counted, and the scan goes on.
    void forEach(List<String> inputs, Visitor visitor) throws IOException {
        for (String input : inputs) {
            Path path = Path.of(input);
            if (input.equals("-")) {
                read("(standard input)", terminal.in(), visitor);
            } else if (Files.isDirectory(path)) {
                directory(path, visitor);
            } else {
                file(path, visitor);
            }
        }
    }

    private void directory(Path directory, Visitor visitor) throws IOException {
        List<Path> found;
        try (Stream<Path> walk = Files.walk(directory, MAX_DEPTH, new FileVisitOption[0])) {
            // Links are not followed: they may lead out of the directory or round in a circle.
            found =
                    walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                            .limit(MAX_FILES)
                            .sorted(Comparator.comparing(Path::toString))
                            .toList();
        }
        long done = 0;
        for (Path path : found) {
            done++;
            terminal.progress("scanning " + done + " of " + found.size());
            try {
                file(path, visitor);
            } catch (IOException e) {
                terminal.err()
                        .println(
                                "cannot read "
                                        + TerminalText.line(path.toString())
                                        + ": not scanned");
                exitCode = exitCode.and(ExitCode.REJECTED);
            }
        }
    }

    private void file(Path path, Visitor visitor) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            read(path.toString(), in, visitor);
        }
    }

    private void read(String name, InputStream source, Visitor visitor) throws IOException {
        files++;
        BufferedInputStream in = new BufferedInputStream(source);
        byte[] rest = new byte[0];
        long firstLine = 1;
        for (int number = 1; ; number++) {
            byte[] fresh = in.readNBytes(PIECE_BYTES);
            boolean last = fresh.length < PIECE_BYTES;
            byte[] bytes = rest.length == 0 ? fresh : joined(rest, fresh);
            int end = last ? bytes.length : pieceEnd(bytes);
            byte[] piece = end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
            visitor.visit(name, new Part(piece, number, last, firstLine));
            if (last) {
                return;
            }
            rest = Arrays.copyOfRange(bytes, end, bytes.length);
            firstLine += lines(piece);
        }
    }

    /// After the last line end; where there is none, before the last code point, which may go on.
    private static int pieceEnd(byte[] bytes) {
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        int end = bytes.length - 1;
        while (end > 1 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static long lines(byte[] bytes) {
        long lines = 0;
        for (byte b : bytes) {
            if (b == '\n') {
                lines++;
            }
        }
        return lines;
    }
}
