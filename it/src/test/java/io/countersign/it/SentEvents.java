package io.countersign.it;

import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Confirmation;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.delivery.SiemSinkConnector;
import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.delivery.SinkTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/// Numbered events sent through a sink's client as a task sends them: again and again until each is
/// resolved, with what was accepted settled between batches. What the client said is kept.
final class SentEvents {
    private static final int BATCH = 200;
    private static final long PAUSE_MILLIS = 20;

    final Set<Integer> delivered = new TreeSet<>();
    final Map<Integer, String> refused = new HashMap<>();

    /// How often one had to come again.
    int again;

    private final Client client;
    private final Function<Integer, String> payload;
    private final Map<Long, List<Integer>> accepted = new HashMap<>();
    private final List<Integer> waiting = new ArrayList<>();
    private long batches;

    /// @param payload of the event with this number
    SentEvents(Client client, Function<Integer, String> payload) {
        this.client = client;
        this.payload = payload;
    }

    static String id(int number) {
        return "audit.entry.v1/0@1#" + number;
    }

    /// The client of a sink, as its task would open it.
    static Client client(SiemSinkConnector connector, Map<String, String> properties) {
        return connector
                .sink()
                .open(properties, new Sink.Surroundings("test", 0, SinkTime.MACHINE))
                .client();
    }

    /// Sends the events of these numbers until every one is resolved.
    ///
    /// @param meanwhile told after each batch, and while some wait for their confirmation, how many
    ///   are delivered
    void send(int from, int to, ObjIntConsumer<SentEvents> meanwhile) throws InterruptedException {
        for (int number = from; number < to; number++) {
            waiting.add(number);
        }
        untilAllAreResolved(meanwhile);
    }

    /// Sends batch after batch of new events while the condition holds, and then what is left of
    /// them until every one is resolved.
    ///
    /// @return the number after the last
    int sendWhile(int from, BooleanSupplier goesOn, ObjIntConsumer<SentEvents> meanwhile)
            throws InterruptedException {
        int next = from;
        while (goesOn.getAsBoolean()) {
            settle();
            while (waiting.size() < BATCH) {
                waiting.add(next);
                next++;
            }
            sendBatch();
            meanwhile.accept(this, delivered.size());
        }
        untilAllAreResolved(meanwhile);
        return next;
    }

    private void untilAllAreResolved(ObjIntConsumer<SentEvents> meanwhile)
            throws InterruptedException {
        while (!waiting.isEmpty() || !accepted.isEmpty()) {
            settle();
            if (waiting.isEmpty()) {
                Thread.sleep(PAUSE_MILLIS);
            } else {
                sendBatch();
            }
            meanwhile.accept(this, delivered.size());
        }
    }

    private void sendBatch() throws InterruptedException {
        List<Integer> numbers =
                new ArrayList<>(waiting.subList(0, Math.min(BATCH, waiting.size())));
        waiting.subList(0, numbers.size()).clear();
        Batch batch = new Batch(batches++, numbers.stream().map(this::event).toList());
        switch (client.send(batch)) {
            case Answer.Each each -> each(batch, numbers, each);
            case Answer.Again again -> again(numbers);
            case Answer.Denied denied -> again(numbers);
            case Answer.Halve halve -> throw new AssertionError(halve.code());
            case Answer.Stop stop -> throw new AssertionError(stop.where());
        }
    }

    private void each(Batch batch, List<Integer> numbers, Answer.Each each)
            throws InterruptedException {
        Sorted sorted = sort(numbers, each.outcomes());
        if (!sorted.taken().isEmpty()) {
            accepted.put(batch.number(), sorted.taken());
        }
        if (!sorted.later().isEmpty()) {
            again(sorted.later());
        }
    }

    /// Those that come again, and those that the receiver has not confirmed yet.
    private record Sorted(List<Integer> later, List<Integer> taken) {}

    private Sorted sort(List<Integer> numbers, List<Outcome> outcomes) {
        Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < numbers.size(); i++) {
            int number = numbers.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Delivered _ -> delivered.add(number);
                case Outcome.Accepted _ -> sorted.taken().add(number);
                case Outcome.Refused refusal -> refused.put(number, refusal.code());
                case Outcome.Resend _ -> sorted.later().add(number);
                case Outcome.Again _ -> sorted.later().add(number);
            }
        }
        return sorted;
    }

    private void settle() throws InterruptedException {
        for (Confirmation confirmation : client.confirmations()) {
            List<Integer> numbers = accepted.remove(confirmation.batch());
            if (numbers == null) {
                continue;
            }
            List<Outcome> outcomes =
                    IntStream.range(0, numbers.size()).mapToObj(confirmation::outcome).toList();
            List<Integer> later = sort(numbers, outcomes).later();
            again += later.size();
            waiting.addAll(0, later);
        }
    }

    private void again(List<Integer> numbers) throws InterruptedException {
        again += numbers.size();
        waiting.addAll(0, numbers);
        Thread.sleep(PAUSE_MILLIS);
    }

    private OutboundEvent event(int number) {
        return OutboundEvent.unrecorded(
                id(number),
                new LogPosition("audit.entry.v1/0@1", number, "0".repeat(64)),
                1_795_339_872_000L,
                payload.apply(number).getBytes(StandardCharsets.UTF_8));
    }
}
