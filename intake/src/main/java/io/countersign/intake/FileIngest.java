package io.countersign.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Brings the lines of a file to Kafka. A file's source id is its SHA-256 and a line's sequence
/// number is its place, so that the same file twice is one file: what was acknowledged is not sent
/// again.
public final class FileIngest {
    /// Records on their way at any time.
    private static final int MAX_IN_FLIGHT = 1_000;

    private static final int SOURCE_ID_HEX = 32;

    private final RawRecords records;
    private final Path progressDirectory;

    /// @param progressDirectory remembers how far each file is acknowledged
    public FileIngest(RawRecords records, Path progressDirectory) {
        this.records = records;
        this.progressDirectory = progressDirectory;
    }

    /// What an ingest came to.
    ///
    /// @param sent lines sent and acknowledged now
    /// @param skipped lines that were acknowledged before
    public record Ingested(long sent, long skipped) {}

    /// Reads a file, as [Records] takes it, to its end; returns once Kafka has acknowledged every
    /// line.
    ///
    /// @param progress is told the number of lines acknowledged, now and then
    public Ingested ingest(Path file, String format, LongConsumer progress) throws IOException {
        String sourceId = "file-" + sha256(file).substring(0, SOURCE_ID_HEX);
        Path marker = progressDirectory.resolve(sourceId);
        Files.createDirectories(progressDirectory);
        long done = Files.exists(marker) ? Long.parseLong(Files.readString(marker).strip()) : 0;
        Deque<Future<RecordMetadata>> inFlight = new ArrayDeque<>();
        long line = 0;
        try (Records lines = Records.of(Files.newInputStream(file))) {
            for (Optional<byte[]> text = lines.next(); text.isPresent(); text = lines.next()) {
                if (line >= done) {
                    inFlight.addLast(records.send(format, sourceId, line, text.get()));
                    if (inFlight.size() >= MAX_IN_FLIGHT) {
                        await(inFlight.removeFirst());
                        progress.accept(line - inFlight.size());
                        mark(marker, line + 1 - inFlight.size());
                    }
                }
                line++;
            }
        }
        while (!inFlight.isEmpty()) {
            await(inFlight.removeFirst());
        }
        mark(marker, line);
        progress.accept(line);
        return new Ingested(Math.max(0, line - done), Math.min(line, done));
    }

    private static void mark(Path marker, long acknowledged) throws IOException {
        Files.writeString(marker, acknowledged + "\n");
    }

    private static void await(Future<RecordMetadata> sent) throws IOException {
        try {
            sent.get();
        } catch (ExecutionException failed) {
            throw new IOException(
                    "Kafka did not take a record: "
                            + Objects.requireNonNullElse(failed.getCause(), failed)
                                    .getClass()
                                    .getSimpleName());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; what was acknowledged will not be sent again");
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
