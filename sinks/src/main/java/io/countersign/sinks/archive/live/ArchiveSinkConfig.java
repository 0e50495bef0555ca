package io.countersign.sinks.archive.live;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/// The configuration of the archive's sink; its documentation strings are the manual.
///
/// @param directory where the archive lies; made when missing
/// @param commitEvery how long an entry waits at most before it is written
/// @param maxEntries that wait in memory; so many are written at once
record ArchiveSinkConfig(Path directory, Duration commitEvery, int maxEntries) {
    static final String DIRECTORY = "directory";
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
                            ConfigDef.NO_DEFAULT_VALUE,
                            new ConfigDef.NonEmptyString(),
                            ConfigDef.Importance.HIGH,
                            "Directory of the archive; made when missing. One connector per directory.")
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

    /// @throws org.apache.kafka.common.config.ConfigException naming the key
    static ArchiveSinkConfig parse(Map<String, String> properties) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        return new ArchiveSinkConfig(
                Path.of(config.getString(DIRECTORY)),
                Duration.ofMillis(config.getLong(COMMIT_EVERY_MS)),
                config.getInt(MAX_ENTRIES));
    }
}
