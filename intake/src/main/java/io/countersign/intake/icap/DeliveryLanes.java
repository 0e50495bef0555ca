package io.countersign.intake.icap;

import io.countersign.intake.RawRecords;
import io.countersign.intake.body.RequestRecord;
import io.countersign.intake.documents.DocumentReader;
import io.countersign.intake.listen.Principal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From requests that passed to records that Kafka has. Each lane is one thread, with one source id
/// of a dense sequence for each source; it opens documents, sends, and sends again what Kafka did
/// not take, under the same number. The queue before the lanes is the only buffer, and full it
/// loses requests: by then their bodies have long ceased to be kept.
final class DeliveryLanes implements AutoCloseable {
    /// Documents are opened in them, one at a time in each.
    static final int LANES = 4;

    /// Requests that one lane has under way at once.
    static final int BATCH = 32;

    static final String FORMAT = "icap-request";

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLanes.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final String incarnation;
    private final RawRecords records;
    private final RequestRecord requests;
    private final HeldBytes held;
    private final IcapCounts counts;
    private final BlockingQueue<PassingRequest> queue;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    DeliveryLanes(
            String incarnation,
            IcapSettings settings,
            RawRecords records,
            DocumentReader documents,
            HeldBytes held,
            IcapCounts counts) {
        this.incarnation = incarnation;
        this.records = records;
        this.requests = new RequestRecord(documents);
        this.held = held;
        this.counts = counts;
        this.queue = new LinkedBlockingQueue<>(settings.maxWaiting());
    }

    void start() {
        for (int i = 0; i < LANES; i++) {
            int lane = i;
            threads.add(
                    Thread.ofPlatform().daemon().name("icap-lane-" + i).start(() -> deliver(lane)));
        }
    }

    int waiting() {
        return queue.size();
    }

    /// Takes a request over, with its share of the memory. Never waits.
    void take(PassingRequest request) {
        if (request.cut() != BodyCut.NONE) {
            counts.cut.increment();
        }
        if (!queue.offer(request)) {
            held.giveBack(request.taken());
            counts.lost.increment();
        }
    }

    private record Sending(PassingRequest request, RawRecords.Origin origin, ByteBuffer payload) {}

    private void deliver(int lane) {
        Map<String, Long> next = new HashMap<>();
        List<PassingRequest> batch = new ArrayList<>(BATCH);
        try {
            while (!closing || !queue.isEmpty()) {
                PassingRequest first = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, BATCH - 1);
                List<Sending> sending = new ArrayList<>(batch.size());
                for (PassingRequest request : batch) {
                    String sourceId = sourceId(request.from(), lane);
                    long seq = next.merge(sourceId, 1L, Long::sum) - 1;
                    sending.add(
                            new Sending(
                                    request,
                                    new RawRecords.Origin(
                                            sourceId, seq, FORMAT, request.from().authenticated()),
                                    ByteBuffer.wrap(record(request))));
                }
                batch.clear();
                send(sending);
            }
        } catch (InterruptedException | InterruptException _stopped) {
            // What was under way may or may not be on Kafka: it does not count as delivered.
            counts.lost.add(batch.size());
        }
    }

    private String sourceId(Principal from, int lane) {
        return from.authenticated()
                ? "icap." + from.source().name() + "." + incarnation + "." + lane
                : "icap-" + incarnation + "-" + lane;
    }

    private byte[] record(PassingRequest request) throws InterruptedException {
        return requests.of(
                new RequestRecord.Request(
                        request.seen(),
                        request.proxy().getHostAddress(),
                        request.icap().headers(),
                        request.http().method(),
                        request.http().target(),
                        request.http().headers(),
                        request.body(),
                        request.passed(),
                        request.cut() == BodyCut.NONE ? "" : request.cut().name()));
    }

    /// In order, until Kafka has all of them.
    private void send(List<Sending> batch) throws InterruptedException {
        List<Sending> left = batch;
        while (!left.isEmpty()) {
            List<Future<RecordMetadata>> answers = new ArrayList<>(left.size());
            for (Sending each : left) {
                answers.add(sent(each));
            }
            List<Sending> again = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                try {
                    answers.get(i).get();
                    delivered(left.get(i));
                } catch (ExecutionException _refused) {
                    again.add(left.get(i));
                }
            }
            left = again;
            if (!left.isEmpty()) {
                LOG.warn("Kafka did not take {} ICAP requests, sending them again", left.size());
                if (closing) {
                    counts.lost.add(left.size());
                    return;
                }
                Thread.sleep(AGAIN);
            }
        }
    }

    /// A producer throws some of its failures instead of returning them.
    private Future<RecordMetadata> sent(Sending each) {
        try {
            return records.send(each.origin(), each.payload().array());
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (KafkaException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private void delivered(Sending done) {
        counts.delivered.increment();
        held.giveBack(done.request().taken());
    }

    /// Delivers what waits while Kafka takes it, then counts the rest lost.
    @Override
    public void close() {
        closing = true;
        long until = System.nanoTime() + CLOSE_LIMIT.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            }
        } catch (InterruptedException _interrupted) {
            Thread.currentThread().interrupt();
        }
        threads.forEach(Thread::interrupt);
        List<PassingRequest> rest = new ArrayList<>();
        queue.drainTo(rest);
        counts.lost.add(rest.size());
    }
}
