package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.LockPlace;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.app.s3.S3Connection;
import io.countersign.ledger.locked.LockMode;
import io.countersign.ledger.storage.s3.LockConformance;
import io.countersign.ledger.storage.s3.LockConformance.Finding;
import io.countersign.ledger.storage.s3.LockConformance.Outcome;
import io.countersign.ledger.storage.s3.S3Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// `countersign archive check`.
@CommandLine.Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Tries what a store really enforces of Object Lock, before six years depend on it: small",
            "marked objects are locked, and then deleted, overwritten, shortened and weakened by every way.",
            "They lie in lock-check/ below the place; nothing else is touched and no setting changed. What was",
            "locked stays for three minutes, whatever is done, and may then be deleted.",
            "Exit code 1 where the store does not hold what the record needs."
        },
        footer = {
            "",
            "Examples:",
            "  countersign archive check --config countersign.yaml",
            "  countersign archive check s3://audit-record/hospital --config countersign.yaml --yes --json"
        })
final class ArchiveCheckCommand implements Command {
    @CommandLine.Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "s3://bucket/prefix; what archive.lock.storage names otherwise")
    private Optional<String> named = Optional.empty();

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = "how to reach the bucket")
    private Optional<Path> config = Optional.empty();

    @CommandLine.Option(names = "--yes", description = "does not ask")
    private boolean yes;

    @CommandLine.Option(names = "--json", description = "one JSON document for machines")
    private boolean asJson;

    private final Terminal terminal;

    ArchiveCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        Configuration configuration = LockedPlace.configuration(config);
        S3Place place =
                switch (place(configuration)) {
                    case LockPlace.Bucket(S3Place bucket) -> bucket;
                    case LockPlace.Directory(Path path) ->
                            throw new CommandFailure(
                                    ExitCode.FOUND,
                                    "A directory ("
                                            + TerminalText.line(path.toString())
                                            + ") enforces nothing: who may write there may delete there");
                };
        if (!yes
                && !terminal.confirms(
                        "In "
                                + TerminalText.line(place.toString())
                                + " two small test objects will be locked, which nobody can delete for "
                                + LockConformance.STAYS.toMinutes()
                                + " minutes. Go on?")) {
            throw new CommandFailure(ExitCode.USAGE, "Nothing was tried");
        }
        List<Finding> findings =
                LockConformance.of(
                        S3Connection.endpoint(configuration).sealingClient(),
                        place,
                        terminal.clock());
        boolean fit =
                findings.stream()
                        .noneMatch(found ->
                                found.check().isNeeded() && found.outcome() == Outcome.NOT_HELD);
        if (asJson) {
            write(place, findings, fit);
        } else {
            say(place, findings, fit);
        }
        return fit ? ExitCode.CLEAN : ExitCode.FOUND;
    }

    private LockPlace place(Configuration configuration) {
        return named.map(LockedPlace::parse)
                .or(() -> RecordOfInstallation.of(configuration).map(RecordOfInstallation::place))
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.USAGE,
                                "Name a place, or a --config with archive.lock.storage"));
    }

    private void say(S3Place place, List<Finding> findings, boolean fit) {
        for (Finding found : findings) {
            String line =
                    switch (found.outcome()) {
                        case HELD -> "held      ";
                        case NOT_HELD ->
                                terminal.red(
                                        found.check().isNeeded() ? "NOT HELD  " : "not held  ");
                        case NOT_TRIED -> terminal.faint("not tried ");
                    };
            terminal.say(
                    line
                            + found.check().sentence()
                            + terminal.faint(" (" + TerminalText.line(found.detail()) + ")"));
        }
        terminal.say("");
        terminal.say(
                fit
                        ? terminal.green("The store holds what the record needs.")
                        : terminal.red("The store does not hold what the record needs.")
                                + " Take another one: what is kept there can be destroyed.");
        terminal.say(
                "Test objects stay in "
                        + TerminalText.line(
                                place.below(LockConformance.FOLDER.replace("/", "")).toString())
                        + " for "
                        + LockConformance.STAYS.toMinutes()
                        + " minutes; delete them then.");
    }

    private void write(S3Place place, List<Finding> findings, boolean fit) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(terminal.out());
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        try (json) {
            json.writeStartObject();
            json.writeStringField("place", place.toString());
            json.writeStringField("mode", LockMode.COMPLIANCE.name());
            json.writeBooleanField("fit", fit);
            json.writeArrayFieldStart("checks");
            for (Finding found : findings) {
                json.writeStartObject();
                json.writeStringField("check", found.check().name());
                json.writeStringField("outcome", found.outcome().name());
                json.writeBooleanField("needed", found.check().isNeeded());
                json.writeStringField("detail", found.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        terminal.out().println();
    }
}
