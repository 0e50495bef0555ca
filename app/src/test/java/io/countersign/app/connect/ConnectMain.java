package io.countersign.app.connect;

import io.countersign.schemas.Topics;
import io.countersign.sinks.siem.ndjson.NdjsonSinkConnector;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A JVM with a Connect worker and the file sink, to be killed: `ConnectMain BOOTSTRAP DIRECTORY`.
/// It ends when its standard input does.
final class ConnectMain {
    private ConnectMain() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        Map<String, String> configuration =
                new HashMap<>(NdjsonSinkConnector.configuration(directory.resolve("siem")));
        configuration.put("topics", Topics.AUDIT_ENTRY);
        configuration.put("file.max.bytes", "65536");
        try (EmbeddedConnect connect =
                EmbeddedConnect.start(
                        ConnectSettings.of(args[0], directory.resolve("connect")),
                        Map.of("killed", configuration))) {
            while (System.in.read() >= 0) {
                // Whoever started this keeps the pipe open.
            }
            if (!connect.failures().isEmpty()) {
                throw new IllegalStateException(connect.failures().toString());
            }
        }
    }
}
