package io.countersign.topology;

import io.countersign.detectors.destination.Destination;
import io.countersign.sources.Event;
import io.countersign.topology.alerts.Joins;
import io.countersign.topology.steps.Passage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Sessions of firewalls in which something in scope went up without a byte count. A firewall logs
/// the bytes in a line of its own when the connection ends, and that line names no host: only by
/// its session it is known to be in scope.
///
/// The memory is bounded and not kept over a restart: forgetting costs a byte count, nothing else.
public final class OpenSessions {
    static final int MAX_REMEMBERED = 10_000;

    private record Session(String format, String source, String id) {}

    private final Map<Session, Destination> open =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Session, Destination> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            };

    /// Remembers the session of a request whose size its own record does not say.
    public void note(Passage.Located located) {
        Event event = located.received().event();
        if (isOfFirewall(event)
                && event.bytesUp().isEmpty()
                && located.destination().activity().mayDisclose()) {
            session(located.received())
                    .ifPresent(session -> open.put(session, located.destination()));
        }
    }

    /// Where the requests of the session went that this line sums up; empty where it is no such
    /// line.
    public Optional<Destination> summedUp(Passage.Received received) {
        Event event = received.event();
        return isOfFirewall(event)
                        && event.path().isEmpty()
                        && event.bytesUp().isPresent()
                        && !event.carriesPrompt()
                ? session(received).map(open::get)
                : Optional.empty();
    }

    /// Elsewhere a session is a person's, and a row of it that shows no path may be a send.
    private static boolean isOfFirewall(Event event) {
        return Joins.FIREWALLS.contains(event.format());
    }

    private static Optional<Session> session(Passage.Received received) {
        return received.event()
                .sessionId()
                .map(id -> new Session(received.event().format(), received.raw().sourceId(), id));
    }
}
