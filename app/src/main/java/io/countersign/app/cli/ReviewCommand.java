package io.countersign.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.app.purge.SealedLog;
import io.countersign.app.review.RefusedScopeException;
import io.countersign.app.review.ReviewedLog;
import io.countersign.audit.review.ReviewScope;
import io.countersign.audit.review.ReviewStatement;
import io.countersign.forensics.reviews.DueReview;
import io.countersign.forensics.reviews.LogReview;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine;

/// `countersign review`: regular reviews of the log, signed.
@CommandLine.Command(
        name = "review",
        mixinStandardHelpOptions = true,
        description = {
            "Regular reviews of the log (45 CFR 164.308(a)(1)(ii)(D)): what was examined, by whom, with which outcome,",
            "signed with an enrolled key and chained. What was reviewed is bound by a signed checkpoint."
        })
final class ReviewCommand {
    /// The command with its subcommands.
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new ReviewCommand())
                .addSubcommand(new Take(terminal))
                .addSubcommand(new ReviewSignCommand(terminal))
                .addSubcommand(new Listed(terminal))
                .addSubcommand(new Due(terminal));
    }

    private static Instant time(String text, String option) {
        return PartOfLog.time(text)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE,
                                option
                                        + " is a day such as 2026-11-26, or a time such as 2026-11-26T09:00:00Z"));
    }

    /// `countersign review take`.
    @CommandLine.Command(
            name = "take",
            mixinStandardHelpOptions = true,
            description = {
                "Takes what was sealed in a time for review: says what it holds, and writes a file that binds it to the",
                "log's signed checkpoint. Examine it (countersign alert list, countersign query), then sign the file."
            },
            footer = {
                "",
                "Example:",
                "  countersign review take --from 2026-11-16 --to 2026-11-23 --config countersign.yaml -o week.txt"
            })
    static final class Take implements Command {
        @CommandLine.Option(
                names = "--from",
                required = true,
                paramLabel = "TIME",
                description = "sealed since then: a day, or a time in UTC")
        private String from = "";

        @CommandLine.Option(
                names = "--to",
                required = true,
                paramLabel = "TIME",
                description = "sealed before then")
        private String to = "";

        @CommandLine.Option(
                names = "--chain",
                paramLabel = "CHAIN",
                defaultValue = "",
                description = "one chain only; it does not count as the regular review")
        private String chain = "";

        @CommandLine.Option(
                names = "--query",
                paramLabel = "SHAPE",
                defaultValue = "",
                description =
                        "the question that is examined, without what it asks about, as its access entry has it; it does not count as the regular review")
        private String query = "";

        @CommandLine.Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "FILE",
                description = "the file to be signed; never overwritten")
        private Path output = Path.of("");

        @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

        private final Terminal terminal;

        Take(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            try (SealedLog log = new SealedLog(site.configuration())) {
                ReviewedLog reviewed = new ReviewedLog(log.logs());
                ReviewScope scope =
                        reviewed.take(time(from, "--from"), time(to, "--to"), chain, query);
                terminal.progress("reading");
                reviewed.kinds(scope)
                        .forEach((kind, count) -> terminal.say("%,12d %s".formatted(count, kind)));
                Files.write(
                        output,
                        scope.text().getBytes(StandardCharsets.UTF_8),
                        StandardOpenOption.CREATE_NEW);
                terminal.say(
                        "Leaves %d to %d of %s, bound by its checkpoint of %d entries, are to be examined. Then: countersign review sign %s --key YOUR-KEY --outcome NOTHING_FOUND"
                                .formatted(
                                        scope.fromLeaf(),
                                        scope.toLeaf() - 1,
                                        TerminalText.line(scope.origin()),
                                        scope.size(),
                                        TerminalText.line(output.toString())));
                return ExitCode.CLEAN;
            } catch (RefusedScopeException why) {
                throw new CommandFailure(
                        ExitCode.FAILED, TerminalText.line(String.valueOf(why.getMessage())));
            } catch (IllegalArgumentException _unfit) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--from is before --to, --chain is a chain such as audit.entry.v1/0@1, and --query is the query of an access entry");
            }
        }
    }

    /// `countersign review list`.
    @CommandLine.Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the reviews that the log has, each with what it says and whether it stands: signed by the key",
                "that it names, and bound to this log as it is. Exit code 1: one does not."
            },
            footer = {"", "Example:", "  countersign review list --config countersign.yaml"})
    static final class Listed implements Command {
        @CommandLine.Option(names = "--json", description = "one JSON document for machines")
        private boolean json;

        @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

        private final Terminal terminal;

        Listed(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            try (SealedLog log = new SealedLog(site.configuration())) {
                ReviewedLog reviewed = new ReviewedLog(log.logs());
                ArrayNode all = new ObjectMapper().createArrayNode();
                boolean stand = true;
                for (LogReview review : reviewed.reviews()) {
                    boolean bound = reviewed.holds(review.statement().scope());
                    stand &= bound && review.signed();
                    if (json) {
                        put(all.addObject(), review, bound);
                    } else {
                        say(review, bound);
                    }
                }
                if (json) {
                    terminal.say(all.toString());
                }
                return stand ? ExitCode.CLEAN : ExitCode.FOUND;
            }
        }

        private void say(LogReview review, boolean bound) {
            ReviewStatement says = review.statement();
            terminal.say(
                    "%s  %s to %s by %s: %s %s%s"
                            .formatted(
                                    says.signed(),
                                    says.scope().from(),
                                    says.scope().to(),
                                    TerminalText.line(says.person()),
                                    says.outcome(),
                                    String.join(" ", says.found()),
                                    says.scope().isWhole() ? "" : " (not of everything)"));
            if (!says.next().isEmpty() || !says.caseId().isEmpty()) {
                terminal.say("    next: %s %s".formatted(says.next(), says.caseId()));
            }
            terminal.say("    entry %s:%d".formatted(review.chain(), review.seq()));
            if (!review.signed()) {
                terminal.say(terminal.red("    not by the key that it names"));
            }
            if (!bound) {
                terminal.say(terminal.red("    not of this log as it is"));
            }
        }

        private static void put(ObjectNode node, LogReview review, boolean bound) {
            ReviewStatement says = review.statement();
            node.put("id", says.id());
            node.put("person", says.person());
            node.put("signed", says.signed().toString());
            node.put("from", says.scope().from().toString());
            node.put("to", says.scope().to().toString());
            node.put("chain", says.scope().chain());
            node.put("query", says.scope().query());
            node.put("outcome", says.outcome());
            says.found().forEach(node.putArray("found")::add);
            node.put("next", says.next());
            node.put("case", says.caseId());
            node.put("entry", review.chain() + ":" + review.seq());
            node.put("signature_holds", review.signed());
            node.put("bound", bound);
        }
    }

    /// `countersign review due`.
    @CommandLine.Command(
            name = "due",
            mixinStandardHelpOptions = true,
            description = {
                "Which stretches of time somebody has to examine, which were and which were missed. A stretch is due as",
                "long after its end as it is itself. Exit code 1: one was missed."
            },
            footer = {
                "",
                "Examples:",
                "  countersign review due --config countersign.yaml",
                "  countersign review due --every 1d --all --config countersign.yaml"
            })
    static final class Due implements Command {
        @CommandLine.Mixin private ReviewInterval interval = new ReviewInterval();

        @CommandLine.Option(names = "--all", description = "shows those that were done too")
        private boolean all;

        @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

        private final Terminal terminal;

        Due(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            Duration stretch = interval.value(site.configuration());
            try (SealedLog log = new SealedLog(site.configuration())) {
                List<DueReview> due =
                        new ReviewedLog(log.logs()).due(terminal.clock().instant(), stretch);
                due.stream()
                        .filter(one -> all || one.state() != DueReview.State.DONE)
                        .forEach(this::say);
                long missed = count(due, DueReview.State.MISSED);
                terminal.say(
                        "%d done, %d open, %d missed"
                                .formatted(
                                        count(due, DueReview.State.DONE),
                                        count(due, DueReview.State.OPEN),
                                        missed));
                return missed > 0 ? ExitCode.FOUND : ExitCode.CLEAN;
            }
        }

        private void say(DueReview one) {
            String line =
                    "%-6s %s to %s, due %s%s"
                            .formatted(
                                    one.state(),
                                    one.from(),
                                    one.to(),
                                    one.due(),
                                    one.done()
                                            .map(review ->
                                                    ", by "
                                                            + TerminalText.line(
                                                                    review.statement().person()))
                                            .orElse(""));
            terminal.say(one.state() == DueReview.State.MISSED ? terminal.red(line) : line);
        }

        private static long count(List<DueReview> due, DueReview.State state) {
            return due.stream().filter(one -> one.state() == state).count();
        }
    }
}
