package io.countersign.sinks.siem.delivery;

import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The thread of a task that sends: one batch at a time, in the order of the log, again and again
/// until each event is resolved. It resolves an event only once the receiver has it or its dead
/// letter is handed over.
final class Sender implements Runnable {
    /// How often a waiting sender looks up, for confirmations and the end of a pause.
    private static final Duration TICK = Duration.ofMillis(100);

    /// The same where confirmations come at once.
    private static final Duration SOON = Duration.ofMillis(5);

    /// How long [#stop] waits for the batch that is on its way.
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    /// From so many failures in a row on the task reads no more.
    private static final int FAILURES_THAT_OPEN_THE_CIRCUIT = 5;

    private final DeliverySettings settings;
    private final Client client;
    private final EventBuffer buffer;
    private final Watermarks watermarks;
    private final DeadLetters deadLetters;
    private final DeliveryCounts counts;
    private final SinkTime time;
    private final Thread thread;

    private final BatchLimit limit;
    private final RateLimit rate;
    private final Map<Long, List<OutboundEvent>> accepted = new HashMap<>();
    private long nextBatch;
    private long failingSinceNanos;
    private long pausedUntilNanos;

    /// Whether accepted events are about to be confirmed.
    private volatile boolean awaitsConfirmations;

    private volatile int failures;
    private volatile @Nullable LastFailure lastFailure;
    private volatile boolean stopped;
    private volatile @Nullable SinkFailureException failure;

    Sender(
            Sink.Parts parts,
            EventBuffer buffer,
            Watermarks watermarks,
            DeadLetters deadLetters,
            DeliveryCounts counts,
            SinkTime time,
            String name) {
        this.settings = parts.settings();
        this.client = parts.client();
        this.buffer = buffer;
        this.watermarks = watermarks;
        this.deadLetters = deadLetters;
        this.counts = counts;
        this.time = time;
        this.limit = new BatchLimit(settings.maxBatchEvents());
        this.rate = new RateLimit(settings.maxEventsPerSecond(), time.nanos());
        this.pausedUntilNanos = time.nanos();
        this.thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /// Ends the thread; what is not resolved stays so.
    void stop() {
        stopped = true;
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Why the task cannot go on.
    Optional<SinkFailureException> failure() {
        return Optional.ofNullable(failure);
    }

    /// A try that failed.
    ///
    /// @param code stable, and nothing of an event
    record LastFailure(String code, long atMillis) {}

    /// Whether the last try failed.
    boolean isFailing() {
        return failures > 0;
    }

    /// Whether the receiver failed several times in a row: until it takes something, nothing more
    /// is read. Closed where nothing is left to try with.
    boolean circuitIsOpen() {
        return failures >= FAILURES_THAT_OPEN_THE_CIRCUIT && buffer.held() > 0;
    }

    /// The last try that failed, however long ago.
    Optional<LastFailure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /// Whether nothing waits and nothing is under way but what the receiver confirms in its own
    /// time.
    boolean isIdle() {
        return buffer.isIdle() && !awaitsConfirmations && deadLetters.isEmpty();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                settle();
                long now = time.nanos();
                long tick = (awaitsConfirmations ? SOON : TICK).toNanos();
                long pause = Math.max(pausedUntilNanos - now, rate.waitNanos(now));
                if (pause > 0) {
                    buffer.awaitChange(Duration.ofNanos(Math.min(pause, tick)));
                    continue;
                }
                List<OutboundEvent> events = buffer.take(limit.events(), tick);
                if (!events.isEmpty()) {
                    deliver(new Batch(nextBatch++, events));
                    buffer.answered(events.size());
                }
            }
        } catch (InterruptedException e) {
            // The task stops.
            Thread.currentThread().interrupt();
        } catch (SinkFailureException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            // Its message may quote an event: only its class is told.
            failure = new SinkFailureException(SinkFailure.SENDER_FAILED, where(e));
        } finally {
            buffer.wake();
        }
    }

    private void deliver(Batch batch) throws InterruptedException {
        rate.spend(batch.size(), time.nanos());
        counts.add(DeliveryCounts.Count.SENT, batch.size());
        Answer answer = client.send(batch);
        switch (answer) {
            case Answer.Each each -> each(batch, each);
            case Answer.Again again -> {
                putBack(batch.events());
                failed(again.code(), again.after());
            }
            case Answer.Halve halve -> halve(batch, halve.code());
            case Answer.Denied denied -> {
                putBack(batch.events());
                failed(denied.code(), Optional.empty());
            }
            case Answer.Stop stop -> {
                putBack(batch.events());
                throw new SinkFailureException(stop.failure(), stop.where());
            }
        }
    }

    private void each(Batch batch, Answer.Each each) {
        if (each.outcomes().size() != batch.size()) {
            throw new IllegalStateException("an outcome for each event");
        }
        Ends ends = new Ends();
        for (int i = 0; i < batch.size(); i++) {
            ends.add(batch.events().get(i), each.outcomes().get(i));
        }
        if (!ends.unconfirmed.isEmpty()) {
            accepted.put(batch.number(), ends.unconfirmed);
            awaitsConfirmations = client.confirmsAtOnce();
        }
        putBack(ends.comeAgain);
        if (ends.refusedAfter > 0) {
            limit.cutAt(ends.refusedAfter);
        } else if (ends.comeAgain.isEmpty()) {
            limit.taken();
        }
        if (!ends.code.isEmpty() && ends.comeAgain.size() == batch.size()) {
            failed(ends.code, each.after());
        } else if (ends.unconfirmed.size() == batch.size() && failures > 0) {
            // A receiver that takes everything and loses it again does not work.
            pausedUntilNanos = time.nanos() + each.after().orElse(Duration.ZERO).toNanos();
        } else {
            // The receiver works, if not for all.
            succeeded();
            Duration pause = ends.code.isEmpty() ? Duration.ZERO : Backoff.FIRST;
            pausedUntilNanos = time.nanos() + each.after().orElse(pause).toNanos();
        }
    }

    /// What became of several events.
    private final class Ends {
        private final List<OutboundEvent> comeAgain = new ArrayList<>();
        private final List<OutboundEvent> unconfirmed = new ArrayList<>();

        /// Whether the receiver decided about one.
        private boolean decided;

        /// How many of those that come again stand before the first that was refused; -1 where none
        /// was.
        private int refusedAfter = -1;

        /// Why some come again after a pause; "" where none does.
        private String code = "";

        void add(OutboundEvent event, Outcome outcome) {
            switch (outcome) {
                case Outcome.Delivered unused -> {
                    delivered(event);
                    decided = true;
                }
                case Outcome.Accepted unused -> unconfirmed.add(event);
                case Outcome.Refused refused -> {
                    deadLetters.add(event, refused.code());
                    refusedAfter = refusedAfter < 0 ? comeAgain.size() : refusedAfter;
                    decided = true;
                }
                case Outcome.Resend unused -> comeAgain.add(event);
                case Outcome.Again again -> {
                    comeAgain.add(event);
                    code = again.code();
                }
            }
        }
    }

    private void halve(Batch batch, String code) {
        if (batch.size() == 1) {
            deadLetters.add(batch.events().getFirst(), code);
            limit.taken();
        } else {
            putBack(batch.events());
            limit.halve(batch.size());
        }
        succeeded();
    }

    /// What the receiver says of accepted events.
    private void settle() throws InterruptedException {
        if (accepted.isEmpty()) {
            return;
        }
        boolean decided = false;
        String code = "";
        for (Confirmation confirmation : client.confirmations()) {
            List<OutboundEvent> events = accepted.remove(confirmation.batch());
            if (events == null) {
                continue;
            }
            Ends ends = new Ends();
            for (int i = 0; i < events.size(); i++) {
                ends.add(events.get(i), confirmation.outcome(i));
            }
            putBack(ends.comeAgain);
            decided |= ends.decided;
            code = ends.code.isEmpty() ? code : ends.code;
        }
        awaitsConfirmations &= !accepted.isEmpty();
        if (decided) {
            succeeded();
            if (!code.isEmpty()) {
                pausedUntilNanos = time.nanos() + Backoff.FIRST.toNanos();
            }
        } else if (!code.isEmpty()) {
            failed(code, Optional.empty());
        }
    }

    private void delivered(OutboundEvent event) {
        watermarks.resolved(event.at(), event.mark());
        counts.add(DeliveryCounts.Count.DELIVERED, 1);
        buffer.release(event);
    }

    private void putBack(List<OutboundEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        counts.add(DeliveryCounts.Count.FAILED, events.size());
        buffer.putBack(events);
    }

    private void succeeded() {
        failures = 0;
    }

    private void failed(String code, Optional<Duration> after) {
        if (failures == 0) {
            failingSinceNanos = time.nanos();
        }
        lastFailure = new LastFailure(code, time.millis());
        int inARow = failures + 1;
        failures = inARow;
        long now = time.nanos();
        Duration failingFor = Duration.ofNanos(now - failingSinceNanos);
        if (settings.retryLimit().isPresent()
                && failingFor.compareTo(settings.retryLimit().get()) > 0) {
            throw new SinkFailureException(SinkFailure.RECEIVER_UNAVAILABLE, code);
        }
        pausedUntilNanos =
                now
                        + Backoff.pause(inARow, after, ThreadLocalRandom.current().nextDouble())
                                .toNanos();
        buffer.wake();
    }

    private static String where(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e.getClass().getName()
                + (trace.length == 0
                        ? ""
                        : " in " + trace[0].getClassName() + "." + trace[0].getMethodName());
    }
}
