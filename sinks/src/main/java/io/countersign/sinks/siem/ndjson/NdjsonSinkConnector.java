package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.delivery.SiemSinkConnector;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Appends audit entries and alerts as OCSF events to NDJSON files. The guide is
/// `docs/guides/siem.md`. Each task writes files of its own.
public final class NdjsonSinkConnector extends SiemSinkConnector {
    public NdjsonSinkConnector() {
        super(new NdjsonSink(ChannelOpener.DISK), NdjsonSinkTask.class);
    }

    /// A configuration that works as it stands: entries and alerts, one task, files in the
    /// directory.
    public static Map<String, String> configuration(Path directory) {
        Map<String, String> properties = new HashMap<>(configuration(NdjsonSinkConnector.class));
        properties.put(NdjsonConfig.DIRECTORY, directory.toString());
        return properties;
    }
}
