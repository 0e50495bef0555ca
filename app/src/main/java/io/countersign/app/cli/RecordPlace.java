package io.countersign.app.cli;

import io.countersign.app.locked.Disposal;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.app.retention.EvidenceInventory;
import io.countersign.ledger.locked.LockedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/// The locked record of the installation that a command names, to let parts of it go.
final class RecordPlace {
    @CommandLine.Mixin private final RetentionPlace place = new RetentionPlace();

    @CommandLine.Option(
            names = "--s3-credentials",
            paramLabel = "FILE",
            description =
                    "keys of the bucket that may delete, in the form of ~/.aws/credentials; a keeper's may not")
    private Optional<Path> credentials = Optional.empty();

    /// What is open: closed with the command.
    record Open(RetentionPlace.Site site, RecordOfInstallation record, LockedStore store)
            implements AutoCloseable {
        /// Reads the logs and the manifest as they are now.
        Disposal disposal(Terminal terminal) throws IOException {
            EvidenceInventory inventory = site.inventory(_none -> false);
            return new Disposal(
                    record.installation(),
                    record.disposing(store, terminal.ledgerKeyPassword(), terminal.clock()),
                    inventory,
                    record.holds(site.logs()),
                    terminal.clock().instant());
        }

        @Override
        public void close() throws IOException {
            store.close();
        }
    }

    /// @throws CommandFailure where the configuration names no record
    Open open(Terminal terminal) throws IOException {
        RetentionPlace.Site site = place.site();
        RecordOfInstallation record =
                RecordOfInstallation.of(site.configuration())
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "The configuration names no locked record: archive.lock"));
        return new Open(site, record, record.open(credentials));
    }
}
