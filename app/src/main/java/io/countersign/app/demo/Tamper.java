package io.countersign.app.demo;

import io.countersign.app.cli.Terminal;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.verify.Check;
import io.countersign.audit.verify.Report;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.stream.Stream;

/// What an attacker with a disk editor can do: flips one byte in a copy of the log, and shows which
/// check says so.
final class Tamper {
    /// Somewhere in the middle of the first bundle's entries.
    private static final int POSITION = 1_000;

    private final Terminal terminal;
    private final Path log;
    private final Path vkeys;
    private final Path copy;

    Tamper(Terminal terminal, Path directory) {
        this.terminal = terminal;
        this.log = directory.resolve("log");
        this.vkeys = directory.resolve("log.vkeys");
        this.copy = directory.resolve("log-with-one-byte-flipped");
    }

    /// @return whether the flipped byte was found
    boolean show() throws IOException, MalformedNoteException {
        copyLog();
        Path bundle = firstBundle();
        byte[] bytes = Files.readAllBytes(bundle);
        int position = Math.min(POSITION, bytes.length / 2);
        bytes[position] ^= 1;
        Files.write(bundle, bytes);
        terminal.say("");
        terminal.say(
                "One bit flipped in a copy: byte %d of %s"
                        .formatted(position, copy.relativize(bundle)));
        Report report = LogCheck.verify(copy, vkeys);
        for (Check check : report.failed()) {
            terminal.say(
                    "  %s  %-21s at %s"
                            .formatted(terminal.red("FAILED"), check.code().code(), check.place()));
        }
        boolean found = !report.failed().isEmpty();
        terminal.say(
                found
                        ? "  Found. The log itself was not touched."
                        : terminal.red("  NOT FOUND: the verification is broken."));
        return found;
    }

    /// The full bundle where there is one; else the widest partial one, since narrower ones belong
    /// to earlier checkpoints.
    private Path firstBundle() throws IOException {
        Path full = copy.resolve("tile/entries/000");
        if (Files.isRegularFile(full)) {
            return full;
        }
        try (Stream<Path> partials = Files.list(copy.resolve("tile/entries/000.p"))) {
            return partials.max(
                            Comparator.comparingInt(
                                    partial -> Integer.parseInt(partial.getFileName().toString())))
                    .orElseThrow(() -> new IOException("the log holds no entries"));
        }
    }

    private void copyLog() throws IOException {
        Files.walkFileTree(
                log,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) throws IOException {
                        Files.createDirectories(copy.resolve(log.relativize(directory)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.write(copy.resolve(log.relativize(file)), Files.readAllBytes(file));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
