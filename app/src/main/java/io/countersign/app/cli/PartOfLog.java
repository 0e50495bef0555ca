package io.countersign.app.cli;

import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.Part;
import io.countersign.audit.verify.RememberedRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// The stretch of a log that a person names: from what was verified before, from a checkpoint that
/// was kept, from a number of entries or a time; ends are moved outwards to the next seal.
final class PartOfLog {
    private static final String LAST = "last";
    private static final String NOTHING =
            "Nothing was sealed between --from and --to, or nothing before --from: leave --from out to read from the beginning";
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

    /// What is read of one log.
    ///
    /// @param part empty: all
    /// @param before what is known of it from elsewhere than the memory
    record Stretch(LogPlace log, Optional<Part> part, Optional<RememberedRoot> before) {
        static Stretch whole(LogPlace log) {
            return new Stretch(log, Optional.empty(), Optional.empty());
        }
    }

    /// What is to be read of an installation's logs; all of them where no part was named.
    ///
    /// @param logs the oldest first
    /// @param trusted keys from elsewhere, which have to vouch for the logs' checkpoints, and for
    ///   one in a file; else those beside the logs
    List<Stretch> of(List<LogPlace> logs, Optional<VerifierKeys> trusted, VerifiedRoots roots)
            throws IOException {
        if (from.isEmpty()) {
            if (to.isPresent()) {
                throw new CommandFailure(ExitCode.USAGE, "--to needs --from");
            }
            return logs.stream().map(Stretch::whole).toList();
        }
        Optional<VerifierKeys> keys = trusted;
        if (keys.isEmpty()) {
            keys = LogPlace.keysBeside(logs);
        }
        if (keys.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "A part can be read only with keys: name a file of them with --vkeys");
        }
        if (logs.size() > 1 && (isNumber(from) || isNumber(to))) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "A number of entries counts within one log: name that log, such as "
                            + TerminalText.line(logs.getLast().toString()));
        }
        Begin begin = begin(logs, keys.get(), roots);
        End end = end(logs, keys.get());
        List<Stretch> stretches = new ArrayList<>();
        for (int i = begin.log(); i <= end.log(); i++) {
            TreeSize start = i == begin.log() ? begin.size() : TreeSize.ZERO;
            Optional<TreeSize> stop = i == end.log() ? end.size() : Optional.empty();
            boolean whole = start.equals(TreeSize.ZERO) && stop.isEmpty();
            stretches.add(
                    new Stretch(
                            logs.get(i),
                            whole ? Optional.empty() : Optional.of(part(start, stop)),
                            i == begin.log() ? begin.before() : Optional.empty()));
        }
        if (stretches.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, NOTHING);
        }
        return stretches;
    }

    private static boolean isNumber(Optional<String> where) {
        return where.filter(text -> text.matches(SIZE) && !Files.exists(Path.of(text))).isPresent();
    }

    /// @param log its place in the list
    /// @param size leaves of it that are passed over
    private record Begin(int log, TreeSize size, Optional<RememberedRoot> before) {}

    private Begin begin(List<LogPlace> logs, VerifierKeys keys, VerifiedRoots roots)
            throws IOException {
        String where = from.orElseThrow();
        Path file = Path.of(where);
        if (where.equals(LAST)) {
            for (int i = logs.size() - 1; i >= 0; i--) {
                Optional<RememberedRoot> root =
                        roots.remembered(logs.get(i).source(), Optional.of(keys));
                if (root.isPresent()) {
                    return new Begin(i, root.get().size(), root);
                }
            }
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "This log was not verified before: verify it without --from first");
        }
        if (Files.isRegularFile(file)) {
            RememberedRoot root = checkpoint(file, keys);
            for (int i = 0; i < logs.size(); i++) {
                if (logs.get(i).claimedOrigin().equals(root.origin())) {
                    return new Begin(i, root.size(), Optional.of(root));
                }
            }
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + " is a checkpoint of another log: " + TerminalText.line(root.origin()));
        }
        List<EntryReader> readers = LogPlace.open(logs, keys).oldestFirst();
        for (int i = readers.size() - 1; i > 0; i--) {
            TreeSize size = begin(readers.get(i), where);
            if (size.value() > 0) {
                return new Begin(i, size, Optional.empty());
            }
        }
        TreeSize first = begin(readers.getFirst(), where);
        if (first.value() == 0) {
            throw new CommandFailure(ExitCode.USAGE, NOTHING);
        }
        return new Begin(0, first, Optional.empty());
    }

    /// @param size leaves of it up to which is read; empty: all
    private record End(int log, Optional<TreeSize> size) {}

    private End end(List<LogPlace> logs, VerifierKeys keys) throws IOException {
        int last = logs.size() - 1;
        if (to.isEmpty()) {
            return new End(last, Optional.empty());
        }
        List<EntryReader> readers = LogPlace.open(logs, keys).oldestFirst();
        for (int i = 0; i < last; i++) {
            TreeSize size = end(readers.get(i));
            if (size.compareTo(readers.get(i).size()) < 0) {
                return new End(i, Optional.of(size));
            }
        }
        return new End(last, Optional.of(end(readers.get(last))));
    }

    private static Part part(TreeSize begin, Optional<TreeSize> end) {
        try {
            return new Part(begin, end);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, NOTHING);
        }
    }

    private static TreeSize begin(EntryReader reader, String where) throws IOException {
        return where.matches(SIZE)
                ? reader.sealedWithin(new TreeSize(Long.parseLong(where)))
                : reader.sealedBefore(named(where));
    }

    /// Where `--to` leads.
    private TreeSize end(EntryReader reader) throws IOException {
        String where = to.orElseThrow();
        return where.matches(SIZE)
                ? reader.sealedAround(new TreeSize(Long.parseLong(where)))
                : reader.sealedUntil(named(where));
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
