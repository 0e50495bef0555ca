package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.flows.FlowJson;
import io.countersign.app.flows.FlowMap;
import io.countersign.app.flows.FlowPicture;
import io.countersign.app.flows.FlowText;
import io.countersign.app.flows.ObservedFlows;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.policy.PolicyCheck;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.UndecodableRecordException;
import io.countersign.topology.policy.PolicyReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign policy map`: every way of PHI with its BAA row or the gap.
@CommandLine.Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description = {
            "Shows every way by which PHI may go, or went: who, over which gateway, to which service and account,",
            "and the BAA row at its end or the gap. The weakest come first.",
            "FILE alone shows what the register allows. With --config or --dir the entries of that installation are",
            "looked at too, by the policy that is in force there unless FILE is named."
        },
        footer = {
            "",
            "Examples:",
            "  countersign policy map baa.yaml",
            "  countersign policy map baa.yaml --svg phi-flows.svg",
            "  countersign policy map --dir countersign-demo/2026-11-26T09-00-00 --json"
        })
final class PolicyMapCommand implements Command {
    /// Entries of one partition that are looked at, the latest.
    private static final long MAX_ENTRIES = 5_000_000;

    @CommandLine.Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "the register; the policy in force of --config or --dir, else baa.yaml")
    private Optional<Path> file = Optional.empty();

    @CommandLine.Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "write the picture there too; never overwritten")
    private Optional<Path> picture = Optional.empty();

    @CommandLine.Option(names = "--json", description = "one JSON object instead of the tree")
    private boolean json;

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    PolicyMapCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, MalformedNoteException {
        FlowMap map = site.isNamed() ? observed() : declared();
        if (picture.isPresent()) {
            write(picture.get(), map);
        }
        if (json) {
            try (JsonGenerator out = new JsonFactory().createGenerator(terminal.out())) {
                out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                FlowJson.write(out, map);
            }
            terminal.out().println();
        } else {
            say(map);
        }
        return map.weakest().isPresent() ? ExitCode.FOUND : ExitCode.CLEAN;
    }

    private FlowMap declared() throws IOException {
        PolicyDocument document = read(file.orElse(Path.of("baa.yaml")));
        Instant now = terminal.clock().instant();
        return FlowMap.declared(document, now, PolicyCheck.staleness(document, now));
    }

    private FlowMap observed() throws IOException, MalformedNoteException {
        try (AlertSite open = site.readable(terminal)) {
            PolicyDocument document =
                    file.isPresent() ? read(file.get()) : inForce(open.deployment());
            ObservedFlows seen = new ObservedFlows(PolicyReader.read(document));
            AvroDecoder<AuditEntry> decoder =
                    new AvroDecoder<>(AuditEntry.class, open.deployment().schemas());
            try (TopicsToTheEnd topics = new TopicsToTheEnd(open.deployment())) {
                topics.readSince(
                        Topics.AUDIT_ENTRY,
                        0,
                        MAX_ENTRIES,
                        record -> {
                            try {
                                seen.add(decoder.framed(record.value()));
                            } catch (UndecodableRecordException _unreadable) {
                                // Of a later version, or damaged: verify tells of it.
                            }
                        },
                        count -> terminal.progress("reading entries: %d".formatted(count)));
            }
            Instant now = terminal.clock().instant();
            return FlowMap.of(document, now, seen, PolicyCheck.staleness(document, now));
        }
    }

    private static PolicyDocument inForce(Deployment deployment)
            throws IOException, MalformedNoteException {
        if (Policies.signersAreKnown(deployment.configuration())
                && Policies.current(deployment)
                        instanceof Policies.Current.Published(PolicyDocument policy, String _)) {
            return policy;
        }
        throw new CommandFailure(
                ExitCode.FAILED,
                "No policy that counts is on the policy topic: name the register, or publish one (countersign policy publish)");
    }

    private static PolicyDocument read(Path register) throws IOException {
        try {
            return PolicyYaml.of(register);
        } catch (InvalidPolicyFileException e) {
            throw new CommandFailure(
                    ExitCode.REJECTED, TerminalText.line(String.valueOf(e.getMessage())));
        }
    }

    private void write(Path to, FlowMap map) throws IOException {
        try {
            Files.writeString(
                    to, FlowPicture.of(map, TerminalText::line), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "There is a file already: "
                            + TerminalText.line(to.toString())
                            + "; name another.");
        }
        terminal.err().println("written " + TerminalText.line(to.toString()));
    }

    private void say(FlowMap map) {
        terminal.say(terminal.bold(TerminalText.line(map.headline())));
        terminal.say(terminal.faint(TerminalText.line(map.subtitle())));
        List<FlowText.Line> lines = FlowText.of(map);
        for (FlowText.Line line : lines) {
            String text = TerminalText.line(line.text());
            terminal.say(
                    switch (line.state()) {
                        case COVERED -> text;
                        case UNKNOWN -> terminal.yellow(text);
                        case NOT_COVERED -> terminal.red(text);
                    });
        }
        map.warnings()
                .forEach(warning -> terminal.say(terminal.yellow(TerminalText.line(warning))));
        if (map.left() > 0) {
            terminal.say(map.left() + " events were on further ways, which were not told apart.");
        }
    }
}
