package io.countersign.sinks.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/// An Iceberg table in a directory, in the layout of Hadoop's catalogue, which Spark, Trino and
/// pyiceberg open by its path:
///
/// ```
/// DIR/metadata/v17.metadata.json     the table's 17th state; the highest number is the table
/// DIR/metadata/version-hint.text     17, or a lower number: a hint only
/// DIR/data/...                       Parquet files
/// ```
///
/// A commit is the creation of the next number's file by a link, which fails where the name is
/// there: that is the compare-and-swap. One instance belongs to one thread.
final class DirectoryTable implements TableOperations {
    private static final String HINT = "version-hint.text";
    private static final Pattern METADATA = Pattern.compile("v([1-9][0-9]{0,8})\\.metadata\\.json");

    private final Path directory;
    private final DirectoryFiles files;
    private @Nullable TableMetadata current;
    private int version;

    /// True until the first commit of a table that takes the place of whatever is there.
    private boolean anew;

    /// @param root what the table's files may lie in, at or above the directory
    DirectoryTable(Path root, Path directory) {
        this(new DirectoryFiles(root), directory);
    }

    /// @param files of this table and of what lies beside it
    DirectoryTable(DirectoryFiles files, Path directory) {
        this.directory = directory;
        this.files = files;
    }

    /// A table that is not there yet, and whose first commit takes the place of the one that is.
    static DirectoryTable anew(Path root, Path directory) {
        DirectoryTable table = new DirectoryTable(root, directory);
        table.anew = true;
        return table;
    }

    /// Iceberg's own code takes null for a table that is not there yet.
    @Override
    @SuppressWarnings("NullAway")
    public @Nullable TableMetadata current() {
        return current == null ? refresh() : current;
    }

    @Override
    @SuppressWarnings("NullAway")
    public @Nullable TableMetadata refresh() {
        OptionalInt newest = newestVersion();
        if (anew || newest.isEmpty()) {
            current = null;
            version = newest.orElse(0);
        } else if (current == null || newest.getAsInt() != version) {
            version = newest.getAsInt();
            current = TableMetadataParser.read(files, metadataFileLocation(name(version)));
        }
        return current;
    }

    boolean exists() {
        return newestVersion().isPresent();
    }

    @Override
    public void commit(@Nullable TableMetadata base, TableMetadata next) {
        if (base != current()) {
            throw new CommitFailedException("the table has changed since it was read");
        }
        if (base == next) {
            return;
        }
        Path metadata = directory.resolve("metadata");
        Path draft = metadata.resolve("draft-" + UUID.randomUUID() + ".metadata.json");
        int number = version + 1;
        try {
            Files.createDirectories(metadata);
            TableMetadataParser.overwrite(
                    next, files.newOutputFile(DirectoryFiles.location(draft)));
            // The point of no return: with this name the table is in its next state.
            Files.createLink(metadata.resolve(name(number)), draft);
            files.sync(metadata);
        } catch (FileAlreadyExistsException e) {
            throw new CommitFailedException(e, "another writer was faster");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deleteQuietly(draft);
        }
        writeHint(metadata, number);
        anew = false;
        current = null;
        refresh();
        CatalogUtil.deleteRemovedMetadataFiles(files, base, next);
    }

    private static void deleteQuietly(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException _leftBehind) {
            // A draft is no part of the table, and the next clean-up takes it away.
        }
    }

    /// The hint only saves a listing, so that the commit stands without it.
    private static void writeHint(Path metadata, int number) {
        Path draft = metadata.resolve(UUID.randomUUID() + ".draft");
        try {
            Files.writeString(draft, Integer.toString(number), StandardOpenOption.CREATE_NEW);
            Files.move(draft, metadata.resolve(HINT), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException _noHint) {
            deleteQuietly(draft);
        }
    }

    /// By the hint and the numbers that follow it, and where there is no hint by the names.
    private OptionalInt newestVersion() {
        Path metadata = directory.resolve("metadata");
        Optional<Integer> hint = hint(metadata.resolve(HINT));
        if (hint.isPresent() && Files.exists(metadata.resolve(name(hint.get())))) {
            int number = hint.get();
            while (Files.exists(metadata.resolve(name(number + 1)))) {
                number++;
            }
            return OptionalInt.of(number);
        }
        if (!Files.isDirectory(metadata)) {
            return OptionalInt.empty();
        }
        try (Stream<Path> names = Files.list(metadata)) {
            return names.map(file -> METADATA.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .max();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Integer> hint(Path file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.US_ASCII))
                    .map(text -> METADATA.matcher(name(text.trim())))
                    .filter(Matcher::matches)
                    .map(found -> Integer.valueOf(found.group(1)));
        } catch (IOException _noHint) {
            return Optional.empty();
        }
    }

    private static String name(Object number) {
        return "v" + number + ".metadata.json";
    }

    @Override
    public FileIO io() {
        return files;
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return DirectoryFiles.location(directory.resolve("metadata").resolve(fileName));
    }

    @Override
    public LocationProvider locationProvider() {
        TableMetadata metadata = current();
        if (metadata == null) {
            throw new IllegalStateException("there is no table yet");
        }
        return LocationProviders.locationsFor(metadata.location(), metadata.properties());
    }
}
