package io.countersign.bench;

import io.countersign.app.role.Role;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// From the moment a record is handed to the producer to the moment a `read_committed` consumer has
/// what became of it, at a steady rate. The producer lingers 5 ms, as the product's does, and the
/// consumer sits in the same JVM, so that one clock measures.
final class Latency {
    static final int EVENTS_PER_SECOND = 1_000;

    /// What comes before is warm-up and not counted.
    static final Duration WARM_UP = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final long LIMIT_SECONDS = 60;

    /// @param p50Millis half of the records were faster
    /// @param p99Millis all but one in a hundred were faster
    /// @param sent what was sent, warm-up included
    record Result(double p50Millis, double p99Millis, Sent sent) {}

    private record Place(String topic, int partition, long offset) {}

    /// Of an entry that no record of ours made, such as a tally.
    private static final Place NONE = new Place("", -1, -1);

    private final Rig rig;
    private final Subject subject;
    private final AvroDecoder<AuditEntry> decoder =
            new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());

    Latency(Rig rig, Subject subject) {
        this.rig = rig;
        this.subject = subject;
    }

    Result measure(Duration duration, long seed) throws InterruptedException {
        int warmUp = (int) (WARM_UP.toSeconds() * EVENTS_PER_SECOND);
        int count = warmUp + (int) (duration.toSeconds() * EVENTS_PER_SECOND);
        Map<Place, Long> arrived = new ConcurrentHashMap<>(count * 2);
        CountDownLatch all = new CountDownLatch(count);
        AtomicBoolean stopped = new AtomicBoolean();
        Map<TopicPartition, Long> from = rig.ends(List.of(subject.output));
        Role role = rig.startRole(subject);
        Thread reading =
                Thread.ofPlatform()
                        .name("latency-reader")
                        .start(() -> read(from, arrived, all, stopped));
        try {
            long[] sentNanos = new long[count];
            Place[] places = new Place[count];
            Sent sent = send(count, seed, sentNanos, places);
            if (!all.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new GateFailure(subject + ": " + all.getCount() + " records left no trace");
            }
            if (subject == Subject.AUDIT) {
                rig.closeTallies();
            }
            long[] nanos = new long[count - warmUp];
            for (int i = warmUp; i < count; i++) {
                Long end =
                        subject == Subject.AUDIT
                                ? arrived.get(places[i])
                                : arrived.get(new Place("", 0, i));
                if (end == null) {
                    throw new GateFailure(subject + ": a record left no trace");
                }
                nanos[i - warmUp] = end - sentNanos[i];
            }
            Arrays.sort(nanos);
            return new Result(percentile(nanos, 50), percentile(nanos, 99), sent);
        } finally {
            stopped.set(true);
            reading.join();
            role.close();
        }
    }

    private Sent send(int count, long seed, long[] sentNanos, Place[] places) {
        SourceRecords records = new SourceRecords(Workload.ENTRIES, seed);
        Sent.Counter sent = new Sent.Counter();
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            SourceRecord record = records.next();
            sent.add(record);
            long due = begun + i * (1_000_000_000L / EVENTS_PER_SECOND);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            int index = i;
            // From when it was due: a producer that lags behind makes no figure better.
            sentNanos[i] = due;
            rig.send(
                    record,
                    i,
                    Integer.toString(i),
                    (metadata, failed) -> {
                        if (failed == null) {
                            places[index] =
                                    new Place(
                                            metadata.topic(),
                                            metadata.partition(),
                                            metadata.offset());
                        }
                    });
        }
        rig.flush();
        return sent.sent();
    }

    private void read(
            Map<TopicPartition, Long> from,
            Map<Place, Long> arrived,
            CountDownLatch all,
            AtomicBoolean stopped) {
        try (Consumer<byte[], byte[]> reader = rig.reader(from)) {
            while (!stopped.get()) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    long now = System.nanoTime();
                    Place place = place(record);
                    if (!place.equals(NONE) && arrived.putIfAbsent(place, now) == null) {
                        all.countDown();
                    }
                }
            }
        }
    }

    /// The identity topology passes our index on as a header; an entry names its input.
    private Place place(ConsumerRecord<byte[], byte[]> record) {
        if (subject == Subject.IDENTITY) {
            String index =
                    new String(
                            record.headers().lastHeader(Rig.INDEX_HEADER).value(),
                            StandardCharsets.UTF_8);
            return new Place("", 0, Long.parseLong(index));
        }
        AuditEntry entry = decoder.framed(record.value());
        if (entry.getKind() != EntryKind.EVENT) {
            return NONE;
        }
        Coordinates input = entry.getEvent().orElseThrow().getInput();
        return new Place(input.getTopic(), input.getPartition(), input.getOffset());
    }

    private static double percentile(long[] sorted, int percent) {
        int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
        return sorted[index] / 1e6;
    }
}
