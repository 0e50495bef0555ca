package io.countersign.intake.file;

import io.countersign.intake.RawRecords;
import io.countersign.intake.Records;
import io.countersign.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Brings the lines of files to Kafka. A file's source id is its SHA-256 and a line's sequence
/// number is its place, so that the same file twice is one file: what was acknowledged is not sent
/// again. For one thread.
public final class FileIngest {
    /// Records on their way at any time.
    private static final int MAX_IN_FLIGHT = 1_000;

    private static final int SOURCE_ID_HEX = 32;
    private static final Duration MARK_EVERY = Duration.ofMillis(500);

    private final RawRecords records;
    private final Path progressDirectory;
    private final LastSent lastSent;
    private final UnaryOperator<byte[]> completed;
    private final Header[] headers;

    /// @param progressDirectory remembers how far each file is acknowledged
    /// @param lastSent says how far an ingest that was killed had really come
    /// @param completed fetches what a record keeps elsewhere
    /// @param headers of each record, beside those that name its source
    public FileIngest(
            RawRecords records,
            Path progressDirectory,
            LastSent lastSent,
            UnaryOperator<byte[]> completed,
            Header... headers) {
        this.records = records;
        this.progressDirectory = progressDirectory;
        this.lastSent = lastSent;
        this.completed = completed;
        this.headers = headers.clone();
    }

    /// What an ingest came to.
    ///
    /// @param sent lines sent and acknowledged now
    /// @param skipped lines that were acknowledged before
    public record Ingested(long sent, long skipped) {}

    /// Is told how far an ingest is.
    public interface Listener {
        /// @param lines acknowledged, those of earlier runs included
        /// @param bytes read of the file
        /// @param ofBytes the file's size, 0 where it is not known
        void acknowledged(long lines, long bytes, long ofBytes);
    }

    /// Reads a file, as [Records] takes it, to its end; returns once Kafka has acknowledged every
    /// line.
    public Ingested ingest(Path file, String format, Listener progress) throws IOException {
        String sourceId = "file-" + sha256(file).substring(0, SOURCE_ID_HEX);
        IngestMarker marker = IngestMarker.of(progressDirectory, sourceId);
        long done = alreadySent(sourceId, marker);
        try (CountedInput input = new CountedInput(Files.newInputStream(file))) {
            return send(input, format, sourceId, done, marker, Files.size(file), progress);
        }
    }

    /// Reads a stream to its end. It can't be read twice, so it can't be resumed, and what is
    /// brought in twice is there twice.
    ///
    /// @param sourceId new for each stream
    public Ingested ingest(InputStream stream, String format, String sourceId, Listener progress)
            throws IOException {
        IngestMarker marker = IngestMarker.of(progressDirectory, sourceId);
        try (CountedInput input = new CountedInput(stream)) {
            return send(input, format, sourceId, 0, marker, 0, progress);
        } finally {
            marker.delete();
        }
    }

    /// The marker lags behind what Kafka took before the process died, by what was on its way.
    private long alreadySent(String sourceId, IngestMarker marker) throws IOException {
        Optional<IngestMarker.Mark> mark = marker.read();
        if (mark.isEmpty()) {
            return 0;
        }
        OptionalLong last = lastSent.after(mark.get(), sourceId);
        return Math.max(mark.get().acknowledged(), last.isPresent() ? last.getAsLong() + 1 : 0);
    }

    private Ingested send(
            CountedInput input,
            String format,
            String sourceId,
            long done,
            IngestMarker marker,
            long size,
            Listener progress)
            throws IOException {
        Deque<Future<RecordMetadata>> inFlight = new ArrayDeque<>();
        long line = 0;
        long marked = System.nanoTime();
        try (Records lines = Records.of(input)) {
            for (Optional<byte[]> text = lines.next(); text.isPresent(); text = lines.next()) {
                if (line >= done) {
                    byte[] record = completed.apply(text.get());
                    inFlight.addLast(records.send(format, sourceId, line, record, headers));
                    // The first one alone: from the first mark on nothing is sent twice.
                    if (line == done || inFlight.size() >= MAX_IN_FLIGHT) {
                        RecordMetadata place = await(inFlight.removeFirst());
                        boolean due =
                                line == done || System.nanoTime() - marked > MARK_EVERY.toNanos();
                        // A refusal lies elsewhere, and is no place to look on from.
                        if (due && !place.topic().equals(Topics.CONTROL)) {
                            long acknowledged = line + 1 - inFlight.size();
                            marker.write(acknowledged, place);
                            progress.acknowledged(acknowledged, input.count(), size);
                            marked = System.nanoTime();
                        }
                    }
                }
                line++;
            }
        }
        @Nullable RecordMetadata last = null;
        while (!inFlight.isEmpty()) {
            last = await(inFlight.removeFirst());
        }
        if (last != null) {
            marker.write(line, last);
        }
        progress.acknowledged(line, input.count(), size);
        return new Ingested(Math.max(0, line - done), Math.min(line, done));
    }

    private static RecordMetadata await(Future<RecordMetadata> sent) throws IOException {
        try {
            return sent.get();
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
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
