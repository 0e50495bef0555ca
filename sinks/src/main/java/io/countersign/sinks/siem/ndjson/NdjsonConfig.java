package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.delivery.DeliverySettings;
import io.countersign.sinks.siem.delivery.Selection;
import io.countersign.sinks.siem.ocsf.OcsfOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The configuration of the NDJSON sink; its documentation strings are the manual.
///
/// @param directory where the files lie; made when missing
/// @param filePrefix the first part of each file's name
/// @param maxFileBytes a file that would grow beyond this is closed and the next one begun
/// @param ocsf what the events hold
record NdjsonConfig(
        Path directory,
        String filePrefix,
        long maxFileBytes,
        DeliverySettings delivery,
        Selection selection,
        OcsfOptions ocsf) {
    static final String DIRECTORY = "directory";
    static final String FILE_PREFIX = "file.prefix";
    static final String FILE_MAX_BYTES = "file.max.bytes";
    static final String RETRY_LIMIT_MS = "retry.limit.ms";
    static final String INCLUDE_SUBJECT_TOKENS = "include-subject-tokens-which-are-phi";

    private static final String PREFIX_PATTERN = "[A-Za-z0-9][A-Za-z0-9_]{0,63}";
    private static final long MIN_FILE_BYTES = 64 * 1024;

    /// Lines that are written and made durable together.
    private static final int BATCH_BYTES = 1024 * 1024;

    static final ConfigDef DEFINITION = define();

    private static ConfigDef define() {
        ConfigDef definition =
                new ConfigDef()
                        .define(
                                DIRECTORY,
                                ConfigDef.Type.STRING,
                                ConfigDef.NO_DEFAULT_VALUE,
                                new ConfigDef.NonEmptyString(),
                                ConfigDef.Importance.HIGH,
                                "Directory of the files; made when missing. One connector per directory and prefix.")
                        .define(
                                FILE_PREFIX,
                                ConfigDef.Type.STRING,
                                "countersign",
                                ConfigDef.Importance.LOW,
                                "First part of each file's name: letters, digits and _; files are PREFIX-TASK-NUMBER.ndjson.")
                        .define(
                                FILE_MAX_BYTES,
                                ConfigDef.Type.LONG,
                                64L * 1024 * 1024,
                                ConfigDef.Range.atLeast(MIN_FILE_BYTES),
                                ConfigDef.Importance.MEDIUM,
                                "Bytes after which the next file begins. Closed files are never written again and never deleted.")
                        .define(
                                RETRY_LIMIT_MS,
                                ConfigDef.Type.LONG,
                                600_000L,
                                ConfigDef.Range.atLeast(0),
                                ConfigDef.Importance.MEDIUM,
                                "How long a failing write (disk full) is tried again before the task stops.")
                        .define(
                                INCLUDE_SUBJECT_TOKENS,
                                ConfigDef.Type.BOOLEAN,
                                false,
                                ConfigDef.Importance.HIGH,
                                "Put the patients' keyed tokens into the events. They are derived from PHI and count as PHI: the"
                                        + " SIEM and all who read it then hold PHI.");

        Selection.define(definition, Selection.Standard.EVERYTHING);
        return DeliverySettings.define(definition, BATCH_BYTES);
    }

    /// @throws ConfigException naming the key, where a value cannot be used
    static NdjsonConfig parse(Map<String, String> properties, String productVersion) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        String prefix = config.getString(FILE_PREFIX);
        if (!prefix.matches(PREFIX_PATTERN)) {
            throw new ConfigException(FILE_PREFIX, prefix, "must match " + PREFIX_PATTERN);
        }
        return new NdjsonConfig(
                Path.of(config.getString(DIRECTORY)),
                prefix,
                config.getLong(FILE_MAX_BYTES),
                DeliverySettings.of(
                        config,
                        BATCH_BYTES,
                        Optional.of(Duration.ofMillis(config.getLong(RETRY_LIMIT_MS)))),
                Selection.of(config),
                new OcsfOptions(productVersion, config.getBoolean(INCLUDE_SUBJECT_TOKENS)));
    }
}
