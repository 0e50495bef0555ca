package io.countersign.topology.steps;

import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Hint;
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
        Event event = received.event();
        Request request =
                new Request(
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
                        hints(event.accountHints()),
                        visibility(event),
                        event.download(),
                        event.carriesPrompt(),
                        received.time());
        Optional<Destination> destination = policy.policy().catalogue().locate(request);
        return destination.isPresent()
                ? new Passage.Located(received, request, destination.get(), policy)
                : new Passage.Counted(received.raw(), Outcome.OUT_OF_SCOPE);
    }

    private static Visibility visibility(Event event) {
        if (event.carriesPrompt()) {
            return Visibility.BODY;
        }
        return event.path().isPresent() ? Visibility.URL : Visibility.CONNECT;
    }

    private static List<Hint> hints(List<AccountHint> found) {
        if (found.isEmpty()) {
            return List.of();
        }
        List<Hint> hints = new ArrayList<>(found.size());
        for (AccountHint hint : found) {
            hints.add(new Hint(hint.kind().name(), hint.value()));
        }
        return hints;
    }
}
