package io.countersign.app.cli;

import io.countersign.forensics.cases.CaseScope;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/// Of which events an exported case is to be shown to have all.
final class CompleteOptions {
    @CommandLine.Option(
            names = "--complete",
            paramLabel = "KEY=VALUE",
            description = {
                "shows that the case has all events of a person, service, department or disposition (VIOLATION, REVIEW,",
                "PERMITTED), such as person=j.roe; subject alone asks for tokens. Of several values of one key any will do,",
                "of several keys an event has all. The file then holds every entry that was sealed in that time"
            })
    private List<String> complete = List.of();

    @CommandLine.Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "with --complete: what was sealed since then: a day, or a time such as 2026-11-26T09:00:00Z")
    private Optional<String> from = Optional.empty();

    @CommandLine.Option(
            names = "--to",
            paramLabel = "TIME",
            description = "with --complete: what was sealed before then")
    private Optional<String> to = Optional.empty();

    /// Empty where nothing is to be shown.
    Optional<CaseScope> scope(Terminal terminal) throws IOException {
        Optional<Instant> since = QuestionOptions.time(from, "--from");
        Optional<Instant> until = QuestionOptions.time(to, "--to");
        if (complete.isEmpty()) {
            if (since.isPresent() || until.isPresent()) {
                throw usage("--from and --to go with --complete");
            }
            return Optional.empty();
        }
        Map<CaseScope.Key, Set<String>> values = new EnumMap<>(CaseScope.Key.class);
        for (String one : complete) {
            int equals = one.indexOf('=');
            CaseScope.Key key =
                    CaseScope.Key.of(equals < 0 ? one : one.substring(0, equals))
                            .orElseThrow(CompleteOptions::unknown);
            Set<String> some = values.computeIfAbsent(key, _ -> new HashSet<>());
            if (key == CaseScope.Key.SUBJECT) {
                some.addAll(tokens(equals, terminal));
            } else if (equals < 0) {
                throw unknown();
            } else {
                some.add(one.substring(equals + 1));
            }
        }
        try {
            return Optional.of(
                    new CaseScope(
                            since.orElseThrow(CompleteOptions::timeless),
                            until.orElseThrow(CompleteOptions::timeless),
                            values));
        } catch (IllegalArgumentException _unfit) {
            throw usage("--from is before --to, and a value of --complete is one line of text");
        }
    }

    private static List<String> tokens(int equals, Terminal terminal) throws IOException {
        if (equals >= 0) {
            throw usage(
                    "Tokens are PHI, and others see a command line: say --complete subject, and type or pipe them in");
        }
        return QuestionOptions.tokens(terminal.ask("Tokens as hex"));
    }

    private static CommandFailure unknown() {
        return usage(
                "--complete is person=, service=, department= or disposition= with a value, or subject");
    }

    private static CommandFailure timeless() {
        return usage("--complete needs --from and --to: it speaks of what was sealed between them");
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
