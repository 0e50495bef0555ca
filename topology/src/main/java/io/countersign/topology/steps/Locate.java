package io.countersign.topology.steps;

import io.countersign.detectors.destination.AccountKind;
import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Hint;
import io.countersign.detectors.destination.Reason;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Visibility;
import io.countersign.schemas.Outcome;
import io.countersign.sources.AccountHint;
import io.countersign.sources.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Event to destination: which service, which account, on what evidence. What the catalogue does
/// not know, and what does not behave like AI either, is out of scope.
public final class Locate {
    private Locate() {}

    public static Passage locate(Passage.Received received, PolicyInForce policy) {
        Request request = request(received, policy);
        Optional<Destination> destination = policy.policy().catalogue().locate(request);
        return destination.isPresent()
                ? new Passage.Located(received, request, destination.get(), policy)
                : new Passage.Counted(received.raw(), Outcome.OUT_OF_SCOPE);
    }

    /// A firewall's summary of a connection, whose requests have entries of their own: it sends
    /// nothing itself, and gives them their byte count.
    ///
    /// @param ofSession where a request of the same session went
    public static Passage trafficLine(
            Passage.Received received, Destination ofSession, PolicyInForce policy) {
        return new Passage.Located(
                received,
                request(received, policy),
                new Destination(
                        ofSession.vendor(),
                        ofSession.product(),
                        ofSession.hostRole(),
                        Activity.NOT_A_SEND,
                        AccountKind.UNKNOWN,
                        Optional.empty(),
                        List.of(),
                        Visibility.CONNECT,
                        ofSession.serviceId(),
                        List.of(Reason.TRAFFIC_LINE.name()),
                        Optional.empty()),
                policy);
    }

    private static Request request(Passage.Received received, PolicyInForce policy) {
        Event event = received.event();
        return new Request(
                event.destinationHost(),
                event.path(),
                event.method(),
                event.status(),
                event.bytesUp(),
                event.contentType(),
                event.userAgent(),
                event.application(),
                event.model(),
                event.accountId(),
                hints(event, policy.policy().register().processors(received.raw().sourceId())),
                visibility(event),
                event.download(),
                event.carriesPrompt(),
                received.time());
    }

    private static Visibility visibility(Event event) {
        if (event.carriesPrompt()) {
            return Visibility.BODY;
        }
        return event.path().isPresent() ? Visibility.URL : Visibility.CONNECT;
    }

    private static List<Hint> hints(Event event, List<String> processors) {
        List<AccountHint> found = event.accountHints();
        if (found.isEmpty() && event.user().isEmpty() && processors.isEmpty()) {
            return List.of();
        }
        List<Hint> hints = new ArrayList<>(found.size() + 1);
        event.user().ifPresent(user -> hints.add(new Hint(Hint.PERSON, user)));
        processors.forEach(id -> hints.add(new Hint(Hint.PROCESSOR, id)));
        for (AccountHint hint : found) {
            hints.add(new Hint(hint.kind().name(), hint.value()));
        }
        return hints;
    }
}
