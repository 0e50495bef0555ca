package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.SiteFormats;
import io.countersign.app.s3.S3Bodies;
import io.countersign.app.s3.S3Connection;
import io.countersign.intake.RawRecords;
import io.countersign.intake.file.FileIngest;
import io.countersign.intake.file.FolderMirror;
import io.countersign.intake.file.OffloadedBodies;
import io.countersign.intake.file.RawTopicTail;
import io.countersign.intake.file.StoredObjects;
import io.countersign.schemas.RecordHeaders;
import io.countersign.sources.InputFormats;
import io.countersign.topology.steps.Intake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import picocli.CommandLine;
import software.amazon.awssdk.services.s3.S3Client;

/// `countersign ingest`: the lines of files to Kafka.
@CommandLine.Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Brings the lines of files to Kafka: plain, gzip, zst or zip, and the exports that judge reads.",
            "A file is known by its SHA-256: what was acknowledged before is not sent again, so an ingest that",
            "broke off goes on where it was, whatever ended it. Standard input can't be read twice: what is piped",
            "in again is there again."
        },
        footer = {
            "",
            "Examples:",
            "  countersign ingest --config countersign.yaml --format squid access.log.1.gz",
            "  countersign ingest --config countersign.yaml /var/log/proxy/",
            "  zcat nss.json.gz | countersign ingest --config countersign.yaml --format zscaler-nss-web -",
            "  countersign ingest --config countersign.yaml --as-history last-month.zip",
            "  countersign ingest --config countersign.yaml --format bedrock-invocation --s3-mirror mirror/ mirror/bedrock-logs/",
            "  countersign ingest --config countersign.yaml --format bedrock-invocation --s3 bedrock-logs logs/"
        })
final class IngestCommand implements Command {
    private static final String STANDARD_INPUT = "-";
    private static final int MAX_FILES = 1_000_000;
    private static final int MAX_FOLDER_DEPTH = 32;
    private static final int STREAM_ID_BYTES = 8;

    @CommandLine.Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "files, folders with all their files, or - for standard input")
    private List<Path> inputs = List.of();

    @CommandLine.Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "the input format; auto (the default) looks at each line")
    private String format = Intake.AUTO;

    @CommandLine.Option(
            names = "--as-history",
            description =
                    "the lines teach the rules (baselines, first uses) and alert nobody; each is judged and chained")
    private boolean asHistory;

    @CommandLine.Option(
            names = "--s3-mirror",
            paramLabel = "DIR",
            description =
                    "a folder with a copy of the bucket at DIR/BUCKET/KEY: bodies that Bedrock's log points to are read there")
    private Optional<Path> mirror = Optional.empty();

    @CommandLine.Option(
            names = "--s3",
            paramLabel = "BUCKET",
            description =
                    "bodies that Bedrock's log points to in this bucket are fetched from it (s3 in the configuration); may be repeated")
    private List<String> buckets = List.of();

    @CommandLine.Mixin private SiteOption site = new SiteOption();

    private final Terminal terminal;

    IngestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException {
        Configuration configuration = site.configuration();
        InputFormats formats = SiteFormats.of(configuration);
        if (!format.equals(Intake.AUTO) && formats.named(format).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "No input format of that name; there are auto, " + formats.names());
        }
        List<Path> files = files();
        Optional<S3Client> client =
                buckets.isEmpty()
                        ? Optional.empty()
                        : Optional.of(S3Connection.open(configuration));
        try {
            ingest(configuration, files, bodies(client));
        } finally {
            client.ifPresent(S3Client::close);
        }
        return ExitCode.CLEAN;
    }

    /// Empty where nobody said where bodies lie.
    private Optional<OffloadedBodies> bodies(Optional<S3Client> client) {
        List<StoredObjects> places = new ArrayList<>();
        mirror.map(FolderMirror::new).ifPresent(places::add);
        client.map(one -> new S3Bodies(one, Set.copyOf(buckets))).ifPresent(places::add);
        return places.isEmpty() ? Optional.empty() : Optional.of(new OffloadedBodies(places));
    }

    private void ingest(
            Configuration configuration, List<Path> files, Optional<OffloadedBodies> bodies)
            throws IOException {
        Deployment deployment = RunningCluster.of(configuration);
        try (Producer<byte[], byte[]> producer = deployment.producer()) {
            RawRecords records =
                    new RawRecords(
                            producer,
                            configuration.partitions(),
                            KeyRing.of(configuration).tokenKeys(),
                            deployment.schemas(),
                            terminal.clock());
            FileIngest ingest =
                    new FileIngest(
                            records,
                            configuration.resolve(Path.of("ingest")),
                            new RawTopicTail(deployment::committedReader),
                            bodies.<UnaryOperator<byte[]>>map(one -> one)
                                    .orElse(UnaryOperator.identity()),
                            headers());
            for (Path file : files) {
                report(file, one(ingest, file));
            }
        }
        bodies.ifPresent(this::report);
    }

    private FileIngest.Ingested one(FileIngest ingest, Path file) throws IOException {
        FileIngest.Listener progress = (lines, bytes, of) -> progress(file, lines, bytes, of);
        if (!file.toString().equals(STANDARD_INPUT)) {
            return ingest.ingest(file, format, progress);
        }
        byte[] id = new byte[STREAM_ID_BYTES];
        new SecureRandom().nextBytes(id);
        return ingest.ingest(
                terminal.in(), format, "stdin-" + HexFormat.of().formatHex(id), progress);
    }

    private Header[] headers() {
        return asHistory
                ? new Header[] {
                    new RecordHeader(RecordHeaders.HISTORY, "true".getBytes(StandardCharsets.UTF_8))
                }
                : new Header[0];
    }

    /// The files themselves, in an order that is the same each time.
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path input : inputs) {
            if (input.toString().equals(STANDARD_INPUT)) {
                files.add(input);
            } else if (Files.isDirectory(input)) {
                try (Stream<Path> all = Files.walk(input, MAX_FOLDER_DEPTH)) {
                    all.filter(Files::isRegularFile)
                            .sorted()
                            .limit(MAX_FILES + 1L)
                            .forEach(files::add);
                }
            } else if (Files.isRegularFile(input)) {
                files.add(input);
            } else {
                throw new CommandFailure(
                        ExitCode.USAGE, "There is no file " + TerminalText.line(input.toString()));
            }
        }
        if (files.isEmpty() || files.size() > MAX_FILES) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    files.isEmpty()
                            ? "The folder holds no file"
                            : "More than " + MAX_FILES + " files: ingest them folder by folder");
        }
        return files;
    }

    private void progress(Path file, long lines, long bytes, long ofBytes) {
        String percent = ofBytes == 0 ? "" : " (" + 100 * bytes / ofBytes + " %)";
        terminal.progress(TerminalText.line(file.toString()) + ": " + lines + " lines" + percent);
    }

    private void report(Path file, FileIngest.Ingested done) {
        terminal.say(
                "%s: %d lines sent%s, %d were there before"
                        .formatted(
                                TerminalText.line(file.toString()),
                                done.sent(),
                                asHistory ? " as history" : "",
                                done.skipped()));
    }

    private void report(OffloadedBodies bodies) {
        terminal.say(
                "%d bodies were fetched, %d are not there and stay NOT_INSPECTED (OFFLOADED)"
                        .formatted(bodies.resolved(), bodies.missing()));
    }
}
