package io.countersign.topology.steps;

import io.countersign.detectors.destination.AccountKind;
import io.countersign.detectors.destination.Activity;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Hint;
import io.countersign.detectors.destination.Reason;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Visibility;
import io.countersign.detectors.identity.People;
import io.countersign.detectors.identity.Sighting;
import io.countersign.detectors.identity.Who;
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

    /// Without a directory of people.
    public static Passage locate(Passage.Received received, PolicyInForce policy) {
        return locate(received, policy, Optional.empty());
    }

    /// @param people the directory as of now; empty: none was published
    public static Passage locate(
            Passage.Received received, PolicyInForce policy, Optional<People> people) {
        Request request = request(received, policy);
        Optional<Destination> destination = policy.policy().catalogue().locate(request);
        if (destination.isEmpty()) {
            return new Passage.Counted(received.raw(), Outcome.OUT_OF_SCOPE);
        }
        // Only now: the bulk of a proxy's lines is out of scope, and nobody asks who it was.
        Optional<Who> who = who(received, people);
        return new Passage.Located(received, named(request, who), destination.get(), policy, who);
    }

    /// Whom the directory names.
    private static Optional<Who> who(Passage.Received received, Optional<People> people) {
        Event event = received.event();
        return people.map(directory ->
                directory.at(
                        new Sighting(
                                event.user(), event.device(), event.sourceIp(), received.time())));
    }

    /// The request with the person's id beside the source's spelling.
    private static Request named(Request request, Optional<Who> who) {
        Optional<String> person = who.flatMap(Who::person);
        return person.isEmpty() ? request : request.with(new Hint(Hint.PERSON, person.get()));
    }

    /// A firewall's summary of a connection, whose requests have entries of their own: it sends
    /// nothing itself, and gives them their byte count.
    ///
    /// @param ofSession where a request of the same session went
    /// @param people the directory as of now; empty: none was published
    public static Passage trafficLine(
            Passage.Received received,
            Destination ofSession,
            PolicyInForce policy,
            Optional<People> people) {
        Optional<Who> who = who(received, people);
        return new Passage.Located(
                received,
                named(request(received, policy), who),
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
                policy,
                who);
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
