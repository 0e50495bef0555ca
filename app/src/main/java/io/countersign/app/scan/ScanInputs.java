package io.countersign.app.scan;

import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The texts of the inputs that the command line names, one after the other: files as given, the
/// files of directories by name, and standard input; [InputTexts] unpacks them.
///
/// Below a directory symbolic links are not followed, since they may lead out of it or round in a
/// circle, and what is neither file nor directory (a pipe, a device) is not opened.
public final class ScanInputs {
    static final int MAX_DEPTH = 64;

    /// What an input is called where it has no name.
    static final String STANDARD_INPUT = "(standard input)";

    private final Terminal terminal;
    private final ScanProgress progress;
    private final Optional<Charset> charset;
    private final Optional<OpenedDocuments> documents;
    private final Runnable unreadable;

    /// @param charset of texts that do not say themselves; empty: UTF-8
    /// @param documents opens documents; empty: they are read as they stand
    /// @param unreadable called for each input, or part of one, that could not be read
    ScanInputs(
            Terminal terminal,
            ScanProgress progress,
            Optional<Charset> charset,
            Optional<OpenedDocuments> documents,
            Runnable unreadable) {
        this.terminal = terminal;
        this.progress = progress;
        this.charset = charset;
        this.documents = documents;
        this.unreadable = unreadable;
    }

    /// Visits files in the order given. What is named and missing stops the scan before it begins;
    /// a file of a directory that cannot be read is named and counted, and the scan goes on.
    void forEach(List<String> inputs, InputTexts.Visitor visitor) throws IOException {
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
                texts(STANDARD_INPUT, terminal.in(), visitor);
            } else if (Files.isDirectory(path)) {
                directory(path, 1, visitor);
            } else {
                try (InputStream in = Files.newInputStream(path)) {
                    texts(input, in, visitor);
                }
            }
        }
    }

    private void directory(Path directory, int depth, InputTexts.Visitor visitor)
            throws IOException {
        if (depth > MAX_DEPTH) {
            refuse(directory, "deeper than " + MAX_DEPTH + " directories, not scanned");
            return;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            listing.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            refuse(directory, "cannot be read, not scanned");
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
                    refuse(entry, "cannot be read, not scanned");
                    continue;
                }
                try (InputStream in = opened) {
                    texts(entry.toString(), in, visitor);
                }
            }
        }
    }

    private void texts(String name, InputStream in, InputTexts.Visitor visitor) throws IOException {
        new InputTexts(charset, documents, new ExpansionLimit(), this::refuse, visitor)
                .of(name, progress.counted(in));
    }

    private void refuse(Path path, String why) {
        refuse(path.toString(), why);
    }

    void refuse(String name, String why) {
        terminal.err().println(TerminalText.line(name) + ": " + why);
        unreadable.run();
    }
}
