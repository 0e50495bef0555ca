package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.redact.Surrogates;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign reidentify`: surrogates back to values, after the log says so.
@CommandLine.Command(
        name = "reidentify",
        mixinStandardHelpOptions = true,
        description = {
            "Turns the surrogates of a text that scan --redact=surrogate wrote back into their values.",
            "An access entry with your name and purpose is chained first, with your reason sealed as its evidence,",
            "and nothing is written where the log cannot be reached: this makes PHI readable again."
        },
        footer = {
            "",
            "Example:",
            "  countersign reidentify answer.txt --key surrogates.key --config countersign.yaml --purpose TREATMENT --reason-file why.txt"
        })
final class ReidentifyCommand implements Command {
    private static final int MAX_BYTES = 64 << 20;

    @CommandLine.Parameters(paramLabel = "FILE", description = "the text; - is standard input")
    private String input = "-";

    @CommandLine.Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "the key that made the surrogates")
    private Path key = Path.of("");

    @CommandLine.Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "the configuration of the installation whose log takes the access entry")
    private Path config = Path.of("");

    @CommandLine.Option(
            names = "--purpose",
            required = true,
            paramLabel = "CODE",
            description =
                    "why, as a code of A-Z, 0-9 and _, such as TREATMENT; it goes into the log")
    private String purpose = "";

    @CommandLine.Mixin private Asker asker = new Asker();

    @CommandLine.Option(
            names = "--output",
            paramLabel = "FILE",
            description = "where the text goes; standard output where it is left out")
    private Optional<Path> output = Optional.empty();

    private final Terminal terminal;

    ReidentifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        Applicant who = asker.applicant(purpose, Asker.ALWAYS_WITH_REASON, terminal);
        byte[] text = read();
        Surrogates.Restored restored = RedactedFile.readSurrogates(key).restore(text);
        if (restored.count() == 0) {
            throw new CommandFailure(ExitCode.REJECTED, "The text holds no surrogate of this key");
        }
        EntryRef entry = chained(who, text, restored.count());
        terminal.err()
                .println(
                        restored.count()
                                + " values; access entry "
                                + entry.getChain()
                                + ":"
                                + entry.getSeq());
        if (output.isPresent()) {
            RedactedFile.replaceFile(output.get(), out -> out.write(restored.text()));
        } else {
            terminal.write(restored.text());
        }
        return ExitCode.CLEAN;
    }

    private byte[] read() throws IOException {
        try (InputStream in =
                input.equals("-") ? terminal.in() : Files.newInputStream(Path.of(input))) {
            byte[] text = in.readNBytes(MAX_BYTES + 1);
            if (text.length > MAX_BYTES) {
                throw new CommandFailure(ExitCode.REJECTED, "The text is larger than 64 MiB");
            }
            return text;
        }
    }

    private EntryRef chained(Applicant who, byte[] text, int count) throws IOException {
        Configuration configuration = ConfigurationFile.read(config).configuration();
        Deployment deployment = RunningCluster.of(configuration);
        Instant now = terminal.clock().instant();
        TokenKeys tokens = KeyRing.of(configuration).tokenKeys();
        return who.chain(
                deployment,
                who.access("REIDENTIFY")
                        .setObject(
                                tokens.payloadDigest(now.atOffset(ZoneOffset.UTC).getYear(), text))
                        .setCount(count),
                now);
    }
}
