package io.countersign.app.cli;

import io.countersign.app.role.ReasonText;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.evidence.AccessReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Who asks and why, as the access entry will say. The reason comes from a file or is typed, and is
/// never part of a command line, which others see. For one run of a command.
final class Asker {
    /// White space around a reason is not counted.
    private static final int MAX_FILE_BYTES = 2 * AccessReason.MAX_BYTES;

    /// What no purpose excuses.
    static final List<String> ALWAYS_WITH_REASON = List.of();

    @CommandLine.Option(
            names = "--as",
            paramLabel = "NAME",
            description = "who asks; the name of your login where it is left out")
    private Optional<String> person = Optional.empty();

    @CommandLine.Option(
            names = "--reason-file",
            paramLabel = "FILE",
            description =
                    "why, in your own words; asked for on a terminal where it is left out and needed. It is sealed as evidence")
    private Optional<Path> reasonFile = Optional.empty();

    private @Nullable ReasonText given;

    /// @throws CommandFailure where the name would not stand in an entry
    String name() {
        String who = person.orElse(System.getProperty("user.name", ""));
        if (!EntryGrammar.user(who)) {
            throw new CommandFailure(ExitCode.USAGE, "--as is a name without control characters");
        }
        return who;
    }

    /// Who asks for what purpose, with the reason; typed once where several entries come of it.
    ///
    /// @param withoutReason purposes that need none
    /// @throws CommandFailure where name or purpose would not stand in an entry, or a reason is
    ///   needed and there is none
    Applicant applicant(String purpose, List<String> withoutReason, Terminal terminal)
            throws IOException {
        if (!EntryGrammar.code(purpose)) {
            throw new CommandFailure(ExitCode.USAGE, "--purpose is 1 to 64 of A-Z 0-9 _");
        }
        String who = name();
        ReasonText reason = given;
        if (reason == null && reasonFile.isPresent()) {
            reason = read(reasonFile.get());
        }
        if (reason == null && !withoutReason.contains(purpose)) {
            reason = typed(purpose, terminal);
        }
        given = reason;
        return new Applicant(who, purpose, reason == null ? ReasonText.NONE : reason);
    }

    private static ReasonText read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return fit(in.readNBytes(MAX_FILE_BYTES + 1), "The file of --reason-file");
        }
    }

    private static ReasonText typed(String purpose, Terminal terminal) throws IOException {
        if (!terminal.isTypedAt()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Refused: a reason is needed for "
                            + purpose
                            + ". Write it into a file and name that with --reason-file, or ask on a terminal. access.without-reason in the configuration lists purposes of questions and reports that need none");
        }
        return fit(
                terminal.ask("Reason, in your own words (it is sealed as evidence)")
                        .getBytes(StandardCharsets.UTF_8),
                "What was typed");
    }

    private static ReasonText fit(byte[] bytes, String what) {
        return ReasonText.of(bytes)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.REJECTED,
                                what
                                        + " is no reason: a text in UTF-8, of 1 to "
                                        + AccessReason.MAX_BYTES
                                        + " bytes"));
    }
}
