package io.countersign.app.sink;

import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.SinkFailureException;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Confirmation;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.delivery.SinkTime;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;

/// The parts of a sink without a worker: for a check of its receiver, a test event, and to ask what
/// its selection and its encoder make of an entry. Runs beside the sink itself. Used by one thread.
public final class SinkProbe implements AutoCloseable {
    /// No task of a sink has this number, so that a file sink that is running keeps its own files.
    private static final int TASK = 9_999;

    /// How long a receiver that accepted an event may take to say that it has it.
    private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(60);

    private static final Duration ASKED_EVERY = Duration.ofMillis(100);

    private final Sink.Parts parts;

    private SinkProbe(Sink.Parts parts) {
        this.parts = parts;
    }

    /// @param configuration of the connector
    /// @param version of the software
    /// @throws ConfigException where the configuration can't be used
    /// @throws SinkFailureException where a file can't be used
    public static SinkProbe open(SinkType type, Map<String, String> configuration, String version) {
        return new SinkProbe(
                type.sink()
                        .open(
                                configuration,
                                new Sink.Surroundings(version, TASK, SinkTime.MACHINE)));
    }

    /// Opens the parts, asks the receiver and closes them; what can't be opened is unwell.
    public static Health check(SinkType type, Map<String, String> configuration, String version)
            throws InterruptedException {
        try (SinkProbe probe = open(type, configuration, version)) {
            return probe.check();
        } catch (ConfigException refused) {
            return Health.bad("CONFIGURATION", String.valueOf(refused.getMessage()));
        } catch (SinkFailureException refused) {
            return Health.bad(refused.failure().name(), String.valueOf(refused.getMessage()));
        }
    }

    /// What the receiver says when it is asked; no event is sent.
    public Health check() throws InterruptedException {
        return parts.client().check();
    }

    /// Whether the sink delivers it.
    public boolean takes(Decoded.Known decoded) {
        return parts.selection().takes(decoded);
    }

    /// [io.countersign.sinks.siem.delivery.Selection#sha256()].
    public String selection() {
        return parts.selection().sha256();
    }

    /// Bytes of the event as it would be sent; 0 where it is too long even when it is shortened.
    public int bytes(Decoded.Known decoded) {
        return payload(decoded).length;
    }

    /// What a receiver said to one event.
    ///
    /// @param delivered it has it
    /// @param code OK, or why not
    /// @param took from sending to the last word
    /// @param place the file in which the event is; empty where it left this machine
    public record Reply(
            boolean delivered, String code, Duration took, int bytes, Optional<Path> place) {}

    /// Sends one event and waits until the receiver says what became of it.
    public Reply send(Decoded.Known decoded) throws InterruptedException {
        byte[] payload = payload(decoded);
        long begun = System.nanoTime();
        Batch batch =
                new Batch(
                        0,
                        List.of(
                                OutboundEvent.unrecorded(
                                        decoded.eventId(),
                                        decoded.position(),
                                        decoded.timeMillis(),
                                        payload)));
        Answer answer = parts.client().send(batch);
        Outcome outcome =
                switch (answer) {
                    case Answer.Each each -> each.outcomes().getFirst();
                    case Answer.Again again -> Outcome.again(again.code());
                    case Answer.Halve halve -> Outcome.refused(halve.code());
                    case Answer.Denied denied -> Outcome.refused(denied.code());
                    case Answer.Stop stop -> Outcome.refused(stop.failure().name());
                };
        if (outcome instanceof Outcome.Accepted) {
            outcome = confirmed(parts.client(), batch.number());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        boolean delivered = outcome instanceof Outcome.Delivered;
        String code =
                switch (outcome) {
                    case Outcome.Delivered _ -> "OK";
                    case Outcome.Accepted _ -> "NOT_CONFIRMED";
                    case Outcome.Refused refused -> refused.code();
                    case Outcome.Resend _ -> "SEND_AGAIN";
                    case Outcome.Again again -> again.code();
                };
        return new Reply(
                delivered,
                code,
                took,
                payload.length,
                delivered ? parts.client().place() : Optional.empty());
    }

    private static Outcome confirmed(Client client, long batch) throws InterruptedException {
        long until = System.nanoTime() + CONFIRMED_WITHIN.toNanos();
        while (System.nanoTime() < until) {
            for (Confirmation confirmation : client.confirmations()) {
                if (confirmation.batch() == batch) {
                    return confirmation.outcome(0);
                }
            }
            TimeUnit.MILLISECONDS.sleep(ASKED_EVERY.toMillis());
        }
        return Outcome.ACCEPTED;
    }

    /// In full where that fits, else in brief.
    private byte[] payload(Decoded.Known decoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (EventEncoder.Detail detail : EventEncoder.Detail.values()) {
            bytes.reset();
            parts.encoder().encode(decoded, detail, bytes);
            if (bytes.size() <= parts.settings().maxEventBytes()) {
                return bytes.toByteArray();
            }
        }
        return new byte[0];
    }

    @Override
    public void close() {
        parts.client().close();
    }
}
