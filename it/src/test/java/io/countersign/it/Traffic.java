package io.countersign.it;

import io.countersign.intake.RawRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Invented records of a few sources, in an order that a seed gives: prompts, uses of an AI service
/// through a proxy, other web traffic, and garbage. Counts what each should become. For one thread.
final class Traffic {
    /// Whom every prompt is about.
    static final String PATIENT = "Dana Quill";

    private static final int SOURCES = 12;

    private RawRecords records;
    private final Random random;
    private final long[] nextSeq = new long[SOURCES];
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private long events;
    private long rejections;
    private long outOfScope;

    Traffic(RawRecords records, Random random) {
        this.records = records;
        this.random = random;
    }

    /// The same sources, over as many partitions as there are now.
    void goOnOver(RawRecords grown) {
        records = grown;
    }

    void send(int count) {
        for (int i = 0; i < count; i++) {
            int source = random.nextInt(SOURCES);
            long seq = nextSeq[source]++;
            boolean proxy = source % 2 == 0;
            byte[] record = proxy ? squid(seq) : prompt(seq);
            sent.add(
                    records.send(
                            proxy ? "squid" : "plain-json", "crash-source-" + source, seq, record));
        }
    }

    private byte[] prompt(long seq) {
        if (random.nextInt(100) == 0) {
            rejections++;
            return ("{\"prompt\": not json " + seq).getBytes(StandardCharsets.UTF_8);
        }
        events++;
        return """
        {"time":"%s","user":"j.okafor","host":"claude.ai","prompt":"Letter %d for %s, MRN 55%05d"}\
        """
                .formatted(Instant.now().minusSeconds(60), seq, PATIENT, random.nextInt(100_000))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] squid(long seq) {
        boolean ai = random.nextInt(3) == 0;
        if (ai) {
            events++;
        } else {
            outOfScope++;
        }
        return "%d.%03d %6d 192.0.2.%d TCP_MISS/200 %d POST https://%s/api/%d m.lindqvist HIER_DIRECT/198.51.100.7 application/json"
                .formatted(
                        Instant.now().getEpochSecond() - 60,
                        seq % 1000,
                        80 + seq % 50,
                        1 + seq % 200,
                        900 + seq,
                        ai ? "api.openai.com" : "intranet.example.org",
                        seq)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Waits until Kafka has everything; throws where it did not take a record.
    void awaitAcknowledged() throws Exception {
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    long sent() {
        return sent.size();
    }

    long events() {
        return events;
    }

    long rejections() {
        return rejections;
    }

    long outOfScope() {
        return outOfScope;
    }
}
