package io.countersign.app.cli;

import io.countersign.app.locked.Disposal;
import io.countersign.app.retention.EnrolledKeys;
import io.countersign.app.retention.RefusedException;
import io.countersign.app.role.Approvers;
import io.countersign.app.role.Deployment;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import picocli.CommandLine;

/// `countersign retention dispose`.
@CommandLine.Command(
        name = "dispose",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes a part of the locked record that has had its time: each lock ended, nothing held.",
            "First with --request; two persons approve the file; then with --approved. The log says it and is",
            "sealed, then the manifest says it, and then it is deleted; a run that was cut off is completed by the",
            "next one. A log goes as a whole once it has ended; a quarter's evidence after its key was shredded."
        },
        footer = {
            "",
            "Examples:",
            "  countersign retention dispose log --config countersign.yaml --request dispose.txt",
            "  countersign retention dispose log --config countersign.yaml --approved dispose.txt \\",
            "    --s3-credentials deleter.keys"
        })
final class RetentionDisposeCommand implements Command {
    @CommandLine.Parameters(
            paramLabel = "PART",
            description = "the part, as countersign retention parts names it")
    private String part = "";

    @CommandLine.Mixin private final RecordPlace place = new RecordPlace();

    @CommandLine.ArgGroup(exclusive = true, multiplicity = "1")
    private final RetentionCommand.Step step = new RetentionCommand.Step();

    private final Terminal terminal;

    RetentionDisposeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        try (RecordPlace.Open open = place.open(terminal);
                RetentionPlace.Site.Lock _ = open.site().lock()) {
            Disposal disposal = open.disposal(terminal);
            RetentionPlace.Site.tell(
                    terminal, disposal.complete(EnrolledKeys.once(open.site()::enrolled)));
            if (step.request().isPresent()) {
                RetentionCommand.written(terminal, step.request().get(), disposal.ask(part));
            } else {
                Deployment cluster = open.site().cluster();
                EntryRef entry =
                        disposal.dispose(
                                part,
                                step.approved().orElseThrow(),
                                Approvers.enrolled(cluster),
                                open.site().chained(cluster, terminal));
                terminal.say(
                        TerminalText.line(part)
                                + " was disposed of; disposal entry "
                                + entry.getChain()
                                + ":"
                                + entry.getSeq());
            }
            return ExitCode.CLEAN;
        } catch (RefusedException why) {
            throw RetentionCommand.refused(why);
        }
    }
}
