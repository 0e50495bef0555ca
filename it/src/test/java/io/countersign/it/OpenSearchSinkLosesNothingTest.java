package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.opensearch.OpenSearchSinkConnector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real OpenSearch 3.8 indexes by `_bulk`: a bad document is refused alone, a document that comes
/// again is there once, items that a busy node refuses with 429 come again, and what it said that
/// it has is there after kills. `-Dkills=20` is the long form.
@Tag("crash")
class OpenSearchSinkLosesNothingTest {
    private static final int KILLS = Integer.getInteger("kills", 1);
    private static final int EVENTS_PER_KILL = 2_000;
    private static final int WRITERS = 8;

    @TempDir Path folder;

    @Test
    @Timeout(3_600)
    void whatItSaidThatItHasIsThere() throws Exception {
        try (OpenSearchNode node = OpenSearchNode.orSkip(folder, 4)) {
            oneBadDocumentInTen(node);
            busyNode(node);
            killed(node);
        }
    }

    private static void oneBadDocumentInTen(OpenSearchNode node) throws Exception {
        SentEvents events =
                new SentEvents(
                        client(node, "ecs"),
                        number ->
                                number == 3
                                        ? NumberedMessages.document(number)
                                                .replace("\"2026-11-22T09:31:12Z\"", "\"CANARY\"")
                                        : NumberedMessages.document(number));
        events.send(0, 10, (sender, delivered) -> {});

        assertThat(events.delivered).hasSize(9).doesNotContain(3);
        assertThat(events.refused).containsExactly(Map.entry(3, "MAPPER_PARSING"));
        // Again: each is there already, which is delivered and changes nothing.
        SentEvents again = new SentEvents(client(node, "ecs"), NumberedMessages::document);
        again.send(4, 10, (sender, delivered) -> {});
        assertThat(again.delivered).hasSize(6);
        assertThat(node.count("countersign-ecs")).isEqualTo(9);
        assertThat(node.ask("GET", "/countersign-ecs-2026.11/_mapping", ""))
                .contains("\"created\":{\"type\":\"date\"}", "\"ip\":{\"type\":\"ip\"");
    }

    /// One thread writes and four batches may wait: eight writers are too many.
    private static void busyNode(OpenSearchNode node) throws Exception {
        int each = 1_000;
        List<Future<SentEvents>> writers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                int from = 100_000 + writer * each;
                writers.add(
                        threads.submit(() -> {
                            SentEvents events =
                                    new SentEvents(client(node, "ecs"), NumberedMessages::document);
                            events.send(from, from + each, (sender, delivered) -> {});
                            return events;
                        }));
            }
            int again = 0;
            for (Future<SentEvents> writer : writers) {
                assertThat(writer.get().delivered).hasSize(each);
                assertThat(writer.get().refused).isEmpty();
                again += writer.get().again;
            }
            System.out.printf("_bulk to a busy node: %d events came again after 429%n", again);
        }
        assertThat(node.count("countersign-ecs")).isEqualTo(9 + WRITERS * each);
        assertThat(node.ask("GET", "/_nodes/stats/thread_pool?filter_path=**.write.rejected", ""))
                .as("it did refuse")
                .doesNotContain("\"rejected\":0}");
    }

    private static void killed(OpenSearchNode node) throws Exception {
        int first = 1_000_000;
        SentEvents events = new SentEvents(client(node, "ocsf"), NumberedMessages::document);
        for (int kill = 0; kill < KILLS; kill++) {
            int from = first + kill * EVENTS_PER_KILL;
            int done = events.delivered.size();
            boolean[] killed = new boolean[1];
            events.send(
                    from,
                    from + EVENTS_PER_KILL,
                    (sender, delivered) -> {
                        if (!killed[0] && delivered >= done + EVENTS_PER_KILL / 3) {
                            killed[0] = true;
                            try {
                                node.killAndRestart();
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        }
                    });
        }
        node.awaitStarted();
        long there = node.count("countersign-ocsf");
        System.out.printf(
                "_bulk: %d kills, %d acknowledged, %d there%n",
                KILLS, events.delivered.size(), there);
        assertThat(events.refused).isEmpty();
        assertThat(there)
                .isEqualTo(events.delivered.size())
                .isEqualTo(KILLS * (long) EVENTS_PER_KILL);
    }

    private static Client client(OpenSearchNode node, String format) {
        return SentEvents.client(
                new OpenSearchSinkConnector(), OpenSearchNode.properties(node.port(), format));
    }
}
