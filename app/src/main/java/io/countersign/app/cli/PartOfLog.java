package io.countersign.app.cli;

import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.Part;
import io.countersign.audit.verify.RememberedRoot;
import io.countersign.audit.verify.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine;

/// The stretch of a log that a person names: from what was verified before, from a checkpoint that
/// was kept, from a number of entries or a time; ends are moved outwards to the next seal.
final class PartOfLog {
    private static final String LAST = "last";
    private static final String SIZE = "\\d{1,18}";

    @CommandLine.Option(
            names = "--from",
            paramLabel = "WHERE",
            description = {
                "read only what comes after: last (what was verified before), a file with a checkpoint that you",
                "trust, a number of entries, or a time such as 2026-11-01. That the log begins with the rest is proven."
            })
    private Optional<String> from = Optional.empty();

    @CommandLine.Option(
            names = "--to",
            paramLabel = "WHERE",
            description = "with --from: read up to a number of entries or a time")
    private Optional<String> to = Optional.empty();

    /// @param request for the whole log
    /// @param keys which have to vouch for the log's checkpoint, and for one in a file
    /// @return the request for the part; the same where none was named
    Request of(Request request, LogPlace log, Optional<VerifierKeys> keys) throws IOException {
        if (from.isEmpty()) {
            if (to.isPresent()) {
                throw new CommandFailure(ExitCode.USAGE, "--to needs --from");
            }
            return request;
        }
        if (keys.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "A part can be read only with keys: name a file of them with --vkeys");
        }
        String where = from.get();
        Path file = Path.of(where);
        if (where.equals(LAST)) {
            RememberedRoot before =
                    request.memory()
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.USAGE,
                                            "This log was not verified before: verify it without --from first"));
            return resumed(request, before, log, keys.get());
        }
        if (Files.isRegularFile(file)) {
            return resumed(request, checkpoint(file, keys.get()), log, keys.get());
        }
        EntryReader reader = log.open(keys.get());
        return request.readingOnly(part(begin(reader, where), end(reader)));
    }

    private Request resumed(Request request, RememberedRoot before, LogPlace log, VerifierKeys keys)
            throws IOException {
        return request.remembering(before)
                .readingOnly(
                        part(before.size(), to.isEmpty() ? Optional.empty() : end(log.open(keys))));
    }

    private static Part part(TreeSize begin, Optional<TreeSize> end) {
        try {
            return new Part(begin, end);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Nothing was sealed between --from and --to, or nothing before --from: leave --from out to read from the beginning");
        }
    }

    private static TreeSize begin(EntryReader reader, String where) throws IOException {
        return where.matches(SIZE)
                ? reader.sealedWithin(new TreeSize(Long.parseLong(where)))
                : reader.sealedBefore(named(where));
    }

    /// Where `--to` leads; empty where it is not given.
    private Optional<TreeSize> end(EntryReader reader) throws IOException {
        if (to.isEmpty()) {
            return Optional.empty();
        }
        String where = to.get();
        return Optional.of(
                where.matches(SIZE)
                        ? reader.sealedAround(new TreeSize(Long.parseLong(where)))
                        : reader.sealedUntil(named(where)));
    }

    private static Instant named(String text) {
        return time(text)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE,
                                "Neither a file that is there, nor a number of entries, nor a time such as 2026-11-01 or"
                                        + " 2026-11-01T08:00:00Z: "
                                        + TerminalText.line(text)));
    }

    /// A day or an instant in UTC; empty where the text is neither.
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException _neither) {
            return Optional.empty();
        }
    }

    private static RememberedRoot checkpoint(Path file, VerifierKeys keys) throws IOException {
        if (Files.size(file) > SignedNote.MAX_BYTES) {
            throw new CommandFailure(ExitCode.FAILED, file + " is too large for a checkpoint");
        }
        try {
            OpenedCheckpoint opened =
                    OpenedCheckpoint.open(
                            SignedNote.parse(Files.readAllBytes(file)), keys.verifiers());
            return new RememberedRoot(
                    opened.checkpoint().origin(),
                    opened.signedBy(),
                    opened.checkpoint().size(),
                    opened.checkpoint().root());
        } catch (MalformedNoteException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + " is no checkpoint that can be trusted: " + e.getMessage());
        }
    }
}
