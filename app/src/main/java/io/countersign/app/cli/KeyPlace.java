package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.SealedLogs;
import io.countersign.audit.note.LogName;
import io.countersign.ledger.storage.s3.S3Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// Where the keys lie: as a configuration file says, or the defaults under a directory.
final class KeyPlace {
    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "the configuration that says where the keys lie and what the log is called")
    private Optional<Path> config = Optional.empty();

    @CommandLine.Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "the installation's directory, in place of a configuration")
    private Optional<Path> directory = Optional.empty();

    @CommandLine.Option(
            names = "--origin",
            paramLabel = "NAME",
            description = "the log's name, in place of a configuration")
    private Optional<String> origin = Optional.empty();

    /// @param directory where the log lies, unless it lies in a bucket
    /// @param storage the bucket and how to reach it
    /// @param policySigners vkeys whose signatures count on a policy
    /// @param witnesses who cosigns the log
    record Site(
            KeyRing ring,
            Path directory,
            Optional<Bucket> storage,
            List<String> policySigners,
            Configuration.Witnesses witnesses) {
        Site {
            policySigners = List.copyOf(policySigners);
        }

        /// The log that is sealed now; empty where there is none in its place yet.
        Optional<LogPlace> log() throws IOException {
            if (storage.isPresent()) {
                return storage.get().log();
            }
            List<Path> folders = SealedLogs.folders(directory);
            return folders.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LogPlace.InDirectory(folders.getLast()));
        }

        /// The name of the log that is sealed now.
        LogName logName() throws IOException {
            LogName first = LogName.first(ring.origin());
            Optional<LogPlace> log = log();
            String claimed = log.isPresent() ? log.get().claimedOrigin() : first.origin();
            return LogName.isOf(first.origin(), claimed) && !claimed.equals(first.origin())
                    ? first.in(Integer.parseInt(claimed.substring(claimed.lastIndexOf('/') + 1)))
                    : first;
        }
    }

    /// A log in a bucket, and the configuration that says how to reach it.
    record Bucket(S3Place place, Configuration configuration) {
        Optional<LogPlace> log() throws IOException {
            return LogPlace.isIn(place, configuration)
                    ? Optional.of(LogPlace.all(configuration).getLast())
                    : Optional.empty();
        }
    }

    Site site() throws IOException {
        if (config.isPresent() && (directory.isPresent() || origin.isPresent())) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--config says both directory and origin: give it alone");
        }
        if (config.isPresent()) {
            Configuration stated = ConfigurationFile.read(config.get()).configuration();
            return new Site(
                    KeyRing.of(stated),
                    stated.directory(),
                    stated.ledger().storage().map(place -> new Bucket(place, stated)),
                    stated.keys().policySigners(),
                    stated.ledger().witnesses());
        }
        if (directory.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Say where the keys lie: --config FILE or --directory DIR");
        }
        Configuration standard = Configuration.defaults();
        return new Site(
                new KeyRing(
                        origin.orElse(standard.ledger().origin()),
                        directory.get().resolve(standard.keys().ledger()),
                        Optional.empty(),
                        directory.get().resolve(standard.keys().tokens()),
                        directory.get().resolve(standard.keys().evidence())),
                directory.get(),
                Optional.empty(),
                List.of(),
                Configuration.Witnesses.NONE);
    }
}
