package io.countersign.intake.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.RecordMetadata;

/// The file that remembers how far another file is acknowledged.
///
/// ```
/// 12000 proxy.raw/3@88123       lines acknowledged; where the last of them lies
/// ```
public final class IngestMarker {
    private static final Pattern LINE =
            Pattern.compile("(\\d{1,18})(?: ([A-Za-z0-9._-]{1,249})/(\\d{1,9})@(\\d{1,18}))?");

    private final Path file;

    private IngestMarker(Path file) {
        this.file = file;
    }

    static IngestMarker of(Path directory, String sourceId) throws IOException {
        Files.createDirectories(directory);
        return new IngestMarker(directory.resolve(sourceId));
    }

    /// @param acknowledged lines
    /// @param topic where the last of them lies, empty where an earlier release did not say
    /// @param partition of that topic
    /// @param offset there
    public record Mark(long acknowledged, String topic, int partition, long offset) {}

    /// Empty where nothing is remembered. A marker that was cut is none: the lines come again, and
    /// are known by their sequence numbers.
    Optional<Mark> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Matcher line = LINE.matcher(Files.readString(file).strip());
        if (!line.matches()) {
            return Optional.empty();
        }
        long acknowledged = Long.parseLong(line.group(1));
        return Optional.of(
                line.group(2) == null
                        ? new Mark(acknowledged, "", 0, 0)
                        : new Mark(
                                acknowledged,
                                line.group(2),
                                Integer.parseInt(line.group(3)),
                                Long.parseLong(line.group(4))));
    }

    void write(long acknowledged, RecordMetadata last) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(
                fresh,
                acknowledged
                        + " "
                        + last.topic()
                        + "/"
                        + last.partition()
                        + "@"
                        + last.offset()
                        + "\n");
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
