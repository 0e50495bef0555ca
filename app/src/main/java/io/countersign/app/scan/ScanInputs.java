package io.countersign.app.scan;

import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The inputs that the command line names, one after the other: files as given, the files of
/// directories by name, and standard input.
///
/// Below a directory symbolic links are not followed, since they may lead out of it or round in a
/// circle, and what is neither file nor directory (a pipe, a device) is not opened.
public final class ScanInputs {
    static final int MAX_DEPTH = 64;

    /// What an input is called where it has no name.
    static final String STANDARD_INPUT = "(standard input)";

    /// Takes each input; the stream is closed afterwards.
    interface Visitor {
        void visit(String name, InputStream in) throws IOException;
    }

    private final Terminal terminal;
    private final ScanProgress progress;
    private final Runnable unreadable;

    /// @param unreadable called for each input below a directory that could not be read
    ScanInputs(Terminal terminal, ScanProgress progress, Runnable unreadable) {
        this.terminal = terminal;
        this.progress = progress;
        this.unreadable = unreadable;
    }

    /// Visits files in the order given. What is named and missing stops the scan before it begins;
    /// a file of a directory that cannot be read is named and counted, and the scan goes on.
    void forEach(List<String> inputs, Visitor visitor) throws IOException {
        long size = 0;
        boolean known = true;
        for (String input : inputs) {
            Path path = Path.of(input);
            if (input.equals("-") || Files.isDirectory(path)) {
                known = false;
            } else if (!Files.exists(path)) {
                throw new NoSuchFileException(input);
            } else {
                known &= Files.isRegularFile(path);
                size += Files.size(path);
            }
        }
        if (known) {
            progress.expect(size);
        }
        for (String input : inputs) {
            Path path = Path.of(input);
            if (input.equals("-")) {
                visitor.visit(STANDARD_INPUT, terminal.in());
            } else if (Files.isDirectory(path)) {
                directory(path, 1, visitor);
            } else {
                try (InputStream in = Files.newInputStream(path)) {
                    visitor.visit(input, in);
                }
            }
        }
    }

    private void directory(Path directory, int depth, Visitor visitor) throws IOException {
        if (depth > MAX_DEPTH) {
            refuse(directory, "deeper than " + MAX_DEPTH + " directories");
            return;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            listing.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            refuse(directory, "cannot be read");
            return;
        }
        entries.sort(null);
        for (Path entry : entries) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                directory(entry, depth + 1, visitor);
            } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                InputStream opened;
                try {
                    opened = Files.newInputStream(entry);
                } catch (IOException e) {
                    refuse(entry, "cannot be read");
                    continue;
                }
                try (InputStream in = opened) {
                    visitor.visit(entry.toString(), in);
                }
            }
        }
    }

    void refuse(Path path, String why) {
        refuse(path.toString(), why);
    }

    void refuse(String name, String why) {
        terminal.err().println(TerminalText.line(name) + ": " + why + ", not scanned");
        unreadable.run();
    }
}
