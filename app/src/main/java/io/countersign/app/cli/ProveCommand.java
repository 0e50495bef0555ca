package io.countersign.app.cli;

import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.FoundEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign prove`: single entries, each in a file that stands for itself.
@CommandLine.Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a .tlog-proof (C2SP tlog-proof) for each entry: the entry's bytes, the hashes that",
            "lead from it to the log's root, and the signed checkpoint. Whoever has the log's key checks",
            "it without the log: countersign verify FILE.tlog-proof --vkeys, or docs/spec/verify.py."
        },
        footer = {
            "",
            "Examples:",
            "  countersign prove audit.entry.v1/0@1:17 --dir countersign-data -o entry.tlog-proof",
            "  countersign prove audit.entry.v1/0@1:17 audit.entry.v1/0@1:18 --dir countersign-data -o proofs"
        })
final class ProveCommand implements Command {
    static final String SUFFIX = ".tlog-proof";

    /// More entries are a log to be handed out, not a list of proofs.
    private static final int MAX_ENTRIES = 10_000;

    @CommandLine.Parameters(
            paramLabel = "CHAIN:SEQ",
            arity = "1..*",
            description = "chain and number, as an alert names its cause")
    private List<String> entries = List.of();

    @CommandLine.Option(
            names = "--dir",
            paramLabel = "DIR",
            required = true,
            description = "the installation's directory, or the log in it; or s3://bucket/prefix")
    private String directory = "";

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = "for a log in a bucket: the configuration that says how to reach it")
    private Optional<Path> config = Optional.empty();

    @CommandLine.Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "the file to write; a directory where there are several entries")
    private Path output = Path.of("");

    @CommandLine.Option(
            names = "--vkeys",
            paramLabel = "FILE",
            description = "verifier keys that you have from elsewhere; else those beside the log")
    private Optional<Path> vkeys = Optional.empty();

    private final Terminal terminal;

    ProveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        List<EntryName> names = new ArrayList<>();
        for (String entry : entries) {
            names.add(EntryName.of(entry));
        }
        if (names.size() > MAX_ENTRIES) {
            throw new CommandFailure(
                    ExitCode.USAGE, "At most " + MAX_ENTRIES + " entries at a time");
        }
        EntryReader reader = LogPlace.of(directory, config).open(vkeys);
        boolean several = names.size() > 1 || Files.isDirectory(output);
        if (several) {
            Files.createDirectories(output);
        }
        for (EntryName name : names) {
            FoundEntry found =
                    reader.find(name.chain(), name.seq())
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.FAILED,
                                            "The log of "
                                                    + reader.size().value()
                                                    + " entries does not hold "
                                                    + name));
            Path file = several ? output.resolve(name.fileName()) : output;
            Files.write(file, reader.proof(found).carrying(found.leaf()).encode());
            terminal.say(
                    TerminalText.line(file.toString())
                            + ": "
                            + name
                            + ", leaf "
                            + found.index().value()
                            + " of "
                            + reader.size().value());
        }
        return ExitCode.CLEAN;
    }
}
