package io.countersign.app.cli;

import io.countersign.app.keys.ApproverKey;
import io.countersign.app.locked.HeldEntries;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.app.retention.Destruction;
import io.countersign.app.retention.RefusedException;
import io.countersign.app.retention.RequestFile;
import io.countersign.app.role.Approvers;
import io.countersign.app.role.Deployment;
import io.countersign.audit.approval.ApprovalRequest;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/// `countersign retention`.
@CommandLine.Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        description =
                "How long things are kept: what is due, legal holds, and shredding and disposal by two persons.")
final class RetentionCommand {
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new RetentionCommand())
                .addSubcommand(new RetentionPlanCommand(terminal))
                .addSubcommand(new RetentionHoldCommand(terminal))
                .addSubcommand(new Release(terminal))
                .addSubcommand(new Shred(terminal))
                .addSubcommand(new RetentionPartsCommand(terminal))
                .addSubcommand(new RetentionDisposeCommand(terminal))
                .addSubcommand(new Approve(terminal));
    }

    /// Either the first step or the last one.
    static final class Step {
        @CommandLine.Option(
                names = "--request",
                paramLabel = "FILE",
                description = "writes a request that two persons sign; it holds for seven days")
        private Optional<Path> request = Optional.empty();

        @CommandLine.Option(
                names = "--approved",
                paramLabel = "FILE",
                description = "the request with two persons' signatures: does it")
        private Optional<Path> approved = Optional.empty();

        Optional<Path> request() {
            return request;
        }

        Optional<Path> approved() {
            return approved;
        }
    }

    /// Writes a request that is new, and shows it.
    static void written(Terminal terminal, Path file, ApprovalRequest request) throws IOException {
        RequestFile.write(file, request);
        show(terminal, request);
        terminal.say(
                "written to "
                        + TerminalText.line(file.toString())
                        + "; two persons now run: countersign retention approve "
                        + TerminalText.line(file.toString())
                        + " --key THEIR-KEY");
    }

    /// The file may come from anybody.
    private static void show(Terminal terminal, ApprovalRequest request) {
        request.text().lines().map(TerminalText::line).forEach(terminal::say);
    }

    static CommandFailure refused(RefusedException why) {
        return new CommandFailure(
                ExitCode.FAILED, TerminalText.line(String.valueOf(why.getMessage())));
    }

    /// `countersign retention shred`.
    @CommandLine.Command(
            name = "shred",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a quarter's evidence unreadable, six years after its end: destroys its key.",
                "What is held stays readable. First with --request; two persons approve the file; then with",
                "--approved. The log says it and is sealed before the key goes, and a run that was cut off in",
                "between is completed by the next one."
            },
            footer = {
                "",
                "Examples:",
                "  countersign retention shred kek-2020q1 --config countersign.yaml --request shred.txt",
                "  countersign retention shred kek-2020q1 --config countersign.yaml --approved shred.txt"
            })
    static final class Shred implements Command {
        @CommandLine.Parameters(
                paramLabel = "KID",
                description = "the quarter, as countersign retention plan names it")
        private String kid = "";

        @CommandLine.Mixin private final RetentionPlace place = new RetentionPlace();

        @CommandLine.ArgGroup(exclusive = true, multiplicity = "1")
        private final Step step = new Step();

        private final Terminal terminal;

        Shred(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, MalformedNoteException, InterruptedException {
            RetentionPlace.Site site = place.site();
            try (RetentionPlace.Site.Lock _ = site.lock()) {
                Destruction destruction = site.completed(terminal);
                if (step.request.isPresent()) {
                    TimeUnit.MILLISECONDS.sleep(destruction.close(kid).toMillis());
                    // Read again: what came until now counts.
                    written(terminal, step.request.get(), site.completed(terminal).askToShred(kid));
                } else {
                    Deployment cluster = site.cluster();
                    EntryRef entry =
                            destruction.shred(
                                    kid,
                                    step.approved.orElseThrow(),
                                    Approvers.enrolled(cluster),
                                    site.chained(cluster, terminal));
                    terminal.say(
                            kid
                                    + " was shredded; shred entry "
                                    + entry.getChain()
                                    + ":"
                                    + entry.getSeq());
                }
                return ExitCode.CLEAN;
            } catch (RefusedException why) {
                throw refused(why);
            }
        }
    }

    /// `countersign retention release`.
    @CommandLine.Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = {
                "Ends a hold: destroys its key, so that only quarters' keys open what it held.",
                "Steps and safeguards are those of countersign retention shred."
            },
            footer = {
                "",
                "Examples:",
                "  countersign retention release case-17 --config countersign.yaml --request release.txt",
                "  countersign retention release case-17 --config countersign.yaml --approved release.txt"
            })
    static final class Release implements Command {
        @CommandLine.Parameters(paramLabel = "HOLD", description = "the hold")
        private String id = "";

        @CommandLine.Option(
                names = "--person",
                paramLabel = "NAME",
                description = "who; the name of your login where it is left out")
        private Optional<String> person = Optional.empty();

        @CommandLine.Mixin private final RetentionPlace place = new RetentionPlace();

        @CommandLine.ArgGroup(exclusive = true, multiplicity = "1")
        private final Step step = new Step();

        private final Terminal terminal;

        Release(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, MalformedNoteException {
            String who = person.orElse(System.getProperty("user.name", ""));
            if (!EntryGrammar.user(who)) {
                throw new CommandFailure(
                        ExitCode.USAGE, "--person is a name without control characters");
            }
            RetentionPlace.Site site = place.site();
            try (RetentionPlace.Site.Lock _ = site.lock()) {
                Destruction destruction = site.completed(terminal);
                if (step.request.isPresent()) {
                    written(terminal, step.request.get(), destruction.askToRelease(id, who));
                } else {
                    Deployment cluster = site.cluster();
                    EntryRef entry =
                            destruction.release(
                                    id,
                                    who,
                                    step.approved.orElseThrow(),
                                    Approvers.enrolled(cluster),
                                    site.chained(cluster, terminal));
                    RecordOfInstallation.held(site.configuration())
                            .end(new HeldEntries.Name(HeldEntries.Sort.HOLD, id), entry);
                    terminal.say(
                            TerminalText.line(id)
                                    + " was released; hold entry "
                                    + entry.getChain()
                                    + ":"
                                    + entry.getSeq());
                }
                return ExitCode.CLEAN;
            } catch (RefusedException why) {
                throw refused(why);
            }
        }
    }

    /// `countersign retention approve`.
    @CommandLine.Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = {
                "Signs a request with your own key, after showing it. Two different persons have to.",
                "The password of an encrypted key is read from the environment variable",
                Terminal.APPROVER_PASSWORD_VARIABLE + "."
            },
            footer = {"", "Example:", "  countersign retention approve shred.txt --key e1001.pem"})
    static final class Approve implements Command {
        @CommandLine.Parameters(paramLabel = "FILE", description = "the request")
        private Path file = Path.of("");

        @CommandLine.Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description = "your key, as countersign keys approver made it")
        private Path key = Path.of("");

        private final Terminal terminal;

        Approve(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            try {
                ApprovalRequest request = RequestFile.request(file);
                show(terminal, request);
                if (!terminal.clock().instant().isBefore(request.expires())) {
                    throw new CommandFailure(
                            ExitCode.REJECTED, "The request has expired: have a new one made");
                }
                Ed25519NoteSigner signer =
                        new ApproverKey(key).open(terminal.approverKeyPassword());
                RequestFile.sign(file, signer);
                terminal.say("signed by " + signer.verifierKey().name());
                return ExitCode.CLEAN;
            } catch (RefusedException why) {
                throw refused(why);
            }
        }
    }
}
