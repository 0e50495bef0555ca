package io.countersign.sinks.archive.live;

import io.countersign.sinks.archive.ArchivePlace;
import io.countersign.sinks.archive.CatalogueSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The configuration of the archive's sink; its documentation strings are the manual.
///
/// @param place where the archive is
/// @param tidies whether this task merges small files
/// @param commitEvery how long an entry waits at most before it is written
/// @param maxEntries that wait in memory; so many are written at once
record ArchiveSinkConfig(ArchivePlace place, boolean tidies, Duration commitEvery, int maxEntries) {
    static final String DIRECTORY = "directory";

    /// Of the settings of a catalogue ([CatalogueSettings]).
    static final String CATALOG = "catalog.";

    /// Of a task, never of a configuration.
    static final String TIDIES = "task.tidies";

    static final String COMMIT_EVERY_MS = "commit.interval.ms";
    static final String MAX_ENTRIES = "commit.max.entries";

    static final long STANDARD_COMMIT_EVERY_MS = 60_000;
    private static final int STANDARD_MAX_ENTRIES = 20_000;

    /// Of about 3 KiB in memory each, with the rows of all tables.
    private static final int MOST_ENTRIES = 1_000_000;

    private static final long LONGEST_MS = 3_600_000;

    static final ConfigDef DEFINITION =
            new ConfigDef()
                    .define(
                            DIRECTORY,
                            ConfigDef.Type.STRING,
                            "",
                            ConfigDef.Importance.HIGH,
                            "Directory of the archive; made when missing. One connector per directory, and one task. Or settings that begin with catalog. where it is in an Iceberg REST catalogue.")
                    .define(
                            COMMIT_EVERY_MS,
                            ConfigDef.Type.LONG,
                            STANDARD_COMMIT_EVERY_MS,
                            ConfigDef.Range.between(1, LONGEST_MS),
                            ConfigDef.Importance.MEDIUM,
                            "How long an entry waits at most. Shorter makes more and smaller files, which are merged later; an answer is complete either way.")
                    .define(
                            MAX_ENTRIES,
                            ConfigDef.Type.INT,
                            STANDARD_MAX_ENTRIES,
                            ConfigDef.Range.between(1, MOST_ENTRIES),
                            ConfigDef.Importance.LOW,
                            "Entries that wait in memory; so many are written before their time.");

    /// @throws ConfigException naming the key
    static ArchiveSinkConfig parse(Map<String, String> properties) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        return new ArchiveSinkConfig(
                place(config),
                !"false".equals(properties.get(TIDIES)),
                Duration.ofMillis(config.getLong(COMMIT_EVERY_MS)),
                config.getInt(MAX_ENTRIES));
    }

    private static ArchivePlace place(AbstractConfig config) {
        String directory = config.getString(DIRECTORY);
        Map<String, String> catalogue = new HashMap<>();
        config.originalsWithPrefix(CATALOG)
                .forEach((key, value) -> catalogue.put(key, value.toString()));
        if (directory.isEmpty() == catalogue.isEmpty()) {
            throw new ConfigException(
                    "An archive is either in "
                            + DIRECTORY
                            + " or in a catalogue, "
                            + CATALOG
                            + "uri");
        }
        try {
            return catalogue.isEmpty()
                    ? new ArchivePlace.InDirectory(Path.of(directory))
                    : new ArchivePlace.InCatalogue(CatalogueSettings.of(catalogue));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }
}
