package io.countersign.sinks.siem.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.delivery.SinkTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever only asks whether the directory can be written finds it as it was; of a test event it is
/// known in which file it is.
class ACheckLeavesNothingBehindTest {
    private static final int PROBE = 9_999;

    @TempDir Path directory;

    @Test
    void noFileIsLeftByACheck() throws Exception {
        try (Client client = client()) {
            assertThat(client.check().good()).isTrue();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aTestEventIsInTheFileThatIsNamed() throws Exception {
        Path place;
        try (Client client = client()) {
            client.send(
                    new Batch(
                            0,
                            List.of(
                                    OutboundEvent.unrecorded(
                                            "test#0",
                                            new LogPosition("test", 0, "0".repeat(64)),
                                            0,
                                            new byte[] {'{', '}'}))));
            place = client.place().orElseThrow();
        }
        assertThat(files()).containsExactly(place);
        assertThat(place).hasContent("{}\n");
    }

    private Client client() {
        Sink sink = new NdjsonSink(ChannelOpener.DISK);
        return sink.open(
                        Map.of("directory", directory.toString()),
                        new Sink.Surroundings("test", PROBE, SinkTime.MACHINE))
                .client();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
