package io.countersign.sinks.siem.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// A receiver that can be told to misbehave: a strict stub, or the real program.
public interface Receiver extends AutoCloseable {
    /// The ids of the events that it has for good, in the order in which they came; an event that
    /// came twice is there twice.
    List<String> eventIds();

    /// Returns once it has what was on its way when the sink closed its connection. For a protocol
    /// that acknowledges there is nothing to wait for.
    default void settle() {}

    /// What it has for this event, as text.
    String stored(String eventId);

    /// Takes no connections.
    void away(boolean away);

    /// Answers: later.
    void busy(boolean busy);

    /// Takes so long for each request.
    void slow(Duration delay);

    /// Refuses these events for good, and takes the others.
    void refuseEvents(Predicate<String> eventId);

    /// From now on only the new credentials are good.
    void rotateCredentials();

    @Override
    void close();
}
