package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.locked.Disposal;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;

/// `countersign retention parts`.
@CommandLine.Command(
        name = "parts",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the parts of the locked record, a log or a quarter's evidence each: how much there is, when the",
            "last lock ends, and what keeps it. What nothing keeps any more may be disposed of."
        },
        footer = {"", "Example:", "  countersign retention parts --config countersign.yaml"})
final class RetentionPartsCommand implements Command {
    @CommandLine.Mixin private final RecordPlace place = new RecordPlace();

    @CommandLine.Option(names = "--json", description = "prints JSON")
    private boolean json;

    private final Terminal terminal;

    RetentionPartsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        try (RecordPlace.Open open = place.open(terminal)) {
            List<Disposal.Standing> parts = open.disposal(terminal).parts();
            if (json) {
                write(parts);
            } else {
                parts.forEach(this::say);
            }
        }
        return ExitCode.CLEAN;
    }

    private void say(Disposal.Standing one) {
        terminal.say(
                "%-22s %,9d objects %,16d bytes   %s"
                        .formatted(
                                one.part().name(),
                                one.part().objects().size(),
                                one.part().bytes(),
                                TerminalText.line(
                                        one.keptBy()
                                                .orElse(
                                                        "may be disposed of: its last lock ended at "
                                                                + one.part().ended()))));
    }

    private void write(List<Disposal.Standing> parts) throws IOException {
        try (JsonGenerator out = new JsonFactory().createGenerator(terminal.out())) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.writeStartObject();
            out.writeArrayFieldStart("parts");
            for (Disposal.Standing one : parts) {
                out.writeStartObject();
                out.writeStringField("part", one.part().name());
                out.writeNumberField("objects", one.part().objects().size());
                out.writeNumberField("bytes", one.part().bytes());
                out.writeStringField("last_lock_ends", one.part().ended().toString());
                out.writeStringField("list", one.part().list().hex());
                out.writeBooleanField("may_go", one.keptBy().isEmpty());
                if (one.keptBy().isPresent()) {
                    out.writeStringField("kept_by", one.keptBy().get());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        terminal.out().println();
    }
}
