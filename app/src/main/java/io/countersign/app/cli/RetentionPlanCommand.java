package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.retention.EvidenceInventory;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.Retention;
import io.countersign.schemas.HeldQuarter;
import io.countersign.schemas.HoldEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine;

/// `countersign retention plan`.
@CommandLine.Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Shows each quarter's evidence: how much there is, what is held, and from when on it may be shredded.",
            "Exit code 1 where a key is missing or another than announced, or shredding was cut off."
        },
        footer = {"", "Example:", "  countersign retention plan --config countersign.yaml"})
final class RetentionPlanCommand implements Command {
    @CommandLine.Mixin private final RetentionPlace place = new RetentionPlace();

    @CommandLine.Option(names = "--json", description = "prints JSON")
    private boolean json;

    private final Terminal terminal;

    RetentionPlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What is the matter with a quarter.
    private enum State {
        KEPT,
        DUE,
        SHREDDED,
        /// The log says that it goes, and its key is there still.
        UNFINISHED,
        /// Its key is not there, and the log does not say why.
        MISSING,
        /// The log announced another key.
        ANOTHER_KEY
    }

    private record Row(
            String kid, long records, long held, Instant due, State state, long destroys) {}

    @Override
    public ExitCode run() throws IOException {
        RetentionPlace.Site site = place.site();
        EvidenceInventory inventory = site.inventory(_none -> false);
        List<Row> rows = rows(inventory, site.keys());
        if (json) {
            write(rows, inventory);
        } else {
            show(rows, inventory);
        }
        boolean wrong =
                rows.stream()
                        .anyMatch(row ->
                                row.state() == State.UNFINISHED
                                        || row.state() == State.MISSING
                                        || row.state() == State.ANOTHER_KEY);
        return wrong ? ExitCode.FOUND : ExitCode.CLEAN;
    }

    private List<Row> rows(EvidenceInventory inventory, EvidenceKeys keys) throws IOException {
        TreeSet<String> kids = new TreeSet<>(keys.kids());
        inventory.kids().stream().filter(EvidenceKeys::isKid).forEach(kids::add);
        List<Row> rows = new ArrayList<>();
        for (String kid : kids) {
            long held =
                    active(inventory).stream()
                            .flatMap(hold -> hold.getQuarters().stream())
                            .filter(quarter -> quarter.getKid().equals(kid))
                            .mapToLong(HeldQuarter::getRecords)
                            .sum();
            State state = state(kid, inventory, keys);
            long records = inventory.records(kid);
            boolean gone = state == State.SHREDDED;
            rows.add(
                    new Row(
                            kid,
                            records,
                            held,
                            Retention.dueOf(kid),
                            state,
                            gone ? 0 : Math.max(0, records - held)));
        }
        return rows;
    }

    private State state(String kid, EvidenceInventory inventory, EvidenceKeys keys) {
        boolean shredded = inventory.shredded(kid).isPresent();
        if (!keys.exists(kid)) {
            return shredded ? State.SHREDDED : State.MISSING;
        }
        if (shredded) {
            return State.UNFINISHED;
        }
        if (inventory
                .fingerprint(kid)
                .filter(announced -> !keys.fingerprint(kid).matches(announced.bytes(), 0))
                .isPresent()) {
            return State.ANOTHER_KEY;
        }
        return terminal.clock().instant().isBefore(Retention.dueOf(kid)) ? State.KEPT : State.DUE;
    }

    private static List<HoldEntry> active(EvidenceInventory inventory) {
        return inventory.placed().values().stream()
                .filter(hold -> inventory.released(hold.getHoldId()).isEmpty())
                .toList();
    }

    private void show(List<Row> rows, EvidenceInventory inventory) {
        terminal.say("quarter     records   held   may be shredded from   state");
        for (Row row : rows) {
            String line =
                    "%s  %8d  %5d   %s   %s"
                            .formatted(
                                    row.kid(),
                                    row.records(),
                                    row.held(),
                                    row.due().toString().substring(0, 10) + "          ",
                                    words(row));
            boolean wrong =
                    row.state() != State.KEPT
                            && row.state() != State.DUE
                            && row.state() != State.SHREDDED;
            terminal.say(wrong ? terminal.red(line) : line);
        }
        for (HoldEntry hold : active(inventory)) {
            terminal.say(
                    "held: "
                            + TerminalText.line(hold.getHoldId())
                            + "  "
                            + hold.getReason()
                            + "  by "
                            + TerminalText.line(hold.getPerson()));
        }
    }

    private static String words(Row row) {
        return switch (row.state()) {
            case KEPT -> "kept";
            case DUE ->
                    "due: shredding makes "
                            + row.destroys()
                            + " records unreadable, "
                            + row.held()
                            + " stay held";
            case SHREDDED -> "shredded";
            case UNFINISHED -> "shredding was cut off: any retention shred or release completes it";
            case MISSING -> "its key is not there: restore it from its copy";
            case ANOTHER_KEY -> "its key is not the one that the log announced: restore that one";
        };
    }

    private void write(List<Row> rows, EvidenceInventory inventory) throws IOException {
        try (JsonGenerator out = new JsonFactory().createGenerator(terminal.out())) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.writeStartObject();
            out.writeArrayFieldStart("quarters");
            for (Row row : rows) {
                out.writeStartObject();
                out.writeStringField("kid", row.kid());
                out.writeNumberField("records", row.records());
                out.writeNumberField("held", row.held());
                out.writeStringField("due", row.due().toString());
                out.writeStringField("state", row.state().name());
                out.writeNumberField("destroys", row.destroys());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayFieldStart("holds");
            for (HoldEntry hold : active(inventory)) {
                out.writeStartObject();
                out.writeStringField("hold", hold.getHoldId());
                out.writeStringField("reason", hold.getReason());
                out.writeStringField("person", hold.getPerson());
                out.writeNumberField(
                        "records",
                        hold.getQuarters().stream().mapToLong(HeldQuarter::getRecords).sum());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        terminal.out().println();
    }
}
