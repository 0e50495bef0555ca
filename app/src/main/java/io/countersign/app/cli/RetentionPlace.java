package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.retention.Destruction;
import io.countersign.app.retention.EnrolledKeys;
import io.countersign.app.retention.EvidenceInventory;
import io.countersign.app.role.Approvers;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.RetentionLog;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.HoldFiles;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import io.countersign.schemas.AuditEntry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine;

/// The installation whose evidence is meant: its sealed log, key folder and holds.
final class RetentionPlace {
    @CommandLine.Mixin private final SiteOption installation = new SiteOption();

    @CommandLine.Option(
            names = "--log",
            paramLabel = "DIR",
            description =
                    "an earlier log too, such as a past year's, or s3://bucket/prefix; again for each")
    private List<String> earlier = List.of();

    @CommandLine.Option(
            names = "--vkeys",
            paramLabel = "FILE",
            description = "verifier keys that you have from elsewhere; else those beside the log")
    private Optional<Path> vkeys = Optional.empty();

    Site site() throws IOException {
        return new Site(
                installation.configuration(), Optional.of(installation.file()), earlier, vkeys);
    }

    /// One installation, opened once.
    static final class Site {
        private final Configuration configuration;
        private final Optional<Path> file;
        private final List<String> earlier;
        private final Optional<Path> vkeys;

        Site(
                Configuration configuration,
                Optional<Path> file,
                List<String> earlier,
                Optional<Path> vkeys) {
            this.configuration = configuration;
            this.file = file;
            this.earlier = List.copyOf(earlier);
            this.vkeys = vkeys;
        }

        Configuration configuration() {
            return configuration;
        }

        String origin() {
            return configuration.ledger().origin();
        }

        EvidenceKeys keys() throws IOException {
            return EvidenceKeys.open(
                    KeyRing.of(configuration).evidence(),
                    EvidenceKeys.Missing.REFUSE,
                    new SecureRandom());
        }

        HoldFiles holds() {
            return KeyRing.of(configuration).holds();
        }

        Deployment cluster() throws IOException {
            return RunningCluster.of(configuration);
        }

        /// The logs at their present checkpoints.
        LogReaders logs() throws IOException {
            return LogPlace.open(LogPlace.all(configuration), vkeys);
        }

        RetentionLog chained(Deployment cluster, Terminal terminal) {
            return new RetentionLog(cluster, terminal.clock(), this::logs);
        }

        /// What the sealed logs say.
        EvidenceInventory inventory(Predicate<AuditEntry> selection) throws IOException {
            List<EntryReader> logs = new ArrayList<>();
            for (String one : earlier) {
                logs.addAll(LogPlace.open(LogPlace.all(one, file), vkeys).oldestFirst());
            }
            logs.addAll(logs().oldestFirst());
            return EvidenceInventory.read(origin(), logs, selection);
        }

        Destruction destruction(EvidenceInventory inventory, Instant now) throws IOException {
            return new Destruction(origin(), keys(), holds(), inventory, now);
        }

        /// Completes what was cut off; then reads the log as it is.
        Destruction completed(Terminal terminal) throws IOException {
            Instant now = terminal.clock().instant();
            Destruction destruction = destruction(inventory(_none -> false), now);
            tell(terminal, destruction.complete(EnrolledKeys.once(this::enrolled)));
            return destruction;
        }

        /// The keys of those who may agree, as the running cluster has them.
        List<VerifierKey> enrolled() throws IOException {
            try {
                return Approvers.enrolled(cluster());
            } catch (MalformedNoteException e) {
                throw new IOException("the directory of people can't be read", e);
            }
        }

        /// Says what was done of what a run before had begun, and what was not.
        static void tell(Terminal terminal, Destruction.Completed completed) {
            for (String done : completed.done()) {
                terminal.say(
                        "completed " + TerminalText.line(done) + ", which a run before had begun");
            }
            for (String left : completed.leftAlone()) {
                terminal.err()
                        .println(
                                "NOT completed: "
                                        + TerminalText.line(left)
                                        + ". The log has it, signed by keys that are not enrolled in the directory of people: find out"
                                        + " who had it chained before anything else (countersign retention plan, countersign access list)");
            }
        }

        /// One process at a time.
        Lock lock() throws IOException {
            FileChannel channel =
                    FileChannel.open(
                            KeyRing.of(configuration).evidence().resolve("retention.lock"),
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return channel::close;
                }
            } catch (OverlappingFileLockException _ofThisProcess) {
                // Refused below.
            }
            channel.close();
            throw new CommandFailure(
                    ExitCode.FAILED, "Another retention command is running: wait for it");
        }

        /// Held until it is closed.
        @FunctionalInterface
        interface Lock extends AutoCloseable {
            @Override
            void close() throws IOException;
        }
    }
}
