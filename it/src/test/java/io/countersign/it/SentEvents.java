package io.countersign.it;

import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Confirmation;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

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

    /// Sends the events of these numbers until every one is resolved.
    ///
    /// @param afterBatch told how many are delivered
    void send(int from, int to, ObjIntConsumer<SentEvents> afterBatch) throws InterruptedException {
        for (int number = from; number < to; number++) {
            waiting.add(number);
        }
        while (!waiting.isEmpty() || !accepted.isEmpty()) {
            settle();
            if (waiting.isEmpty()) {
                Thread.sleep(PAUSE_MILLIS);
                continue;
            }
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
            afterBatch.accept(this, delivered.size());
        }
    }

    private void each(Batch batch, List<Integer> numbers, Answer.Each each)
            throws InterruptedException {
        List<Integer> later = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            int number = numbers.get(i);
            switch (each.outcomes().get(i)) {
                case Outcome.Delivered _ -> delivered.add(number);
                case Outcome.Accepted _ -> taken.add(number);
                case Outcome.Refused refusal -> refused.put(number, refusal.code());
                case Outcome.Resend _ -> later.add(number);
                case Outcome.Again _ -> later.add(number);
            }
        }
        if (!taken.isEmpty()) {
            accepted.put(batch.number(), taken);
        }
        if (!later.isEmpty()) {
            again(later);
        }
    }

    private void settle() throws InterruptedException {
        for (Confirmation confirmation : client.confirmations()) {
            List<Integer> numbers = accepted.remove(confirmation.batch());
            if (numbers != null && confirmation.outcome() instanceof Outcome.Delivered) {
                delivered.addAll(numbers);
            } else if (numbers != null) {
                waiting.addAll(0, numbers);
            }
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
