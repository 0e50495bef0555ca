package io.countersign.it;

import io.countersign.app.config.Configuration;
import io.countersign.app.sink.SinkType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A sink of each type, which sends all that there is to a receiver of this JVM, and one more whose
/// receiver takes nothing, so that all becomes dead letters.
final class EverySink implements AutoCloseable {
    /// The sink whose receiver refuses.
    static final String REFUSED = "refused";

    private final RecordedHttp http = RecordedHttp.start();
    private final RecordedSyslog syslog = RecordedSyslog.start(false);
    private final RecordedSyslog relp = RecordedSyslog.start(true);
    private final Path secret;

    /// @param folder for the file with the secret that all use
    EverySink(Path folder) throws IOException {
        secret =
                Files.writeString(
                        Files.createFile(
                                folder.resolve("sink.secret"),
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------"))),
                        "secret-of-the-sinks");
    }

    /// The section of the configuration.
    String yaml() {
        StringBuilder yaml = new StringBuilder("sinks:\n");
        sink(yaml, "files", "ndjson", "directory: siem");
        sink(
                yaml,
                "splunk",
                "splunk-hec",
                "endpoints: [\"%s\"], token-file: \"%s\", acknowledgement-poll: 200ms"
                        .formatted(http.address("splunk"), secret));
        sink(
                yaml,
                "sentinel",
                "sentinel",
                "endpoint: \"%1$s\", authority: \"%1$s\", rule-id: dcr-1, stream: Custom-C_CL, tenant: t, client-id: c, client-secret-file: \"%2$s\""
                        .formatted(http.address("sentinel"), secret));
        sink(
                yaml,
                "webhook",
                "webhook",
                "url: \"%s\", signing-secret-file: \"%s\""
                        .formatted(http.address("webhook"), secret));
        sink(yaml, "otlp", "otlp", "endpoint: \"%s\"".formatted(http.address("otlp")));
        sink(
                yaml,
                "opensearch",
                "opensearch",
                "endpoint: \"%s\"".formatted(http.address("opensearch")));
        sink(yaml, "syslog", "syslog", "host: 127.0.0.1, port: " + syslog.port());
        sink(yaml, "relp", "relp", "host: 127.0.0.1, format: leef-2.0, port: " + relp.port());
        sink(
                yaml,
                REFUSED,
                "webhook",
                "url: \"%s\"".formatted(http.address(RecordedHttp.REFUSING)));
        return yaml.toString();
    }

    private static void sink(StringBuilder yaml, String name, String type, String settings) {
        String inClear = type.equals("ndjson") ? "" : ", send-without-tls: true";
        yaml.append(
                "  %s: {type: %s, %s%s, select: {kinds: [ALL], dispositions: [ALL], severities: [ALL], alerts: true}}\n"
                        .formatted(name, type, settings, inClear));
    }

    /// Types that a configuration has no sink of.
    static Set<String> missing(Configuration configuration) {
        Set<String> types = new TreeSet<>();
        SinkType.all().forEach(type -> types.add(type.name()));
        configuration.sinks().values().forEach(sink -> types.remove(sink.type().name()));
        return types;
    }

    /// What each receiver got, by the sink's name; a file sink's files are not among it.
    Map<String, byte[]> received() {
        Map<String, byte[]> all = new TreeMap<>();
        for (String name : new String[] {"splunk", "sentinel", "webhook", "otlp", "opensearch"}) {
            all.put(name, http.received(name));
        }
        all.put(REFUSED, http.received(RecordedHttp.REFUSING));
        all.put("syslog", syslog.received());
        all.put("relp", relp.received());
        return all;
    }

    /// Whether the receiver was told of the log, so that a search of what it got means something.
    static boolean holdsEntries(byte[] received) {
        return new String(received, StandardCharsets.UTF_8).contains("audit.entry.v1/0@1");
    }

    @Override
    public void close() throws IOException {
        http.close();
        syslog.close();
        relp.close();
    }
}
