package io.countersign.app.cli;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.pack.Beside;
import io.countersign.audit.pack.Manifest;
import io.countersign.audit.pack.PackWriter;
import io.countersign.audit.pack.PackWriter.UnfitSelectionException;
import io.countersign.audit.pack.Selection;
import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes a proof pack: under another name until it is whole, readable by its owner alone.
final class PackExport {
    private final Terminal terminal;
    private final EntryReader reader;
    private final PackWriter writer;

    /// @param reader the log's entries
    /// @param log what lies beside them
    PackExport(Terminal terminal, EntryReader reader, LogPlace log) throws IOException {
        this.terminal = terminal;
        this.reader = reader;
        this.writer = new PackWriter(reader, log.sides());
    }

    /// Named entries, or the numbers of one chain from one to another.
    void entries(List<String> names, Path output) throws IOException {
        if (names.size() == 1 && names.getFirst().matches(".*:\\d{1,18}-\\d{1,18}")) {
            Selection.Numbers numbers = numbers(names.getFirst());
            write(output, (out, progress) -> writer.numbers(numbers, out, progress));
            return;
        }
        List<EntryKey> keys = new ArrayList<>();
        for (String name : names) {
            EntryName entry = EntryName.of(name);
            keys.add(new EntryKey(entry.chain(), entry.seq()));
        }
        write(output, (out, progress) -> writer.entries(keys, out, progress));
    }

    private static Selection.Numbers numbers(String text) {
        String range = text.substring(text.lastIndexOf(':') + 1);
        try {
            return new Selection.Numbers(
                    ChainId.parse(text.substring(0, text.lastIndexOf(':'))),
                    Long.parseLong(range.substring(0, range.indexOf('-'))),
                    Long.parseLong(range.substring(range.indexOf('-') + 1)));
        } catch (IllegalArgumentException _unfit) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The numbers of a chain are CHAIN:FROM-TO, such as audit.entry.v1/0@1:17-99");
        }
    }

    /// All that was sealed from one time until before another.
    void sealed(Instant since, Instant until, Path output) throws IOException {
        if (!since.isBefore(until) || since.toEpochMilli() < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--from is before --to");
        }
        write(output, (out, progress) -> writer.sealed(since, until, out, progress));
    }

    private interface Packing {
        Manifest to(OutputStream out, Progress progress)
                throws IOException, UnfitSelectionException;
    }

    private void write(Path output, Packing packing) throws IOException {
        Path folder = output.toAbsolutePath().getParent();
        Path whole = Files.createTempFile(folder, output.getFileName().toString(), ".part");
        try {
            Manifest manifest;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(whole))) {
                manifest = packing.to(out, this::progress);
            }
            Files.move(whole, output, StandardCopyOption.REPLACE_EXISTING);
            tell(output, manifest);
        } catch (UnfitSelectionException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()));
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private boolean progress(long done, long total) {
        terminal.progress("packed " + done + " of " + total + " entries");
        return true;
    }

    private void tell(Path output, Manifest manifest) {
        terminal.say(
                "%s: %d entries of the %d of %s"
                        .formatted(
                                TerminalText.line(output.toString()),
                                manifest.entries().size(),
                                reader.size().value(),
                                TerminalText.line(reader.checkpoint().origin())));
        terminal.say("holds      " + PackWords.of(manifest.selection()));
        terminal.say(
                "beside     "
                        + (manifest.beside().isEmpty()
                                ? "nothing: no time stamp and no witness covers these entries yet"
                                : manifest.beside().stream()
                                        .map(PackExport::words)
                                        .collect(Collectors.joining(", "))));
        terminal.say("signed by  " + TerminalText.line(manifest.vkey().vkey()));
    }

    private static String words(Beside beside) {
        return switch (beside.kind()) {
            case STAMPED -> "a time stamp";
            case KEPT -> "a kept checkpoint";
            case WITNESSED -> "a cosigned checkpoint";
        };
    }
}
