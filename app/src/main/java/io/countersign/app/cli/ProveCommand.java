package io.countersign.app.cli;

import io.countersign.audit.pack.Manifest;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign prove`: single entries, each in a file that stands for itself, or many in one pack.
@CommandLine.Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a .tlog-proof (C2SP tlog-proof) for each entry: the entry's bytes, the hashes that",
            "lead from it to the log's root, and the signed checkpoint. Whoever has the log's key checks",
            "it without the log: countersign verify FILE.tlog-proof --vkeys, or docs/spec/verify.py.",
            "",
            "Where the output ends with .zip, it is a proof pack (docs/spec/proof.md): all entries with their",
            "proofs, the checkpoint, and time stamps and cosignatures that cover them. CHAIN:FROM-TO packs all of a",
            "chain between two numbers, --from and --to all that was sealed in a time, and the pack proves that",
            "nothing in between is missing. At most 30,000 entries. Check it with countersign verify FILE.zip --vkeys."
        },
        footer = {
            "",
            "Examples:",
            "  countersign prove audit.entry.v1/0@1:17 --dir countersign-data -o entry.tlog-proof",
            "  countersign prove audit.entry.v1/0@1:17 audit.entry.v1/0@1:18 --dir countersign-data -o proofs",
            "  countersign prove audit.entry.v1/0@1:17-99 --dir countersign-data -o chain.zip",
            "  countersign prove --from 2026-11-25T08:00:00Z --to 2026-11-25T09:00:00Z --dir countersign-data -o hour.zip",
            "  countersign prove --entries case.txt --dir countersign-data -o case.zip"
        })
final class ProveCommand implements Command {
    static final String SUFFIX = ".tlog-proof";

    /// More entries are a log to be handed out, not a list of proofs.
    private static final int MAX_ENTRIES = 10_000;

    @CommandLine.Parameters(
            paramLabel = "CHAIN:SEQ",
            arity = "0..*",
            description =
                    "chain and number, as an alert names its cause; for a pack also CHAIN:FROM-TO")
    private List<String> entries = List.of();

    @CommandLine.Option(
            names = "--entries",
            paramLabel = "FILE",
            description = "a file with one CHAIN:SEQ a line, for a pack; - reads standard input")
    private Optional<Path> list = Optional.empty();

    @CommandLine.Option(
            names = "--from",
            paramLabel = "TIME",
            description = "with --to, for a pack: all that was sealed from this time on")
    private Optional<String> from = Optional.empty();

    @CommandLine.Option(
            names = "--to",
            paramLabel = "TIME",
            description = "until before this time, such as 2026-11-01 or 2026-11-01T08:00:00Z")
    private Optional<String> to = Optional.empty();

    @CommandLine.Mixin private LogOptions log = new LogOptions();

    @CommandLine.Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "the file to write; a directory for several proofs, a .zip for a pack")
    private Path output = Path.of("");

    private final Terminal terminal;

    ProveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        List<LogPlace> logs = log.places();
        LogReaders readers = log.open(logs);
        if (output.toString().endsWith(PackVerdict.SUFFIX)) {
            return pack(logs, readers);
        }
        if (entries.isEmpty() || list.isPresent() || from.isPresent() || to.isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Name entries as CHAIN:SEQ; --entries, --from and --to are for a pack: -o FILE.zip");
        }
        return proofs(readers);
    }

    private ExitCode pack(List<LogPlace> logs, LogReaders readers) throws IOException {
        boolean timed = from.isPresent() || to.isPresent();
        int ways = (entries.isEmpty() ? 0 : 1) + (list.isPresent() ? 1 : 0) + (timed ? 1 : 0);
        if (ways != 1 || from.isPresent() != to.isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "A pack holds named entries, those of --entries, or what was sealed from --from to --to: name one of these");
        }
        if (timed) {
            EntryReader log = sealing(readers, time(from), time(to));
            export(log, logs, readers).sealed(time(from), time(to), output);
        } else {
            List<String> named = list.isPresent() ? listed(list.get()) : entries;
            export(holding(readers, named), logs, readers).entries(named, output);
        }
        return ExitCode.CLEAN;
    }

    private PackExport export(EntryReader log, List<LogPlace> logs, LogReaders readers)
            throws IOException {
        return new PackExport(terminal, log, logs.get(readers.oldestFirst().indexOf(log)));
    }

    /// The log of the first entry; a pack is of one log, which says so of others.
    private static EntryReader holding(LogReaders readers, List<String> named) throws IOException {
        if (named.isEmpty()) {
            return readers.newest();
        }
        String first = named.getFirst();
        // A range is CHAIN:FROM-TO, and a chain may have a hyphen.
        EntryName name = EntryName.of(first.replaceFirst("(:[0-9]+)-[0-9]+$", "$1"));
        return readers.find(name.chain(), name.seq())
                .map(LogReaders.Found::log)
                .orElseGet(readers::newest);
    }

    /// The log in which a time was sealed.
    private static EntryReader sealing(LogReaders readers, Instant from, Instant to)
            throws IOException {
        List<EntryReader> logs = readers.oldestFirst();
        int log = logs.size() - 1;
        while (log > 0 && logs.get(log).sealedBefore(from).value() == 0) {
            log--;
        }
        if (log + 1 < logs.size() && logs.get(log + 1).sealedBefore(to).value() > 0) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "A pack is of one log, and this time goes on into "
                            + TerminalText.line(logs.get(log + 1).checkpoint().origin())
                            + ": make one for each");
        }
        return logs.get(log);
    }

    private static Instant time(Optional<String> text) {
        return PartOfLog.time(text.orElseThrow())
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE,
                                "A time is such as 2026-11-01 or 2026-11-01T08:00:00Z"));
    }

    /// One more than a pack may have is enough to say so.
    private List<String> listed(Path file) throws IOException {
        try (BufferedReader lines =
                file.equals(Path.of("-"))
                        ? new BufferedReader(
                                new InputStreamReader(terminal.in(), StandardCharsets.UTF_8))
                        : Files.newBufferedReader(file)) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .limit(Manifest.MAX_ENTRIES + 1L)
                    .toList();
        }
    }

    private ExitCode proofs(LogReaders logs) throws IOException {
        List<EntryName> names = new ArrayList<>();
        for (String entry : entries) {
            names.add(EntryName.of(entry));
        }
        if (names.size() > MAX_ENTRIES) {
            throw new CommandFailure(
                    ExitCode.USAGE, "At most " + MAX_ENTRIES + " entries at a time");
        }
        boolean several = names.size() > 1 || Files.isDirectory(output);
        if (several) {
            Files.createDirectories(output);
        }
        for (EntryName name : names) {
            LogReaders.Found found =
                    logs.find(name.chain(), name.seq())
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.FAILED,
                                            "The log of "
                                                    + logs.entries()
                                                    + " entries does not hold "
                                                    + name));
            EntryReader reader = found.log();
            Path file = several ? output.resolve(name.fileName()) : output;
            Files.write(file, reader.proof(found.entry()).carrying(found.entry().leaf()).encode());
            terminal.say(
                    TerminalText.line(file.toString())
                            + ": "
                            + name
                            + ", leaf "
                            + found.entry().index().value()
                            + " of "
                            + reader.size().value());
        }
        return ExitCode.CLEAN;
    }
}
